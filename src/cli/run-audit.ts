import type { Target } from '../model/target.js';
import { TARGETS } from '../model/target.js';
import type { AuditOptions, AuditResult } from '../pipeline.js';
import type { AuditScope } from './audit-scope.js';
import { type BaselineFile, baselineOf } from './baseline-file.js';
import { changedFiles } from './changed-files.js';
import { configurationOf } from './configuration-of.js';
import type { CliContext } from './context.js';
import type { FlagValues } from './flag-values.js';
import { progressLine } from './progress-line.js';

/** What only some commands need. */
interface RunExtras {
  readonly baseline?: BaselineFile;
  readonly onStage?: NonNullable<AuditOptions['onStage']>;
}

/** Runs the audit with the flags that every auditing command has, and shows progress meanwhile. */
export async function runAudit(
  scope: AuditScope,
  flags: FlagValues,
  context: CliContext,
  { baseline, onStage }: RunExtras = {},
): Promise<AuditResult> {
  const options = await auditOptions(scope, flags, context, baseline);
  const progress = progressLine(context);
  const stopListening = context.onInterrupt(() => {
    progress.clear();
    context.exit(130);
  });
  try {
    const seen = onStage === undefined ? {} : { onStage };
    return await context.audit({ ...options, ...seen, onProgress: progress.show });
  } finally {
    stopListening();
    progress.clear();
  }
}

/** What the command line and the configuration ask for; the command line wins, and globs to ignore add up. */
export async function auditOptions(
  { root, paths, isNamed }: AuditScope,
  flags: FlagValues,
  context: CliContext,
  baseline: BaselineFile | undefined,
): Promise<AuditOptions> {
  const scope = { root, paths, isNamed };
  const { name, configuration } = await configurationOf(scope, flags, context);
  const { include, entries, knownClients, rules, overrides, ignore = [] } = configuration;
  const known = baseline ?? (await baselineOf(scope, flags, context));
  const ref = flags.value('changed');
  return {
    root,
    paths,
    ...(include === undefined ? {} : { include }),
    ...targetOf(flags, configuration.target, name),
    ...(entries === undefined ? {} : { entries }),
    ...(knownClients === undefined ? {} : { knownClients }),
    ...(rules === undefined ? {} : { rules }),
    ...(overrides === undefined ? {} : { overrides }),
    ...(known === null ? {} : { baseline: known.entries }),
    ...(ref === undefined ? {} : { changed: changedFiles(root, ref, context.env) }),
    includeTests: flags.on('include-tests') ?? false,
    ignore: [...ignore, ...flags.list('ignore')],
    debug: flags.on('debug') ?? false,
  };
}

function targetOf(
  flags: FlagValues,
  configured: Target | undefined,
  name: string | null,
): Pick<AuditOptions, 'target' | 'targetDetectedBy'> {
  const given = flags.value('target');
  const flagged = TARGETS.find((target) => target === given);
  if (flagged !== undefined) return { target: flagged };
  return configured === undefined || name === null ? {} : { target: configured, targetDetectedBy: name };
}

import type { Target } from '../model/target.js';
import { TARGETS } from '../model/target.js';
import type { AuditOptions, AuditResult } from '../pipeline.js';
import type { AuditScope } from './audit-scope.js';
import type { CliContext } from './context.js';
import type { FlagValues } from './flag-values.js';
import { progressLine } from './progress-line.js';

/** Runs the audit with the flags that every auditing command has, and shows progress meanwhile. */
export async function runAudit(
  scope: AuditScope,
  flags: FlagValues,
  context: CliContext,
  onModel?: AuditOptions['onModel'],
): Promise<AuditResult> {
  const progress = progressLine(context);
  const stopListening = context.onInterrupt(() => {
    progress.clear();
    context.exit(130);
  });
  const target = targetOf(flags);
  try {
    return await context.audit({
      ...scope,
      ...(target === undefined ? {} : { target }),
      includeTests: flags.on('include-tests') ?? false,
      ignore: flags.list('ignore'),
      debug: flags.on('debug') ?? false,
      onProgress: progress.show,
      ...(onModel === undefined ? {} : { onModel }),
    });
  } finally {
    stopListening();
    progress.clear();
  }
}

function targetOf(flags: FlagValues): Target | undefined {
  const given = flags.value('target');
  return TARGETS.find((target) => target === given);
}

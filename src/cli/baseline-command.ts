import { baselineText } from '../gate/baseline-text.js';
import { escapeControls } from '../report/escape.js';
import { plural } from '../report/wording.js';
import { UserError } from '../support/user-error.js';
import { auditScope } from './audit-scope.js';
import { type BaselineFile, baselineOf } from './baseline-file.js';
import type { CliContext } from './context.js';
import type { ExitCode } from './exit-code.js';
import type { FlagValues } from './flag-values.js';
import { runAudit } from './run-audit.js';
import { writeOutput } from './write-outputs.js';

/** `baseline`: writes the list of today's findings, or with `--prune` takes out of it what is not found any more. */
export async function baselineCommand(flags: FlagValues, context: CliContext): Promise<ExitCode> {
  const scope = auditScope([], flags.value('root'), context.cwd);
  const old = await baselineOf(scope, flags, context, true);
  if (old === null) throw new UserError('--baseline needs a value', null);
  const prune = flags.on('prune') ?? false;
  const before = old.entries;
  if (prune && before.length === 0) throw nothingToPrune(old);
  const { report, baseline } = await runAudit(scope, flags, context, { baseline: old });
  if (report.summary.files === 0) {
    throw new UserError('no JavaScript or TypeScript file to look at', 'the baseline was left as it is');
  }
  const { known, fresh, vanished, unseen } = baseline;
  const entries = [...known, ...unseen, ...(prune ? [] : fresh)];
  writeOutput(old.file, baselineText(entries), '--baseline');
  const changes = [
    ...(prune || fresh.length === 0 ? [] : [`${fresh.length} new`]),
    ...(vanished.length === 0 ? [] : [`${vanished.length} gone`]),
  ];
  const what = `${plural(entries.length, 'finding')}${changes.length === 0 ? '' : ` (${changes.join(', ')})`}`;
  context.stdout.write(`${escapeControls(old.name)}: ${what}\n`);
  return 0;
}

function nothingToPrune({ name }: BaselineFile): UserError {
  return new UserError(`\`${name}\` lists nothing that could be pruned`, '`stateless-migrate baseline` writes it');
}

import { CONFIDENCES } from '../model/classification.js';
import type { Severity } from '../model/finding.js';
import { SEVERITIES } from '../model/finding.js';
import type { AuditReport } from '../model/report.js';
import { printModel } from '../model/print/print-model.js';
import type { StageResult } from '../model/stage.js';
import { escapeControls } from '../report/escape.js';
import { PLAIN } from '../report/paint.js';
import { selectFindings } from '../report/select-findings.js';
import { plural } from '../report/wording.js';
import { UserError } from '../support/user-error.js';
import { attachWitnesses } from './attach-witnesses.js';
import { auditScope } from './audit-scope.js';
import type { CliContext } from './context.js';
import { exitCodeOf, intolerable, type ExitCode } from './exit-code.js';
import type { FlagValues } from './flag-values.js';
import { paintFor } from './paint-for.js';
import { FORMATS, render } from './render.js';
import { knownRules } from './rule-ids.js';
import { runAudit } from './run-audit.js';
import { parseOutputs, writeOutput } from './write-outputs.js';

/** `audit [paths..]`: everything that can be wrong with the command line is said before the work begins. */
export async function auditCommand(
  words: readonly string[],
  flags: FlagValues,
  context: CliContext,
): Promise<ExitCode> {
  const selection = {
    rules: knownRules(flags.list('rule', ',')),
    skipRules: knownRules(flags.list('skip-rule', ',')),
    minConfidence: oneOf(CONFIDENCES, flags.value('min-confidence')) ?? 'low',
  };
  const outputs = parseOutputs(flags.list('output'), context.cwd);
  const wanted = flags.value('print-model');
  const printed: string[] = [];
  const onStage = (given: StageResult): void => {
    if (wanted === '' || wanted === given.stage) printed.push(printModel(given));
  };
  const scope = auditScope(words, flags.value('root'), context.cwd);
  const result = await runAudit(scope, flags, context, wanted === undefined ? {} : { onStage });
  const audited = flags.on('verify') ? await attachWitnesses(result.report, scope.root, context) : result.report;
  const { report, leftOut } = selectFindings(audited, selection);
  const options = {
    severity: oneOf(SEVERITIES, flags.value('severity')),
    all: flags.on('all') ?? false,
    deselected: leftOut,
  };
  const paint = paintFor(context.stdout, context.env, flags.on('color'));
  const format = oneOf(FORMATS, flags.value('format')) ?? 'pretty';
  context.stdout.write(wanted === undefined ? render(format, report, { ...options, paint }) : escapeLines(printed));
  for (const { format, file } of outputs) writeOutput(file, render(format, report, { ...options, paint: PLAIN }));
  if (flags.on('timing')) context.stderr.write(timingTable(result.timings));
  const code = exitCodeOf(report, failOn(flags), flags.on('strict') ?? false);
  if (code === 2) throw failure(report);
  return code;
}

/** Names and strings of the repository stand in the text: none of them may reach the terminal as a control character. */
function escapeLines(texts: readonly string[]): string {
  return texts.map((text) => text.split('\n').map(escapeControls).join('\n')).join('\n');
}

function oneOf<T extends string>(choices: readonly T[], given: string | undefined): T | undefined {
  return choices.find((choice) => choice === given);
}

function failOn(flags: FlagValues): Severity | 'never' {
  return oneOf([...SEVERITIES, 'never'] as const, flags.value('fail-on')) ?? 'error';
}

/** Why the exit code is 2 although there is a report. */
function failure(report: AuditReport): UserError {
  if (report.summary.files === 0) {
    return new UserError(
      'no JavaScript or TypeScript file to look at',
      'is it the right folder? tests are left out unless --include-tests is given',
    );
  }
  const all = intolerable(report);
  const malformed = all.filter(({ code }) => code === 'invalid-suppression').length;
  const unread = all.length - malformed;
  const parts = [
    ...(unread === 0 ? [] : [`${plural(unread, 'file')} could not be read or parsed`]),
    ...(malformed === 0 ? [] : [`${plural(malformed, 'suppression is', 'suppressions are')} malformed`]),
  ];
  return new UserError(parts.join(', '), 'without --strict this does not change the exit code');
}

function timingTable(timings: Readonly<Record<string, number>>): string {
  const rows = Object.entries(timings);
  const width = Math.max(0, ...rows.map(([stage]) => stage.length));
  return rows.map(([stage, ms]) => `${stage.padEnd(width)} ${ms.toFixed(1).padStart(9)} ms\n`).join('');
}

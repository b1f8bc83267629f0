import type { Finding } from '../model/finding.js';
import type { AuditReport } from '../model/report.js';
import { escapeControls } from './escape.js';
import type { PrettyOptions } from './pretty-options.js';
import { atLeast, plural, shellWord } from './wording.js';

/** The last lines: how many findings count, which do not and why, and what to do next. */
export function closing(report: AuditReport, shown: readonly Finding[], options: PrettyOptions): string {
  return [verdictLine(report, options), ...asideLines(report, options), nextLine(shown, options)].join('\n');
}

function verdictLine(report: AuditReport, { paint, lowest }: PrettyOptions): string {
  const counts = report.summary.findings;
  const named = (['error', 'warning', 'note'] as const).filter((severity) => counts[severity] > 0);
  const silent = silentParts(report);
  if (named.length === 0) {
    const what = report.summary.inBaseline === 0 ? 'no finding' : 'no new finding';
    return paint.green([`✔ ${what} in ${plural(report.summary.files, 'file')}`, ...silent].join(' · '));
  }
  const parts = named.map((severity) => {
    const count = plural(counts[severity], severity);
    return atLeast(severity, lowest) ? count : `${count} (hidden: --severity ${severity})`;
  });
  const mark = counts.error > 0 ? '✖' : '•';
  const paintLine = counts.error > 0 ? paint.red : counts.warning > 0 ? paint.yellow : paint.cyan;
  return paintLine(`${mark} ${[...parts, ...silent].join(' · ')}`);
}

/** `2 in the baseline`, `1 suppressed`. */
function silentParts({ summary }: AuditReport): string[] {
  return [
    ...(summary.inBaseline > 0 ? [`${summary.inBaseline} in the baseline`] : []),
    ...(summary.suppressed > 0 ? [`${summary.suppressed} suppressed`] : []),
    ...(summary.off > 0 ? [`${summary.off} off by configuration`] : []),
  ];
}

function asideLines({ summary, changed }: AuditReport, { deselected, paint }: PrettyOptions): string[] {
  const lines: string[] = [];
  if (changed !== null) {
    const what = `${plural(changed.files, 'changed file')} since ${escapeControls(changed.since)}`;
    lines.push(`only what concerns ${what}: ${plural(changed.reached, 'file')} with what imports them`);
  }
  if (deselected > 0) {
    lines.push(`${plural(deselected, 'finding')} not counted: --rule, --skip-rule, --min-confidence`);
  }
  if (summary.vanished > 0) {
    const entries = plural(summary.vanished, 'entry of the baseline has', 'entries of the baseline have');
    lines.push(`${entries} no finding any more: npx stateless-migrate baseline --prune`);
  }
  return lines.map((line) => paint.dim(`  ${line}`));
}

function nextLine(shown: readonly Finding[], { all, paint }: PrettyOptions): string {
  const first = shown[0];
  const commands = [];
  if (first) commands.push(`why: npx stateless-migrate explain ${escapeControls(first.rule)}`);
  const word = first?.binding ? shellWord(first.binding) : null;
  if (word !== null) commands.push(`evidence: npx stateless-migrate explain ${word}`);
  if (!all) commands.push('every binding: npx stateless-migrate --all');
  if (commands.length === 0) commands.push('rules: npx stateless-migrate rules');
  return commands.map((command) => paint.dim(`  ${command}`)).join('\n');
}

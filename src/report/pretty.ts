import type { Finding } from '../model/finding.js';
import type { AuditReport } from '../model/report.js';
import { escapeControls } from './escape.js';
import type { Paint } from './paint.js';
import { bindingSections } from './pretty-bindings.js';
import { findingSections } from './pretty-findings.js';
import { diagnosticsSection, leftOutLine, notAnalysedSection } from './pretty-run.js';
import type { PrettyOptions } from './pretty-options.js';
import { summaryLine } from './pretty-summary.js';
import { atLeast, plural, shellWord } from './wording.js';

/** The report for a person at a terminal: what was looked at, what was found and why, what was not seen, what next. */
export function prettyReport(report: AuditReport, options: PrettyOptions): string {
  const shown = report.findings.filter((finding) => atLeast(finding.severity, options.lowest));
  const sections = [
    summaryLine(report, options.paint),
    ...findingSections(shown, options.paint),
    ...bindingSections(report, options),
    notAnalysedSection(report, options),
    diagnosticsSection(report, options),
    noEntryPoint(report, options.paint),
    leftOutLine(report, options.paint),
    closing(report, shown, options),
  ];
  return `${sections.filter((section) => section !== null).join('\n\n')}\n`;
}

function noEntryPoint(report: AuditReport, paint: Paint): string | null {
  if (report.entryPoints.length > 0) return null;
  return [
    paint.yellow('no entry point found'),
    '  Nothing in these files is known to run once per invocation, so state that only an invocation would change was',
    '  not judged as such: no finding does not mean that the code is stateless. Is the deployment manifest',
    '  (serverless.yml, template.yaml, vercel.json, wrangler.toml, …) below the root? See --root in --help.',
  ].join('\n');
}

function closing(report: AuditReport, shown: readonly Finding[], options: PrettyOptions): string {
  return [verdictLine(report, options), ...deselectedLine(options), nextLine(shown, options)].join('\n');
}

function verdictLine(report: AuditReport, { paint, lowest }: PrettyOptions): string {
  const counts = report.summary.findings;
  const named = (['error', 'warning', 'note'] as const).filter((severity) => counts[severity] > 0);
  if (named.length === 0) {
    return paint.green(`✔ no finding in ${plural(report.summary.files, 'file')}`);
  }
  const parts = named.map((severity) => {
    const count = plural(counts[severity], severity);
    return atLeast(severity, lowest) ? count : `${count} (hidden: --severity ${severity})`;
  });
  const mark = counts.error > 0 ? '✖' : '•';
  const paintLine = counts.error > 0 ? paint.red : counts.warning > 0 ? paint.yellow : paint.cyan;
  return paintLine(`${mark} ${parts.join(' · ')}`);
}

function deselectedLine({ deselected, paint }: PrettyOptions): string[] {
  if (deselected === 0) return [];
  return [paint.dim(`  ${plural(deselected, 'finding')} not counted: --rule, --skip-rule, --min-confidence`)];
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

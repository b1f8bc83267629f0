import type { AuditReport } from '../model/report.js';
import type { Paint } from './paint.js';
import { bindingSections } from './pretty-bindings.js';
import { closing } from './pretty-closing.js';
import { findingSections } from './pretty-findings.js';
import { diagnosticsSection, leftOutLine, notAnalysedSection } from './pretty-run.js';
import type { PrettyOptions } from './pretty-options.js';
import { summaryLine } from './pretty-summary.js';
import { doesCount } from './select-findings.js';
import { atLeast } from './wording.js';

/** The report for a person at a terminal: what was looked at, what was found and why, what was not seen, what next. */
export function prettyReport(report: AuditReport, options: PrettyOptions): string {
  const shown = report.findings.filter((finding) => doesCount(finding) && atLeast(finding.severity, options.lowest));
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

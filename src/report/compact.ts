import type { Severity } from '../model/finding.js';
import type { AuditReport } from '../model/report.js';
import { escapeControls } from './escape.js';
import { doesCount } from './select-findings.js';
import { atLeast } from './wording.js';

/** One line per finding, `src/api.ts:3:5 error in-memory-counter message`: for editors, `grep` and problem matchers. */
export function compactReport(report: AuditReport, lowest: Severity): string {
  return report.findings
    .filter((finding) => doesCount(finding) && atLeast(finding.severity, lowest))
    .map(({ file, line, column, severity, rule, message }) =>
      escapeControls(`${file}:${line}:${column} ${severity} ${rule} ${message}`),
    )
    .map((line) => `${line}\n`)
    .join('');
}

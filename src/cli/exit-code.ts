import type { DiagnosticCode } from '../model/diagnostic.js';
import { SEVERITIES, type Severity } from '../model/finding.js';
import type { AuditReport } from '../model/report.js';

export type ExitCode = 0 | 1 | 2 | 130;

/** 2 where nothing was read or, with `strict`, something is not as it must be; 1 for findings at or above `failOn`; else 0. */
export function exitCodeOf(report: AuditReport, failOn: Severity | 'never', strict: boolean): ExitCode {
  if (report.summary.files === 0 || (strict && intolerable(report).length > 0)) return 2;
  if (failOn === 'never') return 0;
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  return failing.some((severity) => report.summary.findings[severity] > 0) ? 1 : 0;
}

/**
 * What `--strict` does not let pass: files that were named or found and whose code is not in the result, and comments that
 * were meant to suppress a finding and do not.
 */
export function intolerable(report: AuditReport): AuditReport['diagnostics'] {
  return report.diagnostics.filter((diagnostic) => INTOLERABLE.has(diagnostic.code));
}

const INTOLERABLE: ReadonlySet<DiagnosticCode> = new Set([
  'parse-error',
  'unreadable-file',
  'unsupported-encoding',
  'internal-error',
  'invalid-suppression',
]);

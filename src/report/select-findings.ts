import type { Confidence } from '../model/classification.js';
import { CONFIDENCES } from '../model/classification.js';
import type { Severity } from '../model/finding.js';
import { SEVERITIES } from '../model/finding.js';
import type { AuditReport, ReportedFinding, ReportSummary } from '../model/report.js';
import { atLeast } from './wording.js';

/** Which findings count. Bindings are never left out. */
export interface Selection {
  /** Only these rules; empty for all. */
  readonly rules: readonly string[];
  readonly skipRules: readonly string[];
  readonly minConfidence: Confidence;
}

/** The report without the findings that were not asked for, its counts adjusted, and how many were left out. */
export function selectFindings(report: AuditReport, selection: Selection): { report: AuditReport; leftOut: number } {
  const findings = report.findings.filter((finding) => isSelected(finding, selection));
  const summary = { ...report.summary, ...countFindings(findings) };
  return { report: { ...report, summary, findings }, leftOut: report.findings.length - findings.length };
}

/** The report with only the findings from `lowest` upwards in its list; the counts stay those of all. */
export function listFrom(report: AuditReport, lowest: Severity): AuditReport {
  return { ...report, findings: report.findings.filter((finding) => atLeast(finding.severity, lowest)) };
}

/** The counts of a list of findings, as the summary has them. */
export function countFindings(
  findings: readonly ReportedFinding[],
): Pick<ReportSummary, 'findings' | 'suppressed' | 'inBaseline'> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  for (const severity of SEVERITIES) {
    counts[severity] = findings.filter((one) => one.severity === severity && doesCount(one)).length;
  }
  return {
    findings: counts,
    suppressed: findings.filter(({ suppressed }) => suppressed !== null).length,
    inBaseline: findings.filter(({ inBaseline }) => inBaseline).length,
  };
}

/** Nothing suppresses it, and the baseline does not know it. */
export function doesCount({ suppressed, inBaseline }: ReportedFinding): boolean {
  return suppressed === null && !inBaseline;
}

function isSelected(finding: ReportedFinding, selection: Selection): boolean {
  if (selection.rules.length > 0 && !selection.rules.includes(finding.rule)) return false;
  if (selection.skipRules.includes(finding.rule)) return false;
  return CONFIDENCES.indexOf(finding.confidence) <= CONFIDENCES.indexOf(selection.minConfidence);
}

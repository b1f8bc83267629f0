import type { Confidence } from '../model/classification.js';
import type { Finding, Severity } from '../model/finding.js';
import { SEVERITIES } from '../model/finding.js';
import type { AuditReport } from '../model/report.js';
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
  const summary = { ...report.summary, findings: countBySeverity(findings) };
  return { report: { ...report, summary, findings }, leftOut: report.findings.length - findings.length };
}

/** The report with only the findings from `lowest` upwards in its list; the counts stay those of all. */
export function listFrom(report: AuditReport, lowest: Severity): AuditReport {
  return { ...report, findings: report.findings.filter((finding) => atLeast(finding.severity, lowest)) };
}

export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  for (const severity of SEVERITIES) counts[severity] = findings.filter((f) => f.severity === severity).length;
  return counts;
}

/** From certain to doubtful. */
export const CONFIDENCES = ['high', 'medium', 'low'] as const satisfies readonly Confidence[];

function isSelected(finding: Finding, selection: Selection): boolean {
  if (selection.rules.length > 0 && !selection.rules.includes(finding.rule)) return false;
  if (selection.skipRules.includes(finding.rule)) return false;
  return CONFIDENCES.indexOf(finding.confidence) <= CONFIDENCES.indexOf(selection.minConfidence);
}

import type { AuditReport } from '../report.js';
import type { Breach } from './breach.js';

/** M5 for the report: evidence under every classification, and no finding about a binding that is not classified. */
export function assertReport({ bindings, findings, summary }: AuditReport, fail: Breach): void {
  const classified = new Set(bindings.map(({ file, name }) => `${file}#${name}`));
  for (const binding of bindings) {
    if (binding.evidence.length === 0) fail('M5', binding.file, `${binding.name} has no evidence`);
  }
  for (const finding of findings) {
    if (finding.binding !== null && !classified.has(finding.binding))
      fail('M5', finding.file, `${finding.rule} is about ${finding.binding}, which has no classification`);
  }
  if (summary.bindings !== bindings.length || summary.harmful + summary.review + summary.benign !== bindings.length)
    fail('M2', null, `the summary counts ${summary.bindings} bindings, the list ${bindings.length}`);
}

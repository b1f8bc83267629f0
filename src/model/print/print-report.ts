import type { AuditReport } from '../report.js';

/** Findings and diagnostics: what the report adds to the verdicts. */
export function printReport({ target, findings, diagnostics, summary }: AuditReport): string[] {
  const { files, bindings, harmful, review, benign } = summary;
  return [
    `target ${target}; ${files} files, ${bindings} bindings: ${harmful} harmful, ${review} review, ${benign} benign`,
    ...findings.flatMap((finding) => [
      `finding ${finding.rule} ${finding.severity} ${finding.confidence} ${finding.file}@${finding.line}:${finding.column}`,
      `  ${finding.message}`,
      ...(finding.entryPath.length === 0 ? [] : [`  by ${finding.entryPath.join(' → ')}`]),
      ...(finding.witness === null ? [] : [`  ${finding.witness}`]),
    ]),
    ...diagnostics.map(({ code, file, message }) => `diagnostic ${code} ${file ?? ''}: ${message}`),
  ];
}

import type { AuditReport, ReportedBinding } from '../model/report.js';
import { escapeControls } from './escape.js';
import type { Paint } from './paint.js';
import { groupByFile } from './pretty-findings.js';
import type { PrettyOptions } from './pretty-options.js';
import { paintVerdict } from './wording.js';

/** With `all` every binding by file; without it the doubtful and harmful ones that no finding speaks of. */
export function bindingSections(report: AuditReport, options: PrettyOptions): string[] {
  const listed = options.all ? report.bindings : withoutFinding(report, options);
  if (listed.length === 0) return [];
  const title = options.all ? 'bindings' : 'bindings to look at that have no finding of their own';
  return [
    [options.paint.bold(title), ...[...groupByFile(listed)].flatMap((g) => fileRows(g, options.paint))].join('\n'),
  ];
}

/** Where findings were deselected or are off, a binding without one says nothing: then none is listed. */
function withoutFinding(report: AuditReport, { deselected }: PrettyOptions): readonly ReportedBinding[] {
  if (deselected + report.summary.off > 0) return [];
  const spokenOf = new Set(report.findings.map((finding) => finding.binding));
  return report.bindings.filter((b) => b.verdict !== 'benign' && !spokenOf.has(`${b.file}#${b.name}`));
}

function fileRows([file, bindings]: [string, readonly ReportedBinding[]], paint: Paint): string[] {
  const place = ({ line, column }: ReportedBinding): string => `${line}:${column}`;
  const placeWidth = Math.max(...bindings.map((binding) => place(binding).length));
  const nameWidth = Math.max(...bindings.map((binding) => escapeControls(binding.name).length));
  const classWidth = Math.max(...bindings.map((binding) => binding.classification.length));
  const rows = bindings.map((binding) => {
    const reason = binding.evidence[0]?.message ?? '';
    return [
      `    ${place(binding).padEnd(placeWidth)}`,
      paintVerdict(binding.verdict, binding.verdict.padEnd('harmful'.length), paint),
      binding.classification.padEnd(classWidth),
      escapeControls(binding.name).padEnd(nameWidth),
      paint.dim(escapeControls(reason)),
    ]
      .join('  ')
      .trimEnd();
  });
  return [`  ${escapeControls(file)}`, ...rows];
}

import type { Diagnostic } from '../model/diagnostic.js';
import type { AuditReport } from '../model/report.js';
import { compareText } from '../support/compare.js';
import { escapeControls } from './escape.js';
import type { Paint } from './paint.js';
import type { PrettyOptions } from './pretty-options.js';
import { plural } from './wording.js';

/** How many lines of one kind are shown without `--all`. */
const SHOWN = 5;

/** Declared functions that have no source to analyse, each with the reason. */
export function notAnalysedSection({ notAnalysed }: AuditReport, { paint, all }: PrettyOptions): string | null {
  if (notAnalysed.length === 0) return null;
  const lines = notAnalysed.map((item) => `  ${item.name} (${item.declaredIn}): ${item.reason}`);
  return [paint.yellow(`not analysed: ${plural(notAnalysed.length, 'function')}`), ...first(lines, all)].join('\n');
}

/** What went wrong with single files: the first few of each kind, the rest counted. */
export function diagnosticsSection(report: AuditReport, { paint, all }: PrettyOptions): string | null {
  const diagnostics = report.diagnostics.filter((diagnostic) => !hasOwnSection(diagnostic, report));
  if (diagnostics.length === 0) return null;
  const byCode = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    byCode.set(diagnostic.code, [...(byCode.get(diagnostic.code) ?? []), diagnostic]);
  }
  const lines = [...byCode].flatMap(([code, group]) =>
    first(
      group.map((item) => diagnosticLine(code, item)),
      all,
    ),
  );
  return [paint.yellow(`about this run: ${plural(diagnostics.length, 'diagnostic')}`), ...lines].join('\n');
}

/** `left out: 12 tests, 3 build output (tests: --include-tests)`. */
export function leftOutLine({ summary }: AuditReport, paint: Paint): string | null {
  const reasons = Object.keys(summary.leftOut).sort(compareText);
  const counted = reasons.filter((reason) => (summary.leftOut[reason] ?? 0) > 0);
  if (counted.length === 0) return null;
  const words = counted.map((reason) => `${summary.leftOut[reason]} ${reason}`).join(', ');
  const hint = counted.includes('tests') ? ' (tests: --include-tests)' : '';
  return paint.dim(escapeControls(`left out: ${words}${hint}`));
}

/** That the whole run has no entry point is said at length elsewhere. */
function hasOwnSection({ code, file }: Diagnostic, { entryPoints }: AuditReport): boolean {
  return code === 'no-entry-point' && file === null && entryPoints.length === 0;
}

function diagnosticLine(code: string, { file, message }: Diagnostic): string {
  return file === null ? `  ${code}  ${message}` : `  ${code}  ${file}: ${message}`;
}

function first(lines: readonly string[], all: boolean): string[] {
  const safe = lines.map(escapeControls);
  if (all || lines.length <= SHOWN) return safe;
  return [...safe.slice(0, SHOWN), `  … and ${lines.length - SHOWN} more (--all)`];
}

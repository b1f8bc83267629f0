import type { Diagnostic } from '../model/diagnostic.js';
import type { AppliedSuppression } from '../model/report.js';
import type { Pragma, SourceModule } from '../model/source-module.js';
import { positionAt } from '../support/text-position.js';
import type { IdentifiedFinding } from './identify.js';
import { parseSuppression, type SuppressionKind } from './parse-suppression.js';

export type SuppressedModule = Pick<SourceModule, 'path' | 'lineStarts' | 'pragmas'>;

export interface Suppressed {
  /** What suppresses each finding, in the order of the findings. */
  readonly applied: readonly (AppliedSuppression | null)[];
  /** Malformed ones, and those that suppress nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the comment that suppresses each finding: one at its line or statement before one for its whole file. */
export function suppress(
  findings: readonly IdentifiedFinding[],
  modules: readonly SuppressedModule[],
  ruleIds: readonly string[],
): Suppressed {
  const read = modules.flatMap((module) => module.pragmas.map((pragma) => readPragma(module, pragma, ruleIds)));
  const byFile = new Map(read.map(({ file }) => [file, [] as Suppression[]]));
  for (const { file, suppressions } of read) byFile.get(file)?.push(...suppressions);
  const used = new Set<Suppression>();
  const applied = findings.map((found): AppliedSuppression | null => {
    const matching = (byFile.get(found.finding.file) ?? []).filter((one) => covers(one, found));
    for (const one of matching) used.add(one);
    const closest = matching.find(({ kind }) => kind !== 'file') ?? matching[0];
    return closest ? { reason: closest.reason, line: closest.line } : null;
  });
  const unused = read.flatMap(({ suppressions }) => suppressions.filter((one) => !used.has(one)).map(unusedDiagnostic));
  return { applied, diagnostics: [...read.flatMap(({ diagnostics }) => diagnostics), ...unused] };
}

/** One rule of one comment. */
interface Suppression {
  readonly file: string;
  readonly rule: string;
  readonly reason: string;
  readonly kind: SuppressionKind;
  /** Line and column of the comment. */
  readonly line: number;
  readonly column: number;
  /** The line that it speaks of, where it speaks of one. */
  readonly target: number;
}

function readPragma(
  { path, lineStarts }: SuppressedModule,
  pragma: Pragma,
  ruleIds: readonly string[],
): { file: string; suppressions: Suppression[]; diagnostics: Diagnostic[] } {
  const { kind, rules, reason, problems } = parseSuppression(pragma.text, ruleIds);
  const { line, column } = positionAt(lineStarts, pragma.pos);
  const target = positionAt(lineStarts, kind === 'next-line' ? pragma.nextCode : pragma.end).line;
  return {
    file: path,
    suppressions: rules.map((rule) => ({ file: path, rule, reason, kind, line, column, target })),
    diagnostics: problems.map((problem) => ({
      code: 'invalid-suppression',
      file: path,
      message: `${line}:${column} ${problem}`,
    })),
  };
}

/** A statement that a formatter breaks over several lines keeps its comment above the first or behind the last one. */
function covers({ rule, kind, target }: Suppression, { finding, around }: IdentifiedFinding): boolean {
  if (rule !== finding.rule) return false;
  if (kind === 'file' || finding.line === target || around?.firstLine === target) return true;
  return kind === 'line' && around?.lastLine === target;
}

function unusedDiagnostic({ file, rule, kind, line, column }: Suppression): Diagnostic {
  const message = `${line}:${column} stateless-ignore-${kind} suppresses no finding of ${rule}`;
  return { code: 'unused-suppression', file, message };
}

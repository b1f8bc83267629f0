import type { ClassifiedProgram } from '../model/classified-program.js';
import type { Diagnostic, DiagnosticCode } from '../model/diagnostic.js';
import type { Blur, Gap, GapKind } from '../model/gap.js';
import type { ProgramIndex } from '../model/program-index.js';
import { positionAt } from '../support/text-position.js';
import { plural } from './wording.js';

/** What the analysis could not see through: one line for each kind and file, however many places there are. */
export function gapDiagnostics({ blurs, index }: ClassifiedProgram): Diagnostic[] {
  const groups = new Map<string, Blur[]>();
  for (const blur of blurs) {
    if (blur.bindings.length === 0 && isToldElsewhere(blur.gap)) continue;
    const key = `${blur.gap.file}\0${blur.gap.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), blur]);
  }
  return [...groups.values()].map((group) => diagnosticOf(index, group));
}

/** Why a file could not be read has a diagnostic of its own. */
function isToldElsewhere({ kind, fn }: Gap): boolean {
  return kind === 'unread-file' || kind === 'unread-import' || (kind === 'analysis-error' && fn < 0);
}

function diagnosticOf(index: ProgramIndex, group: readonly Blur[]): Diagnostic {
  const [first] = group as [Blur];
  const { kind, file } = first.gap;
  const blurred = new Set(group.flatMap(({ bindings }) => bindings)).size;
  const others = group.length === 1 ? '' : `; ${plural(group.length - 1, 'more place')} like it`;
  const effect = blurred === 0 ? 'no listed binding depends on it' : `makes ${plural(blurred, 'binding')} less certain`;
  return { code: codeOf(kind), file, message: `${placeOf(index, first.gap)}${first.gap.message}${others}; ${effect}` };
}

function placeOf({ modules, byPath }: ProgramIndex, gap: Gap): string {
  const module = modules[byPath.get(gap.file) ?? -1];
  if (!module) return '';
  const { line, column } = positionAt(module.lineStarts, gap.pos);
  return `${line}:${column} `;
}

function codeOf(kind: GapKind): DiagnosticCode {
  switch (kind) {
    case 'unresolved-import':
      return 'unresolved-import';
    case 'analysis-error':
      return 'internal-error';
    case 'dynamic-import':
    case 'dynamic-require':
    case 'eval':
    case 'with':
    case 'unread-file':
    case 'unread-import':
    case 'unknown-callee':
    case 'computed-member':
    case 'too-deep':
      return 'analysis-gap';
  }
}

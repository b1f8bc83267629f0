import type { ClassifiedBinding, ClassifiedProgram } from '../classified-program.js';
import type { Breach } from './breach.js';

/** M2, M4 and M5 for verdicts: each stands on evidence at places that exist, and none that a gap blurs is certain. */
export function assertEvidence(program: ClassifiedProgram, fail: Breach): void {
  const { index, bindings, places, blurs, gaps } = program;
  const byId = new Map<string, ClassifiedBinding[]>();
  for (const binding of bindings) {
    byId.set(binding.root.id, [...(byId.get(binding.root.id) ?? []), binding]);
    if (!index.byPath.has(binding.file)) fail('M2', binding.file, `${binding.root.id} is in no module`);
    if (!isPlace(binding)) fail('M2', binding.file, `${binding.root.id} is at ${binding.line}:${binding.column}`);
    if (binding.evidence.length === 0) fail('M5', binding.file, `${binding.root.id} has no evidence`);
    for (const item of binding.evidence) {
      if (item.message === '') fail('M5', binding.file, `${binding.root.id} has evidence without words`);
      if (!isPlace(item)) fail('M2', item.file, `evidence on ${binding.root.id} is at ${item.line}:${item.column}`);
    }
  }
  for (const place of places) {
    if (!index.byPath.has(place.file)) fail('M2', place.file, `${place.rule} is in no module`);
    if (!isPlace(place)) fail('M2', place.file, `${place.rule} is at ${place.line}:${place.column}`);
  }
  const recorded = new Set(blurs.map(({ gap }) => gap));
  for (const gap of gaps) if (!recorded.has(gap)) fail('M4', gap.file, `a gap (${gap.kind}) was dropped`);
  for (const { gap, bindings: blurred } of blurs) {
    for (const id of blurred) {
      const named = byId.get(id) ?? [];
      if (named.length === 0) fail('M2', gap.file, `a gap blurs ${id}, which is not listed`);
      if (named.every(({ confidence }) => confidence === 'high'))
        fail('M4', gap.file, `${id} is certain although a gap (${gap.kind}) blurs it`);
    }
  }
}

function isPlace({ line, column }: { readonly line: number; readonly column: number }): boolean {
  return Number.isInteger(line) && line >= 1 && Number.isInteger(column) && column >= 1;
}

import type { ReachedProgram } from '../../../model/reached-program.js';
import type { HeldObjects, Holder } from '../state/hold-objects.js';

/** The state that whoever holds one of these values can change: the objects themselves, not what functions close over. */
export function stateBehind(program: ReachedProgram, held: HeldObjects, tokens: Iterable<number>): Holder[] {
  const { flow } = program;
  const found: Holder[] = [];
  const seen = new Set<number>();
  const visit = (token: number, depth: number): void => {
    if (seen.has(token)) return;
    seen.add(token);
    const value = flow.tokens[token];
    if (value?.t !== 'object' || value.what === 'external' || value.what === 'regexp') return;
    found.push(...(held.holders.get(token) ?? []));
    if (depth === 0) return;
    for (const node of flow.fields[token]?.values() ?? [])
      for (const inner of flow.values[node] ?? []) visit(inner, depth - 1);
  };
  for (const token of tokens) visit(token, DEEPEST);
  return found;
}

/** `register({ store: sessions })`: how deep inside an argument state is looked for. */
const DEEPEST = 2;

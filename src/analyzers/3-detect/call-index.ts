import type { CallSite } from '../../model/flow.js';
import type { LinkedProgram } from '../../model/linked-program.js';

/** Calls by where they stand and by what they may run. */
export interface CallIndex {
  /** Calls in a function's own body. */
  callsIn(fn: number): readonly CallSite[];
  /** Functions whose body may call a function. */
  callersOf(fn: number): readonly number[];
}

export function indexCalls({ flow }: LinkedProgram): CallIndex {
  const inside = new Map<number, CallSite[]>();
  const callers = new Map<number, number[]>();
  for (const site of flow.calls) {
    append(inside, site.fn, site);
    for (const target of site.targets) append(callers, target, site.fn);
  }
  return { callsIn: (fn) => inside.get(fn) ?? [], callersOf: (fn) => callers.get(fn) ?? [] };
}

function append<T>(lists: Map<number, T[]>, key: number, item: T): void {
  const known = lists.get(key);
  if (known) known.push(item);
  else lists.set(key, [item]);
}

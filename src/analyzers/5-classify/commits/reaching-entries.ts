import type { Entry } from '../../../model/detected-program.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import type { EntriesOf } from './commits.js';

const MOST_FUNCTIONS = 20_000;

export function indexEntries(program: ReachedProgram): EntriesOf {
  const byFunction = new Map<number, Entry[]>();
  for (const entry of program.entries) {
    const list = byFunction.get(entry.number);
    if (list) list.push(entry);
    else byFunction.set(entry.number, [entry]);
  }
  const known = new Map<number, readonly Entry[]>();
  return (fn) => {
    let found = known.get(fn);
    if (!found) {
      found = search(program, byFunction, fn);
      known.set(fn, found);
    }
    return found;
  };
}

function search(program: ReachedProgram, byFunction: ReadonlyMap<number, readonly Entry[]>, fn: number): Entry[] {
  const seen = new Set([fn]);
  const pending = [fn];
  const found: Entry[] = [];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    found.push(...(byFunction.get(next) ?? []));
    if (seen.size > MOST_FUNCTIONS) break;
    for (const { from, timing } of program.callsTo[next] ?? []) {
      if (seen.has(from) || (timing !== 'now' && timing !== 'later')) continue;
      // What a module's own body registers is called by whoever it was registered with.
      if (program.reached.invoke[from] === undefined) continue;
      seen.add(from);
      pending.push(from);
    }
  }
  return found;
}

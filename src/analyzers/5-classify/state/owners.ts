import type { ReachedProgram } from '../../../model/reached-program.js';

/** The objects through which a token is reached: itself, and those that hold it in a field, some levels up. */
export type OwnersOf = (token: number) => ReadonlySet<number>;

const LEVELS_UP = 3;

export function indexOwners(program: ReachedProgram): OwnersOf {
  const { flow } = program;
  const holders = new Map<number, number[]>();
  flow.fields.forEach((fields, owner) => {
    for (const node of fields?.values() ?? []) {
      for (const token of flow.values[node] ?? []) {
        const list = holders.get(token);
        if (list) list.push(owner);
        else holders.set(token, [owner]);
      }
    }
  });
  const known = new Map<number, Set<number>>();
  return (token) => {
    let found = known.get(token);
    if (found) return found;
    found = new Set([token]);
    let level = [token];
    for (let up = 0; up < LEVELS_UP; up++) {
      const next: number[] = [];
      for (const inner of level) {
        for (const owner of holders.get(inner) ?? []) {
          if (found.has(owner)) continue;
          found.add(owner);
          next.push(owner);
        }
      }
      level = next;
    }
    known.set(token, found);
    return found;
  };
}

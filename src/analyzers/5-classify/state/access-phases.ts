import type { Expr } from '../../../model/code.js';
import { PHASES, runsIn } from '../../../model/reached-program.js';
import type { Phase, ReachedProgram } from '../../../model/reached-program.js';
import { baseOf, callersThatPass, passedAs } from './callers.js';
import type { OwnersOf } from './owners.js';

const DEEPEST = 3;

/**
 * When an access may concern one given object. A helper that gets its object as an argument, or a method, runs for many
 * objects: only the callers that hand it this very object count. `shared` says that other instances have such an object
 * too, so that nobody's call on this one means that nothing happens to it.
 */
export function phasesOfAccess(
  program: ReachedProgram,
  owners: OwnersOf,
  fn: number,
  expr: Expr,
  chain: readonly number[],
  shared: boolean,
): ReadonlySet<Phase> {
  const phases = new Set<Phase>();
  const single = PHASES.filter((phase) => runsIn(program, fn, phase)).length < 2;
  const base = chain.length === 0 || (single && !shared) ? null : baseOf(expr);
  const search: Search = { program, owners, chain, shared, into: phases, seen: new Set() };
  collectPhases(search, fn, base, 0);
  return phases;
}

interface Search {
  readonly program: ReachedProgram;
  readonly owners: OwnersOf;
  readonly chain: readonly number[];
  readonly shared: boolean;
  readonly into: Set<Phase>;
  readonly seen: Set<number>;
}

function collectPhases(search: Search, fn: number, base: Expr | null, depth: number): void {
  const { program, into, seen } = search;
  const own = (): void => {
    for (const phase of PHASES) if (runsIn(program, fn, phase)) into.add(phase);
  };
  const passed = base === null || depth >= DEEPEST || seen.has(fn) ? null : passedAs(program, fn, base);
  if (passed === null) {
    own();
    return;
  }
  seen.add(fn);
  const callers = callersThatPass(program, search.owners, passed, search.chain);
  if (callers === null || (callers.length === 0 && !search.shared)) {
    own();
    return;
  }
  // What a function inside the method does happens when that function runs, if the method ever runs for this object.
  if (passed.fn !== fn) {
    if (callers.length > 0) own();
    return;
  }
  for (const { edge, object } of callers) {
    if (edge.timing === 'now') collectPhases(search, edge.from, object, depth + 1);
    else own();
  }
}

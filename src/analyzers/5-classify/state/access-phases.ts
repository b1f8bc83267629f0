import type { Expr } from '../../../model/code.js';
import { bindingAt, bindingIn, functionAt, functionIn } from '../../../model/program-index.js';
import { PHASES, runsIn } from '../../../model/reached-program.js';
import type { CallEdge, Phase, ReachedProgram } from '../../../model/reached-program.js';

const DEEPEST = 3;
const MOST_CALLERS = 60;

/**
 * When an access may concern one given object. A helper that gets its object as an argument, or a method, runs for many
 * objects: only the callers that hand it this very object count.
 */
export function phasesOfAccess(
  program: ReachedProgram,
  owners: OwnersOf,
  fn: number,
  expr: Expr,
  token: number | null,
): ReadonlySet<Phase> {
  const phases = new Set<Phase>();
  const single = PHASES.filter((phase) => runsIn(program, fn, phase)).length < 2;
  const base = token === null || single ? null : baseOf(expr);
  collectPhases(program, owners, fn, base, token, phases, new Set(), 0);
  return phases;
}

function collectPhases(
  program: ReachedProgram,
  owners: OwnersOf,
  fn: number,
  base: Expr | null,
  token: number | null,
  into: Set<Phase>,
  seen: Set<number>,
  depth: number,
): void {
  const own = (): void => {
    for (const phase of PHASES) if (runsIn(program, fn, phase)) into.add(phase);
  };
  if (base === null || token === null || depth >= DEEPEST || seen.has(fn)) {
    own();
    return;
  }
  seen.add(fn);
  const passed = passedAs(program, fn, base);
  const callers = passed === null ? [] : callersThatPass(program, owners, fn, passed, token);
  if (passed === null || callers.length === 0) {
    own();
    return;
  }
  for (const { edge, argument } of callers) {
    if (edge.timing === 'now') collectPhases(program, owners, edge.from, argument, token, into, seen, depth + 1);
    else own();
  }
}

/** The object whose member an access concerns. */
function baseOf(expr: Expr): Expr | null {
  switch (expr.k) {
    case 'member':
      return innermost(expr.object);
    case 'assign':
    case 'delete':
      return expr.target.k === 'member' ? innermost(expr.target.object) : null;
    case 'call':
      return expr.callee.k === 'member' ? innermost(expr.callee.object) : null;
    default:
      return null;
  }
}

function innermost(expr: Expr): Expr {
  let current = expr;
  while (current.k === 'member') current = current.object;
  return current;
}

type Passed = { readonly kind: 'this' } | { readonly kind: 'param'; readonly position: number };

/** How the function got the object: as a parameter, as `this`, or otherwise (null). */
function passedAs(program: ReachedProgram, fn: number, base: Expr): Passed | null {
  if (base.k === 'this') {
    const { kind } = functionAt(program.index, fn);
    return kind === 'method' || kind === 'function' || kind === 'constructor' ? { kind: 'this' } : null;
  }
  if (base.k !== 'name') return null;
  const binding = bindingAt(program.index, bindingIn(program.index, fn, base.binding));
  if (binding.kind !== 'param' || functionIn(program.index, fn, binding.fn) !== fn) return null;
  const position = functionAt(program.index, fn).params.findIndex((param) => param.binding === base.binding);
  return position < 0 ? null : { kind: 'param', position };
}

function callersThatPass(
  program: ReachedProgram,
  owners: OwnersOf,
  fn: number,
  passed: Passed,
  token: number,
): { edge: CallEdge; argument: Expr | null }[] {
  const found: { edge: CallEdge; argument: Expr | null }[] = [];
  const edges = program.callsTo[fn] ?? [];
  // A helper that half the program calls: whom of them it serves is not worth the search.
  if (edges.length > MOST_CALLERS) return found;
  for (const edge of edges) {
    const site = program.flow.calls[edge.site];
    if (!site) continue;
    const node = passed.kind === 'this' ? receiverOf(program, edge) : (site.args[passed.position] ?? -1);
    if (node < 0 || !leadsTo(program, owners, node, token)) continue;
    const { expr } = site;
    const whole =
      passed.kind === 'param'
        ? (expr.args[passed.position] ?? null)
        : expr.callee.k === 'member'
          ? expr.callee.object
          : null;
    found.push({ edge, argument: whole === null || whole.k === 'spread' ? null : innermost(whole) });
  }
  return found;
}

/** The node of the object that a method is called on; of `new`, the instance that it makes. */
function receiverOf(program: ReachedProgram, edge: CallEdge): number {
  const site = program.flow.calls[edge.site];
  if (!site) return -1;
  return site.expr.k === 'new' ? site.result : site.object;
}

/** Whether a node holds the token, or an object in whose fields it lies. */
function leadsTo(program: ReachedProgram, owners: OwnersOf, node: number, token: number): boolean {
  const wanted = owners(token);
  for (const held of program.flow.values[node] ?? []) if (wanted.has(held)) return true;
  return false;
}

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

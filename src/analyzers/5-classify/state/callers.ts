import type { Expr } from '../../../model/code.js';
import { bindingAt, bindingIn, functionAt, functionIn, parentOf } from '../../../model/program-index.js';
import type { CallEdge, ReachedProgram } from '../../../model/reached-program.js';
import type { OwnersOf } from './owners.js';

/** A call that hands a given object to a function, and the expression that stands for the object at the call. */
export interface PassingCall {
  readonly edge: CallEdge;
  readonly object: Expr | null;
}

/** How a function got an object: as a parameter, or as `this`. */
export type Passed =
  | {
      readonly kind: 'this';
      /** The method whose `this` it is: an arrow function has none of its own. */ readonly fn: number;
    }
  | { readonly kind: 'param'; readonly fn: number; readonly position: number };

/** How `fn` got the object that an expression starts from; null where it names the object itself. */
export function passedAs(program: ReachedProgram, fn: number, base: Expr): Passed | null {
  const { index } = program;
  if (base.k === 'this') {
    let owner = fn;
    while (owner >= 0 && functionAt(index, owner).kind === 'arrow') owner = parentOf(index, owner);
    if (owner < 0) return null;
    const { kind } = functionAt(index, owner);
    return kind === 'method' || kind === 'function' || kind === 'constructor' || kind === 'getter' || kind === 'setter'
      ? { kind: 'this', fn: owner }
      : null;
  }
  if (base.k !== 'name') return null;
  const binding = bindingAt(index, bindingIn(index, fn, base.binding));
  if (binding.kind !== 'param') return null;
  const owner = functionIn(index, fn, binding.fn);
  const position = functionAt(index, owner).params.findIndex((param) => param.binding === base.binding);
  return position < 0 ? null : { kind: 'param', fn: owner, position };
}

const MOST_CALLERS = 60;

/** The calls that pass one of the objects of a chain; null where too many call to tell them apart. */
export function callersThatPass(
  program: ReachedProgram,
  owners: OwnersOf,
  passed: Passed,
  chain: readonly number[],
): PassingCall[] | null {
  const edges = program.callsTo[passed.fn] ?? [];
  // A helper that half the program calls: whom of them it serves is not worth the search.
  if (edges.length > MOST_CALLERS) return null;
  const found: PassingCall[] = [];
  for (const edge of edges) {
    const site = program.flow.calls[edge.site];
    if (!site) continue;
    const node = passed.kind === 'this' ? receiverOf(program, edge) : (site.args[passed.position] ?? -1);
    if (node < 0 || !leadsTo(program, owners, node, chain)) continue;
    const { expr } = site;
    const whole =
      passed.kind === 'param'
        ? (expr.args[passed.position] ?? null)
        : expr.callee.k === 'member'
          ? expr.callee.object
          : null;
    found.push({ edge, object: whole === null || whole.k === 'spread' ? null : innermost(whole) });
  }
  return found;
}

/** The node of the object that a method is called on; of `new`, the instance that it makes. */
function receiverOf(program: ReachedProgram, edge: CallEdge): number {
  const site = program.flow.calls[edge.site];
  if (!site) return -1;
  return site.expr.k === 'new' ? site.result : site.object;
}

/** Whether a node holds one of the objects, or an object in whose fields the outermost lies. */
export function leadsTo(program: ReachedProgram, owners: OwnersOf, node: number, chain: readonly number[]): boolean {
  const values = program.flow.values[node];
  const [outermost] = chain;
  if (!values || outermost === undefined) return false;
  const wanted = owners(outermost);
  for (const held of values) if (wanted.has(held) || chain.includes(held)) return true;
  return false;
}

/** The object whose member an access concerns. */
export function baseOf(expr: Expr): Expr | null {
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

/** `this` of `this.cache.entries`. */
function innermost(expr: Expr): Expr {
  let current = expr;
  for (;;) {
    if (current.k === 'member') current = current.object;
    else if (current.k === 'await') current = current.value;
    else return current;
  }
}

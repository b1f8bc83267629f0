import type { Expr } from '../../model/code.js';
import type { CallSite } from '../../model/flow.js';
import { parentOf } from '../../model/program-index.js';
import type { DetectionInput } from './detection.js';
import { exprNode } from './expr-node.js';
import { functionsIn } from './functions-in.js';
import type { FoundFunction } from './functions-in.js';

export interface HandedFunction {
  readonly found: FoundFunction;
  /** Handed over for more than this call: it stands before the last handler, or is what a wrapper of the program returns. */
  readonly shared: boolean;
}

/**
 * Functions that a call hands to a host. Of `app.get('/', wrap(async (req) => …))` with a `wrap` of the program's own the
 * host calls the closure that `wrap` returns, and that calls the handler: both count, the handler for this route alone.
 */
export function handedFunctions(input: DetectionInput, site: CallSite): HandedFunction[] {
  const { program } = input;
  const perArgument = site.args.map((node, position) => {
    const direct = functionsIn(program, [node]);
    const arg = site.expr.args[position];
    return { direct, wrapped: arg ? wrappedIn(input, site, arg, direct) : [] };
  });
  const last = perArgument.findLastIndex(({ direct }) => direct.length > 0);
  return perArgument.flatMap(({ direct, wrapped }, position) => [
    ...wrapped.map((found) => ({ found, shared: position !== last })),
    ...direct.map((found) => ({ found, shared: position !== last || wrapped.length > 0 })),
  ]);
}

/** Functions given to a wrapper that the closures which it returns call. */
function wrappedIn(
  input: DetectionInput,
  site: CallSite,
  arg: Expr,
  closures: readonly FoundFunction[],
): FoundFunction[] {
  if (arg.k !== 'call' || closures.length === 0) return [];
  const returned = new Set(closures.filter(({ path }) => path === '').map(({ fn }) => fn));
  const given = functionsIn(
    input.program,
    arg.args.map((each) => exprNode(input.program, site.fn, each)),
  );
  return given.filter(({ fn, path }) => path === '' && !returned.has(fn) && isCalledWithin(input, fn, returned));
}

/** Whether one of some functions, or one nested in them, calls a function. */
export function isCalledWithin({ program, calls }: DetectionInput, fn: number, callers: ReadonlySet<number>): boolean {
  return calls.callersOf(fn).some((caller) => {
    for (let current = caller; current >= 0; current = parentOf(program.index, current)) {
      if (callers.has(current)) return true;
    }
    return false;
  });
}

import type { Expr } from '../../model/code.js';
import type { LinkedProgram } from '../../model/linked-program.js';
import { bindingIn } from '../../model/program-index.js';

/** The node of an expression's value; -1 where it has none. */
export function exprNode({ flow, index }: LinkedProgram, fn: number, expr: Expr): number {
  if (expr.k === 'name') return bindingIn(index, fn, expr.binding);
  return flow.nodes.get(expr) ?? -1;
}

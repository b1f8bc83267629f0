import type { Expr } from '../../../model/code.js';
import { bindingIn } from '../../../model/program-index.js';
import type { Judge } from '../judge.js';
import { rolesOf } from './host-roles.js';

/** What a host handed in, as far as an expression is reached from it: `http#response.status().json`. */
export function roleOf(judge: Judge, fn: number, expr: Expr): string | null {
  const { flow, index } = judge.program;
  const node = expr.k === 'name' ? bindingIn(index, fn, expr.binding) : flow.nodes.get(expr);
  const own = node === undefined ? undefined : rolesOf(judge).get(node);
  if (own !== undefined) return own;
  if (expr.k === 'member' && expr.name !== null) {
    const role = roleOf(judge, fn, expr.object);
    return role === null ? null : `${role}.${expr.name}`;
  }
  if (expr.k !== 'call') return null;
  const role = roleOf(judge, fn, expr.callee);
  return role === null ? null : `${role}()`;
}

import type { Expr } from '../../../model/code.js';
import { bindingAt, bindingIn, functionAt, functionIn } from '../../../model/program-index.js';
import { definitionsOf } from '../judge.js';
import { assignedIn } from '../state/definitions.js';
import type { Judge } from '../judge.js';

/** The text that an expression certainly begins with: a literal, a template's head, a constant of either; null if unknown. */
export function beginsWith(judge: Judge, fn: number, expr: Expr | undefined, depth = 4): string | null {
  if (!expr || depth === 0) return null;
  switch (expr.k) {
    case 'literal':
      return typeof expr.value === 'string' ? expr.value : null;
    case 'operator': {
      if (expr.op !== 'template' && expr.op !== '+') return null;
      const parts = expr.parts.map((part) => beginsWith(judge, fn, part, depth - 1));
      const known = parts.indexOf(null);
      return known === 0 ? null : parts.slice(0, known < 0 ? undefined : known).join('');
    }
    case 'name': {
      const [value, ...others] = valuesOfName(judge, fn, expr);
      return value && others.length === 0 ? beginsWith(judge, value.fn, value.expr, depth - 1) : null;
    }
    case 'call':
      // `` sql`insert …` `` and `'insert …'.trim()`
      if (expr.callee.k === 'member' && expr.callee.object.k === 'literal')
        return beginsWith(judge, fn, expr.callee.object, depth - 1);
      return expr.args[0]?.k === 'literal' ? beginsWith(judge, fn, expr.args[0], depth - 1) : null;
    case 'conditional':
      return beginsWith(judge, fn, expr.then, depth - 1);
    case 'await':
      return beginsWith(judge, fn, expr.value, depth - 1);
    case 'object':
      for (const { name, value } of expr.properties) {
        if (name === 'text' || name === 'sql' || name === 'query') return beginsWith(judge, fn, value, depth - 1);
      }
      return null;
    default:
      return null;
  }
}

/** What a name is assigned, with the function that assigns it: locals of this or an enclosing function, or the module's. */
export function valuesOfName(
  judge: Judge,
  fn: number,
  name: Extract<Expr, { k: 'name' }>,
): { readonly fn: number; readonly expr: Expr }[] {
  const { index } = judge.program;
  const binding = bindingAt(index, bindingIn(index, fn, name.binding));
  const owner = functionIn(index, fn, binding.fn);
  const local = definitionsOf(judge, fn, name);
  const values =
    functionAt(index, owner).kind === 'module' ? assignedIn(judge.definitions, owner, name.binding) : local;
  return values.map((expr) => ({ fn: owner, expr }));
}

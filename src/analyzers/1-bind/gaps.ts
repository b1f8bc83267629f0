import type { Expr, Stmt } from '../../model/code.js';
import { walkExpr, walkStatement } from '../../model/walk-code.js';
import type { Lowering } from './lowering.js';
import { visibleNames } from './scope.js';
import type { Scope } from './scope.js';

/** `eval(text)` sees the names around it, `new Function(text)` and `(0, eval)(text)` only those that are global. */
export function gapOfCode(cx: Lowering, callee: Expr, args: readonly Expr[], pos: number, scope: Scope): void {
  const direct = callee.k === 'global' && callee.name === 'eval';
  if (!direct && !runsGlobalCode(callee)) return;
  const text = direct ? args[0] : args.at(-1);
  if (!text) return;
  const visible = direct ? visibleNames(scope) : new Map<string, number>();
  const constant = text.k === 'literal' ? wordsOf(String(text.value)) : null;
  // A constant text shows which names it can mean. `eval('require')` only reads one.
  const sees = [...visible].filter(([name]) => constant === null || constant.has(name)).map(([, binding]) => binding);
  if (constant !== null && (sees.length === 0 || isPlainName(text))) return;
  cx.gap({ kind: 'eval', pos, message: 'code in a string cannot be read', sees }, scope);
}

function runsGlobalCode(callee: Expr): boolean {
  if (callee.k === 'global') return callee.name === 'Function';
  // `(0, eval)(text)`, `globalThis.eval(text)`
  const last = callee.k === 'sequence' ? callee.parts.at(-1) : null;
  if (last) return last.k === 'global' && last.name === 'eval';
  return (
    callee.k === 'member' &&
    callee.name === 'eval' &&
    callee.object.k === 'global' &&
    /^(globalThis|global|window|self)$/.test(callee.object.name)
  );
}

function isPlainName(text: Expr): boolean {
  return text.k === 'literal' && /^[\p{ID_Continue}$.]*$/u.test(String(text.value));
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
}

/** Inside `with (object)` each name may mean a member of the object instead of the binding that the scopes show. */
export function gapOfWith(cx: Lowering, object: Expr, body: readonly Stmt[], pos: number, scope: Scope): void {
  const named = new Set<number>();
  const visit = (expr: Expr): void => {
    if (expr.k === 'name') named.add(expr.binding);
  };
  walkExpr(object, visit);
  for (const stmt of body) walkStatement(stmt, visit);
  const message = 'names inside `with` cannot be resolved';
  cx.gap({ kind: 'with', pos, message, sees: [...named].sort((a, b) => a - b) }, scope);
}

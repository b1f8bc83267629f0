import type { Expr } from '../../../model/code.js';
import { bindingAt, bindingIn } from '../../../model/program-index.js';
import type { Frame, View } from '../../../model/state.js';
import { partsOf } from '../../../model/walk-code.js';
import { mentions } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { sameExpr } from '../same-expr.js';
import { sourcesOf } from '../views.js';
import type { Term } from '../views.js';

/**
 * Whether a value is computed from nothing but what the key is made of:
 *
 *     const key = [secret, date].join();
 *     cache.set(key, hmac(hmac(PREFIX + secret, date), 'request'));
 *
 * It follows the expressions as they are written, so that what other callers hand to `hmac` plays no part.
 */
export function isComputedFromKey(judge: Judge, slot: Slot, view: View): boolean {
  const { key, value } = view.access;
  if (!key || !value) return false;
  const inKey: Term[] = [];
  collectKey(judge, view, { expr: key, level: 0 }, inKey);
  return isMadeOf(judge, slot, view, { expr: value, level: 0 }, inKey, new Set());
}

/** What the key says in full: of `event.id` that part, and nothing else of the event. */
function collectKey(judge: Judge, view: View, term: Term, into: Term[]): void {
  const { expr, level } = term;
  if (into.some((known) => known.expr === expr)) return;
  into.push(term);
  if (expr.k === 'name') {
    for (const source of sourcesOf(judge, view, level, expr)) collectKey(judge, view, source, into);
    return;
  }
  if (expr.k === 'member' || expr.k === 'function') return;
  // What a function of the program takes from its arguments is its own affair.
  if (expr.k === 'call' && (judge.siteOf.get(expr)?.targets.length ?? 0) > 0) return;
  const parts = expr.k === 'call' && expr.callee.k === 'member' ? [expr.callee.object, ...expr.args] : partsOf(expr);
  for (const part of parts) collectKey(judge, view, { expr: part, level }, into);
}

function isMadeOf(judge: Judge, slot: Slot, view: View, term: Term, inKey: readonly Term[], seen: Set<Expr>): boolean {
  const { expr, level } = term;
  if (
    seen.has(expr) ||
    slot.readExprs.has(expr) ||
    inKey.some((known) => known.level === level && sameExpr(known.expr, expr))
  )
    return true;
  seen.add(expr);
  const all = (parts: readonly Expr[]): boolean =>
    parts.every((part) => isMadeOf(judge, slot, view, { expr: part, level }, inKey, seen));
  const { fn } = view.frames[level] as Frame;
  switch (expr.k) {
    case 'literal':
    case 'regexp':
      return true;
    case 'name': {
      if (isOfModule(judge, fn, expr)) return true;
      const sources = sourcesOf(judge, view, level, expr);
      return sources.length > 0 && sources.every((source) => isMadeOf(judge, slot, view, source, inKey, seen));
    }
    case 'member':
      return isOfModule(judge, fn, expr.object) || all([expr.object, ...(expr.key ? [expr.key] : [])]);
    case 'call': {
      if (mentions(judge, slot, fn, expr)) return true;
      const { callee } = expr;
      if (callee.k === 'member' && callee.object.k !== 'global') return all([callee.object, ...expr.args]);
      return (callee.k === 'global' || callee.k === 'member' || isOfModule(judge, fn, callee)) && all(expr.args);
    }
    case 'new':
      return (expr.callee.k === 'global' || isOfModule(judge, fn, expr.callee)) && all(expr.args);
    case 'await':
    case 'spread':
    case 'unary':
      return all([expr.value]);
    case 'operator':
      return all(expr.parts);
    case 'array':
      return all(expr.items);
    case 'object':
      return all(expr.properties.map((property) => property.value));
    case 'logical':
      return all([expr.left, expr.right]);
    case 'conditional':
      return all([expr.test, expr.then, expr.otherwise]);
    default:
      return false;
  }
}

/** A function, a constant or a client of the module: the same whoever calls. */
function isOfModule(judge: Judge, fn: number, expr: Expr): boolean {
  if (expr.k !== 'name') return expr.k === 'global';
  const binding = bindingAt(judge.program.index, bindingIn(judge.program.index, fn, expr.binding));
  if (binding.fn !== 0) return false;
  return (
    binding.kind === 'import' || binding.kind === 'function' || binding.kind === 'const' || binding.kind === 'class'
  );
}

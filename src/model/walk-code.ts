import type { Expr, Stmt } from './code.js';
import type { FunctionRecord } from './source-module.js';

/** Calls `visit` for every expression of a function's own body, outermost first; nested functions are not entered. */
export function walkFunction(fn: Pick<FunctionRecord, 'body'>, visit: (expr: Expr) => void): void {
  for (const stmt of fn.body) walkStatement(stmt, visit);
}

/** Calls `visit` for every expression below a statement. */
export function walkStatement(stmt: Stmt, visit: (expr: Expr) => void): void {
  switch (stmt.k) {
    case 'do':
      walkExpr(stmt.expr, visit);
      return;
    case 'if':
      walkExpr(stmt.test, visit);
      walkAll(stmt.then, visit);
      walkAll(stmt.otherwise, visit);
      return;
    case 'loop':
      walkAll(stmt.init, visit);
      if (stmt.test) walkExpr(stmt.test, visit);
      walkAll(stmt.body, visit);
      if (stmt.update) walkExpr(stmt.update, visit);
      return;
    case 'try':
      walkAll(stmt.body, visit);
      if (stmt.handler) walkAll(stmt.handler, visit);
      walkAll(stmt.finalizer, visit);
      return;
    case 'switch':
      walkExpr(stmt.subject, visit);
      for (const { test, body } of stmt.cases) {
        if (test) walkExpr(test, visit);
        walkAll(body, visit);
      }
      return;
    case 'return':
      if (stmt.value) walkExpr(stmt.value, visit);
      return;
    case 'throw':
      walkExpr(stmt.value, visit);
      return;
    case 'leave':
  }
}

function walkAll(stmts: readonly Stmt[], visit: (expr: Expr) => void): void {
  for (const stmt of stmts) walkStatement(stmt, visit);
}

/** Calls `visit` for an expression and everything below it. */
export function walkExpr(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  for (const part of partsOf(expr)) walkExpr(part, visit);
}

const NONE: readonly Expr[] = [];

/** The expressions directly below an expression, in the order of evaluation. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.k) {
    case 'literal':
    case 'regexp':
    case 'name':
    case 'global':
    case 'this':
    case 'super':
    case 'function':
    case 'class':
    case 'import':
      return NONE;
    case 'member':
      return expr.key ? [expr.object, expr.key] : [expr.object];
    case 'call':
    case 'new':
      return [expr.callee, ...expr.args];
    case 'assign':
      return expr.value ? [expr.target, expr.value] : [expr.target];
    case 'delete':
      return [expr.target];
    case 'object': {
      const parts: Expr[] = [];
      for (const property of expr.properties) {
        if (property.key) parts.push(property.key);
        parts.push(property.value);
      }
      return parts;
    }
    case 'array':
      return expr.items;
    case 'spread':
    case 'await':
    case 'unary':
      return [expr.value];
    case 'yield':
      return expr.value ? [expr.value] : NONE;
    case 'operator':
    case 'sequence':
    case 'opaque':
      return expr.parts;
    case 'logical':
      return [expr.left, expr.right];
    case 'conditional':
      return [expr.test, expr.then, expr.otherwise];
    case 'element':
      return [expr.of];
  }
}

/** The values that statements may return. */
export function returnsOf(body: readonly Stmt[]): Expr[] {
  return body.flatMap((stmt): Expr[] => {
    switch (stmt.k) {
      case 'return':
        return stmt.value ? [stmt.value] : [];
      case 'if':
        return [...returnsOf(stmt.then), ...returnsOf(stmt.otherwise)];
      case 'loop':
        return returnsOf(stmt.body);
      case 'try':
        return [...returnsOf(stmt.body), ...returnsOf(stmt.handler ?? []), ...returnsOf(stmt.finalizer)];
      case 'switch':
        return stmt.cases.flatMap((branch) => returnsOf(branch.body));
      default:
        return [];
    }
  });
}

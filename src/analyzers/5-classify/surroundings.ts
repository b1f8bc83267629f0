import type { Expr, Stmt } from '../../model/code.js';
import type { FunctionRecord } from '../../model/source-module.js';
import { partsOf } from '../../model/walk-code.js';

/** Something that is known to hold (or not to hold) where an expression is evaluated. */
export interface Condition {
  readonly test: Expr;
  readonly holds: boolean;
  /** The statements after `if (test) return` run under `exit` conditions. */
  readonly exit: boolean;
  readonly outer: Condition | null;
}

/** Where an expression stands in its function. */
export interface Surroundings {
  readonly parent: Expr | null;
  readonly stmt: Stmt;
  readonly conditions: Condition | null;
  /** Number of expressions before it, in the order of the text. */
  readonly order: number;
  /** Number of suspensions before it. */
  readonly awaits: number;
  readonly inLoop: boolean;
  readonly part: 'body' | 'catch' | 'finally';
  /** Set where it is the test of an `if`, a loop or a switch. */
  readonly isTest: boolean;
}

interface Walk {
  readonly of: Map<Expr, Surroundings>;
  order: number;
  awaits: number;
}

interface Place {
  readonly conditions: Condition | null;
  readonly inLoop: boolean;
  readonly part: Surroundings['part'];
}

/** Surroundings of every expression of a function's own body. */
export function surroundingsOf(fn: FunctionRecord): ReadonlyMap<Expr, Surroundings> {
  const walk: Walk = { of: new Map(), order: 0, awaits: 0 };
  walkBlock(walk, fn.body, { conditions: null, inLoop: false, part: 'body' });
  return walk.of;
}

function walkBlock(walk: Walk, stmts: readonly Stmt[], place: Place): void {
  let current = place;
  for (const stmt of stmts) {
    walkStmt(walk, stmt, current);
    if (stmt.k !== 'if') continue;
    if (alwaysLeaves(stmt.then)) current = under(current, stmt.test, false, true);
    else if (stmt.otherwise.length > 0 && alwaysLeaves(stmt.otherwise)) current = under(current, stmt.test, true, true);
  }
}

function under(place: Place, test: Expr, holds: boolean, exit = false): Place {
  return { ...place, conditions: { test, holds, exit, outer: place.conditions } };
}

/** Whether control never goes on after a block. */
export function alwaysLeaves(stmts: readonly Stmt[]): boolean {
  const last = stmts.at(-1);
  if (!last) return false;
  if (last.k === 'return' || last.k === 'throw' || last.k === 'leave') return true;
  return last.k === 'if' && last.otherwise.length > 0 && alwaysLeaves(last.then) && alwaysLeaves(last.otherwise);
}

function walkStmt(walk: Walk, stmt: Stmt, place: Place): void {
  switch (stmt.k) {
    case 'do':
      walkExpr(walk, stmt.expr, null, stmt, place, false);
      return;
    case 'return':
    case 'throw':
      if (stmt.value) walkExpr(walk, stmt.value, null, stmt, place, false);
      return;
    case 'if':
      walkExpr(walk, stmt.test, null, stmt, place, true);
      walkBlock(walk, stmt.then, under(place, stmt.test, true));
      walkBlock(walk, stmt.otherwise, under(place, stmt.test, false));
      return;
    case 'loop': {
      walkBlock(walk, stmt.init, place);
      const inside = { ...place, inLoop: true };
      if (stmt.test) walkExpr(walk, stmt.test, null, stmt, inside, true);
      if (stmt.awaits) walk.awaits++;
      walkBlock(walk, stmt.body, stmt.test ? under(inside, stmt.test, true) : inside);
      if (stmt.update) walkExpr(walk, stmt.update, null, stmt, inside, false);
      return;
    }
    case 'try':
      walkBlock(walk, stmt.body, place);
      if (stmt.handler) walkBlock(walk, stmt.handler, { ...place, part: 'catch' });
      walkBlock(walk, stmt.finalizer, { ...place, part: 'finally' });
      return;
    case 'switch':
      walkExpr(walk, stmt.subject, null, stmt, place, true);
      for (const { test, body } of stmt.cases) {
        if (!test) {
          walkBlock(walk, body, place);
          continue;
        }
        walkExpr(walk, test, null, stmt, place, true);
        const matches: Expr = { k: 'operator', op: '===', parts: [stmt.subject, test], pos: test.pos };
        walkBlock(walk, body, under(place, matches, true));
      }
      return;
    case 'leave':
  }
}

function walkExpr(walk: Walk, expr: Expr, parent: Expr | null, stmt: Stmt, place: Place, isTest: boolean): void {
  walk.of.set(expr, { parent, stmt, ...place, order: walk.order++, awaits: walk.awaits, isTest });
  const go = (part: Expr, at: Place = place, test = false): void => {
    walkExpr(walk, part, expr, stmt, at, test);
  };
  switch (expr.k) {
    case 'logical':
      go(expr.left, place, isTest);
      go(expr.right, under(place, expr.left, expr.op === '&&'), isTest);
      return;
    case 'conditional':
      go(expr.test, place, true);
      go(expr.then, under(place, expr.test, true));
      go(expr.otherwise, under(place, expr.test, false));
      return;
    case 'assign': {
      go(expr.target);
      if (!expr.value) return;
      const guarded = expr.op === '??=' || expr.op === '||=' ? under(place, expr.target, false) : place;
      go(expr.value, guarded);
      return;
    }
    case 'await':
      go(expr.value);
      walk.awaits++;
      return;
    case 'unary':
      go(expr.value, place, isTest);
      return;
    default:
      for (const part of partsOf(expr)) go(part);
  }
}

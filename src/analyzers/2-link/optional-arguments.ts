import type { Expr, Stmt } from '../../model/code.js';
import { bindingAt, bindingIn } from '../../model/program-index.js';
import type { Linker } from './linker.js';
import { variableNode } from './linker.js';
import { addToken, whenHolds } from './solver.js';

type Assignment = Extract<Expr, { k: 'assign' }>;

/**
 * A function whose last parameter is a callback shifts its arguments where an optional one before it was left out:
 *
 *     if (!callback) { callback = options; options = {}; }
 *
 * What is shifted is a function: the options that other callers pass never become the callback.
 */
export function shiftedCallbacks(linker: Linker, fn: number, stmts: readonly Stmt[]): ReadonlySet<Stmt> {
  const found = new Set<Stmt>();
  const assignments = stmts.map((stmt) => assignmentOf(stmt));
  assignments.forEach((first, position) => {
    const from = first?.value;
    if (!first || from?.k !== 'name' || first.target.k !== 'name') return;
    if (!isParam(linker, fn, first.target.binding) || !isParam(linker, fn, from.binding)) return;
    const isReplaced = assignments
      .slice(position + 1)
      .some((later) => later?.target.k === 'name' && later.target.binding === from.binding);
    if (isReplaced) found.add(stmts[position] as Stmt);
  });
  return found;
}

/** Lets only functions flow along `callback = options`. */
export function shiftCallback(linker: Linker, fn: number, stmt: Stmt): void {
  const expr = assignmentOf(stmt);
  if (expr?.target.k !== 'name' || expr.value?.k !== 'name') return;
  const to = variableNode(bindingIn(linker.index, fn, expr.target.binding));
  const from = variableNode(bindingIn(linker.index, fn, expr.value.binding));
  whenHolds(linker.solver, from, (token) => {
    if (linker.solver.tokens[token]?.t === 'function') addToken(linker.solver, to, token);
  });
}

function assignmentOf(stmt: Stmt): Assignment | null {
  return stmt.k === 'do' && stmt.expr.k === 'assign' && stmt.expr.op === '=' ? stmt.expr : null;
}

function isParam(linker: Linker, fn: number, binding: number): boolean {
  return bindingAt(linker.index, bindingIn(linker.index, fn, binding)).kind === 'param';
}

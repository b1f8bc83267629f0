import type { ts } from '../../project/precise/precise-project.js';
import type { Fn } from './functions.js';
import { styleOf, type Writing } from './writing.js';

/** `callback(null, x);` or `return callback(null, x);` */
export function isAnswer(w: Writing, statement: ts.Node): statement is ts.ExpressionStatement | ts.ReturnStatement {
  const { ts } = w.a;
  if (!ts.isExpressionStatement(statement) && !ts.isReturnStatement(statement)) return false;
  const { expression } = statement;
  return expression !== undefined && ts.isCallExpression(expression) && w.answers.has(expression);
}

/** It becomes `return x;`, or `throw error;`. */
export function writeAnswer(
  w: Writing,
  file: string,
  statement: ts.ExpressionStatement | ts.ReturnStatement,
  shape: (result: string) => string,
): void {
  const call = statement.expression as ts.CallExpression;
  const end = styleOf(w, file).semicolons ? ';' : '';
  const [error, value] = call.arguments;
  w.answered.add(call);
  if (error !== undefined && !isNothing(w, error)) {
    w.edits.replace(file, statement.getStart(), error.getStart(), 'throw ');
    w.edits.replace(file, error.getEnd(), statement.getEnd(), end);
    return;
  }
  const [before = '', after = ''] = shape('\u0000').split('\u0000');
  if (value === undefined) {
    w.edits.replace(file, statement.getStart(), statement.getEnd(), `return ${shape('undefined')}${end}`);
    return;
  }
  w.edits.replace(file, statement.getStart(), value.getStart(), `return ${before}`);
  w.edits.replace(file, value.getEnd(), statement.getEnd(), `${after}${end}`);
}

export const isNothing = (w: Writing, node: ts.Expression): boolean =>
  node.kind === w.a.ts.SyntaxKind.NullKeyword || node.getText() === 'undefined';

/** The `return` behind `callback(…)`. */
export function followsAnswer(w: Writing, statement: ts.Statement): boolean {
  const list = (statement.parent as { readonly statements?: readonly ts.Statement[] }).statements ?? [];
  const before = list[list.indexOf(statement) - 1];
  return before !== undefined && isAnswer(w, before);
}

/** Answers outside of every stretch, and the parameter that nobody gives any more. */
export function writeOtherAnswers(w: Writing, fn: Fn): void {
  const [, second, third] = fn.node.parameters;
  if (w.answers.size === 0 || second === undefined || third === undefined) return;
  w.edits.replace(fn.file, second.getEnd(), third.getEnd(), '');
  for (const call of w.answers) {
    if (w.answered.has(call) || call.getSourceFile() !== fn.node.getSourceFile()) continue;
    const statement = call.parent;
    if (isAnswer(w, statement)) writeAnswer(w, fn.file, statement, (result) => result);
  }
}

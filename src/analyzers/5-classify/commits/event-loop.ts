import type { Expr, Stmt } from '../../../model/code.js';
import type { Entry } from '../../../model/detected-program.js';
import { functionAt } from '../../../model/program-index.js';
import type { Commits } from './commits.js';

/**
 * AWS Lambda waits until nothing is left to do where the handler answers through its callback and returns no promise,
 * unless the handler sets `context.callbackWaitsForEmptyEventLoop = false`.
 */
export function waitsForEventLoop(commits: Commits, entry: Entry): boolean {
  if (entry.host !== 'aws-lambda') return false;
  const record = functionAt(commits.judge.program.index, entry.number);
  if (record.async || record.params.length < 2) return false;
  if (stopsWaiting(commits, entry.number)) return false;
  return returnsIn(record.body).every((value) => value === null || isNoPromise(commits, entry.number, value));
}

/** `context.callbackWaitsForEmptyEventLoop = false` */
function stopsWaiting(commits: Commits, fn: number): boolean {
  return commits.judge.program.flow.candidates.some(
    (candidate) =>
      candidate.k === 'member-write' &&
      candidate.fn === fn &&
      candidate.member.name === 'callbackWaitsForEmptyEventLoop' &&
      candidate.expr.k === 'assign' &&
      candidate.expr.value?.k === 'literal' &&
      candidate.expr.value.value === false,
  );
}

function returnsIn(stmts: readonly Stmt[]): (Expr | null)[] {
  return stmts.flatMap((stmt): (Expr | null)[] => {
    switch (stmt.k) {
      case 'return':
        return [stmt.value];
      case 'if':
        return [...returnsIn(stmt.then), ...returnsIn(stmt.otherwise)];
      case 'loop':
        return returnsIn(stmt.body);
      case 'try':
        return [...returnsIn(stmt.body), ...returnsIn(stmt.handler ?? []), ...returnsIn(stmt.finalizer)];
      case 'switch':
        return stmt.cases.flatMap(({ body }) => returnsIn(body));
      default:
        return [];
    }
  });
}

/** A literal, or what the callback gives back. */
function isNoPromise(commits: Commits, fn: number, value: Expr): boolean {
  if (value.k === 'literal') return true;
  if (value.k !== 'call' || value.callee.k !== 'name') return false;
  const { params } = functionAt(commits.judge.program.index, fn);
  return params.some(({ binding }) => value.callee.k === 'name' && value.callee.binding === binding);
}

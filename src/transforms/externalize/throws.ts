import type { ts } from '../../project/precise/precise-project.js';
import { eachNode } from './analysis.js';
import { endsFlow } from './stretches.js';
import { isNothing } from './write-answers.js';
import type { Writing } from './writing.js';

/**
 * Whether an error may leave the code after it has changed something. In memory the change stays; a store operation that
 * throws stores nothing.
 */
export function throwsAfterWrite(
  w: Writing,
  roots: readonly ts.Node[],
  above: ReadonlySet<ts.Node> = new Set(),
): boolean {
  const { ts } = w.a;
  const writes = roots.flatMap((root) => w.mutations.in(root));
  if (writes.length === 0) return false;
  const throwing: ts.Node[] = [];
  for (const root of roots) {
    eachNode(ts, root, (node) => {
      if (ts.isFunctionLike(node) && node !== root) return true;
      if (mayThrow(w, node) && !isCaught(w, node, roots)) throwing.push(node);
      return undefined;
    });
  }
  return throwing.some((late) => writes.some((write) => comesBefore(w, write, late, roots, above)));
}

function mayThrow(w: Writing, node: ts.Node): boolean {
  const { ts } = w.a;
  if (ts.isThrowStatement(node)) return true;
  if (!ts.isCallExpression(node)) return false;
  if (node.expression.getText() === 'JSON.parse') return true;
  if (w.answers.has(node)) return node.arguments[0] !== undefined && !isNothing(w, node.arguments[0]);
  return helperThrows(w, node, new Set());
}

function helperThrows(w: Writing, call: ts.CallExpression, seen: Set<ts.Node>): boolean {
  const { ts } = w.a;
  return w.functions.called(call).some(({ node }) => {
    if (seen.has(node) || node.body === undefined) return false;
    seen.add(node);
    const { body } = node;
    let found = false;
    eachNode(ts, body, (inner) => {
      if (found) return false;
      const throws =
        ts.isThrowStatement(inner) ||
        (ts.isCallExpression(inner) && (inner.expression.getText() === 'JSON.parse' || helperThrows(w, inner, seen)));
      if (throws && !isCaught(w, inner, [body])) found = true;
      return undefined;
    });
    return found;
  });
}

function isCaught(w: Writing, node: ts.Node, roots: readonly ts.Node[]): boolean {
  const { ts } = w.a;
  let child = node;
  for (let at = node.parent; at !== undefined && !roots.includes(child); at = at.parent) {
    if (ts.isTryStatement(at) && at.tryBlock === child && at.catchClause !== undefined) return true;
    child = at;
  }
  return false;
}

/** Whether one run can do the write and then meet the error. The same call may do both. */
function comesBefore(
  w: Writing,
  write: ts.Node,
  late: ts.Node,
  roots: readonly ts.Node[],
  above: ReadonlySet<ts.Node>,
): boolean {
  const { ts } = w.a;
  if (write === late) return ts.isCallExpression(write) && writesThenThrows(w, write, above);
  const inLoop = loopAround(w, write, roots);
  if (inLoop !== null && late.getStart() >= inLoop.getStart() && late.getEnd() <= inLoop.getEnd()) return true;
  if (write.getStart() > late.getStart()) return false;
  return !areApart(w, write, late, roots);
}

/** `above`: the functions that are being looked at; recursion of the user's functions ends there. */
function writesThenThrows(w: Writing, call: ts.CallExpression, above: ReadonlySet<ts.Node>): boolean {
  return w.functions
    .called(call)
    .some(
      ({ node }) =>
        node.body !== undefined && !above.has(node) && throwsAfterWrite(w, [node.body], new Set([...above, node])),
    );
}

function loopAround(w: Writing, node: ts.Node, roots: readonly ts.Node[]): ts.Node | null {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (w.a.ts.isIterationStatement(at, false)) return at;
    if (roots.includes(at)) return null;
  }
  return null;
}

/** In two branches of which one run takes one, or the first in a branch that leaves. */
function areApart(w: Writing, write: ts.Node, late: ts.Node, roots: readonly ts.Node[]): boolean {
  const { ts } = w.a;
  let child = write;
  for (let at = write.parent; at !== undefined && !roots.includes(child); at = at.parent) {
    const holdsLate = late.getStart() >= at.getStart() && late.getEnd() <= at.getEnd();
    if (ts.isCaseOrDefaultClause(child) && holdsLate)
      return endsFlow(w.a, child.statements.at(-1)) || ts.isBreakStatement(child.statements.at(-1) ?? child);
    if (ts.isIfStatement(at) && child !== at.expression) {
      if (holdsLate) return true;
      if (endsFlow(w.a, child as ts.Statement)) return true;
    }
    if (holdsLate && !ts.isCaseBlock(at)) return false;
    child = at;
  }
  return false;
}

import type { ts } from '../../project/precise/precise-project.js';
import { eachNode, type Analysis } from './analysis.js';
import { baseOf, changedBy, isInside, type Mutations } from './mutations.js';
import type { Touching } from './touches.js';
import type { Unit } from './unit.js';

/** Statements of one function that run without a pause and work on the state: they become one operation of the store. */
export interface Stretch {
  readonly kind: 'read' | 'write';
  /** Neighbours in one list. */
  readonly statements: readonly ts.Statement[];
  /** What follows them in that list. */
  readonly rest: readonly ts.Statement[];
  readonly units: ReadonlySet<Unit>;
  /** Whether the function ends with it: nothing that follows in any list runs after it. */
  readonly isLast: boolean;
  /** Whether a `return` below leaves the function while other statements follow. */
  readonly leaves: boolean;
  /** Where the function has no statements: the expression that it gives. */
  readonly expression: ts.Expression | null;
}

export interface Refused {
  readonly refused: string;
}

interface Splitting {
  readonly a: Analysis;
  readonly mutations: Mutations;
  readonly root: Touching;
  readonly touched: readonly ts.Node[];
  readonly found: Stretch[];
  readonly refused: string[];
  readonly unitsOf: UnitsOfHelper;
}

/** What a helper touches. */
export type UnitsOfHelper = (helper: ts.Node) => Iterable<Unit>;

export function stretchesOf(
  a: Analysis,
  mutations: Mutations,
  root: Touching,
  unitsOf: UnitsOfHelper,
): readonly Stretch[] | Refused {
  const { body } = root.fn.node;
  if (body === undefined) return { refused: `${root.fn.name} has no body` };
  const touched: ts.Node[] = [...root.sites.map(({ node }) => node), ...root.calls.map(({ node }) => node)];
  touched.push(...aliasedChanges(a, mutations, root));
  if (touched.some((node) => !isInside(node, body))) {
    return { refused: `a default value in the parameters of ${root.fn.name} reads it` };
  }
  const splitting: Splitting = { a, mutations, root, touched, found: [], refused: [], unitsOf };
  if (a.ts.isBlock(body)) splitList(splitting, [...body.statements], true);
  else splitExpression(splitting, body);
  const [refused] = splitting.refused;
  return refused === undefined ? splitting.found : { refused };
}

/** Changes of what was taken out of the state before: `todo.done = true`. */
function aliasedChanges(a: Analysis, mutations: Mutations, root: Touching): ts.Node[] {
  const { ts } = a;
  const { node } = root.fn;
  const { body } = node;
  if (body === undefined) return [];
  const isAlias = (name: ts.Expression): boolean => {
    const declaration = ts.isIdentifier(name) ? a.symbolOf(name)?.valueDeclaration : undefined;
    if (declaration === undefined || !isInside(declaration, body)) return false;
    return ts.isParameter(declaration) || ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration);
  };
  return mutations.in(body).filter((place) => {
    const target = changedBy(a, place);
    if (target !== null) return baseOf(a, target) !== target && isAlias(baseOf(a, target));
    return ts.isCallExpression(place) && place.arguments.some((argument) => isAlias(baseOf(a, argument)));
  });
}

function splitExpression(s: Splitting, expression: ts.Expression): void {
  if (containsAwait(s.a, expression)) {
    s.refused.push(`${s.root.fn.name} reads it and waits in one expression`);
    return;
  }
  s.found.push({
    kind: kindOf(s, [expression]),
    statements: [],
    rest: [],
    units: unitsIn(s, [expression]),
    isLast: true,
    leaves: false,
    expression,
  });
}

/** `isEnd`: nothing runs after the list. */
function splitList(s: Splitting, list: readonly ts.Statement[], isEnd: boolean): void {
  const isTouched = list.map((statement) => s.touched.some((node) => isInside(node, statement)));
  let from = -1;
  let to = -1;
  const close = (next: number): void => {
    if (from !== -1) closeRun(s, list, from, to, isEnd, next);
    from = -1;
  };
  for (const [at, statement] of list.entries()) {
    if (containsAwait(s.a, statement)) {
      if (isTouched[at] === true) {
        close(at);
        splitStatement(s, list, at, isEnd);
      } else close(at);
    } else if (isTouched[at] === true) {
      if (from === -1) from = at;
      to = at;
    }
  }
  close(list.length);
}

function closeRun(
  s: Splitting,
  list: readonly ts.Statement[],
  first: number,
  lastTouched: number,
  isEnd: boolean,
  next: number,
): void {
  const { a } = s;
  let from = first;
  let to = lastTouched;
  const isClosed = isEnd || endsFlow(a, list.at(-1));
  const run = (): ts.Statement[] => list.slice(from, to + 1);
  const leavesAt = (): boolean =>
    run().some(
      (statement, at) => containsReturn(a, statement) && !(at === to - from && isClosed && to === list.length - 1),
    );
  if (run().some((statement) => containsJump(a, statement, run()))) {
    s.refused.push(`a loop of ${s.root.fn.name} is left from between two uses of it`);
    return;
  }
  if (kindOf(s, run()) === 'write') from = withDeclarations(s, list, from, to);
  let leaves = leavesAt();
  if (leaves && next === list.length && isClosed) {
    to = list.length - 1;
    leaves = false;
  }
  const statements = run();
  const isLast = isClosed && to === list.length - 1 && statements.some((statement) => containsReturn(a, statement));
  const kind = kindOf(s, statements);
  s.found.push({
    kind,
    statements,
    rest: list.slice(to + 1),
    units: unitsIn(s, statements),
    isLast: isLast || (isEnd && to === list.length - 1),
    leaves: leaves && !isLast,
    expression: null,
  });
}

/** Goes up to the declarations of the locals that the run changes: running it again must not find them changed. */
function withDeclarations(s: Splitting, list: readonly ts.Statement[], from: number, to: number): number {
  let first = from;
  for (let changed = true; changed;) {
    changed = false;
    for (const { declaration, isRepeatable } of s.mutations.outerLocals(list.slice(first, to + 1))) {
      const at = list.findIndex((statement) => isInside(declaration, statement));
      if (at === -1 || list.slice(at, first).some((statement) => containsAwait(s.a, statement))) {
        if (!isRepeatable)
          s.refused.push(`${s.root.fn.name} changes a local variable that was declared before it waits`);
        continue;
      }
      if (at < first) {
        first = at;
        changed = true;
      }
    }
  }
  return first;
}

/** A statement that waits and touches the state: its parts are looked at one by one. */
function splitStatement(s: Splitting, list: readonly ts.Statement[], at: number, isEnd: boolean): void {
  const { ts } = s.a;
  const statement = list[at] as ts.Statement;
  const ends = isEnd && at === list.length - 1;
  const lists = listsIn(s.a, statement);
  const inLists = s.touched
    .filter((node) => isInside(node, statement))
    .filter((node) => !lists.some((inner) => inner.some((one) => isInside(node, one))));
  if (inLists.length > 0) {
    if (
      lists.length === 0 ||
      kindOf(s, inLists) === 'write' ||
      ts.isWhileStatement(statement) ||
      ts.isForStatement(statement) ||
      ts.isDoStatement(statement)
    ) {
      const line = statement.getSourceFile().getLineAndCharacterOfPosition(statement.getStart()).line + 1;
      s.refused.push(`line ${line} of ${s.root.fn.file} uses it and waits in one statement`);
      return;
    }
    if (lists.some((inner) => touchesBeforeAwait(s, inner))) {
      s.refused.push(`${s.root.fn.name} tests it and changes it in a branch that also waits`);
      return;
    }
    s.found.push({
      kind: 'read',
      statements: [statement],
      rest: list.slice(at + 1),
      units: unitsIn(s, inLists),
      isLast: false,
      leaves: false,
      expression: null,
    });
  }
  for (const inner of lists)
    splitList(s, inner, ends && !ts.isIterationStatement(statement, false) && !ts.isTryStatement(statement));
}

function touchesBeforeAwait(s: Splitting, list: readonly ts.Statement[]): boolean {
  for (const statement of list) {
    if (containsAwait(s.a, statement)) return false;
    if (s.touched.some((node) => isInside(node, statement)) && s.mutations.in(statement).length > 0) return true;
  }
  return false;
}

/** The lists of statements directly below a statement. */
function listsIn(a: Analysis, statement: ts.Statement): readonly (readonly ts.Statement[])[] {
  const { ts } = a;
  const listOf = (inner: ts.Statement | undefined): readonly ts.Statement[][] =>
    inner === undefined ? [] : ts.isBlock(inner) ? [[...inner.statements]] : [[inner]];
  if (ts.isBlock(statement)) return listOf(statement);
  if (ts.isIfStatement(statement)) return [...listOf(statement.thenStatement), ...listOf(statement.elseStatement)];
  if (ts.isTryStatement(statement))
    return [...listOf(statement.tryBlock), ...listOf(statement.catchClause?.block), ...listOf(statement.finallyBlock)];
  if (ts.isIterationStatement(statement, false)) return listOf(statement.statement);
  if (ts.isSwitchStatement(statement)) return statement.caseBlock.clauses.map(({ statements }) => [...statements]);
  return [];
}

const kindOf = (s: Splitting, nodes: readonly ts.Node[]): 'read' | 'write' =>
  nodes.some((node) => s.mutations.in(node).length > 0) ? 'write' : 'read';

function unitsIn(s: Splitting, nodes: readonly ts.Node[]): Set<Unit> {
  const units = new Set<Unit>();
  const isIn = (place: ts.Node): boolean => nodes.some((node) => isInside(place, node));
  for (const { unit, node } of s.root.sites) if (isIn(node)) units.add(unit);
  for (const { helper, node } of s.root.calls) {
    if (isIn(node)) for (const unit of s.unitsOf(helper.node)) units.add(unit);
  }
  return units;
}

/** Looks below a node, but not into functions of its own. */
function contains(a: Analysis, root: ts.Node, test: (node: ts.Node) => boolean): boolean {
  let found = false;
  eachNode(a.ts, root, (node) => {
    if (found || (node !== root && a.ts.isFunctionLike(node))) return false;
    if (test(node)) found = true;
    return undefined;
  });
  return found;
}

export const containsAwait = (a: Analysis, root: ts.Node): boolean =>
  contains(
    a,
    root,
    (node) =>
      a.ts.isAwaitExpression(node) ||
      (a.ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
      a.ts.isYieldExpression(node),
  );

export const containsReturn = (a: Analysis, root: ts.Node): boolean =>
  contains(a, root, (node) => a.ts.isReturnStatement(node));

/** A `break` or `continue` whose target lies outside the run. */
function containsJump(a: Analysis, root: ts.Node, run: readonly ts.Node[]): boolean {
  const { ts } = a;
  return contains(a, root, (node) => {
    if (!ts.isBreakOrContinueStatement(node)) return false;
    for (let at = node.parent; at !== undefined; at = at.parent) {
      const isTarget = ts.isIterationStatement(at, false) || (ts.isSwitchStatement(at) && ts.isBreakStatement(node));
      if (isTarget) return !run.some((statement) => isInside(at, statement));
    }
    return true;
  });
}

/** Whether nothing after the statement in its list can run. */
export function endsFlow(a: Analysis, statement: ts.Statement | undefined): boolean {
  const { ts } = a;
  if (statement === undefined) return false;
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return true;
  if (ts.isBlock(statement)) return endsFlow(a, statement.statements.at(-1));
  if (ts.isIfStatement(statement))
    return (
      statement.elseStatement !== undefined &&
      endsFlow(a, statement.thenStatement) &&
      endsFlow(a, statement.elseStatement)
    );
  if (ts.isTryStatement(statement))
    return (
      endsFlow(a, statement.tryBlock) &&
      (statement.catchClause === undefined || endsFlow(a, statement.catchClause.block))
    );
  if (ts.isSwitchStatement(statement)) {
    const { clauses } = statement.caseBlock;
    return (
      clauses.some(ts.isDefaultClause) &&
      clauses.every(
        (clause, at) =>
          (clause.statements.length === 0 && at < clauses.length - 1) || endsFlow(a, clause.statements.at(-1)),
      )
    );
  }
  return false;
}

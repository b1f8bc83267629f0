import type { ts } from '../../project/precise/precise-project.js';
import { eachNode, type Analysis } from './analysis.js';
import type { Functions } from './functions.js';
import { isPlaceOfWrite } from './unit.js';

/** Finds what may change something that others can see. It errs on the side of a change. */
export interface Mutations {
  /** Places below `root` that may change state: assignments, mutating methods, calls of functions that do. */
  readonly in: (root: ts.Node) => readonly ts.Node[];
  /** Variables outside `root` that code below it assigns or changes by a method. */
  readonly outerLocals: (root: readonly ts.Node[]) => readonly OuterLocal[];
}

export interface OuterLocal {
  readonly declaration: ts.Node;
  readonly place: ts.Node;
  /** Whether doing it twice is the same as doing it once. */
  readonly isRepeatable: boolean;
}

const MUTATING = new Set(
  'push pop shift unshift splice sort reverse fill copyWithin set add delete clear assign defineProperty setTime setDate setFullYear setHours setMinutes'.split(
    ' ',
  ),
);
/** Methods that give a new container, whatever they are called on. */
const FRESH = new Set(
  'map filter slice concat flat flatMap toSorted toReversed toSpliced split keys values entries from of fromEntries parse stringify structuredClone fill reverse sort'.split(
    ' ',
  ),
);

export function mutationsOf(a: Analysis, functions: Functions): Mutations {
  const known = new Map<ts.Node, boolean>();
  const callsChange = (call: ts.CallExpression): boolean =>
    functions.called(call).some(({ node }) => {
      const seen = known.get(node);
      if (seen !== undefined) return seen;
      known.set(node, false);
      const found = placesIn(a, node, callsChange).length > 0;
      known.set(node, found);
      return found;
    });
  return {
    in: (root) => placesIn(a, root, callsChange),
    outerLocals: (roots) => outerLocals(a, roots),
  };
}

function placesIn(a: Analysis, root: ts.Node, callsChange: (call: ts.CallExpression) => boolean): ts.Node[] {
  const { ts } = a;
  const places: ts.Node[] = [];
  eachNode(ts, root, (node) => {
    const target = changedBy(a, node);
    if (target !== null && !isOwn(a, target, root, ts.isCallExpression(node))) places.push(node);
    else if (ts.isCallExpression(node)) {
      if (callsChange(node) || givesFunction(a, node, callsChange) || changesItsArgument(a, node)) places.push(node);
    } else if (ts.isPropertyAccessExpression(node) && isInstanceUse(a, node)) places.push(node);
  });
  return places;
}

/** `_.remove(todos, …)`: functions of packages that change what they are given. */
function changesItsArgument(a: Analysis, call: ts.CallExpression): boolean {
  const { ts } = a;
  const name = ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : call.expression.getText();
  const [first] = call.arguments;
  if (
    first === undefined ||
    !/^(remove|pull|pullAll|pullAt|set|unset|update|merge|mergeWith|assign|assignIn|extend|defaults|defaultsDeep|fill|reverse)$/.test(
      name,
    )
  )
    return false;
  return (
    !isFresh(a, first) &&
    !ts.isLiteralExpression(first) &&
    (ts.isIdentifier(call.expression) || ts.isIdentifier((call.expression as ts.PropertyAccessExpression).expression))
  );
}

/** A function of the program that is given to `forEach` by name. */
function givesFunction(
  a: Analysis,
  call: ts.CallExpression,
  callsChange: (call: ts.CallExpression) => boolean,
): boolean {
  return call.arguments.some((argument) => {
    if (!a.ts.isIdentifier(argument)) return false;
    const declaration = a.symbolOf(argument)?.valueDeclaration;
    if (declaration === undefined) return false;
    const fn = a.ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
    return fn !== undefined && a.ts.isFunctionLike(fn) && placesIn(a, fn, callsChange).length > 0;
  });
}

/** Accessors may do anything. */
function isInstanceUse(a: Analysis, node: ts.PropertyAccessExpression): boolean {
  const declaration = a.symbolOf(node.name)?.valueDeclaration;
  if (declaration === undefined || !a.ts.isGetAccessor(declaration) || declaration.body === undefined) return false;
  return placesIn(a, declaration.body, () => false).length > 0;
}

/** The expression that a node changes: what is assigned to, or what a mutating method is called on. */
export function changedBy(a: Analysis, node: ts.Node): ts.Expression | null {
  const { ts } = a;
  if (ts.isExpression(node) && isPlaceOfWrite(a, node)) return node;
  if (ts.isDeleteExpression(node)) return node.expression;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { name, expression } = node.expression;
  if (!MUTATING.has(name.text)) return null;
  if (name.text === 'assign' || name.text === 'defineProperty') {
    return expression.getText() === 'Object' ? (node.arguments[0] ?? null) : null;
  }
  return expression;
}

/** Whether what is changed was made inside `root` and nobody else has it, or is a variable of it. */
function isOwn(a: Analysis, target: ts.Expression, root: ts.Node, isCall: boolean): boolean {
  const { ts } = a;
  if (isFresh(a, target)) return true;
  const base = baseOf(a, target);
  if (!ts.isIdentifier(base)) return false;
  const declaration = a.symbolOf(base)?.valueDeclaration;
  if (declaration === undefined || !isInside(declaration, root)) return false;
  if (base === target && isPlaceOfWrite(a, target)) return true;
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return false;
  // A copy is new at its first level alone: what its properties hold is held by others too.
  const isField =
    (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) && target.expression === base;
  const isShallow = isCall ? base === target : isField;
  return isShallow && isFresh(a, declaration.initializer) && staysOwn(a, base);
}

/** Not kept anywhere: a fresh array that is pushed into state is state from then on. */
function staysOwn(a: Analysis, name: ts.Identifier): boolean {
  const symbol = a.symbolOf(name);
  return (
    symbol !== null &&
    a
      .namesOf(symbol)
      .every(
        ({ parent }) =>
          !(a.ts.isCallExpression(parent) && parent.expression.getText().match(/\.(push|set|add|unshift)$/)),
      )
  );
}

export const isInside = (node: ts.Node, root: ts.Node): boolean =>
  node.getSourceFile() === root.getSourceFile() && node.getStart() >= root.getStart() && node.getEnd() <= root.getEnd();

function isFresh(a: Analysis, given: ts.Expression): boolean {
  const { ts } = a;
  let node = given;
  while (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    node = node.expression;
  if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node) || ts.isNewExpression(node)) return true;
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return false;
  if (expression.name.text === 'sort' || expression.name.text === 'reverse' || expression.name.text === 'fill') {
    return isFresh(a, expression.expression);
  }
  return FRESH.has(expression.name.text);
}

/** `orders` of `orders[id].lines.push`. */
export function baseOf(a: Analysis, given: ts.Expression): ts.Expression {
  const { ts } = a;
  let node = given;
  for (;;) {
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) node = node.expression;
    else if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
      node = node.expression;
    else if (ts.isCallExpression(node)) node = node.expression;
    else return node;
  }
}

function outerLocals(a: Analysis, roots: readonly ts.Node[]): OuterLocal[] {
  const { ts } = a;
  const found: OuterLocal[] = [];
  for (const root of roots) {
    eachNode(ts, root, (node) => {
      const target = changedBy(a, node);
      if (target === null) return;
      const base = baseOf(a, target);
      if (!ts.isIdentifier(base)) return;
      const declaration = a.symbolOf(base)?.valueDeclaration;
      if (declaration === undefined || roots.some((other) => isInside(declaration, other))) return;
      if (!isLocal(a, declaration)) return;
      const isPlain =
        ts.isBinaryExpression(node.parent) &&
        node.parent.left === node &&
        node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
      found.push({ declaration, place: node, isRepeatable: isPlain });
    });
  }
  return found;
}

/** Declared inside some function, as a variable and not as a parameter of it. */
function isLocal(a: Analysis, declaration: ts.Node): boolean {
  const { ts } = a;
  if (!ts.isVariableDeclaration(declaration)) return false;
  for (let at: ts.Node = declaration.parent; at !== undefined; at = at.parent) if (ts.isFunctionLike(at)) return true;
  return false;
}

import type { ts } from '../../project/precise/precise-project.js';
import { eachNode, exportAssignmentOf, type Analysis } from './analysis.js';
import { isLink } from './unit.js';

/** A function with a life of its own; functions given to `map`, `find` and the like belong to the one around them. */
export interface Fn {
  readonly node: ts.FunctionLikeDeclaration;
  readonly file: string;
  readonly name: string;
  readonly isAsync: boolean;
  readonly calls: readonly ts.CallExpression[];
  /** Places where it is given to `forEach` and the like by name. */
  readonly callbacks: readonly ts.Expression[];
  /** Places where it leaves our sight: given to a host, kept somewhere. */
  readonly escapes: readonly ts.Node[];
  /** Functions that are reached through one table, as `actions[name](event)`: all are called alike. */
  readonly table: ts.Symbol | null;
}

export interface Functions {
  /** The function that a place belongs to; null for code that runs when the module loads. */
  readonly around: (node: ts.Node) => Fn | null;
  readonly called: (call: ts.CallExpression) => readonly Fn[];
  readonly of: (node: ts.FunctionLikeDeclaration) => Fn;
  readonly byName: (name: ts.Node) => readonly Fn[];
}

/** Methods that call a function given to them at once, as often as they like, and forget it. */
const SYNC_CALLBACKS = new Set(
  'map filter find findIndex findLast findLastIndex forEach some every reduce reduceRight sort toSorted flatMap replace replaceAll from stringify parse'.split(
    ' ',
  ),
);

export function isSyncCallback(a: Analysis, fn: ts.Node): boolean {
  const { ts } = a;
  let { parent } = fn;
  let child = fn;
  while (ts.isParenthesizedExpression(parent)) [child, parent] = [parent, parent.parent];
  if (!ts.isCallExpression(parent)) return false;
  if (parent.expression === child) return true;
  return ts.isPropertyAccessExpression(parent.expression) && SYNC_CALLBACKS.has(parent.expression.name.text);
}

export function functionsOf(a: Analysis): Functions {
  const { ts } = a;
  const known = new Map<ts.Node, Fn>();
  const bySymbol = new Map<ts.Symbol, ts.FunctionLikeDeclaration>();
  const tables = new Map<ts.Symbol, ts.FunctionLikeDeclaration[]>();
  for (const { tree } of a.files) {
    eachNode(ts, tree, (node) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return;
      const fn = node;
      const symbol = symbolOfFunction(a, fn);
      if (symbol !== null) bySymbol.set(symbol, fn);
      const table = tableOf(a, fn);
      if (table !== null) tables.set(table, [...(tables.get(table) ?? []), fn]);
    });
  }
  const tableCalls = callsThroughTables(a, new Set(tables.keys()));
  const of = (node: ts.FunctionLikeDeclaration): Fn => {
    const found = known.get(node);
    if (found) return found;
    const fn = describe(a, node, symbolOfFunction(a, node), tableOf(a, node), tableCalls);
    known.set(node, fn);
    return fn;
  };
  return {
    of,
    around: (node) => {
      const fn = ownerOf(a, node);
      return fn === null ? null : of(fn);
    },
    called: (call) => {
      const table = tableCalls.byCall.get(call);
      if (table) return (tables.get(table) ?? []).map(of);
      const symbol = a.symbolOf(calleeName(a, call));
      const fn = symbol === null ? undefined : bySymbol.get(symbol);
      return fn ? [of(fn)] : [];
    },
    byName: (name) => {
      const symbol = a.symbolOf(name);
      const fn = symbol === null ? undefined : bySymbol.get(symbol);
      return fn ? [of(fn)] : [];
    },
  };
}

function calleeName(a: Analysis, call: ts.CallExpression): ts.Node {
  const { expression } = call;
  return a.ts.isPropertyAccessExpression(expression) ? expression.name : expression;
}

function ownerOf(a: Analysis, node: ts.Node): ts.FunctionLikeDeclaration | null {
  const { ts } = a;
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (!ts.isFunctionLike(at) || !('body' in at)) continue;
    if ((ts.isArrowFunction(at) || ts.isFunctionExpression(at)) && isSyncCallback(a, at) && !isAsyncNode(a, at))
      continue;
    return at;
  }
  return null;
}

export const isAsyncNode = (a: Analysis, node: ts.Node): boolean =>
  (a.ts.getCombinedModifierFlags(node as ts.Declaration) & a.ts.ModifierFlags.Async) !== 0;

function symbolOfFunction(a: Analysis, fn: ts.FunctionLikeDeclaration): ts.Symbol | null {
  const { ts } = a;
  if ((ts.isFunctionDeclaration(fn) || ts.isMethodDeclaration(fn) || ts.isAccessor(fn)) && fn.name)
    return a.symbolOf(fn.name);
  const { parent } = fn;
  if (
    (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.initializer === fn
  ) {
    return a.symbolOf(parent.name);
  }
  if (ts.isBinaryExpression(parent) && parent.right === fn && ts.isPropertyAccessExpression(parent.left)) {
    return a.symbolOf(parent.left.name) ?? a.symbolOf(parent.left);
  }
  return null;
}

/** The variable that holds the object literal whose member the function is. */
function tableOf(a: Analysis, fn: ts.FunctionLikeDeclaration): ts.Symbol | null {
  const { ts } = a;
  const property = ts.isMethodDeclaration(fn) ? fn : fn.parent;
  const object = property?.parent;
  if (object === undefined || !ts.isObjectLiteralExpression(object)) return null;
  if (!ts.isMethodDeclaration(property) && !ts.isPropertyAssignment(property)) return null;
  let holder: ts.Node = object.parent;
  while (ts.isAsExpression(holder) || ts.isSatisfiesExpression(holder) || ts.isParenthesizedExpression(holder))
    holder = holder.parent;
  if (!ts.isVariableDeclaration(holder)) return null;
  const symbol = a.symbolOf(holder.name);
  return symbol !== null && a.namesOf(symbol).some((name) => elementOf(a, name) !== null) ? symbol : null;
}

/** `actions[key]` for the name `actions` in it. */
function elementOf(a: Analysis, name: ts.Node): ts.ElementAccessExpression | null {
  const { parent } = name;
  return a.ts.isElementAccessExpression(parent) && parent.expression === name ? parent : null;
}

interface TableCalls {
  readonly byCall: ReadonlyMap<ts.CallExpression, ts.Symbol>;
  readonly byTable: ReadonlyMap<ts.Symbol, readonly ts.CallExpression[]>;
}

/** `actions[key](event)`, and `const action = actions[key]; … action(event)`. */
function callsThroughTables(a: Analysis, tables: ReadonlySet<ts.Symbol>): TableCalls {
  const { ts } = a;
  const byCall = new Map<ts.CallExpression, ts.Symbol>();
  const byTable = new Map<ts.Symbol, ts.CallExpression[]>();
  const add = (call: ts.CallExpression, table: ts.Symbol): void => {
    byCall.set(call, table);
    byTable.set(table, [...(byTable.get(table) ?? []), call]);
  };
  for (const table of tables) {
    for (const name of a.namesOf(table)) {
      const element = elementOf(a, name);
      if (element === null) continue;
      const { parent } = element;
      if (ts.isCallExpression(parent) && parent.expression === element) add(parent, table);
      if (!ts.isVariableDeclaration(parent)) continue;
      const local = a.symbolOf(parent.name);
      for (const use of local === null ? [] : a.namesOf(local)) {
        if (ts.isCallExpression(use.parent) && use.parent.expression === use) add(use.parent, table);
      }
    }
  }
  return { byCall, byTable };
}

function describe(
  a: Analysis,
  node: ts.FunctionLikeDeclaration,
  symbol: ts.Symbol | null,
  table: ts.Symbol | null,
  tableCalls: TableCalls,
): Fn {
  const { ts } = a;
  const calls: ts.CallExpression[] = [...(table === null ? [] : (tableCalls.byTable.get(table) ?? []))];
  const callbacks: ts.Expression[] = [];
  const escapes: ts.Node[] = [];
  if (symbol === null) escapes.push(node);
  for (const name of symbol === null ? [] : a.namesOf(symbol)) {
    if (isOwnName(a, node, name) || isLink(a, name)) continue;
    const used =
      ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : (name as ts.Expression);
    if (ts.isCallExpression(used.parent) && used.parent.expression === used) calls.push(used.parent);
    else if (isSyncCallback(a, used)) callbacks.push(used);
    else if (!ts.isTypeQueryNode(used.parent)) escapes.push(used);
  }
  return {
    node,
    file: a.pathOf(node),
    name: nameOf(a, node),
    isAsync: isAsyncNode(a, node),
    calls,
    callbacks,
    escapes,
    table,
  };
}

function isOwnName(a: Analysis, fn: ts.FunctionLikeDeclaration, name: ts.Node): boolean {
  const { ts } = a;
  const { parent } = name;
  if (parent === fn) return true;
  if (
    (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.name === name
  ) {
    return parent.initializer === fn;
  }
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  return ts.isPropertyAccessExpression(parent) && exportAssignmentOf(ts, parent)?.left === parent;
}

function nameOf(a: Analysis, fn: ts.FunctionLikeDeclaration): string {
  const { ts } = a;
  if (fn.name) return fn.name.getText();
  const { parent } = fn;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText();
  if (ts.isBinaryExpression(parent)) return parent.left.getText().replace(/^(module\.)?exports\./, '');
  if (ts.isCallExpression(parent)) {
    const [first] = parent.arguments;
    const path = first && ts.isStringLiteralLike(first) ? ` ${first.text}` : '';
    return `${parent.expression.getText().split('\n').at(-1)?.trim() ?? ''}${path}`;
  }
  return 'function';
}

import type { PreciseProject, ts } from '../../project/precise/precise-project.js';
import type { TransformContext } from '../transform.js';

/** The files around the state that moves, as trees, and every name in them by what it stands for. */
export interface Analysis {
  readonly ts: PreciseProject['ts'];
  readonly checker: ts.TypeChecker;
  readonly context: TransformContext;
  readonly files: readonly AnalysedFile[];
  /** What a name stands for, through imports, exports and re-exports; null where the checker cannot tell. */
  readonly symbolOf: (node: ts.Node) => ts.Symbol | null;
  /** Every name that stands for the symbol, its declaration and its imports and exports among them. */
  readonly namesOf: (symbol: ts.Symbol) => readonly ts.Node[];
  readonly pathOf: (node: ts.Node) => string;
}

export interface AnalysedFile {
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** Analyses `origins`, the files that import them, directly or not, and what all of these import. */
export function analyse(context: TransformContext, origins: readonly string[]): Analysis {
  const { ts } = context.precise;
  const files = filesAround(context, origins).flatMap((path): AnalysedFile[] => {
    const tree = context.precise.sourceFile(path);
    return tree === null ? [] : [{ path, tree }];
  });
  // Asked for after all trees are there: another file makes another program, with symbols of its own.
  const { checker } = context.precise;
  const paths = new Map(files.map(({ path, tree }) => [tree, path]));
  const symbolOf = (node: ts.Node): ts.Symbol | null => canonical(ts, checker, rawSymbol(ts, checker, node));
  let names: Map<ts.Symbol, ts.Node[]> | null = null;
  return {
    ts,
    checker,
    context,
    files,
    symbolOf,
    namesOf: (symbol) => (names ??= indexNames(ts, files, symbolOf)).get(symbol) ?? [],
    pathOf: (node) => paths.get(node.getSourceFile()) ?? '',
  };
}

/** The modules, everything that can reach their bindings by imports, and what these import. */
function filesAround(context: TransformContext, origins: readonly string[]): string[] {
  const { index, resolutions } = context.program;
  const importers = new Map<string, string[]>();
  index.modules.forEach((module, at) => {
    for (const resolution of resolutions[at] ?? []) {
      if (resolution.kind !== 'file') continue;
      const known = importers.get(resolution.path);
      if (known) known.push(module.path);
      else importers.set(resolution.path, [module.path]);
    }
  });
  const found = new Set(origins);
  for (const path of found) for (const importer of importers.get(path) ?? []) found.add(importer);
  // What they import may change what it is given, or send an answer.
  for (const path of found) {
    for (const resolution of resolutions[index.byPath.get(path) ?? -1] ?? [])
      if (resolution.kind === 'file') found.add(resolution.path);
  }
  return [...found].sort();
}

function indexNames(
  ts: PreciseProject['ts'],
  files: readonly AnalysedFile[],
  symbolOf: (node: ts.Node) => ts.Symbol | null,
): Map<ts.Symbol, ts.Node[]> {
  const names = new Map<ts.Symbol, ts.Node[]>();
  for (const { tree } of files) {
    eachNode(ts, tree, (node) => {
      if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node)) return;
      const symbol = symbolOf(node);
      if (symbol === null) return;
      const known = names.get(symbol);
      if (known) known.push(node);
      else names.set(symbol, [node]);
    });
  }
  return names;
}

/** Calls `visit` for a node and everything below it, in the order of the text. `false` leaves out what is below. */
export function eachNode(ts: PreciseProject['ts'], root: ts.Node, visit: (node: ts.Node) => unknown): void {
  const walk = (node: ts.Node): void => {
    if (visit(node) === false) return;
    ts.forEachChild(node, walk);
  };
  walk(root);
}

function rawSymbol(ts: PreciseProject['ts'], checker: ts.TypeChecker, node: ts.Node): ts.Symbol | undefined {
  const { parent } = node;
  if (parent && ts.isShorthandPropertyAssignment(parent)) return checker.getShorthandAssignmentValueSymbol(parent);
  if (parent && ts.isExportSpecifier(parent)) return checker.getExportSpecifierLocalTargetSymbol(parent);
  if (parent && ts.isBindingElement(parent) && parent.name === node) return boundFrom(ts, checker, parent);
  return checker.getSymbolAtLocation(node);
}

/** `const { users } = require('./db')` names what the module exports. */
function boundFrom(
  ts: PreciseProject['ts'],
  checker: ts.TypeChecker,
  element: ts.BindingElement,
): ts.Symbol | undefined {
  const own = checker.getSymbolAtLocation(element.name);
  const declaration = element.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || !isRequire(ts, declaration.initializer)) return own;
  const name = element.propertyName ?? element.name;
  if (!ts.isIdentifier(name)) return own;
  const exported = checker.getTypeAtLocation(element.parent).getProperty(name.text);
  return exported ?? own;
}

export function isRequire(ts: PreciseProject['ts'], node: ts.Node | undefined): node is ts.CallExpression {
  return (
    node !== undefined &&
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'require' &&
    node.arguments.length === 1
  );
}

const MAX_STEPS = 10;

/** Follows imports, `export default x`, `module.exports = x` and properties that only hand a name on. */
function canonical(ts: PreciseProject['ts'], checker: ts.TypeChecker, start: ts.Symbol | undefined): ts.Symbol | null {
  let symbol = start;
  for (let step = 0; symbol !== undefined && step < MAX_STEPS; step++) {
    const next = nextSymbol(ts, checker, symbol);
    if (next === null || next === symbol) return declared(symbol);
    symbol = next;
  }
  return symbol === undefined ? null : declared(symbol);
}

/** A type that was widened has copies of its properties: all of them are the one that is declared. */
function declared(symbol: ts.Symbol): ts.Symbol {
  const own = (symbol.valueDeclaration as { readonly symbol?: ts.Symbol } | undefined)?.symbol;
  return own !== undefined && own.escapedName === symbol.escapedName ? own : symbol;
}

function nextSymbol(ts: PreciseProject['ts'], checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol | null {
  if (symbol.flags & ts.SymbolFlags.Alias) {
    const target = checker.getAliasedSymbol(symbol);
    return checker.isUnknownSymbol(target) ? null : target;
  }
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined) return null;
  if (ts.isShorthandPropertyAssignment(declaration)) {
    return handedByProperty(ts, declaration, checker.getShorthandAssignmentValueSymbol(declaration) ?? null);
  }
  if (ts.isPropertyAssignment(declaration)) {
    return handedByProperty(ts, declaration, handedOn(ts, checker, declaration.initializer));
  }
  if (ts.isBindingElement(declaration) && ts.isIdentifier(declaration.name)) {
    return boundFrom(ts, checker, declaration) ?? null;
  }
  if (
    ts.isVariableDeclaration(declaration) &&
    ts.isIdentifier(declaration.name) &&
    isRequire(ts, declaration.initializer)
  ) {
    return moduleValue(ts, checker, declaration.initializer);
  }
  const assignment = exportAssignmentOf(ts, declaration);
  return assignment === null ? null : handedOn(ts, checker, assignment.right);
}

/** A property of what the module exports is the variable that it names; of any other object only a function is. */
function handedByProperty(ts: PreciseProject['ts'], property: ts.Node, value: ts.Symbol | null): ts.Symbol | null {
  const { parent: holder } = property.parent;
  if (ts.isBinaryExpression(holder) && exportAssignmentOf(ts, holder) !== null) return value;
  const declaration = value?.valueDeclaration;
  if (declaration === undefined) return null;
  const isFunction = ts.isVariableDeclaration(declaration)
    ? declaration.initializer !== undefined && ts.isFunctionLike(declaration.initializer)
    : ts.isFunctionLike(declaration);
  return isFunction ? value : null;
}

/** `const db = require('./db')` where `./db` says `module.exports = …`. */
function moduleValue(ts: PreciseProject['ts'], checker: ts.TypeChecker, call: ts.CallExpression): ts.Symbol | null {
  const [specifier] = call.arguments;
  const module = specifier && checker.getSymbolAtLocation(specifier);
  return module?.exports?.get(ts.InternalSymbolName.ExportEquals) ?? null;
}

function handedOn(ts: PreciseProject['ts'], checker: ts.TypeChecker, value: ts.Expression): ts.Symbol | null {
  return ts.isIdentifier(value) ? (checker.getSymbolAtLocation(value) ?? null) : null;
}

/** `exports.x = …`, `module.exports.x = …`, `module.exports = …`: the assignment that a declaration stands in. */
export function exportAssignmentOf(ts: PreciseProject['ts'], declaration: ts.Node): ts.BinaryExpression | null {
  const at = ts.isBinaryExpression(declaration) ? declaration : declaration.parent;
  if (at === undefined || !ts.isBinaryExpression(at) || at.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return null;
  return ts.isPropertyAccessExpression(at.left) && /^(module\.)?exports\b/.test(at.left.getText()) ? at : null;
}

import type { ts } from '../../project/precise/precise-project.js';
import type { TransformContext } from '../transform.js';
import { functionAround } from '../syntax/statements.js';

/** What an expression needs that is not known when the module loads. */
export interface InitNeeds {
  /** A reason against hoisting it; null where everything is known. */
  readonly refused: string | null;
  /** It reads the environment, which other code may set later. */
  readonly readsEnv: boolean;
  readonly awaits: boolean;
  /** Local constants that it names, which are known as well. Hoisted as they stand they would be missing. */
  readonly locals: readonly ts.VariableDeclaration[];
  /** Offsets of declarations at module scope that have to come first. */
  readonly after: number | null;
}

/** Looks at the parts of an expression: which of them are there when the module loads? */
export function initNeeds(context: TransformContext, file: string, expression: ts.Node): InitNeeds {
  const search: Search = {
    context,
    file,
    refused: null,
    readsEnv: false,
    awaits: false,
    after: null,
    locals: new Set(),
  };
  visit(search, expression);
  const { refused, readsEnv, awaits, after, locals } = search;
  return { refused, readsEnv, awaits, after, locals: [...locals] };
}

interface Search {
  readonly context: TransformContext;
  readonly file: string;
  refused: string | null;
  readsEnv: boolean;
  awaits: boolean;
  after: number | null;
  readonly locals: Set<ts.VariableDeclaration>;
}

function visit(search: Search, node: ts.Node): void {
  const { ts: compiler } = search.context.precise;
  if (search.refused !== null || compiler.isTypeNode(node)) return;
  if (compiler.isFunctionLike(node)) {
    seeFunction(search, node);
    return;
  }
  if (compiler.isAwaitExpression(node)) search.awaits = true;
  if (node.kind === compiler.SyntaxKind.ThisKeyword) search.refused = 'an argument comes from `this`, which may differ';
  if (compiler.isYieldExpression(node)) search.refused = 'an argument is yielded';
  if (compiler.isPropertyAccessExpression(node)) {
    if (/^process\.env$/.test(node.getText())) search.readsEnv = true;
    visit(search, node.expression);
    return;
  }
  if (compiler.isPropertyAssignment(node)) {
    if (compiler.isComputedPropertyName(node.name)) visit(search, node.name);
    visit(search, node.initializer);
    return;
  }
  if (compiler.isCallExpression(node)) seeCall(search, node);
  if (compiler.isIdentifier(node)) seeName(search, node, null);
  else compiler.forEachChild(node, (child) => visit(search, child));
}

/** A function that is handed over runs later; what it names has to be there then. */
function seeFunction(search: Search, fn: ts.Node): void {
  const { ts: compiler } = search.context.precise;
  const inner = (node: ts.Node): void => {
    if (compiler.isIdentifier(node) && !isPropertyName(compiler, node)) seeName(search, node, fn);
    else compiler.forEachChild(node, inner);
  };
  compiler.forEachChild(fn, inner);
}

function seeCall(search: Search, call: ts.CallExpression): void {
  const callee = call.expression.getText();
  if (originOf(search.context, call.expression) === 'program')
    search.refused = `\`${callee}()\` may give another value later`;
  if (/^(?:Date\.now|Math\.random|crypto\.randomUUID|performance\.now)$/.test(callee)) {
    search.refused = `\`${callee}()\` gives another value each time`;
  }
}

function seeName(search: Search, name: ts.Identifier, within: ts.Node | null): void {
  const { context, file } = search;
  const { ts: compiler } = context.precise;
  const declaration = declarationOf(context, name);
  if (declaration === null || isImported(compiler, declaration)) return;
  const tree = declaration.getSourceFile();
  if (within && declaration.pos >= within.pos && declaration.end <= within.end && tree === name.getSourceFile()) return;
  if (context.precise.pathOf(tree) !== file) return;
  const isOfModule = functionAround(compiler, declaration) === null || compiler.isSourceFile(declaration.parent);
  if (isOfModule) seeModuleName(search, name, declaration);
  else if (!isKnownLocal(search, declaration)) search.refused = `\`${name.text}\` is only known in the invocation`;
}

function isImported(compiler: typeof ts, declaration: ts.Declaration): boolean {
  return (
    compiler.isImportClause(declaration) ||
    compiler.isImportSpecifier(declaration) ||
    compiler.isNamespaceImport(declaration)
  );
}

/** A local constant whose value is known as well, and which nobody changes: it can move along. */
function isKnownLocal(search: Search, declaration: ts.Declaration): boolean {
  const { context, file } = search;
  const { ts: compiler } = context.precise;
  if (!compiler.isVariableDeclaration(declaration) || !compiler.isIdentifier(declaration.name)) return false;
  if (!isConst(compiler, declaration) || !declaration.initializer) return false;
  const inner = initNeeds(context, file, declaration.initializer);
  const references = context.precise.references(file, declaration.name.getStart());
  if (inner.refused !== null || inner.awaits || references.some(({ node }) => isChanged(compiler, node))) return false;
  for (const local of inner.locals) search.locals.add(local);
  search.locals.add(declaration);
  search.readsEnv ||= inner.readsEnv;
  if (inner.after !== null) search.after = Math.max(search.after ?? 0, inner.after);
  return true;
}

function seeModuleName(search: Search, name: ts.Identifier, declaration: ts.Declaration): void {
  const { context, file } = search;
  const { ts: compiler, references } = context.precise;
  if (compiler.isFunctionDeclaration(declaration)) return;
  const position = compiler.getNameOfDeclaration(declaration)?.getStart();
  const written =
    position !== undefined && references(file, position).some(({ isWrite, isDefinition }) => isWrite && !isDefinition);
  if (written) search.refused = `\`${name.text}\` is assigned later`;
  search.after = Math.max(search.after ?? 0, declaration.getStart());
}

function isPropertyName(compiler: typeof ts, node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (compiler.isPropertyAccessExpression(parent) && parent.name === node) ||
    (compiler.isPropertyAssignment(parent) && parent.name === node)
  );
}

function isConst(compiler: typeof ts, declaration: ts.VariableDeclaration): boolean {
  return (
    compiler.isVariableDeclarationList(declaration.parent) &&
    (declaration.parent.flags & compiler.NodeFlags.Const) !== 0
  );
}

/** `config.host = x`, `config.push(x)`: the object behind a name is no constant. */
function isChanged(compiler: typeof ts, node: ts.Node): boolean {
  let at = node;
  while (compiler.isPropertyAccessExpression(at.parent) || compiler.isElementAccessExpression(at.parent))
    at = at.parent;
  if (at === node) return false;
  const { parent } = at;
  const isAssigned =
    compiler.isBinaryExpression(parent) &&
    parent.left === at &&
    parent.operatorToken.kind >= compiler.SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= compiler.SyntaxKind.LastAssignment;
  return (
    isAssigned || compiler.isDeleteExpression(parent) || (compiler.isCallExpression(parent) && parent.expression === at)
  );
}

export function declarationOf(context: TransformContext, name: ts.Identifier): ts.Declaration | null {
  const { checker, ts: compiler } = context.precise;
  const { parent } = name;
  const symbol = compiler.isShorthandPropertyAssignment(parent)
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : checker.getSymbolAtLocation(name);
  return symbol?.valueDeclaration ?? symbol?.declarations?.[0] ?? null;
}

/** Where what is called comes from: a package or the language, or the program itself. */
function originOf(context: TransformContext, callee: ts.Expression): 'package' | 'program' {
  const { ts: compiler, checker } = context.precise;
  let root = callee;
  while (compiler.isPropertyAccessExpression(root)) root = root.expression;
  if (!compiler.isIdentifier(root)) return 'package';
  const symbol = checker.getSymbolAtLocation(root);
  const target =
    symbol && (symbol.flags & compiler.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target?.valueDeclaration ?? target?.declarations?.[0];
  if (!declaration || context.precise.pathOf(declaration.getSourceFile()) === null) return 'package';
  if (!compiler.isVariableDeclaration(declaration)) return compiler.isFunctionLike(declaration) ? 'program' : 'package';
  return /^require\(/.test(declaration.initializer?.getText() ?? '') ? 'package' : 'program';
}

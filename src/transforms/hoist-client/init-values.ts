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
  const { ts: compiler } = context.precise;
  const needs = { refused: null as string | null, readsEnv: false, awaits: false, after: null as number | null };
  const locals = new Set<ts.VariableDeclaration>();
  const visit = (node: ts.Node): void => {
    if (needs.refused !== null) return;
    if (compiler.isFunctionLike(node)) {
      seeNamesOf(node);
      return;
    }
    if (compiler.isAwaitExpression(node)) needs.awaits = true;
    if (node.kind === compiler.SyntaxKind.ThisKeyword) needs.refused = 'an argument comes from `this`, which may differ';
    if (compiler.isYieldExpression(node)) needs.refused = 'an argument is yielded';
    if (compiler.isPropertyAccessExpression(node)) {
      if (/^process\.env$/.test(node.getText())) needs.readsEnv = true;
      visit(node.expression);
      return;
    }
    if (compiler.isPropertyAssignment(node)) {
      if (compiler.isComputedPropertyName(node.name)) visit(node.name);
      visit(node.initializer);
      return;
    }
    if (compiler.isTypeNode(node)) return;
    if (compiler.isCallExpression(node)) seeCall(node);
    if (compiler.isIdentifier(node)) seeName(node);
    else compiler.forEachChild(node, visit);
  };
  const seeNamesOf = (fn: ts.Node): void => {
    const inner = (node: ts.Node): void => {
      if (compiler.isIdentifier(node) && !isPropertyName(compiler, node)) seeName(node, fn);
      else compiler.forEachChild(node, inner);
    };
    compiler.forEachChild(fn, inner);
  };
  const seeCall = (call: ts.CallExpression): void => {
    const origin = originOf(context, call.expression);
    if (origin === 'program') needs.refused = `\`${call.expression.getText()}()\` may give another value later`;
    if (/^(?:Date\.now|Math\.random|crypto\.randomUUID|performance\.now)$/.test(call.expression.getText())) {
      needs.refused = `\`${call.expression.getText()}()\` gives another value each time`;
    }
  };
  const seeName = (name: ts.Identifier, within: ts.Node | null = null): void => {
    const declaration = declarationOf(context, name);
    if (declaration === null) return;
    const tree = declaration.getSourceFile();
    if (within && declaration.pos >= within.pos && declaration.end <= within.end && tree === name.getSourceFile()) return;
    if (compiler.isImportClause(declaration) || compiler.isImportSpecifier(declaration) || compiler.isNamespaceImport(declaration)) {
      return;
    }
    if (context.precise.pathOf(tree) !== file) return;
    const around = functionAround(compiler, declaration);
    if (around === null || compiler.isSourceFile(declaration.parent)) return seeModuleName(name, declaration);
    if (compiler.isVariableDeclaration(declaration) && isConst(compiler, declaration) && declaration.initializer) {
      const inner = initNeeds(context, file, declaration.initializer);
      const changed = context.precise
        .references(file, declaration.name.getStart())
        .some(({ node }) => isChanged(compiler, node));
      if (inner.refused === null && !inner.awaits && !changed && compiler.isIdentifier(declaration.name)) {
        for (const local of inner.locals) locals.add(local);
        locals.add(declaration);
        needs.readsEnv ||= inner.readsEnv;
        if (inner.after !== null) needs.after = Math.max(needs.after ?? 0, inner.after);
        return;
      }
    }
    needs.refused = `\`${name.text}\` is only known in the invocation`;
  };
  const seeModuleName = (name: ts.Identifier, declaration: ts.Declaration): void => {
    if (compiler.isFunctionDeclaration(declaration)) return;
    const position = compiler.getNameOfDeclaration(declaration)?.getStart();
    const written =
      position !== undefined &&
      context.precise.references(file, position).some(({ isWrite, isDefinition }) => isWrite && !isDefinition);
    if (written) needs.refused = `\`${name.text}\` is assigned later`;
    needs.after = Math.max(needs.after ?? 0, declaration.getStart());
  };
  visit(expression);
  return { ...needs, locals: [...locals] };
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
  while (compiler.isPropertyAccessExpression(at.parent) || compiler.isElementAccessExpression(at.parent)) at = at.parent;
  if (at === node) return false;
  const { parent } = at;
  const isAssigned =
    compiler.isBinaryExpression(parent) &&
    parent.left === at &&
    parent.operatorToken.kind >= compiler.SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= compiler.SyntaxKind.LastAssignment;
  return isAssigned || compiler.isDeleteExpression(parent) || (compiler.isCallExpression(parent) && parent.expression === at);
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
  const target = symbol && (symbol.flags & compiler.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = target?.valueDeclaration ?? target?.declarations?.[0];
  if (!declaration || context.precise.pathOf(declaration.getSourceFile()) === null) return 'package';
  if (!compiler.isVariableDeclaration(declaration)) return compiler.isFunctionLike(declaration) ? 'program' : 'package';
  return /^require\(/.test(declaration.initializer?.getText() ?? '') ? 'package' : 'program';
}

import { NodeFlags, SyntaxKind, isIdentifier, isNamespaceImport } from '../syntax/compiler.js';
import type { ts } from '../syntax/compiler.js';
import { hasModifier } from '../syntax/is-kind.js';
import type { BindingKind } from '../../model/source-module.js';
import type { Lowering } from './lowering.js';
import type { Scope } from './scope.js';

/** Declares what a list of statements declares in its own block: let, const, class, function, enum, namespace, import. */
export function declareBlock(cx: Lowering, nodes: readonly ts.Statement[], scope: Scope): void {
  for (const node of nodes) {
    switch (node.kind) {
      case SyntaxKind.VariableStatement:
        declareVariables(cx, (node as ts.VariableStatement).declarationList, scope, node);
        break;
      case SyntaxKind.FunctionDeclaration: {
        const { name, body } = node as ts.FunctionDeclaration;
        if (name && body && !scope.names.has(name.text))
          cx.declare(name.text, 'function', scope, startOfName(name), null);
        break;
      }
      case SyntaxKind.ClassDeclaration: {
        const { name } = node as ts.ClassDeclaration;
        if (name && !isAmbient(node)) cx.declare(name.text, 'class', scope, startOfName(name), null);
        break;
      }
      case SyntaxKind.EnumDeclaration:
        if (!isAmbient(node)) declareOnce(cx, (node as ts.EnumDeclaration).name, 'enum', scope);
        break;
      case SyntaxKind.ModuleDeclaration: {
        const { name, body } = node as ts.ModuleDeclaration;
        if (!isAmbient(node) && body && isIdentifier(name)) declareOnce(cx, name, 'namespace', scope);
        break;
      }
      case SyntaxKind.ImportDeclaration:
        declareImports(cx, node as ts.ImportDeclaration, scope);
        break;
      case SyntaxKind.ImportEqualsDeclaration:
        declareOnce(cx, (node as ts.ImportEqualsDeclaration).name, 'import', scope);
        break;
      default:
    }
  }
}

/** Declares every `var` of a function body in the function's scope, from nested blocks too. */
export function hoistVariables(cx: Lowering, nodes: readonly ts.Statement[], scope: Scope): void {
  for (const node of nodes) hoistFrom(cx, node, scope);
}

function hoistFrom(cx: Lowering, node: ts.Node | undefined, scope: Scope): void {
  if (!node) return;
  switch (node.kind) {
    case SyntaxKind.VariableStatement: {
      const list = (node as ts.VariableStatement).declarationList;
      if (isVar(list) && !isAmbient(node)) declareList(cx, list, scope, 'var');
      return;
    }
    case SyntaxKind.VariableDeclarationList:
      if (isVar(node as ts.VariableDeclarationList)) declareList(cx, node as ts.VariableDeclarationList, scope, 'var');
      return;
    case SyntaxKind.Block:
      hoistVariables(cx, (node as ts.Block).statements, scope);
      return;
    case SyntaxKind.IfStatement:
      hoistFrom(cx, (node as ts.IfStatement).thenStatement, scope);
      hoistFrom(cx, (node as ts.IfStatement).elseStatement, scope);
      return;
    case SyntaxKind.ForStatement:
    case SyntaxKind.ForInStatement:
    case SyntaxKind.ForOfStatement:
      hoistFrom(cx, (node as ts.ForStatement).initializer, scope);
      hoistFrom(cx, (node as ts.ForStatement).statement, scope);
      return;
    case SyntaxKind.WhileStatement:
    case SyntaxKind.DoStatement:
    case SyntaxKind.LabeledStatement:
    case SyntaxKind.WithStatement:
      hoistFrom(cx, (node as ts.WhileStatement).statement, scope);
      return;
    case SyntaxKind.TryStatement: {
      const { tryBlock, catchClause, finallyBlock } = node as ts.TryStatement;
      hoistFrom(cx, tryBlock, scope);
      hoistFrom(cx, catchClause?.block, scope);
      hoistFrom(cx, finallyBlock, scope);
      return;
    }
    case SyntaxKind.SwitchStatement:
      for (const clause of (node as ts.SwitchStatement).caseBlock.clauses) hoistVariables(cx, clause.statements, scope);
      return;
    default:
  }
}

function declareVariables(cx: Lowering, list: ts.VariableDeclarationList, scope: Scope, statement: ts.Node): void {
  if (isVar(list) || isAmbient(statement)) return;
  declareList(cx, list, scope, (list.flags & NodeFlags.Const) !== 0 ? 'const' : 'let');
}

/** Declares the names of a declaration list. */
export function declareList(cx: Lowering, list: ts.VariableDeclarationList, scope: Scope, kind: BindingKind): void {
  for (const declaration of list.declarations)
    declareNames(cx, declaration.name, scope, kind, typeText(cx, declaration.type));
}

/** Declares every name of a pattern. */
export function declareNames(
  cx: Lowering,
  name: ts.BindingName,
  scope: Scope,
  kind: BindingKind,
  type: string | null,
): void {
  if (name.kind === SyntaxKind.Identifier) {
    if (kind === 'var' && scope.names.has(name.text)) return;
    cx.declare(name.text, kind, scope, startOfName(name), type);
    return;
  }
  for (const element of name.elements) {
    if (element.kind === SyntaxKind.BindingElement) declareNames(cx, element.name, scope, kind, null);
  }
}

/** A declared type as written, shortened. */
export function typeText(cx: Lowering, type: ts.TypeNode | undefined): string | null {
  return type ? cx.text.slice(type.pos, type.end).trim().slice(0, 120) : null;
}

export function startOfName(name: ts.Identifier): number {
  return name.end - name.text.length;
}

function declareOnce(cx: Lowering, name: ts.Identifier, kind: BindingKind, scope: Scope): void {
  if (!scope.names.has(name.text)) cx.declare(name.text, kind, scope, startOfName(name), null);
}

function declareImports(cx: Lowering, node: ts.ImportDeclaration, scope: Scope): void {
  const clause = node.importClause;
  if (!clause) return;
  if (clause.name) cx.declare(clause.name.text, 'import', scope, startOfName(clause.name), null);
  const named = clause.namedBindings;
  if (!named) return;
  if (isNamespaceImport(named)) cx.declare(named.name.text, 'import', scope, startOfName(named.name), null);
  else for (const { name } of named.elements) cx.declare(name.text, 'import', scope, startOfName(name), null);
}

function isVar(list: ts.VariableDeclarationList): boolean {
  return (list.flags & NodeFlags.BlockScoped) === 0;
}

function isAmbient(node: ts.Node): boolean {
  return hasModifier(node, SyntaxKind.DeclareKeyword);
}

import {
  SyntaxKind,
  isBindingElement,
  isClassDeclaration,
  isExternalModuleReference,
  isIdentifier,
  isModuleBlock,
  isModuleDeclaration,
  isNamedExports,
  isNamedImports,
  isNamespaceExport,
  isNamespaceImport,
  isStringLiteral,
  isVariableStatement,
} from '../syntax/compiler.js';
import type { ts } from '../syntax/compiler.js';
import { constantName, hasModifier, startOf } from '../syntax/is-kind.js';
import type { Expr, ObjectProperty, Stmt } from '../../model/code.js';
import type { ImportedName } from '../../model/source-module.js';
import { declareBlock, startOfName } from './declarations.js';
import { namedValue } from './lower-expression.js';
import type { Lowering } from './lowering.js';
import { lookUp, openScope } from './scope.js';
import type { Scope } from './scope.js';

/** Lowers statements that exist only at the top of a module or namespace; false where it is an ordinary statement. */
export function lowerModuleStatement(cx: Lowering, node: ts.Statement, scope: Scope, into: Stmt[]): boolean {
  switch (node.kind) {
    case SyntaxKind.ImportDeclaration:
      lowerImport(cx, node as ts.ImportDeclaration, scope);
      return true;
    case SyntaxKind.ImportEqualsDeclaration:
      lowerImportEquals(cx, node as ts.ImportEqualsDeclaration, scope, into);
      return true;
    case SyntaxKind.ExportDeclaration:
      lowerExport(cx, node as ts.ExportDeclaration, scope);
      return true;
    case SyntaxKind.ExportAssignment:
      lowerExportAssignment(cx, node as ts.ExportAssignment, scope, into);
      return true;
    case SyntaxKind.EnumDeclaration:
      lowerEnum(cx, node as ts.EnumDeclaration, scope, into);
      return true;
    case SyntaxKind.ModuleDeclaration:
      lowerNamespace(cx, node as ts.ModuleDeclaration, scope, into);
      return true;
    case SyntaxKind.FunctionDeclaration:
    case SyntaxKind.ClassDeclaration:
      if (hasModifier(node, SyntaxKind.DefaultKeyword))
        return lowerDefault(cx, node as ts.FunctionDeclaration | ts.ClassDeclaration, scope, into);
      return false;
    default:
      return false;
  }
}

/** Records what `export const …`, `export function …` and the like export. */
export function recordInlineExports(cx: Lowering, nodes: readonly ts.Statement[], scope: Scope): void {
  for (const node of nodes) {
    if (!hasModifier(node, SyntaxKind.ExportKeyword) || hasModifier(node, SyntaxKind.DeclareKeyword)) continue;
    if (isVariableStatement(node)) {
      for (const declaration of node.declarationList.declarations) exportNames(cx, declaration.name, scope);
    } else {
      const { name } = node as ts.FunctionDeclaration;
      if (!name || !isIdentifier(name)) continue;
      const exported = hasModifier(node, SyntaxKind.DefaultKeyword) ? 'default' : name.text;
      exportBinding(cx, exported, name, scope);
    }
  }
}

function exportNames(cx: Lowering, name: ts.BindingName, scope: Scope): void {
  if (isIdentifier(name)) {
    exportBinding(cx, name.text, name, scope);
    return;
  }
  for (const element of name.elements) if (isBindingElement(element)) exportNames(cx, element.name, scope);
}

function exportBinding(cx: Lowering, exported: string, name: ts.Identifier, scope: Scope): void {
  const binding = lookUp(scope, name.text);
  if (binding >= 0) cx.exports.push({ kind: 'binding', name: exported, binding, pos: startOfName(name) });
}

function lowerImport(cx: Lowering, node: ts.ImportDeclaration, scope: Scope): void {
  if (!isStringLiteral(node.moduleSpecifier)) return;
  const names: ImportedName[] = [];
  const clause = node.importClause;
  if (clause?.name) names.push({ imported: 'default', binding: lookUp(scope, clause.name.text) });
  const named = clause?.namedBindings;
  if (named && isNamespaceImport(named)) names.push({ imported: '*', binding: lookUp(scope, named.name.text) });
  if (named && isNamedImports(named)) {
    for (const element of named.elements) {
      names.push({ imported: (element.propertyName ?? element.name).text, binding: lookUp(scope, element.name.text) });
    }
  }
  const typeOnly = clause !== undefined && clause.isTypeOnly;
  pushImport(cx, node.moduleSpecifier.text, 'static', typeOnly, names, startOf(node, cx.file));
}

function pushImport(
  cx: Lowering,
  specifier: string,
  kind: 'static' | 'require' | 'reexport',
  typeOnly: boolean,
  names: ImportedName[],
  pos: number,
): number {
  cx.imports.push({ specifier, kind, typeOnly, names, fn: 0, pos });
  return cx.imports.length - 1;
}

function lowerImportEquals(cx: Lowering, node: ts.ImportEqualsDeclaration, scope: Scope, into: Stmt[]): void {
  const pos = startOfName(node.name);
  const binding = lookUp(scope, node.name.text);
  const reference = node.moduleReference;
  if (isExternalModuleReference(reference)) {
    if (!isStringLiteral(reference.expression)) return;
    const index = pushImport(cx, reference.expression.text, 'require', node.isTypeOnly, [], pos);
    into.push(declaration(binding, { k: 'import', index, pos }, pos));
  } else into.push(declaration(binding, entityOf(cx, reference, scope), pos));
}

function entityOf(cx: Lowering, name: ts.EntityName, scope: Scope): Expr {
  if (isIdentifier(name)) return cx.expression(name, scope);
  return {
    k: 'member',
    object: entityOf(cx, name.left, scope),
    name: name.right.text,
    key: null,
    pos: startOfName(name.right),
  };
}

function lowerExport(cx: Lowering, node: ts.ExportDeclaration, scope: Scope): void {
  if (node.isTypeOnly) return;
  const pos = startOf(node, cx.file);
  const clause = node.exportClause;
  if (node.moduleSpecifier && isStringLiteral(node.moduleSpecifier)) {
    const index = pushImport(cx, node.moduleSpecifier.text, 'reexport', false, [], pos);
    if (!clause) cx.exports.push({ kind: 'star', import: index, pos });
    else if (isNamespaceExport(clause))
      cx.exports.push({ kind: 'reexport', name: clause.name.text, imported: '*', import: index, pos });
    else {
      for (const element of clause.elements) {
        const imported = (element.propertyName ?? element.name).text;
        if (!element.isTypeOnly)
          cx.exports.push({ kind: 'reexport', name: element.name.text, imported, import: index, pos });
      }
    }
    return;
  }
  if (!clause || !isNamedExports(clause)) return;
  for (const element of clause.elements) {
    const binding = lookUp(scope, (element.propertyName ?? element.name).text);
    if (binding >= 0)
      cx.exports.push({ kind: 'binding', name: element.name.text, binding, pos: startOf(element, cx.file) });
  }
}

/** `export default value` and `export = value`. */
function lowerExportAssignment(cx: Lowering, node: ts.ExportAssignment, scope: Scope, into: Stmt[]): void {
  const pos = startOf(node.expression, cx.file);
  if (node.isExportEquals) {
    const module: Expr = { k: 'global', name: 'module', pos };
    const target = { k: 'member', object: module, name: 'exports', key: null, pos } as const;
    const value = cx.expression(node.expression, scope);
    into.push({ k: 'do', expr: { k: 'assign', op: '=', target, value, declares: false, pos } });
    return;
  }
  if (isIdentifier(node.expression) && lookUp(scope, node.expression.text) >= 0) {
    exportBinding(cx, 'default', node.expression, scope);
    return;
  }
  const binding = cx.declare('default', 'default', scope, pos, null);
  cx.exports.push({ kind: 'binding', name: 'default', binding, pos });
  into.push(declaration(binding, namedValue(cx, node.expression, scope, 'default'), pos));
}

/** `export default function () {}` and `export default class {}` without a name. */
function lowerDefault(
  cx: Lowering,
  node: ts.FunctionDeclaration | ts.ClassDeclaration,
  scope: Scope,
  into: Stmt[],
): boolean {
  if (node.name) return false;
  const pos = startOf(node, cx.file);
  const binding = cx.declare('default', 'default', scope, pos, null);
  cx.exports.push({ kind: 'binding', name: 'default', binding, pos });
  const naming = { name: 'default', kind: 'function', cls: -1, static: false } as const;
  const value: Expr = isClassDeclaration(node)
    ? cx.classOf(node, scope, 'default', -1)
    : { k: 'function', fn: cx.functionOf(node, scope, naming), pos };
  into.push(declaration(binding, value, pos));
  return true;
}

function lowerEnum(cx: Lowering, node: ts.EnumDeclaration, scope: Scope, into: Stmt[]): void {
  if (hasModifier(node, SyntaxKind.DeclareKeyword)) return;
  const pos = startOfName(node.name);
  const properties = node.members.map((member): ObjectProperty => {
    const value: Expr = member.initializer
      ? cx.expression(member.initializer, scope)
      : { k: 'literal', value: 0, pos: member.pos };
    return { name: constantName(member.name), key: null, value, kind: 'value' };
  });
  into.push(declaration(lookUp(scope, node.name.text), { k: 'object', properties, pos }, pos));
}

/** A namespace is a block whose exported names are also properties of one object. */
function lowerNamespace(cx: Lowering, node: ts.ModuleDeclaration, scope: Scope, into: Stmt[]): void {
  if (hasModifier(node, SyntaxKind.DeclareKeyword) || !isIdentifier(node.name) || !node.body) return;
  const binding = lookUp(scope, node.name.text);
  if (binding < 0) return;
  const pos = startOfName(node.name);
  const inner = openScope(scope, scope.fn, true);
  const properties: ObjectProperty[] = [];
  if (isModuleBlock(node.body)) {
    const { statements } = node.body;
    into.push(...cx.statements(statements, inner));
    for (const [name, index] of inner.names) {
      properties.push({ name, key: null, value: { k: 'name', binding: index, pos }, kind: 'value' });
    }
  } else if (isModuleDeclaration(node.body)) {
    declareBlock(cx, [node.body], inner);
    lowerNamespace(cx, node.body, inner, into);
  }
  into.push(declaration(binding, { k: 'object', properties, pos }, pos));
}

function declaration(binding: number, value: Expr, pos: number): Stmt {
  return { k: 'do', expr: { k: 'assign', op: '=', target: { k: 'name', binding, pos }, value, declares: true, pos } };
}

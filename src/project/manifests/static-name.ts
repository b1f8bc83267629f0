import {
  SyntaxKind,
  isArrowFunction,
  isBinaryExpression,
  isBindingElement,
  isBlock,
  isCallExpression,
  isExportAssignment,
  isExportDeclaration,
  isExpressionStatement,
  isForInStatement,
  isForOfStatement,
  isForStatement,
  isFunctionExpression,
  isFunctionLike,
  isIdentifier,
  isImportDeclaration,
  isModuleBlock,
  isNamedExports,
  isNamespaceImport,
  isObjectBindingPattern,
  isParameter,
  isPropertyAccessExpression,
  isSourceFile,
  isStringLiteral,
  isVariableDeclaration,
  isVariableDeclarationList,
  isVariableStatement,
} from '../compiler.js';
import type { ts } from '../compiler.js';
import {
  choice,
  type ConfigValue,
  dependsOnParameter,
  itemsOf,
  propertyOf,
  scalar,
  unknown,
  valueAt,
} from './config-value.js';
import { sourceAt, withoutEnding } from './source-stem.js';
import { type CodeScope, placeOf, scopeWith } from './code-scope.js';
import { folderOf, pathWithin } from './repository-path.js';

/** The value of a name: `__dirname`, a bound parameter, a constant in scope, a loop variable, or an import. */
export function namedValue(node: ts.Identifier, scope: CodeScope): ConfigValue {
  const at = placeOf(node, scope);
  const name = node.text;
  if (name === 'undefined') return scalar(null, at);
  const declaration = declarationOf(node);
  if (declaration === null) {
    if (name === '__dirname') return scalar(`/${folderOf(scope.path)}`, at);
    if (name === '__filename') return scalar(`/${scope.path}`, at);
    return importedValue(name, node.getSourceFile(), scope) ?? unknown(name, at);
  }
  if (isParameter(declaration)) {
    return scope.bindings.get(name) ?? loopItem(declaration, scope) ?? unknown(name, at, true);
  }
  if (isBindingElement(declaration)) return destructuredValue(declaration, scope);
  if (declaration.initializer !== undefined) {
    const known = scope.known.get(declaration);
    if (known !== undefined) return known;
    // A constant that is made of itself has no value.
    scope.known.set(declaration, unknown(name, at));
    const value = scope.evaluate(declaration.initializer, scope);
    scope.known.set(declaration, value);
    return value;
  }
  return loopVariable(declaration, scope) ?? unknown(name, at);
}

/** The value that a module exports under a name, following re-exports. Null where it is not found. */
export function exportedValue(path: string, name: string, scope: CodeScope): ConfigValue | null {
  const file = scope.depth > 40 ? null : scope.context.parse(path);
  if (file === null) return null;
  const inner = scopeWith(scope, path, new Map());
  for (const statement of file.statements) {
    const value = exportOf(statement, name, inner);
    if (value !== null) return value;
  }
  return null;
}

/** The source that a relative import names. */
export function importedSource(specifier: string, fromPath: string, scope: CodeScope): string | null {
  if (!specifier.startsWith('.')) return null;
  const path = pathWithin(folderOf(fromPath), specifier);
  if (path === null) return null;
  return scope.context.sources.has(path) ? path : sourceAt(withoutEnding(path), scope.context.sources);
}

/** The import that declares a name: its module as written and the name there (`*` for a namespace). */
export function importOf(name: string, file: ts.SourceFile): { specifier: string; imported: string } | null {
  for (const statement of file.statements) {
    if (isImportDeclaration(statement) && isStringLiteral(statement.moduleSpecifier)) {
      const imported = importedName(statement.importClause, name);
      if (imported !== null) return { specifier: statement.moduleSpecifier.text, imported };
    }
  }
  return null;
}

type Declaration = ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement;

function declarationOf(node: ts.Identifier): Declaration | null {
  // A name in its own declaration (`const __dirname = dirname(__filename)`) is not looked up there.
  for (let current: ts.Node = node; !isSourceFile(current); current = current.parent) {
    const found = declaredIn(current.parent, node);
    if (found !== null) return found;
  }
  return null;
}

function declaredIn(scopeNode: ts.Node, node: ts.Identifier): Declaration | null {
  if (isFunctionLike(scopeNode)) return firstNamed(scopeNode.parameters, node);
  if (isForOfStatement(scopeNode) || isForStatement(scopeNode) || isForInStatement(scopeNode)) {
    const { initializer } = scopeNode;
    return initializer !== undefined && isVariableDeclarationList(initializer)
      ? firstNamed(initializer.declarations, node)
      : null;
  }
  if (!isBlock(scopeNode) && !isSourceFile(scopeNode) && !isModuleBlock(scopeNode)) return null;
  for (const statement of scopeNode.statements) {
    if (!isVariableStatement(statement)) continue;
    const found = firstNamed(statement.declarationList.declarations, node);
    if (found !== null) return found;
  }
  return null;
}

function firstNamed(
  declarations: readonly (ts.VariableDeclaration | ts.ParameterDeclaration)[],
  node: ts.Identifier,
): Declaration | null {
  for (const declaration of declarations) {
    if (isIdentifier(declaration.name)) {
      if (declaration.name.text === node.text && !contains(declaration, node)) return declaration;
    } else if (isObjectBindingPattern(declaration.name)) {
      const element = declaration.name.elements.find((each) => isIdentifier(each.name) && each.name.text === node.text);
      if (element !== undefined) return element;
    }
  }
  return null;
}

function contains(declaration: ts.Node, node: ts.Node): boolean {
  return (
    declaration.getSourceFile() === node.getSourceFile() && declaration.pos <= node.pos && node.end <= declaration.end
  );
}

function destructuredValue(element: ts.BindingElement, scope: CodeScope): ConfigValue {
  const at = placeOf(element, scope);
  const owner = element.parent.parent;
  const key = element.propertyName ?? element.name;
  const local = element.name.getText();
  if (isParameter(owner)) return scope.bindings.get(local) ?? loopItem(owner, scope) ?? unknown(local, at, true);
  if (!isIdentifier(key) || element.dotDotDotToken !== undefined || !isVariableDeclaration(owner)) {
    return unknown(local, at);
  }
  const from = owner.initializer === undefined ? loopVariable(owner, scope) : scope.evaluate(owner.initializer, scope);
  const value = propertyOf(from, key.text);
  if (value !== null) return value;
  return from?.kind === 'map' ? scalar(null, at) : unknown(local, at, dependsOnParameter(from));
}

/** `for (const name of ['a', 'b'])`: any of the items. */
function loopVariable(declaration: ts.VariableDeclaration, scope: CodeScope): ConfigValue | null {
  const loop = declaration.parent.parent;
  return isForOfStatement(loop) ? anyItem(scope.evaluate(loop.expression, scope)) : null;
}

/** `['a', 'b'].forEach((name) => …)`: any of the items. */
function loopItem(parameter: ts.ParameterDeclaration, scope: CodeScope): ConfigValue | null {
  const fn = parameter.parent;
  if ((!isArrowFunction(fn) && !isFunctionExpression(fn)) || fn.parameters[0] !== parameter) return null;
  const call = fn.parent;
  if (!isCallExpression(call) || !isPropertyAccessExpression(call.expression)) return null;
  if (!['forEach', 'map', 'flatMap'].includes(call.expression.name.text)) return null;
  return anyItem(scope.evaluate(call.expression.expression, scope));
}

function anyItem(list: ConfigValue): ConfigValue | null {
  return list.kind === 'list' && list.items.length > 0 ? choice(itemsOf(list), list.at) : null;
}

function importedValue(name: string, file: ts.SourceFile, scope: CodeScope): ConfigValue | null {
  const found = importOf(name, file);
  if (found === null) return null;
  const source = importedSource(found.specifier, scope.path, scope);
  if (source === null) return null;
  return found.imported === '*' ? moduleValue(source, scope) : exportedValue(source, found.imported, scope);
}

function moduleValue(path: string, scope: CodeScope): ConfigValue | null {
  const file = scope.context.parse(path);
  if (file === null) return null;
  const entries = new Map<string, ConfigValue>();
  for (const name of file.statements.flatMap(exportedNames)) {
    const value = exportedValue(path, name, scope);
    if (value !== null) entries.set(name, value);
  }
  return { kind: 'map', entries, at: { file: path, line: 1 } };
}

function exportedNames(statement: ts.Statement): readonly string[] {
  if (isExportDeclaration(statement) && statement.exportClause !== undefined) {
    return isNamedExports(statement.exportClause) ? statement.exportClause.elements.map((each) => each.name.text) : [];
  }
  if (!isVariableStatement(statement) || !isExported(statement)) return [];
  return statement.declarationList.declarations.flatMap((each) => (isIdentifier(each.name) ? [each.name.text] : []));
}

function exportOf(statement: ts.Statement, name: string, scope: CodeScope): ConfigValue | null {
  if (isExportAssignment(statement)) return name === 'default' ? scope.evaluate(statement.expression, scope) : null;
  if (isVariableStatement(statement) && isExported(statement)) {
    const found = statement.declarationList.declarations.find(
      (each) => isIdentifier(each.name) && each.name.text === name,
    );
    return found?.initializer === undefined ? null : scope.evaluate(found.initializer, scope);
  }
  if (isExportDeclaration(statement)) return reexported(statement, name, scope);
  if (isExpressionStatement(statement)) return commonJsExport(statement.expression, name, scope);
  return null;
}

function reexported(statement: ts.ExportDeclaration, name: string, scope: CodeScope): ConfigValue | null {
  const { exportClause, moduleSpecifier } = statement;
  const source =
    moduleSpecifier !== undefined && isStringLiteral(moduleSpecifier)
      ? importedSource(moduleSpecifier.text, scope.path, scope)
      : null;
  if (exportClause === undefined) return source === null ? null : exportedValue(source, name, scope);
  if (!isNamedExports(exportClause)) return null;
  const element = exportClause.elements.find((each) => each.name.text === name);
  if (element === undefined) return null;
  const original = element.propertyName ?? element.name;
  if (moduleSpecifier === undefined) return isIdentifier(original) ? namedValue(original, scope) : null;
  return source === null ? null : exportedValue(source, original.text, scope);
}

/** `module.exports = …` and `exports.name = …`. */
function commonJsExport(node: ts.Expression, name: string, scope: CodeScope): ConfigValue | null {
  if (!isBinaryExpression(node) || node.operatorToken.kind !== SyntaxKind.EqualsToken) return null;
  const target = node.left.getText();
  if (target === 'module.exports') {
    const value = scope.evaluate(node.right, scope);
    return name === 'default' ? value : valueAt(value, name);
  }
  return target === `exports.${name}` || target === `module.exports.${name}` ? scope.evaluate(node.right, scope) : null;
}

function importedName(clause: ts.ImportClause | undefined, name: string): string | null {
  if (clause === undefined) return null;
  if (clause.name?.text === name) return 'default';
  const { namedBindings } = clause;
  if (namedBindings === undefined) return null;
  if (isNamespaceImport(namedBindings)) return namedBindings.name.text === name ? '*' : null;
  const element = namedBindings.elements.find((each) => each.name.text === name);
  return element === undefined ? null : (element.propertyName ?? element.name).text;
}

function isExported(statement: ts.VariableStatement): boolean {
  return statement.modifiers?.some((modifier) => modifier.kind === SyntaxKind.ExportKeyword) ?? false;
}

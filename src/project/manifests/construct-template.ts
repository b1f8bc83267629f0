import {
  SyntaxKind,
  isArrowFunction,
  isClassDeclaration,
  isClassExpression,
  isClassLike,
  isConstructorDeclaration,
  isExportAssignment,
  isExportDeclaration,
  isFunctionDeclaration,
  isFunctionExpression,
  isFunctionLike,
  isIdentifier,
  isMethodDeclaration,
  isNamedExports,
  isObjectBindingPattern,
  isPropertyAccessExpression,
  isSourceFile,
  isStringLiteral,
  isVariableStatement,
} from '../compiler.js';
import type { ts } from '../compiler.js';
import { type CodeScope, placeOf, scopeWith } from './code-scope.js';
import { type ConfigValue, propertyOf, scalar } from './config-value.js';
import { importOf, importedSource } from './static-name.js';

/** A class or function of the project's own that makes constructs from its parameters. */
export interface ConstructTemplate {
  /** What runs when it is used: a constructor, a method, a function. Null where the class inherits its constructor. */
  readonly body: ts.Node | null;
  readonly parameters: readonly ts.ParameterDeclaration[];
  /** What the class extends. */
  readonly base: ts.Expression | null;
  readonly path: string;
}

/** The class of `new X(…)` or the function of `x(…)` and `this.x(…)`, here or in a module that is imported relatively. */
export function templateOf(node: ts.NewExpression | ts.CallExpression, scope: CodeScope): ConstructTemplate | null {
  const callee = node.expression;
  if (isPropertyAccessExpression(callee) && callee.expression.kind === SyntaxKind.ThisKeyword) {
    const method = enclosingClass(node)?.members.find(
      (member) => isMethodDeclaration(member) && member.name.getText() === callee.name.text,
    );
    return method !== undefined && isMethodDeclaration(method) ? callable(method, scope.path) : null;
  }
  return isIdentifier(callee) ? templateNamed(callee, scope) : null;
}

/** The class or function that a name stands for, here or in a module that is imported relatively. */
export function templateNamed(name: ts.Identifier, scope: CodeScope): ConstructTemplate | null {
  const file = name.getSourceFile();
  const local = declarationIn(file, name.text, scope.path);
  if (local !== null) return local;
  const imported = importOf(name.text, file);
  const source = imported === null ? null : importedSource(imported.specifier, scope.path, scope);
  return imported === null || source === null ? null : exportedTemplate(source, imported.imported, scope, 0);
}

/** The scope of a template's body, its parameters bound to the arguments of one use. */
export function boundScope(template: ConstructTemplate, args: readonly ConfigValue[], scope: CodeScope): CodeScope {
  const bindings = new Map<string, ConfigValue>();
  for (const [index, parameter] of template.parameters.entries()) {
    const value = args[index];
    if (value === undefined) continue;
    if (isIdentifier(parameter.name)) bindings.set(parameter.name.text, value);
    if (!isObjectBindingPattern(parameter.name)) continue;
    for (const element of parameter.name.elements) {
      const key = (element.propertyName ?? element.name).getText();
      const absent = value.kind === 'map' ? scalar(null, placeOf(parameter, scope)) : value;
      bindings.set(element.name.getText(), propertyOf(value, key) ?? absent);
    }
  }
  return scopeWith(scope, template.path, bindings);
}

/** Whether a node stands in something that others can use with arguments of their own. */
export function isInTemplate(node: ts.Node): boolean {
  for (let current = node.parent; !isSourceFile(current); current = current.parent) {
    if (isFunctionLike(current) && current.parameters.length > 0) return true;
  }
  return false;
}

function enclosingClass(node: ts.Node): ts.ClassLikeDeclaration | null {
  for (let current = node.parent; !isSourceFile(current); current = current.parent) {
    if (isClassLike(current)) return current;
  }
  return null;
}

function declarationIn(file: ts.SourceFile, name: string, path: string): ConstructTemplate | null {
  for (const statement of file.statements) {
    if (isClassDeclaration(statement) && statement.name?.text === name) return constructed(statement, path);
    if (isFunctionDeclaration(statement) && statement.name?.text === name) return callable(statement, path);
    if (!isVariableStatement(statement)) continue;
    for (const { name: declared, initializer } of statement.declarationList.declarations) {
      if (declared.getText() !== name || initializer === undefined) continue;
      if (isArrowFunction(initializer) || isFunctionExpression(initializer)) return callable(initializer, path);
      if (isClassExpression(initializer)) return constructed(initializer, path);
    }
  }
  return null;
}

function exportedTemplate(path: string, name: string, scope: CodeScope, depth: number): ConstructTemplate | null {
  const file = depth > 5 ? null : scope.context.parse(path);
  if (file === null) return null;
  const wanted = name === 'default' ? defaultName(file) : name;
  const own = wanted === null ? null : declarationIn(file, wanted, path);
  if (own !== null) return own;
  for (const statement of file.statements) {
    if (!isExportDeclaration(statement) || statement.moduleSpecifier === undefined) continue;
    const original = reexportedName(statement, name);
    const specifier = isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : '';
    const source = original === null ? null : importedSource(specifier, path, scope);
    const found = source === null || original === null ? null : exportedTemplate(source, original, scope, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function defaultName(file: ts.SourceFile): string | null {
  for (const statement of file.statements) {
    if (isExportAssignment(statement)) return statement.expression.getText();
    const named = isClassDeclaration(statement) || isFunctionDeclaration(statement) ? statement : null;
    const isDefault = named?.modifiers?.some((modifier) => modifier.kind === SyntaxKind.DefaultKeyword) ?? false;
    if (isDefault) return named?.name?.text ?? null;
  }
  return null;
}

function reexportedName(statement: ts.ExportDeclaration, name: string): string | null {
  if (statement.exportClause === undefined) return name;
  if (!isNamedExports(statement.exportClause)) return null;
  const element = statement.exportClause.elements.find((each) => each.name.text === name);
  return element === undefined ? null : (element.propertyName ?? element.name).text;
}

function callable(fn: ts.FunctionLikeDeclaration, path: string): ConstructTemplate {
  return { body: fn.body ?? null, parameters: fn.parameters, base: null, path };
}

function constructed(declaration: ts.ClassLikeDeclaration, path: string): ConstructTemplate {
  const own = declaration.members.find((member) => isConstructorDeclaration(member));
  const heritage = declaration.heritageClauses?.find((clause) => clause.token === SyntaxKind.ExtendsKeyword);
  const base = heritage?.types[0]?.expression ?? null;
  return own === undefined || !isConstructorDeclaration(own)
    ? { body: null, parameters: [], base, path }
    : { body: own.body ?? null, parameters: own.parameters, base, path };
}

import {
  SyntaxKind,
  isBindingElement,
  isBlock,
  isDecorator,
  isExpressionStatement,
  isIdentifier,
  isStringLiteral,
} from '../syntax/compiler.js';
import type { ts } from '../syntax/compiler.js';
import { hasModifier, startOf } from '../syntax/is-kind.js';
import type { FunctionNode } from '../syntax/is-kind.js';
import type { Expr, Stmt } from '../../model/code.js';
import type { Param } from '../../model/source-module.js';
import { hoistVariables, startOfName, typeText } from './declarations.js';
import type { FunctionNaming, Lowering, OpenFunction } from './lowering.js';
import { openScope } from './scope.js';
import type { Scope } from './scope.js';

/** Lowers a function, method or accessor and returns its index. The record is reserved before its body is read. */
export function lowerFunction(cx: Lowering, node: FunctionNode, scope: Scope, naming: FunctionNaming): number {
  const index = reserveFunction(cx, scope.fn, naming, startOf(node, cx.file), node.end);
  const own = openScope(scope, index, false);
  const prologue: Stmt[] = [];
  const params: Param[] = [];
  for (const param of node.parameters) if (!isThisParam(param)) params.push(lowerParam(cx, param, own, prologue));
  const body = bodyOf(cx, node, own);
  if (prologue.length > 0) body.unshift(...prologue);
  const record = cx.functions[index] as OpenFunction;
  record.params = params;
  record.body = body;
  record.async = hasModifier(node, SyntaxKind.AsyncKeyword);
  record.generator = 'asteriskToken' in node && node.asteriskToken !== undefined;
  record.decorators = decoratorsOf(cx, node, scope);
  record.directives = directivesOf(node.body);
  return index;
}

/** Adds an empty FunctionRecord, so that functions nested in its body can name it as their parent. */
export function reserveFunction(
  cx: Lowering,
  parent: number,
  naming: FunctionNaming,
  pos: number,
  end: number,
): number {
  const { name, kind, cls, static: isStatic } = naming;
  cx.functions.push({
    name,
    kind,
    params: [],
    body: [],
    async: false,
    generator: false,
    parent,
    cls,
    static: isStatic,
    decorators: [],
    directives: [],
    pos,
    end,
  });
  return cx.functions.length - 1;
}

/** Decorators of a class, member or parameter, as expressions. */
export function decoratorsOf(cx: Lowering, node: ts.Node, scope: Scope): Expr[] {
  const { modifiers } = node as { modifiers?: readonly ts.ModifierLike[] };
  const found: Expr[] = [];
  for (const modifier of modifiers ?? [])
    if (isDecorator(modifier)) found.push(cx.expression(modifier.expression, scope));
  return found;
}

function isThisParam(param: ts.ParameterDeclaration): boolean {
  return isIdentifier(param.name) && param.name.text === 'this';
}

function lowerParam(cx: Lowering, param: ts.ParameterDeclaration, scope: Scope, prologue: Stmt[]): Param {
  const type = typeText(cx, param.type);
  const rest = param.dotDotDotToken !== undefined;
  const decorators = decoratorsOf(cx, param, scope);
  const simple = isIdentifier(param.name);
  const pos = simple ? startOfName(param.name) : startOf(param.name, cx.file);
  const binding = simple
    ? cx.declare(param.name.text, 'param', scope, pos, type)
    : cx.declare('', 'param', scope, pos, type);
  if (!simple) declarePattern(cx, param.name, scope);
  const value: Expr = { k: 'name', binding, pos };
  if (param.initializer) {
    const initial = cx.expression(param.initializer, scope);
    const expr: Expr = {
      k: 'assign',
      op: '??=',
      target: { k: 'name', binding, pos },
      value: initial,
      declares: true,
      pos,
    };
    prologue.push({ k: 'do', expr });
  }
  if (!simple) {
    const parts: Expr[] = [];
    cx.pattern(param.name, value, scope, parts, true);
    for (const expr of parts) prologue.push({ k: 'do', expr });
  }
  return { binding, rest, type, decorators };
}

function declarePattern(cx: Lowering, name: ts.BindingName, scope: Scope): void {
  if (isIdentifier(name)) {
    cx.declare(name.text, 'let', scope, startOfName(name), null);
    return;
  }
  for (const element of name.elements) if (isBindingElement(element)) declarePattern(cx, element.name, scope);
}

function bodyOf(cx: Lowering, node: FunctionNode, scope: Scope): Stmt[] {
  const { body } = node;
  if (!body) return [];
  if (!isBlock(body)) return [{ k: 'return', value: cx.expression(body, scope), pos: startOf(body, cx.file) }];
  hoistVariables(cx, body.statements, scope);
  return cx.statements(body.statements, scope);
}

function directivesOf(body: ts.Node | undefined): string[] {
  if (!body || !isBlock(body)) return [];
  return directivesIn(body.statements);
}

/** The string literals that stand as statements at the top. */
export function directivesIn(statements: readonly ts.Statement[]): string[] {
  const found: string[] = [];
  for (const statement of statements) {
    if (!isExpressionStatement(statement) || !isStringLiteral(statement.expression)) break;
    found.push(statement.expression.text);
  }
  return found;
}

import {
  NodeFlags,
  SyntaxKind,
  isCaseClause,
  isForOfStatement,
  isIdentifier,
  isVariableDeclarationList,
} from '../syntax/compiler.js';
import type { ts } from '../syntax/compiler.js';
import { startOf } from '../syntax/is-kind.js';
import type { Expr, Stmt } from '../../model/code.js';
import { declareBlock, declareList, declareNames, startOfName, typeText } from './declarations.js';
import { gapOfWith } from './gaps.js';
import { namedValue } from './lower-expression.js';
import type { Lowering } from './lowering.js';
import { lookUp, openScope } from './scope.js';
import type { Scope } from './scope.js';

/** Lowers a list of statements that share one block: declares first, then hoists function declarations. */
export function lowerStatements(cx: Lowering, nodes: readonly ts.Statement[], scope: Scope): Stmt[] {
  const into: Stmt[] = [];
  declareBlock(cx, nodes, scope);
  for (const node of nodes)
    if (node.kind === SyntaxKind.FunctionDeclaration) hoistFunction(cx, node as ts.FunctionDeclaration, scope, into);
  for (const node of nodes) cx.statement(node, scope, into);
  return into;
}

function hoistFunction(cx: Lowering, node: ts.FunctionDeclaration, scope: Scope, into: Stmt[]): void {
  if (!node.body || !node.name) return;
  const name = node.name.text;
  const fn = cx.functionOf(node, scope, { name, kind: 'function', cls: -1, static: false });
  const pos = startOfName(node.name);
  const target = { k: 'name', binding: lookUp(scope, name), pos } as const;
  into.push({
    k: 'do',
    expr: { k: 'assign', op: '=', target, value: { k: 'function', fn, pos }, declares: true, pos },
  });
}

/** Lowers one statement into the steps that it means. */
// eslint-disable-next-line max-lines-per-function -- one flat switch, one case for each kind of statement
export function lowerStatement(cx: Lowering, node: ts.Statement, scope: Scope, into: Stmt[]): void {
  switch (node.kind) {
    case SyntaxKind.ExpressionStatement:
      into.push({ k: 'do', expr: cx.expression((node as ts.ExpressionStatement).expression, scope) });
      return;
    case SyntaxKind.VariableStatement:
      lowerDeclarations(cx, (node as ts.VariableStatement).declarationList, scope, into);
      return;
    case SyntaxKind.ReturnStatement: {
      const { expression } = node as ts.ReturnStatement;
      into.push({
        k: 'return',
        value: expression ? cx.expression(expression, scope) : null,
        pos: startOf(node, cx.file),
      });
      return;
    }
    case SyntaxKind.ThrowStatement: {
      const { expression } = node as ts.ThrowStatement;
      into.push({ k: 'throw', value: cx.expression(expression, scope), pos: startOf(node, cx.file) });
      return;
    }
    case SyntaxKind.IfStatement: {
      const { expression, thenStatement, elseStatement } = node as ts.IfStatement;
      into.push({
        k: 'if',
        test: cx.expression(expression, scope),
        then: nested(cx, thenStatement, scope),
        otherwise: elseStatement ? nested(cx, elseStatement, scope) : [],
      });
      return;
    }
    case SyntaxKind.Block:
      into.push(...nested(cx, node, scope));
      return;
    case SyntaxKind.ForStatement:
    case SyntaxKind.WhileStatement:
    case SyntaxKind.DoStatement:
      lowerLoop(cx, node as ts.ForStatement | ts.WhileStatement | ts.DoStatement, scope, into);
      return;
    case SyntaxKind.ForOfStatement:
    case SyntaxKind.ForInStatement:
      lowerEach(cx, node as ts.ForOfStatement | ts.ForInStatement, scope, into);
      return;
    case SyntaxKind.TryStatement:
      lowerTry(cx, node as ts.TryStatement, scope, into);
      return;
    case SyntaxKind.SwitchStatement:
      lowerSwitch(cx, node as ts.SwitchStatement, scope, into);
      return;
    case SyntaxKind.LabeledStatement:
      lowerStatement(cx, (node as ts.LabeledStatement).statement, scope, into);
      return;
    case SyntaxKind.BreakStatement:
    case SyntaxKind.ContinueStatement:
      into.push({ k: 'leave', pos: startOf(node, cx.file) });
      return;
    case SyntaxKind.ClassDeclaration:
      lowerClassDeclaration(cx, node as ts.ClassDeclaration, scope, into);
      return;
    case SyntaxKind.WithStatement: {
      const object = cx.expression((node as ts.WithStatement).expression, scope);
      const body = nested(cx, (node as ts.WithStatement).statement, scope);
      gapOfWith(cx, object, body, startOf(node, cx.file), scope);
      into.push({ k: 'do', expr: object }, ...body);
      return;
    }
    default:
  }
}

function nested(cx: Lowering, node: ts.Statement, scope: Scope): Stmt[] {
  const inner = openScope(scope, scope.fn, true);
  return cx.statements(node.kind === SyntaxKind.Block ? (node as ts.Block).statements : [node], inner);
}

/** Lowers `const a = 1, { b } = f()`; a declaration without value assigns nothing. */
export function lowerDeclarations(cx: Lowering, list: ts.VariableDeclarationList, scope: Scope, into: Stmt[]): void {
  for (const declaration of list.declarations) {
    if (!declaration.initializer) continue;
    const parts: Expr[] = [];
    const name = isIdentifier(declaration.name) ? declaration.name.text : null;
    cx.pattern(declaration.name, namedValue(cx, declaration.initializer, scope, name), scope, parts, true);
    for (const expr of parts) into.push({ k: 'do', expr });
  }
}

function lowerLoop(
  cx: Lowering,
  node: ts.ForStatement | ts.WhileStatement | ts.DoStatement,
  scope: Scope,
  into: Stmt[],
): void {
  const inner = openScope(scope, scope.fn, true);
  const init: Stmt[] = [];
  let test: ts.Expression | undefined;
  let update: ts.Expression | undefined;
  if (node.kind === SyntaxKind.ForStatement) {
    ({ condition: test, incrementor: update } = node);
    if (node.initializer) lowerForHead(cx, node.initializer, inner, init);
  } else test = node.expression;
  into.push({
    k: 'loop',
    init,
    test: test ? cx.expression(test, inner) : null,
    update: update ? cx.expression(update, inner) : null,
    body: nested(cx, node.statement, inner),
    atLeastOnce: node.kind === SyntaxKind.DoStatement,
    awaits: false,
  });
}

function lowerForHead(cx: Lowering, head: ts.ForInitializer, scope: Scope, into: Stmt[]): void {
  if (!isVariableDeclarationList(head)) {
    into.push({ k: 'do', expr: cx.expression(head, scope) });
    return;
  }
  if ((head.flags & NodeFlags.BlockScoped) !== 0) declareList(cx, head, scope, 'let');
  lowerDeclarations(cx, head, scope, into);
}

function lowerEach(cx: Lowering, node: ts.ForOfStatement | ts.ForInStatement, scope: Scope, into: Stmt[]): void {
  const inner = openScope(scope, scope.fn, true);
  const head = node.initializer;
  const isDeclaration = isVariableDeclarationList(head);
  if (isDeclaration && (head.flags & NodeFlags.BlockScoped) !== 0) declareList(cx, head, inner, 'const');
  const of = cx.expression(node.expression, scope);
  const element: Expr = { k: 'element', of, keys: node.kind === SyntaxKind.ForInStatement, pos: of.pos };
  const parts: Expr[] = [];
  const target = isDeclaration ? (head.declarations[0] as ts.VariableDeclaration).name : head;
  cx.pattern(target, element, inner, parts, isDeclaration);
  into.push({
    k: 'loop',
    init: [],
    test: null,
    update: null,
    body: [...parts.map((expr): Stmt => ({ k: 'do', expr })), ...nested(cx, node.statement, inner)],
    atLeastOnce: false,
    awaits: isForOfStatement(node) && node.awaitModifier !== undefined,
  });
}

function lowerTry(cx: Lowering, node: ts.TryStatement, scope: Scope, into: Stmt[]): void {
  const { tryBlock, catchClause, finallyBlock } = node;
  let handler: Stmt[] | null = null;
  if (catchClause) {
    const inner = openScope(scope, scope.fn, true);
    const variable = catchClause.variableDeclaration;
    if (variable) declareNames(cx, variable.name, inner, 'catch', typeText(cx, variable.type));
    handler = cx.statements(catchClause.block.statements, inner);
  }
  into.push({
    k: 'try',
    body: nested(cx, tryBlock, scope),
    handler,
    finalizer: finallyBlock ? nested(cx, finallyBlock, scope) : [],
  });
}

function lowerSwitch(cx: Lowering, node: ts.SwitchStatement, scope: Scope, into: Stmt[]): void {
  const inner = openScope(scope, scope.fn, true);
  const subject = cx.expression(node.expression, scope);
  const clauses = node.caseBlock.clauses;
  for (const clause of clauses) declareBlock(cx, clause.statements, inner);
  const cases = clauses.map((clause) => {
    const body: Stmt[] = [];
    for (const part of clause.statements) {
      if (part.kind === SyntaxKind.FunctionDeclaration) hoistFunction(cx, part as ts.FunctionDeclaration, inner, body);
      else cx.statement(part, inner, body);
    }
    return { test: isCaseClause(clause) ? cx.expression(clause.expression, inner) : null, body };
  });
  into.push({ k: 'switch', subject, cases });
}

function lowerClassDeclaration(cx: Lowering, node: ts.ClassDeclaration, scope: Scope, into: Stmt[]): void {
  if (!node.name) return;
  const binding = lookUp(scope, node.name.text);
  if (binding < 0) return;
  const pos = startOfName(node.name);
  const value = cx.classOf(node, scope, node.name.text, binding);
  into.push({
    k: 'do',
    expr: { k: 'assign', op: '=', target: { k: 'name', binding, pos }, value, declares: true, pos },
  });
}

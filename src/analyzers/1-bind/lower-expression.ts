import {
  SyntaxKind,
  isArrayLiteralExpression,
  isArrowFunction,
  isClassExpression,
  isComputedPropertyName,
  isFunctionExpression,
  isGetAccessorDeclaration,
  isIdentifier,
  isMethodDeclaration,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isSpreadAssignment,
  isStringLiteralLike,
  isTemplateExpression,
  tokenToString,
} from '../syntax/compiler.js';
import type { ts } from '../syntax/compiler.js';
import { binaryChain, constantName, startOf, unwrap } from '../syntax/is-kind.js';
import type { AssignOp, Expr, ObjectProperty, Place } from '../../model/code.js';
import { gapOfCode } from './gaps.js';
import type { Lowering } from './lowering.js';
import { lookUp, openScope } from './scope.js';
import type { Scope } from './scope.js';

/** Lowers one expression. */
// eslint-disable-next-line max-lines-per-function -- one flat switch, one case for each kind of expression
export function lowerExpression(cx: Lowering, wrapped: ts.Expression, scope: Scope): Expr {
  const node = unwrap(wrapped);
  switch (node.kind) {
    // The commonest first: the cases are asked in turn.
    case SyntaxKind.Identifier:
      return nameOf(node as ts.Identifier, scope);
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.ElementAccessExpression:
      return memberOf(cx, node as ts.PropertyAccessExpression | ts.ElementAccessExpression, scope);
    case SyntaxKind.CallExpression:
      return callOf(cx, node as ts.CallExpression, scope);
    case SyntaxKind.StringLiteral:
    case SyntaxKind.NoSubstitutionTemplateLiteral:
      return { k: 'literal', value: (node as ts.StringLiteral).text, pos: startOf(node, cx.file) };
    case SyntaxKind.ObjectLiteralExpression:
      return objectOf(cx, node as ts.ObjectLiteralExpression, scope);
    case SyntaxKind.FunctionExpression:
    case SyntaxKind.ArrowFunction:
      return functionExpression(cx, node as ts.FunctionExpression | ts.ArrowFunction, scope, '<anonymous>');
    case SyntaxKind.JsxElement:
    case SyntaxKind.JsxSelfClosingElement:
    case SyntaxKind.JsxFragment:
    case SyntaxKind.JsxExpression:
      return cx.jsx(node, scope);
    case SyntaxKind.BinaryExpression:
      return binaryOf(cx, node as ts.BinaryExpression, scope);
    case SyntaxKind.ArrayLiteralExpression: {
      const items = (node as ts.ArrayLiteralExpression).elements.map((element) => cx.expression(element, scope));
      return { k: 'array', items, pos: startOf(node, cx.file) };
    }
    case SyntaxKind.NumericLiteral:
      return { k: 'literal', value: Number((node as ts.NumericLiteral).text), pos: startOf(node, cx.file) };
    case SyntaxKind.AwaitExpression:
      return {
        k: 'await',
        value: cx.expression((node as ts.AwaitExpression).expression, scope),
        pos: startOf(node, cx.file),
      };
    case SyntaxKind.PrefixUnaryExpression:
    case SyntaxKind.PostfixUnaryExpression:
      return unaryOf(cx, node as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, scope);
    case SyntaxKind.ConditionalExpression: {
      const { condition, whenTrue, whenFalse } = node as ts.ConditionalExpression;
      return {
        k: 'conditional',
        test: cx.expression(condition, scope),
        then: cx.expression(whenTrue, scope),
        otherwise: cx.expression(whenFalse, scope),
        pos: startOf(node, cx.file),
      };
    }
    case SyntaxKind.TemplateExpression: {
      const { head, templateSpans } = node as ts.TemplateExpression;
      const pos = startOf(node, cx.file);
      const parts: Expr[] = [{ k: 'literal', value: head.text, pos }];
      for (const { expression, literal } of templateSpans) {
        parts.push(cx.expression(expression, scope));
        if (literal.text !== '') parts.push({ k: 'literal', value: literal.text, pos });
      }
      return { k: 'operator', op: 'template', parts, pos };
    }
    case SyntaxKind.BigIntLiteral:
      return { k: 'literal', value: (node as ts.BigIntLiteral).text, pos: startOf(node, cx.file) };
    case SyntaxKind.TrueKeyword:
    case SyntaxKind.FalseKeyword:
      return { k: 'literal', value: node.kind === SyntaxKind.TrueKeyword, pos: startOf(node, cx.file) };
    case SyntaxKind.NullKeyword:
      return { k: 'literal', value: null, pos: startOf(node, cx.file) };
    case SyntaxKind.RegularExpressionLiteral:
      return regexpOf(node as ts.RegularExpressionLiteral, cx);
    case SyntaxKind.ThisKeyword:
      return { k: 'this', pos: startOf(node, cx.file) };
    case SyntaxKind.SuperKeyword:
      return { k: 'super', pos: startOf(node, cx.file) };
    case SyntaxKind.NewExpression: {
      const { expression, arguments: args } = node as ts.NewExpression;
      const callee = cx.expression(expression, scope);
      const pos = startOf(node, cx.file);
      const lowered = (args ?? []).map((arg) => cx.expression(arg, scope));
      gapOfCode(cx, callee, lowered, pos, scope);
      return { k: 'new', callee, args: lowered, pos };
    }
    case SyntaxKind.TaggedTemplateExpression:
      return taggedTemplate(cx, node as ts.TaggedTemplateExpression, scope);
    case SyntaxKind.ClassExpression: {
      const { name } = node as ts.ClassExpression;
      return cx.classOf(node as ts.ClassExpression, scope, name ? name.text : '<anonymous>', -1);
    }
    case SyntaxKind.SpreadElement:
      return {
        k: 'spread',
        value: cx.expression((node as ts.SpreadElement).expression, scope),
        pos: startOf(node, cx.file),
      };
    case SyntaxKind.TypeOfExpression:
      return {
        k: 'unary',
        op: 'typeof',
        value: cx.expression((node as ts.TypeOfExpression).expression, scope),
        pos: startOf(node, cx.file),
      };
    case SyntaxKind.VoidExpression:
      return {
        k: 'unary',
        op: 'void',
        value: cx.expression((node as ts.VoidExpression).expression, scope),
        pos: startOf(node, cx.file),
      };
    case SyntaxKind.DeleteExpression:
      return {
        k: 'delete',
        target: cx.place((node as ts.DeleteExpression).expression, scope),
        pos: startOf(node, cx.file),
      };
    case SyntaxKind.YieldExpression: {
      const { expression } = node as ts.YieldExpression;
      return { k: 'yield', value: expression ? cx.expression(expression, scope) : null, pos: startOf(node, cx.file) };
    }
    default:
      return { k: 'opaque', what: SyntaxKind[node.kind], parts: [], pos: startOf(node, cx.file) };
  }
}

/** Lowers an assignment target that is not a pattern. */
export function lowerPlace(cx: Lowering, node: ts.Expression, scope: Scope): Place {
  const expr = cx.expression(node, scope);
  return expr.k === 'name' || expr.k === 'global' || expr.k === 'member'
    ? expr
    : { k: 'opaque', what: 'target', parts: [expr], pos: expr.pos };
}

function nameOf(node: ts.Identifier, scope: Scope): Expr {
  const pos = node.end - node.text.length;
  const binding = lookUp(scope, node.text);
  if (binding >= 0) return { k: 'name', binding, pos };
  return node.text === 'undefined' ? { k: 'literal', value: undefined, pos } : { k: 'global', name: node.text, pos };
}

function regexpOf(node: ts.RegularExpressionLiteral, cx: Lowering): Expr {
  const end = node.text.lastIndexOf('/');
  return { k: 'regexp', source: node.text.slice(1, end), flags: node.text.slice(end + 1), pos: startOf(node, cx.file) };
}

function memberOf(cx: Lowering, node: ts.PropertyAccessExpression | ts.ElementAccessExpression, scope: Scope): Expr {
  const object = cx.expression(node.expression, scope);
  if (isPropertyAccessExpression(node)) {
    return { k: 'member', object, name: node.name.text, key: null, pos: node.name.end - node.name.text.length };
  }
  const key = cx.expression(node.argumentExpression, scope);
  const constant = key.k === 'literal' && key.value !== null && key.value !== undefined ? String(key.value) : null;
  return { k: 'member', object, name: constant, key: constant === null ? key : null, pos: key.pos };
}

function callOf(cx: Lowering, node: ts.CallExpression, scope: Scope): Expr {
  const pos = startOf(node, cx.file);
  const imported = importCall(cx, node, scope, pos);
  if (imported) return imported;
  const callee = cx.expression(node.expression, scope);
  const args = node.arguments.map((arg) => cx.expression(arg, scope));
  gapOfCode(cx, callee, args, pos, scope);
  return { k: 'call', callee, args, pos };
}

/** A tag is called with the strings, which stand as one text with `?` for each substitution, and with what is substituted. */
function taggedTemplate(cx: Lowering, node: ts.TaggedTemplateExpression, scope: Scope): Expr {
  const { tag, template } = node;
  const pos = startOf(node, cx.file);
  const spans = isTemplateExpression(template) ? template.templateSpans : [];
  const head = isTemplateExpression(template) ? template.head.text : template.text;
  const text = spans.reduce((before, { literal }) => `${before}?${literal.text}`, head);
  const strings: Expr = { k: 'literal', value: text, pos: startOf(template, cx.file) };
  const values = spans.map((span) => cx.expression(span.expression, scope));
  return { k: 'call', callee: cx.expression(tag, scope), args: [strings, ...values], pos };
}

/** `require('x')` and `import('x')`. With a computed specifier it is a gap. */
function importCall(cx: Lowering, node: ts.CallExpression, scope: Scope, pos: number): Expr | null {
  const { expression, arguments: args } = node;
  const dynamic = expression.kind === SyntaxKind.ImportKeyword;
  const required = isIdentifier(expression) && expression.text === 'require' && lookUp(scope, 'require') < 0;
  const [first] = args;
  if ((!dynamic && !required) || !first) return null;
  const specifier = unwrap(first);
  if (!isStringLiteralLike(specifier)) {
    const kind = dynamic ? 'dynamic-import' : 'dynamic-require';
    cx.gap({ kind, pos, message: 'which module is loaded is computed', sees: [] }, scope);
    return { k: 'opaque', what: kind, parts: [cx.expression(first, scope)], pos };
  }
  cx.imports.push({
    specifier: specifier.text,
    kind: dynamic ? 'dynamic' : 'require',
    typeOnly: false,
    names: [],
    fn: scope.fn,
    pos,
  });
  return { k: 'import', index: cx.imports.length - 1, pos };
}

/** A function expression; a named one can call itself through a binding of its own. */
export function functionExpression(
  cx: Lowering,
  node: ts.FunctionExpression | ts.ArrowFunction,
  scope: Scope,
  name: string,
): Expr {
  const pos = startOf(node, cx.file);
  const isArrow = node.kind === SyntaxKind.ArrowFunction;
  const own = isArrow ? undefined : node.name;
  const naming = { name: own ? own.text : name, kind: isArrow ? 'arrow' : 'function', cls: -1, static: false } as const;
  if (!own) return { k: 'function', fn: cx.functionOf(node, scope, naming), pos };
  const inner = openScope(scope, scope.fn, true);
  const binding = cx.declare(own.text, 'temp', inner, own.end - own.text.length, null);
  const value: Expr = { k: 'function', fn: cx.functionOf(node, inner, naming), pos };
  return { k: 'assign', op: '=', target: { k: 'name', binding, pos }, value, declares: true, pos };
}

function objectOf(cx: Lowering, node: ts.ObjectLiteralExpression, scope: Scope): Expr {
  const properties: ObjectProperty[] = [];
  for (const property of node.properties) {
    if (isSpreadAssignment(property)) {
      properties.push({ name: null, key: null, value: cx.expression(property.expression, scope), kind: 'spread' });
      continue;
    }
    const name = constantName(property.name);
    const key =
      name === null && isComputedPropertyName(property.name) ? cx.expression(property.name.expression, scope) : null;
    if (isPropertyAssignment(property)) {
      properties.push({ name, key, value: namedValue(cx, property.initializer, scope, name), kind: 'value' });
    } else if (isShorthandPropertyAssignment(property)) {
      properties.push({ name, key, value: nameOf(property.name, scope), kind: 'value' });
    } else {
      const kind = isMethodDeclaration(property) ? 'method' : isGetAccessorDeclaration(property) ? 'getter' : 'setter';
      const fn = cx.functionOf(property, scope, { name: name ?? '<computed>', kind, cls: -1, static: false });
      const value: Expr = { k: 'function', fn, pos: startOf(property, cx.file) };
      properties.push({ name, key, value, kind: kind === 'method' ? 'value' : kind });
    }
  }
  return { k: 'object', properties, pos: startOf(node, cx.file) };
}

/** Lowers a value that takes its name from where it is put: `const save = () => …`. */
export function namedValue(cx: Lowering, wrapped: ts.Expression, scope: Scope, name: string | null): Expr {
  const node = unwrap(wrapped);
  if (name !== null && (isArrowFunction(node) || isFunctionExpression(node)))
    return functionExpression(cx, node, scope, name);
  if (name !== null && isClassExpression(node) && !node.name) return cx.classOf(node, scope, name, -1);
  return cx.expression(node, scope);
}

function unaryOf(cx: Lowering, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, scope: Scope): Expr {
  const pos = startOf(node, cx.file);
  const { operator, operand } = node;
  if (operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken) {
    const op = operator === SyntaxKind.PlusPlusToken ? '++' : '--';
    return { k: 'assign', op, target: cx.place(operand, scope), value: null, declares: false, pos };
  }
  const op = tokenToString(operator) as string;
  return { k: 'unary', op, value: cx.expression(operand, scope), pos };
}

function binaryOf(cx: Lowering, node: ts.BinaryExpression, scope: Scope): Expr {
  if (isAssignment(node.operatorToken.kind)) return assignmentOf(cx, node, scope);
  const { first, rest } = binaryChain(node);
  let left: Expr | null = null;
  for (const part of rest) {
    // An assignment deeper in the spine is not part of the chain: start anew from it.
    if (isAssignment(part.operatorToken.kind)) {
      left = assignmentOf(cx, part, scope);
      continue;
    }
    left = left ? combine(cx, left, part, scope, true) : combine(cx, cx.expression(first, scope), part, scope, false);
  }
  return left as Expr;
}

function combine(cx: Lowering, left: Expr, node: ts.BinaryExpression, scope: Scope, chained: boolean): Expr {
  const right = cx.expression(node.right, scope);
  const op = tokenToString(node.operatorToken.kind) ?? SyntaxKind[node.operatorToken.kind];
  if (op === '&&' || op === '||' || op === '??') return { k: 'logical', op, left, right, pos: left.pos };
  if (op === ',') return { k: 'sequence', parts: [left, right], pos: left.pos };
  // One flat record for `a + b + c …`: a chain of thousands of operators must not become a tree as deep.
  if (left.k === 'operator' && left.op === op && left.parts.length > 1 && chained) {
    (left.parts as Expr[]).push(right);
    return left;
  }
  return { k: 'operator', op, parts: [left, right], pos: left.pos };
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
}

function assignmentOf(cx: Lowering, node: ts.BinaryExpression, scope: Scope): Expr {
  const target = unwrap(node.left);
  const pos = startOf(node, cx.file);
  const op = tokenToString(node.operatorToken.kind) as AssignOp;
  const value = namedValue(cx, node.right, scope, targetName(target));
  if (op === '=' && (isObjectLiteralExpression(target) || isArrayLiteralExpression(target))) {
    const parts: Expr[] = [];
    cx.pattern(target, value, scope, parts, false);
    return { k: 'sequence', parts, pos };
  }
  return { k: 'assign', op, target: cx.place(target, scope), value, declares: false, pos };
}

function targetName(node: ts.Expression): string | null {
  if (isIdentifier(node)) return node.text;
  return isPropertyAccessExpression(node) ? node.name.text : null;
}

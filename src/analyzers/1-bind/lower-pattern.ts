import {
  SyntaxKind,
  isBinaryExpression,
  isComputedPropertyName,
  isOmittedExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isSpreadAssignment,
  isSpreadElement,
} from '../syntax/compiler.js';
import type { ts } from '../syntax/compiler.js';
import { constantName, startOf, unwrap } from '../syntax/is-kind.js';
import type { Expr, Place } from '../../model/code.js';
import type { Lowering } from './lowering.js';
import { lookUp } from './scope.js';
import type { Scope } from './scope.js';

/** Lowers `pattern = source` to plain assignments: of a declaration's name or of any assignment target. */
export function lowerPattern(
  cx: Lowering,
  node: ts.Node,
  source: Expr,
  scope: Scope,
  into: Expr[],
  declares: boolean,
): void {
  switch (node.kind) {
    case SyntaxKind.ObjectBindingPattern:
    case SyntaxKind.ArrayBindingPattern:
      lowerBindingPattern(cx, node as ts.BindingPattern, source, scope, into, declares);
      return;
    case SyntaxKind.ObjectLiteralExpression:
      lowerObjectAssignment(cx, node as ts.ObjectLiteralExpression, source, scope, into);
      return;
    case SyntaxKind.ArrayLiteralExpression:
      lowerArrayAssignment(cx, node as ts.ArrayLiteralExpression, source, scope, into);
      return;
    default:
      into.push(assignment(placeOf(cx, node, scope), source, declares, startOf(node, cx.file)));
  }
}

function placeOf(cx: Lowering, node: ts.Node, scope: Scope): Place {
  if (node.kind !== SyntaxKind.Identifier) return cx.place(node as ts.Expression, scope);
  const name = node as ts.Identifier;
  const pos = name.end - name.text.length;
  const binding = lookUp(scope, name.text);
  return binding < 0 ? { k: 'global', name: name.text, pos } : { k: 'name', binding, pos };
}

function assignment(target: Place, value: Expr, declares: boolean, pos: number): Expr {
  return { k: 'assign', op: '=', target, value, declares, pos };
}

function lowerBindingPattern(
  cx: Lowering,
  pattern: ts.BindingPattern,
  source: Expr,
  scope: Scope,
  into: Expr[],
  declares: boolean,
): void {
  const base = held(cx, source, scope, into, pattern.elements.length);
  const isArray = pattern.kind === SyntaxKind.ArrayBindingPattern;
  pattern.elements.forEach((element, index) => {
    if (element.kind !== SyntaxKind.BindingElement) return;
    const pos = startOf(element.name, cx.file);
    let part: Expr;
    if (element.dotDotDotToken) part = { k: 'object', properties: [spreadOf(base)], pos };
    else if (isArray) part = { k: 'member', object: base, name: String(index), key: null, pos };
    else part = memberOf(cx, base, element.propertyName ?? (element.name as ts.Identifier), scope, pos);
    lowerPattern(cx, element.name, withDefault(cx, part, element.initializer, scope), scope, into, declares);
  });
}

function lowerObjectAssignment(
  cx: Lowering,
  node: ts.ObjectLiteralExpression,
  source: Expr,
  scope: Scope,
  into: Expr[],
): void {
  const base = held(cx, source, scope, into, node.properties.length);
  for (const property of node.properties) {
    const pos = startOf(property, cx.file);
    if (isShorthandPropertyAssignment(property)) {
      const part = memberOf(cx, base, property.name, scope, pos);
      lowerPattern(
        cx,
        property.name,
        withDefault(cx, part, property.objectAssignmentInitializer, scope),
        scope,
        into,
        false,
      );
    } else if (isPropertyAssignment(property)) {
      lowerTarget(cx, property.initializer, memberOf(cx, base, property.name, scope, pos), scope, into);
    } else if (isSpreadAssignment(property)) {
      lowerTarget(cx, property.expression, { k: 'object', properties: [spreadOf(base)], pos }, scope, into);
    }
  }
}

function lowerArrayAssignment(
  cx: Lowering,
  node: ts.ArrayLiteralExpression,
  source: Expr,
  scope: Scope,
  into: Expr[],
): void {
  const base = held(cx, source, scope, into, node.elements.length);
  node.elements.forEach((element, index) => {
    const pos = startOf(element, cx.file);
    if (isOmittedExpression(element)) return;
    if (isSpreadElement(element)) {
      lowerTarget(cx, element.expression, { k: 'object', properties: [spreadOf(base)], pos }, scope, into);
    } else lowerTarget(cx, element, { k: 'member', object: base, name: String(index), key: null, pos }, scope, into);
  });
}

/** A target inside an assignment pattern may carry a default: `[a = 1] = source`. */
function lowerTarget(cx: Lowering, node: ts.Expression, part: Expr, scope: Scope, into: Expr[]): void {
  const target = unwrap(node);
  if (isBinaryExpression(target) && target.operatorToken.kind === SyntaxKind.EqualsToken) {
    lowerPattern(cx, unwrap(target.left), withDefault(cx, part, target.right, scope), scope, into, false);
  } else lowerPattern(cx, target, part, scope, into, false);
}

function withDefault(cx: Lowering, part: Expr, initializer: ts.Expression | undefined, scope: Scope): Expr {
  if (!initializer) return part;
  return { k: 'logical', op: '??', left: part, right: cx.expression(initializer, scope), pos: part.pos };
}

function memberOf(cx: Lowering, base: Expr, name: ts.PropertyName, scope: Scope, pos: number): Expr {
  const constant = constantName(name);
  const key = constant === null && isComputedPropertyName(name) ? cx.expression(name.expression, scope) : null;
  return { k: 'member', object: base, name: constant, key, pos };
}

function spreadOf(value: Expr): { name: null; key: null; value: Expr; kind: 'spread' } {
  return { name: null, key: null, value, kind: 'spread' };
}

/** Evaluates a pattern's source once: a name is used as it is, anything else goes into a temporary. */
function held(cx: Lowering, source: Expr, scope: Scope, into: Expr[], uses: number): Expr {
  if (source.k === 'name' || source.k === 'this' || source.k === 'global') return source;
  if (uses <= 1) return source;
  const binding = cx.temporary(scope, source.pos);
  into.push(assignment({ k: 'name', binding, pos: source.pos }, source, true, source.pos));
  return { k: 'name', binding, pos: source.pos };
}

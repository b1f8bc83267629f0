import {
  isIdentifier,
  isJsxElement,
  isJsxExpression,
  isJsxFragment,
  isJsxNamespacedName,
  isJsxSpreadAttribute,
  isJsxText,
} from '../syntax/compiler.js';
import type { ts } from '../syntax/compiler.js';
import { startOf } from '../syntax/is-kind.js';
import type { Expr, ObjectProperty } from '../../model/code.js';
import type { Lowering } from './lowering.js';
import type { Scope } from './scope.js';

/** JSX as calls: a component is called with its properties, an intrinsic element only evaluates its parts. */
export function lowerJsx(cx: Lowering, node: ts.Expression, scope: Scope): Expr {
  const pos = startOf(node, cx.file);
  if (isJsxExpression(node)) {
    return node.expression ? cx.expression(node.expression, scope) : { k: 'literal', value: undefined, pos };
  }
  if (isJsxFragment(node)) return { k: 'opaque', what: 'jsx', parts: childrenOf(cx, node.children, scope), pos };
  const element = node as ts.JsxElement | ts.JsxSelfClosingElement;
  const opening = isJsxElement(element) ? element.openingElement : element;
  const properties = opening.attributes.properties.map((attribute) => attributeOf(cx, attribute, scope));
  const children = isJsxElement(element) ? childrenOf(cx, element.children, scope) : [];
  if (children.length > 0) {
    properties.push({ name: 'children', key: null, value: { k: 'array', items: children, pos }, kind: 'value' });
  }
  const props: Expr = { k: 'object', properties, pos };
  const tag = opening.tagName;
  const isIntrinsic = isJsxNamespacedName(tag) || (isIdentifier(tag) && /^[a-z]/.test(tag.text));
  if (isIntrinsic) return { k: 'opaque', what: 'jsx', parts: [props], pos };
  return { k: 'call', callee: cx.expression(tag, scope), args: [props], pos };
}

function childrenOf(cx: Lowering, children: readonly ts.JsxChild[], scope: Scope): Expr[] {
  return children.filter((child) => !isJsxText(child)).map((child) => cx.jsx(child as ts.Expression, scope));
}

function attributeOf(cx: Lowering, attribute: ts.JsxAttributeLike, scope: Scope): ObjectProperty {
  if (isJsxSpreadAttribute(attribute)) {
    return { name: null, key: null, value: cx.expression(attribute.expression, scope), kind: 'spread' };
  }
  const name = isIdentifier(attribute.name) ? attribute.name.text : attribute.name.name.text;
  const { initializer } = attribute;
  const value: Expr = initializer
    ? cx.expression(initializer, scope)
    : { k: 'literal', value: true, pos: attribute.pos };
  return { name, key: null, value, kind: 'value' };
}

import {
  SyntaxKind,
  isArrayLiteralExpression,
  isAsExpression,
  isAwaitExpression,
  isBinaryExpression,
  isCallExpression,
  isComputedPropertyName,
  isConditionalExpression,
  isElementAccessExpression,
  isIdentifier,
  isMetaProperty,
  isNewExpression,
  isNonNullExpression,
  isNumericLiteral,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isSatisfiesExpression,
  isShorthandPropertyAssignment,
  isSpreadAssignment,
  isSpreadElement,
  isStringLiteralLike,
  isTemplateExpression,
  isTypeAssertionExpression,
} from '../compiler.js';
import type { ts } from '../compiler.js';
import { type CodeScope, placeOf } from './code-scope.js';
import { spend, startBudget } from './budget.js';
import { calledValue } from './static-call.js';
import {
  choice,
  concatText,
  type ConfigValue,
  dependsOnParameter,
  propertyOf,
  scalar,
  SPREAD,
  unknown,
  unknownPartOf,
  valueAt,
} from './config-value.js';
import { namedValue } from './static-name.js';
import type { ManifestContext } from './reader.js';
import { folderOf } from './repository-path.js';

/** The scope of a file's own expressions. */
export function scopeOf(path: string, workingFolder: string, context: ManifestContext): CodeScope {
  return {
    path,
    context,
    workingFolder,
    bindings: new Map(),
    known: new Map(),
    depth: 0,
    budget: startBudget(STEPS),
    evaluate: staticValue,
  };
}

const DEEPEST = 60;

/** Far more than the largest stacks need. */
const STEPS = 100_000;

/** The value of an expression as far as it is a literal, a constant, or a path made of them. Nothing is executed. */
export function staticValue(node: ts.Expression, scope: CodeScope): ConfigValue {
  const at = placeOf(node, scope);
  if (scope.depth > DEEPEST || !spend(scope.budget)) return unknown(node.getText(), at);
  const inner: CodeScope = { ...scope, depth: scope.depth + 1 };
  const plain = withoutTypes(node);
  if (isStringLiteralLike(plain)) return scalar(plain.text, at);
  if (isNumericLiteral(plain)) return scalar(Number(plain.text), at);
  if (plain.kind === SyntaxKind.TrueKeyword) return scalar(true, at);
  if (plain.kind === SyntaxKind.FalseKeyword) return scalar(false, at);
  if (plain.kind === SyntaxKind.NullKeyword) return scalar(null, at);
  if (isTemplateExpression(plain)) return templateValue(plain, inner);
  if (isObjectLiteralExpression(plain)) return objectValue(plain, inner);
  if (isArrayLiteralExpression(plain)) return arrayValue(plain, inner);
  if (isIdentifier(plain)) return namedValue(plain, inner);
  if (isPropertyAccessExpression(plain)) return memberValue(plain, plain.name.text, inner);
  if (isElementAccessExpression(plain)) return elementValue(plain, inner);
  if (isConditionalExpression(plain)) {
    return choice([staticValue(plain.whenTrue, inner), staticValue(plain.whenFalse, inner)], at);
  }
  if (isBinaryExpression(plain)) return binaryValue(plain, inner);
  if (isCallExpression(plain) || isNewExpression(plain)) return calledValue(plain, inner);
  return unknown(node.getText(), at);
}

/** An expression without parentheses, `as`, `satisfies`, `!` and `await` around it. */
function withoutTypes(node: ts.Expression): ts.Expression {
  let current = node;
  while (
    isParenthesizedExpression(current) ||
    isAsExpression(current) ||
    isSatisfiesExpression(current) ||
    isNonNullExpression(current) ||
    isTypeAssertionExpression(current) ||
    isAwaitExpression(current)
  ) {
    current = current.expression;
  }
  return current;
}

function templateValue(node: ts.TemplateExpression, scope: CodeScope): ConfigValue {
  const at = placeOf(node, scope);
  const parts: ConfigValue[] = [scalar(node.head.text, at)];
  for (const span of node.templateSpans) parts.push(staticValue(span.expression, scope), scalar(span.literal.text, at));
  return concatText(parts, at, node.getText());
}

function objectValue(node: ts.ObjectLiteralExpression, scope: CodeScope): ConfigValue {
  const entries = new Map<string, ConfigValue>();
  for (const property of node.properties) {
    if (isSpreadAssignment(property)) {
      const spread = staticValue(property.expression, scope);
      if (spread.kind === 'map') for (const [key, value] of spread.entries) entries.set(key, value);
      else entries.set(SPREAD, spread);
    } else if (isPropertyAssignment(property)) {
      const name = propertyName(property.name, scope);
      if (name !== null) entries.set(name, staticValue(property.initializer, scope));
    } else if (isShorthandPropertyAssignment(property)) {
      entries.set(property.name.text, namedValue(property.name, scope));
    }
  }
  return { kind: 'map', entries, at: placeOf(node, scope) };
}

function propertyName(name: ts.PropertyName, scope: CodeScope): string | null {
  if (isIdentifier(name) || isStringLiteralLike(name) || isNumericLiteral(name)) return name.text;
  if (!isComputedPropertyName(name)) return null;
  const value = staticValue(name.expression, scope);
  return value.kind === 'scalar' ? String(value.value) : null;
}

function arrayValue(node: ts.ArrayLiteralExpression, scope: CodeScope): ConfigValue {
  const items = node.elements.flatMap((element): readonly ConfigValue[] => {
    if (!isSpreadElement(element)) return [staticValue(element, scope)];
    const spread = staticValue(element.expression, scope);
    return spread.kind === 'list' ? spread.items : [spread];
  });
  return { kind: 'list', items, at: placeOf(node, scope) };
}

function memberValue(node: ts.PropertyAccessExpression, name: string, scope: CodeScope): ConfigValue {
  const at = placeOf(node, scope);
  if (isMetaProperty(node.expression)) {
    if (name === 'dirname') return scalar(`/${folderOf(scope.path)}`, at);
    // A file URL serves only to become a path again, so it is kept as that path.
    if (name === 'url' || name === 'filename') return scalar(`/${scope.path}`, at);
  }
  const object = staticValue(node.expression, scope);
  if ((name === 'pathname' || name === 'href') && object.kind === 'scalar') return object;
  const value = propertyOf(object, name);
  if (value !== null) return value;
  if (object.kind === 'map') return scalar(null, at);
  return unknown(node.getText(), at, dependsOnParameter(object));
}

function elementValue(node: ts.ElementAccessExpression, scope: CodeScope): ConfigValue {
  const object = staticValue(node.expression, scope);
  const key = staticValue(node.argumentExpression, scope);
  if (key.kind === 'scalar') {
    const value = object.kind === 'list' ? object.items[Number(key.value)] : valueAt(object, String(key.value));
    if (value !== undefined && value !== null) return value;
  }
  // An unknown key of a known map may be any of its entries.
  if (object.kind === 'map' && object.entries.size > 0) return choice([...object.entries.values()], object.at);
  return unknown(node.getText(), placeOf(node, scope));
}

function binaryValue(node: ts.BinaryExpression, scope: CodeScope): ConfigValue {
  const at = placeOf(node, scope);
  const left = staticValue(node.left, scope);
  const right = staticValue(node.right, scope);
  switch (node.operatorToken.kind) {
    case SyntaxKind.PlusToken:
      return concatText([left, right], at, node.getText());
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      if (unknownPartOf(left) === null && !(left.kind === 'scalar' && !left.value)) return left;
      return left.kind === 'unknown' && left.fromParameter ? left : right;
    default:
      return unknown(node.getText(), at);
  }
}

import { SyntaxKind, isNumericLiteral, isStringLiteralLike } from './compiler.js';
import type { ts } from './compiler.js';

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

/** Unwraps parentheses, casts, non-null assertions and `satisfies`: they do not change a value. */
export function unwrap(node: ts.Expression): ts.Expression {
  let current = node;
  for (;;) {
    switch (current.kind) {
      case SyntaxKind.ParenthesizedExpression:
      case SyntaxKind.AsExpression:
      case SyntaxKind.TypeAssertionExpression:
      case SyntaxKind.NonNullExpression:
      case SyntaxKind.SatisfiesExpression:
      case SyntaxKind.ExpressionWithTypeArguments:
        current = (current as ts.ParenthesizedExpression).expression;
        continue;
      default:
        return current;
    }
  }
}

/** Whether a declaration exists for the type checker alone (`declare`, overloads, abstract members). */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const { modifiers } = node as { modifiers?: readonly ts.ModifierLike[] };
  return modifiers !== undefined && modifiers.some((modifier) => modifier.kind === kind);
}

/** The constant text of a property name, or null where it is computed. Private names keep their `#`. */
export function constantName(name: ts.PropertyName | ts.BindingName): string | null {
  switch (name.kind) {
    case SyntaxKind.Identifier:
    case SyntaxKind.PrivateIdentifier:
    case SyntaxKind.StringLiteral:
    case SyntaxKind.NumericLiteral:
    case SyntaxKind.BigIntLiteral:
    case SyntaxKind.NoSubstitutionTemplateLiteral:
      return (name as ts.Identifier).text;
    case SyntaxKind.ComputedPropertyName: {
      const key = unwrap(name.expression);
      return isStringLiteralLike(key) || isNumericLiteral(key) ? key.text : null;
    }
    default:
      return null;
  }
}

/** Start of a node without its leading comments and blanks. */
export function startOf(node: ts.Node, file: ts.SourceFile): number {
  const { text } = file;
  let { pos } = node;
  if (text.charCodeAt(pos) === SPACE) pos++;
  // Nothing to skip, for most nodes: the compiler asks more questions than that.
  return pos < node.end && isPlain(text.charCodeAt(pos)) ? pos : node.getStart(file, false);
}

const SPACE = 32;

/** Whether a character can neither be blank nor begin a comment, a hashbang or the mark of a merge conflict. */
function isPlain(code: number): boolean {
  return (code >= 63 && code <= 123) || (code >= 48 && code <= 58) || code === 40 || code === 39 || code === 34;
}

/** Left operands of a chain `a + b + c` and its operators, without recursion: chains of thousands are real. */
export function binaryChain(node: ts.BinaryExpression): { first: ts.Expression; rest: ts.BinaryExpression[] } {
  const rest: ts.BinaryExpression[] = [];
  let current: ts.Expression = node;
  while (current.kind === SyntaxKind.BinaryExpression) {
    rest.push(current as ts.BinaryExpression);
    current = (current as ts.BinaryExpression).left;
  }
  return { first: current, rest: rest.reverse() };
}

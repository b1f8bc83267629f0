import { ts } from './compiler.js';

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
      case ts.SyntaxKind.ParenthesizedExpression:
      case ts.SyntaxKind.AsExpression:
      case ts.SyntaxKind.TypeAssertionExpression:
      case ts.SyntaxKind.NonNullExpression:
      case ts.SyntaxKind.SatisfiesExpression:
      case ts.SyntaxKind.ExpressionWithTypeArguments:
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
    case ts.SyntaxKind.Identifier:
    case ts.SyntaxKind.PrivateIdentifier:
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.BigIntLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      return (name as ts.Identifier).text;
    case ts.SyntaxKind.ComputedPropertyName: {
      const key = unwrap(name.expression);
      return ts.isStringLiteralLike(key) || ts.isNumericLiteral(key) ? key.text : null;
    }
    default:
      return null;
  }
}

/** Start of a node without its leading comments and blanks. */
export function startOf(node: ts.Node, file: ts.SourceFile): number {
  return node.getStart(file, false);
}

/** Left operands of a chain `a + b + c` and its operators, without recursion: chains of thousands are real. */
export function binaryChain(node: ts.BinaryExpression): { first: ts.Expression; rest: ts.BinaryExpression[] } {
  const rest: ts.BinaryExpression[] = [];
  let current: ts.Expression = node;
  while (current.kind === ts.SyntaxKind.BinaryExpression) {
    rest.push(current as ts.BinaryExpression);
    current = (current as ts.BinaryExpression).left;
  }
  return { first: current, rest: rest.reverse() };
}

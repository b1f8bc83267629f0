import type { Edit } from '../../model/edit.js';
import type { ts } from '../../project/precise/precise-project.js';
import type { TransformContext } from '../transform.js';

export type CacheKind = 'map' | 'object';

/** What an `LRUCache` has as a `Map` has it. It knows no order of insertion, so nothing that enumerates is here. */
const SHARED = new Set(['get', 'set', 'has', 'delete', 'clear', 'size']);

export type AccessEdits = { readonly edits: readonly Edit[] } | { readonly refused: string };

/** Every use of the cache in its new form; a use that has none is a reason to refuse. */
export function accessEdits(
  file: string,
  name: string,
  declaration: ts.VariableDeclaration,
  kind: CacheKind,
  context: TransformContext,
): AccessEdits {
  const { ts: compiler } = context.precise;
  const edits: Edit[] = [];
  for (const { file: at, node, isDefinition } of context.precise.references(file, declaration.name.getStart())) {
    if (node === declaration.name) continue;
    if (compiler.isImportSpecifier(node.parent) || compiler.isExportSpecifier(node.parent) || isDefinition) {
      if (kind === 'object') return { refused: `\`${name}\` leaves its module, and an object is used by its shape` };
      continue;
    }
    const answer = kind === 'map' ? mapUse(compiler, node) : objectUse(at, node, context);
    if (typeof answer === 'string') return { refused: answer };
    edits.push(...answer);
  }
  return { edits };
}

function mapUse(compiler: typeof ts, node: ts.Node): string | readonly Edit[] {
  const { parent } = node;
  if (compiler.isPropertyAccessExpression(parent) && parent.expression === node && SHARED.has(parent.name.text)) {
    const call = parent.parent;
    const isDiscarded = parent.name.text !== 'set' || !compiler.isCallExpression(call) || call.arguments.length === 2;
    return isDiscarded ? [] : 'a call of `set` without two arguments';
  }
  return shown(node, 'is enumerated, handed on or replaced');
}

function objectUse(file: string, node: ts.Node, { edit, precise }: TransformContext): string | readonly Edit[] {
  const compiler = precise.ts;
  const { parent } = node;
  if (
    compiler.isBinaryExpression(parent) &&
    parent.operatorToken.kind === compiler.SyntaxKind.InKeyword &&
    parent.right === node
  ) {
    const whole = compiler.isParenthesizedExpression(parent.parent) ? parent.parent : parent;
    return [edit.replace(file, whole.getStart(), whole.end, `${node.getText()}.has(${parent.left.getText()})`)];
  }
  const isMember =
    (compiler.isElementAccessExpression(parent) || compiler.isPropertyAccessExpression(parent)) &&
    parent.expression === node;
  if (!isMember) return shown(node, 'is enumerated, handed on or replaced');
  if (!compiler.isElementAccessExpression(parent)) return `\`${parent.getText()}\` is a fixed entry`;
  const key = parent.argumentExpression;
  const holder = parent.parent;
  const open = edit.replace(file, node.end, key.getStart(), '.get(');
  if (compiler.isDeleteExpression(holder)) {
    return [
      edit.replace(file, holder.getStart(), node.getStart(), ''),
      edit.replace(file, node.end, key.getStart(), '.delete('),
      edit.replace(file, key.end, parent.end, ')'),
    ];
  }
  if (compiler.isBinaryExpression(holder) && holder.left === parent && isAssignment(compiler, holder)) {
    if (holder.operatorToken.kind !== compiler.SyntaxKind.EqualsToken) return shown(holder, 'reads and writes in one');
    if (!compiler.isExpressionStatement(holder.parent)) return shown(holder, 'assigns inside an expression');
    return [
      edit.replace(file, node.end, key.getStart(), '.set('),
      edit.replace(file, key.end, holder.right.getStart(), ', '),
      edit.insert(file, holder.end, ')'),
    ];
  }
  if (compiler.isPostfixUnaryExpression(holder) || compiler.isPrefixUnaryExpression(holder)) {
    if (
      holder.operator === compiler.SyntaxKind.PlusPlusToken ||
      holder.operator === compiler.SyntaxKind.MinusMinusToken
    ) {
      return shown(holder, 'counts');
    }
  }
  return [open, edit.replace(file, key.end, parent.end, ')')];
}

function isAssignment(compiler: typeof ts, { operatorToken }: ts.BinaryExpression): boolean {
  const { FirstAssignment, LastAssignment } = compiler.SyntaxKind;
  return operatorToken.kind >= FirstAssignment && operatorToken.kind <= LastAssignment;
}

function shown(node: ts.Node, what: string): string {
  const text = node.parent.getText().replace(/\s+/g, ' ');
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\` ${what}`;
}

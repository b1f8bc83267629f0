import { SyntaxKind, getLeadingCommentRanges, getTrailingCommentRanges } from '../compiler.js';
import type { ts } from '../compiler.js';

/** Where new lines at module scope go. New text is `before + lines + after`, the lines joined by the line end of the file. */
export interface InsertionPoint {
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

/**
 * The one place for new imports: below the imports (or `require`s) that the file begins with. A file without any gets them
 * below hashbang, directives, pragma and licence comments, and above the comments that belong to the first statement.
 */
export function importPoint(tree: ts.SourceFile, eol: string): InsertionPoint {
  const head = headOf(tree);
  const last = lastImport(tree, head.statements);
  return last === null ? topPoint(tree, head, eol) : pointBelow(tree, last, eol);
}

/** The one place for new statements: the same, but not above the end of the statement that holds the offset `after`. */
export function statementPoint(tree: ts.SourceFile, eol: string, after: number | null = null): InsertionPoint {
  const head = headOf(tree);
  const last = lastImport(tree, head.statements);
  const needed =
    after === null ? null : (tree.statements.find(({ end }) => after < end) ?? tree.statements.at(-1) ?? null);
  if (needed !== null && (last === null || needed.end > last.end)) return pointBelow(tree, needed, eol);
  if (last === null) return topPoint(tree, head, eol);
  const point = pointBelow(tree, last, eol);
  return { ...point, before: eol + point.before };
}

interface Head {
  /** How many statements are directives. */
  readonly statements: number;
  /** Where code may begin: below the hashbang and the directives. */
  readonly end: number;
}

function headOf(tree: ts.SourceFile): Head {
  const { text, statements } = tree;
  let count = 0;
  while (isDirective(statements[count])) count++;
  const last = statements[count - 1];
  if (last) return { statements: count, end: last.end };
  const hashbang = /^#!.*/.exec(text);
  return { statements: 0, end: hashbang ? hashbang[0].length : 0 };
}

function isDirective(statement: ts.Statement | undefined): boolean {
  return (
    statement?.kind === SyntaxKind.ExpressionStatement &&
    (statement as ts.ExpressionStatement).expression.kind === SyntaxKind.StringLiteral
  );
}

/** The last of the imports and `require`s that stand together at the top; other statements end them. */
function lastImport(tree: ts.SourceFile, from: number): ts.Statement | null {
  let last: ts.Statement | null = null;
  for (const statement of tree.statements.slice(from)) {
    if (!isImport(statement)) break;
    last = statement;
  }
  return last;
}

function isImport(statement: ts.Statement): boolean {
  if (statement.kind === SyntaxKind.ImportDeclaration || statement.kind === SyntaxKind.ImportEqualsDeclaration)
    return true;
  if (statement.kind === SyntaxKind.ExpressionStatement) {
    return isRequire((statement as ts.ExpressionStatement).expression);
  }
  if (statement.kind !== SyntaxKind.VariableStatement) return false;
  const { declarations } = (statement as ts.VariableStatement).declarationList;
  return declarations.every(({ initializer }) => initializer !== undefined && isRequire(initializer));
}

/** `require('x')`, `require('x').y`, `require('x')(y)`. */
function isRequire(expression: ts.Expression): boolean {
  let inner = expression;
  while (inner.kind === SyntaxKind.PropertyAccessExpression) inner = (inner as ts.PropertyAccessExpression).expression;
  if (inner.kind !== SyntaxKind.CallExpression) return false;
  const { expression: callee, arguments: args } = inner as ts.CallExpression;
  if (callee.kind !== SyntaxKind.Identifier) return false;
  return (callee as ts.Identifier).text === 'require' && args.length === 1;
}

/** A new line below the one that a statement ends in. */
function pointBelow(tree: ts.SourceFile, statement: ts.Statement, eol: string): InsertionPoint {
  const rest = /^(?:[ \t]|\/\*[^\r\n]*?\*\/)*(?:\/\/[^\r\n]*)?/.exec(tree.text.slice(statement.end))?.[0] ?? '';
  const lineEnd = statement.end + rest.length;
  const isLineEnd = lineEnd === tree.text.length || /[\r\n\u2028\u2029]/.test(tree.text[lineEnd] as string);
  if (isLineEnd) return { offset: statement.end + rest.trimEnd().length, before: eol, after: '' };
  // More code follows on this line: it goes below the new lines.
  const blank = /^[ \t]*/.exec(tree.text.slice(statement.end))?.[0].length ?? 0;
  return { offset: statement.end + blank, before: eol, after: eol };
}

/** Above the first statement and the comments that belong to it. */
function topPoint(tree: ts.SourceFile, head: Head, eol: string): InsertionPoint {
  const { text } = tree;
  const first = tree.statements[head.statements];
  const codeStart = first ? first.getStart(tree) : text.length;
  const comments = getLeadingCommentRanges(text, head.end) ?? [];
  const lastKept = comments.findLast((comment, index) =>
    isHeader(text, comment, comments[index + 1]?.pos ?? codeStart),
  );
  return placeAfter(text, lastKept?.end ?? sameLineEnd(text, head.end), codeStart, eol);
}

/** What stands on the line of the last directive belongs to it. */
function sameLineEnd(text: string, end: number): number {
  return end === 0 ? 0 : (getTrailingCommentRanges(text, end)?.at(-1)?.end ?? end);
}

/** Licence, pragma, or a comment that a blank line separates from what follows. */
function isHeader(text: string, comment: ts.CommentRange, next: number): boolean {
  const content = text.slice(comment.pos, comment.end);
  if (PRAGMA.test(content)) return true;
  const gap = text.slice(comment.end, next);
  return next === text.length || (gap.match(/\r\n|\n|\r/g) ?? []).length > 1;
}

const PRAGMA =
  /^\/\*!|^\/\/\/\s*<|@(?:license|licence|preserve|copyright|ts-nocheck|ts-check|flow|noflow|jsx\b|jsxRuntime|jsxImportSource|jest-environment|vitest-environment|prettier|format|file|fileoverview)|copyright|spdx-license|eslint-(?:disable|enable|env)\b|^\/\*\s*(?:global|globals|jshint|jslint)\b|stateless-ignore-file|istanbul ignore file|c8 ignore/i;

function placeAfter(text: string, from: number, codeStart: number, eol: string): InsertionPoint {
  if (from === 0) {
    const isBlank = /^\s*$/.test(text.slice(0, 1)) && text.length > 0;
    return { offset: 0, before: '', after: isBlank || text === '' ? eol : eol + eol };
  }
  const gap = /^[ \t]*(?:\r\n|\n|\r)?/.exec(text.slice(from))?.[0] ?? '';
  if (!/[\r\n]/.test(gap)) {
    // Code on the same line, or the end of the file.
    return from + gap.length >= text.length
      ? { offset: from, before: eol, after: '' }
      : { offset: codeStart, before: eol, after: eol };
  }
  const breaks = text.slice(from + gap.length).match(/^[ \t]*(?:\r\n|\n|\r)/);
  // A hashbang is no header: code stands right below it.
  const before = /^#!.*$/.test(text.slice(0, from)) ? eol : eol + eol;
  return { offset: from, before, after: breaks ? '' : eol };
}

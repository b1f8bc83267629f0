import {
  forEachChild,
  isArrayLiteralExpression,
  isArrowFunction,
  isBigIntLiteral,
  isBlock,
  isCaseBlock,
  isClassElement,
  isClassLike,
  isEmptyStatement,
  isJsxText,
  isModuleBlock,
  isNumericLiteral,
  isObjectLiteralExpression,
  isStatement,
  isStringLiteralLike,
  isVariableDeclaration,
  isVariableDeclarationList,
  isVariableStatement,
} from './compiler.js';
import type { ts } from './compiler.js';
import type { CodeAround, FindCodeAround, SourceText } from '../model/project.js';
import { lineStartsOf, positionAt } from '../support/text-position.js';
import { parseScript } from './manifests/parse-script.js';
import { readSource } from './read-source.js';

/** Looks up code below `root`, or in texts that take the place of what is there. The last file stays parsed: whoever asks goes through the files one after the other. */
export function openCodeAround(root: string, changed: ReadonlyMap<string, SourceText> = new Map()): FindCodeAround {
  let open: { readonly path: string; readonly file: OpenFile | null } | null = null;
  return ({ file: path, line, column }) => {
    if (open?.path !== path) open = { path, file: openFile(root, path, changed.get(path)) };
    const start = open.file?.lineStarts[line - 1];
    return open.file === null || start === undefined ? null : around(open.file, start + column - 1);
  };
}

interface OpenFile {
  readonly tree: ts.SourceFile;
  readonly lineStarts: readonly number[];
}

function openFile(root: string, path: string, changed: SourceText | undefined): OpenFile | null {
  const read = changed === undefined ? readSource(root, path) : { source: changed };
  if ('diagnostic' in read) return null;
  const tree = parseScript(read.source.text, path);
  return tree && { tree, lineStarts: lineStartsOf(read.source.text) };
}

function around({ tree, lineStarts }: OpenFile, pos: number): CodeAround | null {
  const unit = unitAt(tree, pos);
  if (unit === null) return null;
  const lineOf = (offset: number): number => positionAt(lineStarts, offset).line;
  return {
    text: normalised(unit, tree),
    firstLine: lineOf(firstOf(unit).getStart(tree)),
    lastLine: lineOf(lastOf(unit).getEnd()),
  };
}

/** The innermost statement, declarator, class member or body of a concise arrow around a position. */
function unitAt(tree: ts.SourceFile, pos: number): ts.Node | null {
  let unit: ts.Node | null = null;
  for (let node: ts.Node | undefined = tree; node; node = childAt(node, tree, pos)) if (isUnit(node)) unit = node;
  return unit;
}

function childAt(node: ts.Node, tree: ts.SourceFile, pos: number): ts.Node | undefined {
  return forEachChild(node, (child) => (child.getStart(tree) <= pos && pos < child.end ? child : undefined));
}

function isUnit(node: ts.Node): boolean {
  if (isBlock(node)) return false;
  return isStatement(node) || isVariableDeclaration(node) || isClassElement(node) || isConciseBody(node);
}

/** The statement of a declarator that is the first one in it. */
function firstOf(unit: ts.Node): ts.Node {
  return statementOf(unit, 0) ?? unit;
}

function lastOf(unit: ts.Node): ts.Node {
  return statementOf(unit, -1) ?? unit;
}

function statementOf(unit: ts.Node, position: 0 | -1): ts.Node | null {
  const list = isVariableDeclaration(unit) ? unit.parent : null;
  if (list === null || !isVariableDeclarationList(list) || list.declarations.at(position) !== unit) return null;
  return isVariableStatement(list.parent) ? list.parent : null;
}

function isConciseBody(node: ts.Node): boolean {
  return node.parent !== undefined && isArrowFunction(node.parent) && node.parent.body === node && !isBlock(node);
}

/**
 * What a unit says of itself: its tokens with one blank between, as far as no formatter changes them (comments, line
 * breaks, quotes, parentheses, commas and semicolons are out), and without the bodies in it, which have units of their own.
 */
function normalised(unit: ts.Node, tree: ts.SourceFile): string {
  const tokens: string[] = [];
  const visit = (node: ts.Node): void => {
    const children = childrenOf(node);
    if (children.length === 0) {
      tokens.push(...leafTokens(node, tree));
      return;
    }
    let at = node.getStart(tree);
    for (const child of children) {
      tokens.push(...tokensBetween(tree.text.slice(at, child.getStart(tree))));
      if (isBody(child)) tokens.push('{}');
      else visit(child);
      at = child.end;
    }
    tokens.push(...tokensBetween(tree.text.slice(at, node.end)));
  };
  try {
    visit(unit);
  } catch (error) {
    // Nested too deeply to be walked: what was read so far identifies it well enough.
    if (!(error instanceof RangeError)) throw error;
  }
  return tokens.join(' ');
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  forEachChild(node, (child) => {
    children.push(child);
  });
  return children.sort((a, b) => a.pos - b.pos);
}

function isBody(node: ts.Node): boolean {
  if (isStatement(node) || isCaseBlock(node) || isModuleBlock(node) || isConciseBody(node)) return true;
  return isClassElement(node) && isClassLike(node.parent);
}

function leafTokens(node: ts.Node, tree: ts.SourceFile): string[] {
  if (isStringLiteralLike(node)) return [isPropertyName(node) ? node.text : JSON.stringify(node.text)];
  if (isNumericLiteral(node) || isBigIntLiteral(node)) return [node.text];
  const text = node.getText(tree).replace(/\r\n?/g, '\n');
  if (isJsxText(node)) return text.trim() === '' ? [] : [text.trim().replace(/\s+/g, ' ')];
  return isPunctuated(node) ? tokensBetween(text) : [text];
}

function isPropertyName(node: ts.Node): boolean {
  return node.parent !== undefined && 'name' in node.parent && node.parent.name === node;
}

/** `{}`, `[]`, `()`, `;`: nodes without a child whose text is blanks, comments and punctuation. */
function isPunctuated(node: ts.Node): boolean {
  return isObjectLiteralExpression(node) || isArrayLiteralExpression(node) || isBlock(node) || isEmptyStatement(node);
}

/** Keywords and punctuation between two nodes. Literals and names are nodes, so what looks like a comment is one. */
function tokensBetween(text: string): string[] {
  const code = text.replace(/\/\*[^]*?\*\/|\/\/.*/g, ' ');
  return (code.match(/[\w$]+|[^\s\w$]/g) ?? []).filter((token) => !/^[(),;]$/.test(token));
}

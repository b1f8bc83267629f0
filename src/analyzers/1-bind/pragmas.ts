import type { Pragma } from '../../model/source-module.js';
import { SyntaxKind, forEachChild } from '../syntax/compiler.js';
import type { ts } from '../syntax/compiler.js';

const WORD = 'stateless-ignore';

/** Comments that speak to the tool, `// stateless-ignore-next-line in-memory-counter -- reason`: they start with the word. */
export function findPragmas(text: string, file: ts.SourceFile): Pragma[] {
  const found: Pragma[] = [];
  for (let at = text.indexOf(WORD); at >= 0; at = text.indexOf(WORD, at + WORD.length)) {
    const comment = commentAround(text, file, at);
    if (comment === null || !/^\/(\/[/!\s]*|\*[*!\s]*)$/.test(text.slice(comment.pos, at))) continue;
    found.push({
      pos: at,
      end: comment.end,
      text: contentOf(text.slice(at, comment.end)),
      nextCode: nextCode(text, comment.end),
    });
  }
  return found;
}

interface Range {
  readonly pos: number;
  readonly end: number;
}

/** The comment that an offset lies in; null in a string, a template, a pattern or the text of an element. */
function commentAround(text: string, file: ts.SourceFile, at: number): Range | null {
  let node: ts.Node = file;
  let from = 0;
  for (let inner: ts.Node | null = file; inner; inner = childAround(node, at)) {
    node = inner;
    from = inner.pos;
  }
  if (holdsText(node) && at >= node.getStart(file)) return null;
  forEachChild(node, (child) => {
    if (child.end <= at) from = Math.max(from, child.end);
  });
  return commentFrom(text, from, at);
}

function childAround(node: ts.Node, at: number): ts.Node | null {
  return forEachChild(node, (child) => (child.pos <= at && at < child.end ? child : null)) ?? null;
}

function holdsText(node: ts.Node): boolean {
  switch (node.kind) {
    case SyntaxKind.StringLiteral:
    case SyntaxKind.NoSubstitutionTemplateLiteral:
    case SyntaxKind.TemplateHead:
    case SyntaxKind.TemplateMiddle:
    case SyntaxKind.TemplateTail:
    case SyntaxKind.RegularExpressionLiteral:
    case SyntaxKind.JsxText:
      return true;
    default:
      return false;
  }
}

/** Between two nodes there are blanks, comments, keywords and punctuation, of which a division is none. */
function commentFrom(text: string, from: number, at: number): Range | null {
  let pos = from;
  while (pos < at) {
    const end = endOfComment(text, pos);
    if (end !== null && at < end) return { pos, end };
    pos = end ?? pos + 1;
  }
  return null;
}

/** Where the comment that starts at an offset ends, its line break apart. Null where none starts. */
function endOfComment(text: string, pos: number): number | null {
  if (text[pos] !== '/') return null;
  if (text[pos + 1] === '*') {
    const close = text.indexOf('*/', pos + 2);
    return close < 0 ? text.length : close + 2;
  }
  return text[pos + 1] === '/' ? endOfLine(text, pos) : null;
}

function endOfLine(text: string, pos: number): number {
  let end = pos;
  while (end < text.length && !/[\n\r\u2028\u2029]/.test(text[end] as string)) end++;
  return end;
}

/** One line, without the end of the comment and the stars in front of its lines. */
function contentOf(text: string): string {
  return text
    .replace(/\*\/$/, '')
    .replace(/[\n\r\u2028\u2029]\s*\*?/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The first code on a line of its own after a comment: other comments, those of JSX too, are passed over. */
function nextCode(text: string, end: number): number {
  let pos = endOfLine(text, end);
  while (pos < text.length) {
    const jsx = /^\{\s*(?=\/\*)/.exec(text.slice(pos, pos + 100));
    const comment = endOfComment(text, pos + (jsx?.[0].length ?? 0));
    if (comment !== null) pos = jsx ? afterBrace(text, comment) : comment;
    else if (/\s/.test(text[pos] as string)) pos++;
    else break;
  }
  return pos;
}

function afterBrace(text: string, pos: number): number {
  const brace = text.indexOf('}', pos);
  return brace < 0 ? text.length : brace + 1;
}

import type { Pragma } from '../../model/source-module.js';
import { SyntaxKind, forEachChild } from '../syntax/compiler.js';
import type { ts } from '../syntax/compiler.js';

const WORD = 'stateless-ignore';

/** Comments that speak to the tool, `// stateless-ignore-next-line in-memory-counter -- reason`: they start with the word. */
export function findPragmas(file: ts.SourceFile): Pragma[] {
  const { text } = file;
  const found: Pragma[] = [];
  let at = text.indexOf(WORD);
  const commentAround = at < 0 ? null : openComments(file);
  for (; commentAround !== null && at >= 0; at = text.indexOf(WORD, at + WORD.length)) {
    const comment = commentAround(at);
    if (comment === null || !/^\/(\/[/!\s]*|\*[*!\s]*)$/.test(text.slice(comment.pos, at))) continue;
    const { end } = comment;
    const line = file.getLineEndOfPosition(end);
    const last = found.at(-1)?.nextCode ?? 0;
    // What follows a row of comments is looked for once.
    const next = line < last ? last : nextCode(file, line);
    found.push({ pos: at, end, text: contentOf(text.slice(at, end)), nextCode: next });
  }
  return found;
}

interface Range {
  readonly pos: number;
  readonly end: number;
}

/** Finds the comment that an offset lies in; null in a string, a template, a pattern or the text of an element. */
function openComments(file: ts.SourceFile): (at: number) => Range | null {
  const childrenOf = new Map<ts.Node, readonly ts.Node[]>();
  let gap = { from: -1, seen: 0 };
  return (at) => {
    let node: ts.Node = file;
    let from = 0;
    for (;;) {
      const children = childrenOf.get(node) ?? childNodes(node);
      childrenOf.set(node, children);
      const before = lastStartingBefore(children, at);
      if (before === undefined) break;
      if (before.end <= at) {
        from = before.end;
        break;
      }
      node = before;
      from = node.pos;
    }
    if (holdsText(node) && at >= node.getStart(file)) return null;
    // Offsets come in order: what was read between the same two nodes is not read again.
    const comment = commentFrom(file, gap.from === from ? gap.seen : from, at);
    gap = { from, seen: comment?.pos ?? from };
    return comment;
  };
}

function childNodes(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  forEachChild(node, (child) => {
    children.push(child);
  });
  return children.sort((a, b) => a.pos - b.pos);
}

function lastStartingBefore(children: readonly ts.Node[], at: number): ts.Node | undefined {
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle] as ts.Node).pos <= at) low = middle + 1;
    else high = middle;
  }
  return children[low - 1];
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
function commentFrom(file: ts.SourceFile, from: number, at: number): Range | null {
  let pos = from;
  while (pos < at) {
    const end = endOfComment(file, pos);
    if (end !== null && at < end) return { pos, end };
    pos = end ?? pos + 1;
  }
  return null;
}

/** Where the comment that starts at an offset ends, its line break apart. Null where none starts. */
function endOfComment(file: ts.SourceFile, pos: number): number | null {
  const { text } = file;
  if (text[pos] !== '/') return null;
  if (text[pos + 1] === '*') {
    const close = text.indexOf('*/', pos + 2);
    return close < 0 ? text.length : close + 2;
  }
  return text[pos + 1] === '/' ? file.getLineEndOfPosition(pos) : null;
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
function nextCode(file: ts.SourceFile, from: number): number {
  const { text } = file;
  let pos = from;
  while (pos < text.length) {
    const jsx = /^\{\s*(?=\/\*)/.exec(text.slice(pos, pos + 100));
    const comment = endOfComment(file, pos + (jsx?.[0].length ?? 0));
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

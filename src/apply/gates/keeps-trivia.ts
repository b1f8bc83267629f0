import { parseScript } from '../../project/manifests/parse-script.js';
import { SyntaxKind } from '../../project/compiler.js';
import type { ts } from '../../project/compiler.js';
import type { ChangedText } from '../change-set.js';
import { commentsOf } from './parses.js';

/** Comments, hashbang, directives, byte-order mark and line ends are those of before. */
export function keepsTrivia({ path, before, after, ranges }: ChangedText): string | null {
  if (before === null) return null;
  if (before.encoding !== after.encoding) return 'its encoding would change';
  if (hashbangOf(before.text) !== hashbangOf(after.text)) return 'its hashbang would change';
  const directives = directivesOf(path, before.text);
  if (directives !== directivesOf(path, after.text)) return 'its directives would change';
  const lost = lostComment(path, before.text, after.text);
  if (lost !== null) return `a comment would be lost (${lost})`;
  return ranges.every(({ text }) => fits(text, before.text)) ? null : 'its line ends would be mixed';
}

function hashbangOf(text: string): string {
  return /^#!.*/.exec(text)?.[0] ?? '';
}

function directivesOf(path: string, text: string): string | null {
  const tree = parseScript(text, path);
  if (tree === null) return null;
  const directives: string[] = [];
  for (const statement of tree.statements) {
    if (statement.kind !== SyntaxKind.ExpressionStatement) break;
    const { expression } = statement as ts.ExpressionStatement;
    if (expression.kind !== SyntaxKind.StringLiteral) break;
    directives.push(expression.getText(tree));
  }
  return directives.join('\n');
}

/** Every comment of before stands there as often as it did. Layout within it may follow that of the code around it. */
function lostComment(path: string, before: string, after: string): string | null {
  const had = commentsOf(path, before);
  if (had === null) return null;
  const left = new Map<string, number>();
  for (const comment of (commentsOf(path, after) ?? []).map(flat)) left.set(comment, (left.get(comment) ?? 0) + 1);
  for (const comment of had.map(flat)) {
    const count = left.get(comment) ?? 0;
    if (count === 0)
      return comment
        .slice(comment.indexOf(':') + 1)
        .trim()
        .slice(0, 60);
    left.set(comment, count - 1);
  }
  return null;
}

function flat(comment: string): string {
  return comment.replace(/\s+/g, ' ');
}

/** New line ends are of the kind that the file has; one that mixes them may get either. */
function fits(inserted: string, text: string): boolean {
  const crlf = /\r\n/.test(text);
  const other = /(?<!\r)\n|\r(?!\n)/.test(text);
  if (crlf && !other) return !/(?<!\r)\n|\r(?!\n)/.test(inserted);
  return crlf || !inserted.includes('\r\n');
}

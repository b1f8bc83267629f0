'use strict';
const recast = require('recast');

/** Fields that say where something stands or how it was written, and those that traversal adds with their defaults. */
const IGNORED = new Set([
  'loc',
  'start',
  'end',
  'range',
  'tokens',
  'comments',
  'leadingComments',
  'trailingComments',
  'innerComments',
  'extra',
  'original',
  'raw',
  'errors',
  'parent',
  'parentPath',
]);

/**
 * Edits, in order and without overlap, that turn the text of `before` into what `after` says. Throws where a comment would
 * be lost: then the file is better left alone.
 */
function editsBetween(before, after, text, comments = []) {
  const edits = [];
  compare(before, after, { text, edits, comments });
  return edits.sort((a, b) => a.start - b.start || a.end - b.end);
}

function compare(before, after, run) {
  if (sameNode(before, after)) return;
  if (before.type !== after.type) return replace(before, after, run);
  const mark = run.edits.length;
  for (const key of keysOf(before, after)) {
    const a = before[key];
    const b = after[key];
    const word = wordEdit(key, before, after, run.text);
    if (word) run.edits.push(word);
    else if (isNode(a) && isNode(b)) compare(a, b, run);
    else if (Array.isArray(a) && Array.isArray(b) && [...a, ...b].every((one) => one === null || isNode(one))) {
      if (!compareLists(before, a, b, run)) return giveUp(before, after, run, mark);
    } else if (!sameValue(a, b)) return giveUp(before, after, run, mark);
  }
}

/** `async` that comes, and `const` that becomes `let`: one word, while everything else stays as it stands. */
function wordEdit(key, before, after, text) {
  if (key === 'async' && before.async === false && after.async === true) {
    const start = before.key && !before.computed ? before.key.start : before.start;
    return before.computed ? null : { start, end: start, text: 'async ' };
  }
  if (key === 'kind' && before.type === 'VariableDeclaration' && before.kind !== after.kind) {
    const isThere = text.startsWith(before.kind, before.start);
    return isThere ? { start: before.start, end: before.start + before.kind.length, text: after.kind } : null;
  }
  return null;
}

/** What cannot be told apart further is printed as a whole, with the parts that were kept copied. */
function giveUp(before, after, run, mark) {
  run.edits.length = mark;
  replace(before, after, run);
}

function replace(before, after, run) {
  const text = printed(after, run, indentAt(run.text, before.start));
  const lost = run.comments.find(
    ({ start, end }) => start >= before.start && end <= before.end && !text.includes(run.text.slice(start, end)),
  );
  if (lost) throw new Error(`a comment would be lost: ${run.text.slice(lost.start, lost.end)}`);
  run.edits.push({ start: before.start, end: before.end, text });
}

function compareLists(owner, a, b, run) {
  if (isStatementList(owner, a, b)) return compareStatements(a, b, run);
  if (a.length !== b.length) return false;
  return a.every((one, index) => {
    if (one === null || b[index] === null) return one === b[index];
    compare(one, b[index], run);
    return true;
  });
}

function isStatementList(owner, a, b) {
  const isBody = /^(?:Program|BlockStatement|StaticBlock|SwitchCase|ClassBody|TSModuleBlock)$/.test(owner.type);
  return isBody && [...a, ...b].every((one) => one !== null);
}

/** Statements that were kept anchor the list: what is new between two of them is inserted, what is gone is taken out. */
function compareStatements(a, b, run) {
  const { text, edits } = run;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  let at = 0;
  let last = null;
  for (const node of b) {
    const found = a.findIndex((one, index) => index >= at && one.start === node.start && node.start !== undefined);
    if (found < 0) {
      const anchor = last ?? a[at] ?? null;
      if (anchor === null) return false;
      const indent = indentAt(text, anchor.start);
      const fresh = printed(node, run, indent);
      if (last === null)
        edits.push({
          start: lineStart(text, commentsStart(anchor)),
          end: lineStart(text, commentsStart(anchor)),
          text: indent + fresh + eol,
        });
      else edits.push({ start: last.end, end: last.end, text: eol + indent + fresh });
      continue;
    }
    for (const gone of a.slice(at, found)) edits.push({ ...linesOf(text, gone), text: '' });
    compare(a[found], node, run);
    last = a[found];
    at = found + 1;
  }
  for (const gone of a.slice(at)) edits.push({ ...linesOf(text, gone), text: '' });
  return true;
}

function commentsStart(node) {
  const own = node.leadingComments;
  return own && own.length > 0 ? own[own.length - 1].start : node.start;
}

function linesOf(text, node) {
  const start = lineStart(text, node.start);
  const rest = /^[ \t]*(?:\r\n|\n|\r|$)/.exec(text.slice(node.end));
  if (text.slice(start, node.start).trim() !== '' || rest === null) return { start: node.start, end: node.end };
  return { start, end: node.end + rest[0].length };
}

function lineStart(text, offset) {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function indentAt(text, offset) {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))[0];
}

/** A node that was made, printed alone; parts of it that come from the text are copied verbatim. */
function printed(node, { text }, indent) {
  const copies = new Map();
  const marked = mark(node, text, copies, new Set());
  const { code } = recast.print(marked, { quote: /"/.test(text) && !/'/.test(text) ? 'double' : 'single' });
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  let result = code
    .split(/\r?\n/)
    .map((line, index) => (index > 0 && line !== '' ? indent + line : line))
    .join(eol);
  for (const [name, source] of copies) {
    result = result.replace(new RegExp(`\\{\\s*${name}block;?\\s*\\}|${name}`), () => source);
  }
  return result;
}

/** Expressions with a place in the text become names that stand for it. */
function mark(node, text, copies, seen) {
  if (!isNode(node) || seen.has(node)) return node;
  seen.add(node);
  const isOriginal = typeof node.start === 'number' && typeof node.end === 'number' && node.loc;
  const isPlain = /Expression$|Literal$|^BlockStatement$/.test(node.type) && !/^(?:JSX|TS)/.test(node.type);
  if (isOriginal && isPlain && !hasChanged(node, text)) {
    const name = `__kept${copies.size}__`;
    copies.set(name, text.slice(node.start, node.end));
    if (node.type !== 'BlockStatement') return { type: 'Identifier', name };
    const inner = { type: 'ExpressionStatement', expression: { type: 'Identifier', name: `${name}block` } };
    return { type: 'BlockStatement', body: [inner], directives: [] };
  }
  const copy = { type: node.type };
  for (const key of Object.keys(node)) {
    if (key === 'type' || (IGNORED.has(key) && key !== 'extra' && key !== 'comments')) continue;
    const value = node[key];
    copy[key] = Array.isArray(value)
      ? value.map((one) => mark(one, text, copies, seen))
      : mark(value, text, copies, seen);
  }
  return copy;
}

/** Whether a node does not say any more what its part of the text says. */
function hasChanged(node, text) {
  const { parserFor } = require('./parser-for.cjs');
  try {
    const own = text.slice(node.start, node.end);
    if (node.type === 'BlockStatement') {
      const { body } = parserFor('x.tsx').parse(`async function* f() ${own}`).program.body[0];
      return !sameNode(body, node);
    }
    return !sameNode(parserFor('x.tsx').parse(`(${own})`).program.body[0].expression, node);
  } catch {
    return true;
  }
}

function isNode(value) {
  return value !== null && typeof value === 'object' && typeof value.type === 'string';
}

function keysOf(before, after) {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !IGNORED.has(key));
}

/** Missing, null, false and empty are the same: traversal adds fields with such values. */
function sameValue(a, b) {
  const plain = (value) =>
    value === undefined || value === false || value === null || value === 'value' ? null : value;
  if (Array.isArray(a) || Array.isArray(b)) {
    const [x, y] = [a ?? [], b ?? []];
    return (
      Array.isArray(x) && Array.isArray(y) && x.length === y.length && x.every((one, index) => sameValue(one, y[index]))
    );
  }
  if (isNode(a) && isNode(b)) return sameNode(a, b);
  if (plain(a) === plain(b)) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  return JSON.stringify(a) === JSON.stringify(b);
}

function sameNode(a, b) {
  if (a.type !== b.type) return false;
  return keysOf(a, b).every((key) => sameValue(a[key], b[key]));
}

module.exports = { editsBetween };

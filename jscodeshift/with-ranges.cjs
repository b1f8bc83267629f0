'use strict';
/**
 * Makes a jscodeshift transform change nothing but what it changes: `module.exports = withRanges(transform)`.
 *
 * The transform works on a jscodeshift tree as always. What it returns is thrown away; instead the changed tree is compared
 * with the parsed one, and each difference becomes an edit of the original text: new nodes are printed alone, nodes that
 * were kept are copied as they stand. Hashbangs, directives, line ends, byte-order marks, licence headers and comments of
 * everything else keep their bytes. Where two trees cannot be brought together, the smallest statement is printed.
 */
const { parserFor } = require('./parser-for.cjs');
const { editsBetween } = require('./tree-edits.cjs');

function withRanges(transform) {
  const run = typeof transform === 'function' ? transform : transform.default;
  const wrapped = (file, api, options) => {
    const { text, bom } = withoutBom(file.source);
    const trees = [];
    const result = run({ ...file, source: text }, watching(api, text, trees, file.path), options);
    if (typeof result !== 'string' || result === text || trees.length === 0) return undefined;
    const { original, changed, comments } = trees[trees.length - 1];
    const edits = editsBetween(original, changed, text, comments);
    return edits.length === 0 ? undefined : bom + applyEdits(text, edits);
  };
  return wrapped;
}

/**
 * jscodeshift, which remembers the tree of the file's own text and leaves printing undone. The tree is made here: the one
 * that recast makes has the offsets of a text with other tabs and line ends.
 */
function watching(api, text, trees, path) {
  const real = api.jscodeshift;
  const parser = parserFor(path);
  const core = real.withParser(parser);
  const watch = (source, ...rest) => {
    if (source !== text) return core(source, ...rest);
    const changed = parser.parse(text);
    const collection = core(changed);
    const { program, comments } = parser.parse(text);
    trees.push({ original: program, changed: changed.program, comments });
    // A mark that differs from the text: whether something changed is asked of the trees.
    collection.toSource = () => `${text}\n/* changed */`;
    return collection;
  };
  Object.setPrototypeOf(watch, core);
  Object.assign(watch, core);
  watch.withParser = () => watch;
  return { ...api, jscodeshift: watch, j: watch };
}

function withoutBom(source) {
  return source.startsWith('\uFEFF') ? { text: source.slice(1), bom: '\uFEFF' } : { text: source, bom: '' };
}

function applyEdits(text, edits) {
  let result = '';
  let at = 0;
  for (const { start, end, text: inserted } of edits) {
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}

module.exports = { withRanges };

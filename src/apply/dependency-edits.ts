import { applyEdits, modify, parseTree, findNodeAtLocation } from 'jsonc-parser';
import type { AddDependency, RangeEdit } from '../model/edit.js';

/** What a manifest needs for new dependencies, in the order of names where it keeps one. Null where it is no object. */
export function dependencyEdits(text: string, added: readonly AddDependency[]): RangeEdit[] | null {
  const tree = parseTree(text);
  if (tree?.type !== 'object') return null;
  const formattingOptions = {
    insertSpaces: !/^\t/m.test(text),
    tabSize: /^( +)"/m.exec(text)?.[1]?.length ?? 2,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  let changed = text;
  for (const { name, range } of added) {
    if (isDeclared(changed, name)) continue;
    const edits = modify(changed, ['dependencies', name], range, {
      formattingOptions,
      getInsertionIndex: (names) => indexFor(names, name),
    });
    changed = applyEdits(changed, edits);
  }
  return changed === text ? [] : [difference(text, changed)];
}

const FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

function isDeclared(text: string, name: string): boolean {
  const tree = parseTree(text);
  return tree !== undefined && FIELDS.some((field) => findNodeAtLocation(tree, [field, name]) !== undefined);
}

/** Sorted lists stay sorted; others get it at the end. */
function indexFor(names: readonly string[], name: string): number {
  const isSorted = names.every((one, index) => index === 0 || (names[index - 1] as string) <= one);
  const index = names.findIndex((one) => one > name);
  return isSorted && index >= 0 ? index : names.length;
}

/** The smallest range that differs. */
function difference(before: string, after: string): RangeEdit {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

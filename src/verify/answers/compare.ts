import type { Tree } from './normalise.js';

/** The first place in which two answers differ. */
export interface Difference {
  /** `/body/total`; empty for the whole answer. */
  readonly path: string;
  readonly expected: Tree | undefined;
  readonly got: Tree | undefined;
}

/** A one-to-one renaming of drawn values that holds for a whole run. */
export interface Renaming {
  readonly forth: Map<string, string>;
  readonly back: Map<string, string>;
}

/** The renaming before anything was seen. */
export function emptyRenaming(): Renaming {
  return { forth: new Map(), back: new Map() };
}

export interface CompareRules {
  /** Places whose values follow from the seed: they are compared up to the renaming, part by part. */
  readonly isDrawn: (path: string) => boolean;
  /** Places that differ between equal runs: they are not compared. */
  readonly isMasked: (path: string) => boolean;
  readonly renaming: Renaming;
}

/** Null where the answers are equal under the rules. The renaming learns from what it sees. */
export function compareTrees(expected: Tree, got: Tree, rules: CompareRules): Difference | null {
  return compareAt('', expected, got, rules);
}

function compareAt(
  path: string,
  expected: Tree | undefined,
  got: Tree | undefined,
  rules: CompareRules,
): Difference | null {
  if (rules.isMasked(path)) return null;
  if (isBranch(expected) && isBranch(got) && Array.isArray(expected) === Array.isArray(got)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])];
    for (const name of names) {
      const found = compareAt(`${path}/${name}`, childOf(expected, name), childOf(got, name), rules);
      if (found !== null) return found;
    }
    return null;
  }
  if (isLeaf(expected) && isLeaf(got) && rules.isDrawn(path)) {
    if (isRenamed(String(expected), String(got), rules.renaming)) return null;
    return { path, expected, got };
  }
  return Object.is(expected, got) ? null : { path, expected, got };
}

/** Paths of all leaves in which two trees differ; a missing branch counts as one. */
export function differingPaths(a: Tree | undefined, b: Tree | undefined, path = ''): string[] {
  if (isBranch(a) && isBranch(b) && Array.isArray(a) === Array.isArray(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return names.flatMap((name) => differingPaths(childOf(a, name), childOf(b, name), `${path}/${name}`));
  }
  return Object.is(a, b) ? [] : [path];
}

/** Drawn values inside a longer text (`sid=2f…; HttpOnly`) are renamed on their own. */
function isRenamed(expected: string, got: string, { forth, back }: Renaming): boolean {
  const from = partsOf(expected);
  const to = partsOf(got);
  if (from.length !== to.length) return false;
  return from.every((part, index) => {
    const other = to[index] as string;
    const known = forth.get(part);
    const origin = back.get(other);
    if (known === undefined && origin === undefined) {
      forth.set(part, other);
      back.set(other, part);
      return true;
    }
    return known === other && origin === part;
  });
}

function partsOf(text: string): string[] {
  return text.split(/([^A-Za-z0-9_-]+)/).filter((part) => part !== '');
}

function isBranch(tree: Tree | undefined): tree is readonly Tree[] | { readonly [name: string]: Tree } {
  return typeof tree === 'object' && tree !== null;
}

function isLeaf(tree: Tree | undefined): tree is string | number | boolean | null {
  return tree !== undefined && !isBranch(tree);
}

function childOf(tree: readonly Tree[] | { readonly [name: string]: Tree }, name: string): Tree | undefined {
  return Array.isArray(tree) ? (tree as readonly Tree[])[Number(name)] : (tree as Readonly<Record<string, Tree>>)[name];
}

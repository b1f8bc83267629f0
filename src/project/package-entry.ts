import { type BuiltLookup, findSourceOfBuilt } from './built-path.js';
import { isJsonObject, type JsonValue } from './json-file.js';
import type { PackageManifest } from './packages.js';
import { below, isInside, joinInside } from './relative-path.js';
import { matchStar } from './tsconfig.js';

/**
 * The source behind `@shop/cart` (subpath `''`) or `@shop/cart/totals` (subpath `totals`), where the package lies in this
 * repository. What the package publishes is often built and not there: it is mapped back to the source.
 */
export function findPackageEntry(manifest: PackageManifest, subpath: string, lookup: BuiltLookup): string | null {
  const published = publishedPaths(manifest, subpath);
  const guesses = subpath === '' ? MAIN_GUESSES : [subpath, `src/${subpath}`, `lib/${subpath}`, `source/${subpath}`];
  for (const target of published) {
    const source = findSource(manifest.folder, target, lookup);
    if (source !== null) return source;
  }
  for (const guess of guesses) {
    const source = lookup.probe(below(manifest.folder, guess));
    if (source !== null) return source;
  }
  return null;
}

const MAIN_GUESSES = ['src/index', 'index', 'lib/index', 'source/index', 'src/main', 'main'];

/** What `#db` leads to by the field `imports` of a package: paths relative to it, or names of packages. */
export function importTargets(manifest: PackageManifest, specifier: string): string[] {
  return subpathTargets(manifest.imports, specifier);
}

function publishedPaths(manifest: PackageManifest, subpath: string): string[] {
  const { exports } = manifest;
  const hasSubpaths = isJsonObject(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  if (subpath !== '') return hasSubpaths ? subpathTargets(exports, `./${subpath}`) : [];
  const exported = hasSubpaths ? subpathTargets(exports, '.') : rankedLeaves(exports);
  return [...exported, ...(manifest.main === null ? [] : [manifest.main]), ...manifest.otherEntries];
}

/** Targets of the most specific key that matches, as Node.js picks it. */
function subpathTargets(table: JsonValue, wanted: string): string[] {
  if (!isJsonObject(table)) return [];
  const exact = Object.hasOwn(table, wanted) ? table[wanted] : undefined;
  if (exact !== undefined && !wanted.includes('*')) return rankedLeaves(exact);
  const matching = Object.keys(table)
    .filter((key) => key.includes('*') && matchStar(key, wanted) !== null)
    .sort((a, b) => b.indexOf('*') - a.indexOf('*'));
  const [key] = matching;
  if (key === undefined) return [];
  const rest = matchStar(key, wanted) ?? '';
  return rankedLeaves(table[key] ?? null).map((target) => target.replaceAll('*', () => rest));
}

/** Conditions that lead to the source, or to what a server loads, come before those of a browser and of types. */
const CONDITION_RANK: ReadonlyMap<string, number> = new Map([
  ['source', 0],
  ['development', 1],
  ['bun', 1],
  ['deno', 1],
  ['node', 2],
  ['module-sync', 2],
  ['import', 3],
  ['module', 3],
  ['require', 4],
  ['default', 5],
  ['types', 7],
]);
const OTHER_CONDITION = 6;
const DEEPEST = 10;

function rankedLeaves(value: JsonValue): string[] {
  const leaves = leavesOf(value, 0, 0).sort((a, b) => a.rank - b.rank);
  return [...new Set(leaves.map((leaf) => leaf.target))];
}

function leavesOf(value: JsonValue, rank: number, depth: number): { target: string; rank: number }[] {
  if (typeof value === 'string') return [{ target: value, rank }];
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => leavesOf(item, rank, depth + 1));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([condition, target]) =>
    leavesOf(target, Math.max(rank, CONDITION_RANK.get(condition) ?? OTHER_CONDITION), depth + 1),
  );
}

/** The name of a package and the rest of a bare specifier: `@shop/cart/totals` → `@shop/cart`, `totals`. */
export function splitBareSpecifier(specifier: string): { name: string; subpath: string } {
  const segments = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return { name: segments.slice(0, length).join('/'), subpath: segments.slice(length).join('/') };
}

/** The source that a path in a package.json means, itself or through the build. It cannot leave the package's folder. */
export function findSource(folder: string, target: string, lookup: BuiltLookup): string | null {
  const path = joinInside(folder, target);
  if (path === null || !isInside(folder, path)) return null;
  return lookup.probe(path) ?? findSourceOfBuilt(folder, path, lookup);
}

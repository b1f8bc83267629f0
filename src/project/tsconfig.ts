import type { Diagnostic } from '../model/diagnostic.js';
import { compareText } from '../support/compare.js';
import { isJsonObject, type JsonValue, property, readInside, readJsonFile, stringsOf } from './json-file.js';
import { baseNameOf, below, folderOf, joinInside } from './relative-path.js';

/** What module resolution needs of one tsconfig.json or jsconfig.json, `extends` followed. Paths are relative to the root. */
export interface Tsconfig {
  readonly path: string;
  readonly folder: string;
  readonly baseUrl: string | null;
  /** The most specific pattern first. */
  readonly paths: readonly PathMapping[];
  readonly outDir: string | null;
  readonly rootDir: string | null;
}

/** `"@/*": ["./src/*"]` in the folder `web` is `{ pattern: '@/*', targets: ['web/src/*'] }`. */
export interface PathMapping {
  readonly pattern: string;
  readonly targets: readonly string[];
}

export interface Tsconfigs {
  /** Sorted by folder; in a folder `tsconfig.json` first, then `jsconfig.json`, then the rest by name. */
  readonly all: readonly Tsconfig[];
  readonly diagnostics: readonly Diagnostic[];
}

/** An option and the folder that its relative paths start from. */
interface Located {
  readonly value: JsonValue;
  readonly folder: string;
}
type Options = ReadonlyMap<string, Located>;

interface Reading {
  readonly root: string;
  /** Where a package of this repository lies, for `"extends": "@shop/tsconfig/node.json"`. */
  readonly folderOfPackage: (name: string) => string | null;
  readonly files: Map<string, JsonValue>;
  /** By path, with what is extended: configurations that share ancestors must not read these over and over. */
  readonly options: Map<string, Options>;
  readonly diagnostics: Diagnostic[];
}

const NAME = /^[jt]sconfig(?:[.-].*)?\.json$/;
const OPTIONS = ['baseUrl', 'paths', 'outDir', 'rootDir'];

/** Reads every tsconfig among the manifests. A missing or broken `extends` loses nothing but itself. */
export function readTsconfigs(
  root: string,
  manifests: readonly string[],
  folderOfPackage: (name: string) => string | null,
): Tsconfigs {
  const reading: Reading = { root, folderOfPackage, files: new Map(), options: new Map(), diagnostics: [] };
  const paths = manifests.filter((path) => NAME.test(baseNameOf(path))).sort(byPrecedence);
  const all = paths.map((path) => tsconfigFrom(path, readOptions(reading, path, new Set())));
  return { all, diagnostics: reading.diagnostics };
}

function byPrecedence(a: string, b: string): number {
  const rank = (path: string) => ['tsconfig.json', 'jsconfig.json'].indexOf(baseNameOf(path)) >>> 0;
  return compareText(folderOf(a), folderOf(b)) || rank(a) - rank(b) || compareText(a, b);
}

function tsconfigFrom(path: string, options: Options): Tsconfig {
  const folder = folderOf(path);
  const located = (name: string) => {
    const option = options.get(name);
    return typeof option?.value === 'string' ? joinLocated(option.value, option.folder, folder) : null;
  };
  const baseUrl = located('baseUrl');
  const paths = options.get('paths');
  return {
    path,
    folder,
    baseUrl,
    paths: paths === undefined ? [] : mappingsOf(paths.value, baseUrl ?? paths.folder, folder),
    outDir: located('outDir'),
    rootDir: located('rootDir'),
  };
}

function mappingsOf(value: JsonValue, base: string, leaf: string): PathMapping[] {
  if (!isJsonObject(value)) return [];
  const mappings = Object.entries(value).map(([pattern, targets]) => ({
    pattern,
    targets: stringsOf(targets).flatMap((target) => joinLocated(target, base, leaf) ?? []),
  }));
  return mappings.sort((a, b) => specificity(b.pattern) - specificity(a.pattern) || compareText(a.pattern, b.pattern));
}

/** TypeScript takes an exact pattern before one with a star, and then the longest text before the star. */
function specificity(pattern: string): number {
  const star = pattern.indexOf('*');
  return star < 0 ? Number.MAX_SAFE_INTEGER : star;
}

/** `${configDir}` is the folder of the configuration that was started from, not of the one that is extended. */
function joinLocated(value: string, folder: string, leaf: string): string | null {
  const configDir = /^\$\{configDir\}\/?/i.exec(value);
  if (configDir !== null) return joinInside(leaf, value.slice(configDir[0].length));
  return value.startsWith('/') ? null : joinInside(folder, value);
}

function readOptions(reading: Reading, path: string, visiting: ReadonlySet<string>): Options {
  const known = reading.options.get(path);
  if (known) return known;
  const json = readOnce(reading, path);
  const options = new Map<string, Located>();
  let isInCircle = false;
  const inner = new Set([...visiting, path]);
  for (const specifier of stringsOf(property(json, 'extends'))) {
    const base = findExtended(reading, path, specifier);
    if (base === null) continue;
    if (inner.has(base)) {
      isInCircle = true;
      reportOnce(reading, path, `extends ${JSON.stringify(specifier)}, which extends it in turn`);
      continue;
    }
    for (const [name, option] of readOptions(reading, base, inner)) options.set(name, option);
  }
  const own = property(json, 'compilerOptions');
  for (const name of OPTIONS) {
    const value = property(own, name);
    if (value !== null) options.set(name, { value, folder: folderOf(path) });
  }
  // What a circle cuts off depends on where it was entered.
  if (visiting.size === 0 || !isInCircle) reading.options.set(path, options);
  return options;
}

function readOnce(reading: Reading, path: string): JsonValue {
  const known = reading.files.get(path);
  if (known !== undefined) return known;
  const file = readJsonFile(reading.root, path, 'tsconfig-error');
  reading.diagnostics.push(...file.diagnostics);
  reading.files.set(path, file.value);
  return file.value;
}

function findExtended(reading: Reading, from: string, specifier: string): string | null {
  const isRelative = specifier.startsWith('.');
  const start = isRelative ? joinInside(folderOf(from), specifier) : startOfPackagePath(reading, specifier);
  const candidates = start === null ? [] : [start, `${start}.json`, below(start, 'tsconfig.json')];
  const hit = candidates.find((path) => path.endsWith('.json') && isReadable(reading, path));
  if (hit === undefined && isRelative && !isGenerated(specifier)) {
    const where = start === null ? 'which lies outside the audited folder' : 'which was not found';
    reportOnce(reading, from, `extends ${JSON.stringify(specifier)}, ${where}; its settings are missing`);
  }
  return hit ?? null;
}

/** A configuration is read again for each one that extends it. */
function reportOnce(reading: Reading, file: string, message: string): void {
  const isKnown = reading.diagnostics.some((item) => item.file === file && item.message === message);
  if (!isKnown) reading.diagnostics.push({ code: 'tsconfig-error', file, message });
}

/** A package that is not part of the repository is usually not installed, and rarely sets paths: not worth a word. */
function startOfPackagePath(reading: Reading, specifier: string): string | null {
  const segments = specifier.split('/');
  const nameLength = specifier.startsWith('@') ? 2 : 1;
  const folder = reading.folderOfPackage(segments.slice(0, nameLength).join('/'));
  return folder === null ? null : joinInside(folder, segments.slice(nameLength).join('/'));
}

/** `./.nuxt/tsconfig.json`, `./.svelte-kit/tsconfig.json`: there only after a build. */
function isGenerated(specifier: string): boolean {
  return /(?:^|\/)\.[^./]/.test(specifier);
}

function isReadable(reading: Reading, path: string): boolean {
  return reading.files.has(path) || readInside(reading.root, path) !== null;
}

/** The paths that a mapping gives for a specifier, or null where it does not match. */
export function applyMapping(mapping: PathMapping, specifier: string): readonly string[] | null {
  const rest = matchStar(mapping.pattern, specifier);
  return rest === null ? null : mapping.targets.map((target) => target.replace('*', () => rest));
}

/** What the one star of `pattern` stands for in `text`; `''` where they are equal; null where they do not match. */
export function matchStar(pattern: string, text: string): string | null {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text ? '' : null;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const matches = text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
  return matches ? text.slice(head.length, text.length - tail.length) : null;
}

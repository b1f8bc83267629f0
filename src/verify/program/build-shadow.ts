import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { discover } from '../../project/discover.js';
import type { InstrumentedBinding } from '../../project/instrument-edits.js';
import { createImportResolver } from '../../project/resolve-import.js';
import { type ModuleFormat, moduleSyntaxOf, shadowSource } from '../../project/shadow-source.js';
import { isDeclarationName, isSourceName } from '../../project/source-names.js';

/** A copy of the program that Node.js can execute as it is, outside the user's folder. */
export interface Shadow {
  /** Absolute path of the copy of the root. */
  readonly root: string;
  /** Absolute path of what became of a source. */
  readonly executable: (path: string) => string;
}

export interface ShadowSettings {
  /** Absolute path of the user's folder. */
  readonly root: string;
  /** Absolute path of an empty folder. */
  readonly into: string;
  /** Bindings to make resettable; empty for the program as it is. */
  readonly bindings: readonly (InstrumentedBinding & { readonly file: string })[];
}

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  'coverage',
  '.next',
  '.nuxt',
  '.turbo',
  '.cache',
]);

/** A larger file is not copied but linked to. */
const LARGEST_COPY = 8_000_000;

/** Copies the root, translating sources; packages are linked to where they are installed. */
export function buildShadow({ root, into, bindings }: ShadowSettings): Shadow {
  const app = join(into, 'app');
  const listed = listFiles(root);
  const sources = listed.files.filter((path) => isSourceName(path) && !isDeclarationName(path));
  const formats = formatsOf(root, sources);
  const executableOf = (path: string): string => formats.get(path)?.name ?? path;
  const resolver = createImportResolver(root, new Set(sources), discover({ root, paths: [] }).manifests);
  const legacyDecorators = usesLegacyDecorators(root, listed.files);
  for (const folder of listed.folders) mkdirSync(join(app, folder), { recursive: true });
  for (const path of listed.files) {
    if (!formats.has(path)) {
      placeFile(join(root, path), join(app, path));
      continue;
    }
    const text = shadowSource({
      path,
      text: readFileSync(join(root, path), 'utf8').replace(/^\uFEFF/, ''),
      format: formats.get(path)?.format ?? 'commonjs',
      specifierFor: (specifier) => {
        const found = resolver.resolve(path, specifier);
        return found.kind === 'file' && formats.has(found.path) ? fromTo(path, executableOf(found.path)) : null;
      },
      bindings: bindings.length === 0 ? null : bindings.filter(({ file }) => file === path),
      legacyDecorators,
    });
    // stateless-ignore-next-line local-file-state -- the copy that one call makes and removes
    writeFileSync(join(app, executableOf(path)), text);
  }
  linkPackages(root, app, listed.packageFolders);
  return { root: app, executable: (path) => join(app, executableOf(path)) };
}

interface Listed {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Folders that hold a `node_modules`; `''` for the root. */
  readonly packageFolders: readonly string[];
}

function listFiles(root: string): Listed {
  const files: string[] = [];
  const folders: string[] = [''];
  const packageFolders: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.name === 'node_modules') packageFolders.push(folder);
      else if (entry.isDirectory()) {
        if (SKIPPED_FOLDERS.has(entry.name)) continue;
        folders.push(path);
        visit(path);
      } else if (entry.isFile()) files.push(path);
    }
  };
  visit('');
  return { files: files.sort(), folders, packageFolders };
}

interface Translated {
  readonly format: ModuleFormat;
  /** Its path in the copy. */
  readonly name: string;
}

/** Every source that is translated, with the module system that it runs in. */
function formatsOf(root: string, sources: readonly string[]): Map<string, Translated> {
  const scopes = new Map<string, 'module' | 'commonjs'>();
  const syntax = new Map(sources.map((path) => [path, moduleSyntaxOf(path, readFileSync(join(root, path), 'utf8'))]));
  // A file that awaits at its top level can only be a module, and then so is what loads it.
  const awaiting = new Set(
    sources
      .filter((path) => syntax.get(path)?.hasTopLevelAwait && isAmbiguous(path))
      .map((path) => scopeFolder(root, path)),
  );
  const formats = new Map<string, Translated>();
  for (const path of sources) {
    const native = nativeFormat(root, path, scopes);
    const isModule = syntax.get(path)?.isModule === true;
    const format = isModule && awaiting.has(scopeFolder(root, path)) ? 'esm' : native;
    formats.set(path, { format, name: nameFor(path, format, native) });
  }
  return formats;
}

/** What Node.js takes a file for, by its name and its package. */
function nativeFormat(root: string, path: string, scopes: Map<string, 'module' | 'commonjs'>): ModuleFormat {
  if (/\.m[jt]s$/.test(path)) return 'esm';
  if (/\.c[jt]s$/.test(path)) return 'commonjs';
  return scopeOf(root, path, scopes) === 'module' ? 'esm' : 'commonjs';
}

function isAmbiguous(path: string): boolean {
  return !/\.[cm][jt]s$/.test(path);
}

function scopeFolder(root: string, path: string): string {
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    if (existsSync(join(root, folder, 'package.json'))) return folder;
    if (folder === '.' || folder === '/') return '.';
  }
}

function scopeOf(root: string, path: string, known: Map<string, 'module' | 'commonjs'>): 'module' | 'commonjs' {
  const folder = scopeFolder(root, path);
  const cached = known.get(folder);
  if (cached !== undefined) return cached;
  const manifest = readJson(join(root, folder, 'package.json'));
  const found = manifest['type'] === 'module' ? 'module' : 'commonjs';
  known.set(folder, found);
  return found;
}

function readJson(path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `.ts` → `.js`; what runs in another module system than its package says so by its name. */
function nameFor(path: string, format: ModuleFormat, native: ModuleFormat): string {
  if (/\.[cm]js$/.test(path)) return path;
  if (/\.[cm]ts$/.test(path)) return path.replace(/ts$/, 'js');
  return path.replace(/\.[jt]sx?$/, format === native ? '.js' : format === 'esm' ? '.mjs' : '.cjs');
}

function fromTo(from: string, to: string): string {
  const way = posix.relative(posix.dirname(from), to);
  return way.startsWith('.') ? way : `./${way}`;
}

function usesLegacyDecorators(root: string, files: readonly string[]): boolean {
  return files.some(
    (path) =>
      /(^|\/)tsconfig[^/]*\.json$/.test(path) &&
      /"experimentalDecorators"\s*:\s*true/.test(readFileSync(join(root, path), 'utf8')),
  );
}

function placeFile(from: string, to: string): void {
  if (lstatSync(from).size > LARGEST_COPY) symlinkSync(from, to);
  else copyFileSync(from, to);
}

/** Packages stay where they are installed; one that is a link into the root leads to its copy instead. */
function linkPackages(root: string, app: string, folders: readonly string[]): void {
  const realRoot = realpathSync(root);
  for (const folder of folders) {
    const from = join(root, folder, 'node_modules');
    const to = join(app, folder, 'node_modules');
    if (!hasLinksInto(realRoot, from)) symlinkSync(from, to);
    else linkEach(realRoot, app, from, to);
  }
  if (folders.includes('')) return;
  const above = enclosingPackages(root);
  if (above !== null) symlinkSync(above, join(dirname(app), 'node_modules'));
}

function linkEach(root: string, app: string, from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from)) {
    const path = join(from, entry);
    if (entry.startsWith('@') && lstatSync(path).isDirectory()) linkEach(root, app, path, join(to, entry));
    else {
      const own = pathInside(root, path);
      symlinkSync(own === null ? path : join(app, own), join(to, entry));
    }
  }
}

function hasLinksInto(root: string, folder: string): boolean {
  return readdirSync(folder).some((entry) => {
    const path = join(folder, entry);
    if (entry.startsWith('@') && lstatSync(path).isDirectory()) return hasLinksInto(root, path);
    return lstatSync(path).isSymbolicLink() && pathInside(root, path) !== null;
  });
}

/** Where a link leads below the root, outside any `node_modules`. */
function pathInside(root: string, path: string): string | null {
  try {
    const way = relative(root, realpathSync(path));
    return way.startsWith('..') || way.split(sep).includes('node_modules') ? null : way;
  } catch {
    return null;
  }
}

function enclosingPackages(root: string): string | null {
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules'))) return join(folder, 'node_modules');
    if (dirname(folder) === folder) return null;
  }
}

import type { Diagnostic } from '../model/diagnostic.js';
import { compareText } from '../support/compare.js';
import { isJsonObject, type JsonValue, property, readJsonFile, stringOrNull, stringsOf } from './json-file.js';
import { baseNameOf, below, folderOf, foldersUpFrom, joinInside } from './relative-path.js';

/** One `package.json`, as plain data. */
export interface PackageManifest {
  /** `packages/cart/package.json` */
  readonly path: string;
  /** `packages/cart`; `''` for the root. */
  readonly folder: string;
  readonly name: string | null;
  readonly version: string | null;
  /** How Node.js reads its `.js` files. */
  readonly type: 'module' | 'commonjs';
  /** Sorted by name, then kind. */
  readonly dependencies: readonly PackageDependency[];
  readonly main: string | null;
  /** `module`, `source`, `types` and `browser` where they are a path: further ways in, in this order. */
  readonly otherEntries: readonly string[];
  readonly bin: readonly PackageCommand[];
  readonly scripts: readonly PackageScript[];
  /** As written: a string, an array, or conditions and subpaths. */
  readonly exports: JsonValue;
  readonly imports: JsonValue;
  readonly files: readonly string[];
  /** Globs of `workspaces`. */
  readonly workspaces: readonly string[];
}

export interface PackageDependency {
  readonly name: string;
  /** `^4.18.0`, `workspace:*`, `file:../shared` */
  readonly range: string;
  readonly kind: 'production' | 'development' | 'peer' | 'optional';
}

/** A command that the package installs: `{ name: 'cart', file: 'bin/cart.js' }`, the file relative to the root. */
export interface PackageCommand {
  readonly name: string;
  readonly file: string;
}

export interface PackageScript {
  readonly name: string;
  readonly command: string;
}

export interface Packages {
  /** Sorted by path. */
  readonly all: readonly PackageManifest[];
  /** The nearest package.json at or above a file, whatever it holds. */
  readonly packageOf: (path: string) => PackageManifest | null;
  /** Whether the package of a file, or one that encloses it (dependencies are hoisted), depends on `name`. */
  readonly dependsOn: (path: string, name: string) => boolean;
  /** Names of everything that the package of a file, or one that encloses it, depends on. */
  readonly dependencyNames: (path: string) => ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every `package.json` among the manifests. */
export function readPackages(root: string, manifests: readonly string[]): Packages {
  const all: PackageManifest[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of manifests.filter((manifest) => baseNameOf(manifest) === 'package.json').sort(compareText)) {
    const file = readJsonFile(root, path, 'manifest-error');
    diagnostics.push(...file.diagnostics);
    all.push(packageFrom(path, file.value));
  }
  const byFolder = new Map(all.map((manifest) => [manifest.folder, manifest]));
  return {
    all,
    diagnostics,
    packageOf: (path) => enclosing(byFolder, path)[0] ?? null,
    dependsOn: (path, name) =>
      enclosing(byFolder, path).some(({ dependencies }) => dependencies.some((item) => item.name === name)),
    dependencyNames: (path) =>
      new Set(enclosing(byFolder, path).flatMap(({ dependencies }) => dependencies.map((item) => item.name))),
  };
}

/** Packages at or above a file, nearest first. */
function enclosing(byFolder: ReadonlyMap<string, PackageManifest>, path: string): PackageManifest[] {
  return foldersUpFrom(folderOf(path)).flatMap((folder) => byFolder.get(folder) ?? []);
}

function packageFrom(path: string, json: JsonValue): PackageManifest {
  const folder = folderOf(path);
  const name = stringOrNull(property(json, 'name'));
  const workspaces = property(json, 'workspaces');
  return {
    path,
    folder,
    name,
    version: stringOrNull(property(json, 'version')),
    type: property(json, 'type') === 'module' ? 'module' : 'commonjs',
    dependencies: dependenciesOf(json),
    main: stringOrNull(property(json, 'main')),
    otherEntries: ['source', 'module', 'types', 'typings', 'browser'].flatMap(
      (field) => stringOrNull(property(json, field)) ?? [],
    ),
    bin: commandsOf(folder, name, property(json, 'bin')),
    scripts: entriesOf(property(json, 'scripts')).map(([script, command]) => ({ name: script, command })),
    exports: property(json, 'exports'),
    imports: property(json, 'imports'),
    files: stringsOf(property(json, 'files')),
    workspaces: stringsOf(isJsonObject(workspaces) ? property(workspaces, 'packages') : workspaces),
  };
}

const DEPENDENCY_FIELDS = [
  ['dependencies', 'production'],
  ['devDependencies', 'development'],
  ['peerDependencies', 'peer'],
  ['optionalDependencies', 'optional'],
] as const;

function dependenciesOf(json: JsonValue): PackageDependency[] {
  return DEPENDENCY_FIELDS.flatMap(([field, kind]) =>
    entriesOf(property(json, field)).map(([name, range]) => ({ name, range, kind })),
  ).sort((a, b) => compareText(a.name, b.name) || compareText(a.kind, b.kind));
}

function commandsOf(folder: string, packageName: string | null, bin: JsonValue): PackageCommand[] {
  const named: [string, string][] =
    typeof bin === 'string' ? [[baseNameOf(packageName ?? 'cli'), bin]] : entriesOf(bin);
  return named.flatMap(([name, file]) => {
    const inside = joinInside(folder, file);
    return inside === null || inside === below(folder, '') ? [] : [{ name, file: inside }];
  });
}

function entriesOf(value: JsonValue): [string, string][] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

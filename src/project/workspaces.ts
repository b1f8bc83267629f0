import picomatch from 'picomatch';
import { parse } from 'yaml';
import type { Diagnostic } from '../model/diagnostic.js';
import { type JsonValue, property, readInside, readJsonFile, stringOrNull, stringsOf } from './json-file.js';
import type { PackageManifest, Packages } from './packages.js';
import { baseNameOf, folderOf, foldersUpFrom, isInside, joinInside } from './relative-path.js';

/** Which packages of the repository a file may import by name. */
export interface Workspaces {
  /** The package that `name` means in a file, or null where it comes from the registry. */
  readonly packageFor: (fromPath: string, name: string) => PackageManifest | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** A folder whose manifest lists members, with its members by name. */
interface Workspace {
  readonly root: string;
  readonly members: ReadonlyMap<string, PackageManifest>;
  readonly folders: ReadonlySet<string>;
}

/**
 * Reads the workspaces of npm, yarn, pnpm, lerna and rush. A name alone is not enough: a sample folder that calls itself
 * `express` must not stand in for the real one in another sample.
 */
export function readWorkspaces(root: string, manifests: readonly string[], packages: Packages): Workspaces {
  const diagnostics: Diagnostic[] = [];
  const globs = new Map<string, string[]>();
  const addGlobs = (folder: string, more: readonly string[]) =>
    globs.set(folder, [...(globs.get(folder) ?? []), ...more]);
  for (const { folder, workspaces } of packages.all) if (workspaces.length > 0) addGlobs(folder, workspaces);
  for (const path of manifests) {
    const listed = globsOfOtherManifest(root, path, diagnostics);
    if (listed.length > 0) addGlobs(folderOf(path), listed);
  }
  const workspaces = new Map([...globs].map(([folder, list]) => [folder, workspaceOf(folder, list, packages.all)]));
  const byFolder = new Map(packages.all.map((manifest) => [manifest.folder, manifest]));
  return {
    packageFor: (fromPath, name) => {
      const own = owningPackage(packages, fromPath);
      return ownPackage(own, name) ?? linkedPackage(own, name, byFolder) ?? memberFor(own, fromPath, name, workspaces);
    },
    diagnostics,
  };
}

/** The nearest package.json that is a package: one that holds only `"type": "module"` sets the module format and no more. */
function owningPackage(packages: Packages, fromPath: string): PackageManifest | null {
  for (let path = fromPath; ;) {
    const manifest = packages.packageOf(path);
    if (manifest === null || manifest.name !== null || manifest.dependencies.length > 0) return manifest;
    if (manifest.folder === '') return manifest;
    path = manifest.folder;
  }
}

function globsOfOtherManifest(root: string, path: string, diagnostics: Diagnostic[]): string[] {
  switch (baseNameOf(path)) {
    case 'pnpm-workspace.yaml':
      return stringsOf(property(readYaml(root, path, diagnostics), 'packages'));
    case 'lerna.json':
      return stringsOf(property(readJsonFile(root, path, 'manifest-error').value, 'packages'));
    case 'rush.json': {
      const projects = property(readJsonFile(root, path, 'manifest-error').value, 'projects');
      if (!Array.isArray(projects)) return [];
      return projects.flatMap((project: JsonValue) => stringOrNull(property(project, 'projectFolder')) ?? []);
    }
    default:
      return [];
  }
}

function readYaml(root: string, path: string, diagnostics: Diagnostic[]): JsonValue {
  try {
    return parse(readInside(root, path) ?? '', { maxAliasCount: 100 }) as JsonValue;
  } catch {
    diagnostics.push({ code: 'manifest-error', file: path, message: 'not valid YAML' });
    return null;
  }
}

function workspaceOf(root: string, globs: readonly string[], all: readonly PackageManifest[]): Workspace {
  const matches = memberTest(globs);
  const members = new Map<string, PackageManifest>();
  const folders = new Set<string>();
  for (const manifest of all) {
    if (!isInside(root, manifest.folder)) continue;
    const inside = manifest.folder.slice(root === '' ? 0 : root.length + 1);
    if (inside !== '' && !matches(inside)) continue;
    folders.add(manifest.folder);
    if (manifest.name !== null && !members.has(manifest.name)) members.set(manifest.name, manifest);
  }
  return { root, members, folders };
}

function memberTest(globs: readonly string[]): (folder: string) => boolean {
  const plain = globs.filter(isCheap).map((glob) => glob.replace(/^(!?)\.\//, '$1').replace(/\/+$/, ''));
  const options = { noextglob: true };
  const included = picomatch(
    plain.filter((glob) => !glob.startsWith('!')),
    options,
  );
  const excluded = picomatch(
    plain.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)),
    options,
  );
  return (folder) => included(folder) && !excluded(folder);
}

/** A glob becomes a backtracking pattern, and the repository is not trusted. */
function isCheap(glob: string): boolean {
  return glob !== '' && glob !== '!' && glob.length <= 200 && (glob.match(/\*/g)?.length ?? 0) <= 6;
}

/** A package may import itself by name where it has `exports`. */
function ownPackage(own: PackageManifest | null, name: string): PackageManifest | null {
  return own !== null && own.name === name && own.exports !== null ? own : null;
}

/** `"shared": "file:../shared"`, `link:` and `portal:` */
function linkedPackage(
  own: PackageManifest | null,
  name: string,
  byFolder: ReadonlyMap<string, PackageManifest>,
): PackageManifest | null {
  const range = own?.dependencies.find((item) => item.name === name)?.range;
  const target = range === undefined ? null : /^(?:file|link|portal):(.+)$/.exec(range);
  const folder = target?.[1] === undefined || own === null ? null : joinInside(own.folder, target[1]);
  return folder === null ? null : (byFolder.get(folder) ?? null);
}

/** A sample beside the members that asks for a version of its own gets it from the registry. */
function memberFor(
  own: PackageManifest | null,
  fromPath: string,
  name: string,
  workspaces: ReadonlyMap<string, Workspace>,
): PackageManifest | null {
  const asks = own?.dependencies.some((item) => item.name === name && !item.range.startsWith('workspace:')) ?? false;
  for (const folder of foldersUpFrom(folderOf(fromPath))) {
    const workspace = workspaces.get(folder);
    const member = workspace?.members.get(name);
    if (workspace === undefined || member === undefined) continue;
    const isOutside = own !== null && own.folder !== workspace.root && !isMember(own, workspace);
    if (!(asks && isOutside)) return member;
  }
  return null;
}

function isMember(manifest: PackageManifest, workspace: Workspace): boolean {
  return workspace.folders.has(manifest.folder);
}

import type { ProjectPackage, ProjectPackages } from '../model/project-packages.js';
import { property, readJsonFile } from './json-file.js';
import { type PackageManifest, readPackages } from './packages.js';
import { folderOf, foldersUpFrom } from './relative-path.js';

/** The packages of a repository as plans need them. */
export function projectPackages(root: string, manifests: readonly string[]): ProjectPackages {
  const { all } = readPackages(root, manifests);
  const byFolder = new Map(all.map((manifest) => [manifest.folder, projectPackage(root, manifest)]));
  return { enclosing: (file) => foldersUpFrom(folderOf(file)).flatMap((folder) => byFolder.get(folder) ?? []) };
}

function projectPackage(root: string, manifest: PackageManifest): ProjectPackage {
  const { path, folder, name, type, dependencies, main, exports } = manifest;
  const isPrivate = property(readJsonFile(root, path, 'manifest-error').value, 'private') === true;
  return {
    path,
    folder,
    name,
    isModule: type === 'module',
    ranges: new Map(dependencies.map((one) => [one.name, one.range])),
    isPublished: !isPrivate && name !== null && manifest.version !== null && (main !== null || exports !== null),
  };
}

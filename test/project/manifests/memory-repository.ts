import type { DeclaredFunction, Deployment } from '../../../src/model/deployment.js';
import { isManifestName, readDeploymentFrom } from '../../../src/project/manifests/index.js';
import type { RepositoryFiles } from '../../../src/project/manifests/repository-files.js';

/** A repository that is only in memory: path to text. */
export type Files = Readonly<Record<string, string>>;

/** Reads a repository that is only in memory. Every script counts as a source, every manifest name as a manifest. */
export function deploymentOf(files: Files): Deployment & { readonly diagnostics: readonly string[] } {
  const paths = Object.keys(files);
  const { deployment, diagnostics } = readDeploymentFrom(
    memoryFiles(files),
    paths.filter(isManifestName),
    new Set(paths.filter((path) => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path))),
  );
  return { ...deployment, diagnostics: diagnostics.map((each) => `${each.code} ${each.file} ${each.message}`) };
}

/** `name → file#export`, `name → file`, `name ✗ reason`: one line per function, in the order of the result. */
export function linesOf(files: Files): readonly string[] {
  return deploymentOf(files).functions.map(lineOf);
}

export function lineOf(fn: DeclaredFunction): string {
  switch (fn.source.kind) {
    case 'export':
      return `${fn.name} → ${fn.source.file}#${fn.source.exportName}`;
    case 'file':
      return `${fn.name} → ${fn.source.file}`;
    case 'class':
      return `${fn.name} → ${fn.source.file}#${fn.source.className}`;
    case 'none':
      return `${fn.name} ✗ ${fn.source.reason}`;
  }
}

/** `folder: target (manifest)`. */
export function scopesOf(files: Files): readonly string[] {
  return deploymentOf(files).scopes.map((scope) => `${scope.folder || '.'}: ${scope.target} (${scope.detectedBy})`);
}

export function memoryFiles(files: Files): RepositoryFiles {
  const texts = new Map(Object.entries(files));
  return {
    read: (path) => texts.get(path) ?? null,
    list(folder) {
      const prefix = folder === '' ? '' : `${folder}/`;
      const names = [...texts.keys()]
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length).replace(/\/.*/, '/'));
      return [...new Set(names)].sort();
    },
  };
}

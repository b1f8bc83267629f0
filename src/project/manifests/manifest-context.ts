import type { ts } from '../compiler.js';
import { bundledFilesOf } from './bundled-files.js';
import { parseScript } from './parse-script.js';
import type { BundledFile, ManifestContext } from './reader.js';
import type { RepositoryFiles } from './repository-files.js';

/** A context that reads each file and each package's bundler scripts at most once. */
export function createManifestContext(
  sources: ReadonlySet<string>,
  manifests: readonly string[],
  files: RepositoryFiles,
): ManifestContext {
  const trees = new Map<string, ts.SourceFile | null>();
  const bundles = new Map<string, readonly BundledFile[]>();
  const context: ManifestContext = {
    sources,
    manifests,
    files,
    parse(path) {
      const known = trees.get(path);
      if (known !== undefined) return known;
      const text = files.read(path);
      const tree = text === null ? null : parseScript(text, path);
      trees.set(path, tree);
      return tree;
    },
    bundlesOf(packageFolder) {
      const known = bundles.get(packageFolder);
      if (known !== undefined) return known;
      // A script that imports itself through its package must find an empty list, not start over.
      bundles.set(packageFolder, []);
      const found = bundledFilesOf(packageFolder, context);
      bundles.set(packageFolder, found);
      return found;
    },
  };
  return context;
}

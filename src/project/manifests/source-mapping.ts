import { compiledFrom, usuallyBuiltFrom } from './output-folders.js';
import { packageFolderOf } from './package-folder.js';
import type { ManifestContext } from './reader.js';
import { baseName, folderOf, isWithin } from './repository-path.js';
import { sourceAt, withoutEnding } from './source-stem.js';

/**
 * The analysed source of a path that a manifest names: `dist/handlers/api` or `dist/handlers/api.js` becomes
 * `src/handlers/api.ts`. Looks at compiler options, bundler scripts, and the habits of build tools, in this order.
 */
export function findSource(path: string, context: ManifestContext): string | null {
  const stem = withoutEnding(path);
  for (const compiled of compiledFrom(stem, context)) {
    const source = sourceAt(compiled, context.sources);
    if (source !== null) return source;
  }
  return (
    sourceNamed(path, stem, context) ??
    bundledFrom(stem, context) ??
    firstSource(usuallyBuiltFrom(stem), context) ??
    namesake(stem, context)
  );
}

/** All sources below a folder, sorted by the set's own order. */
export function sourcesWithin(folder: string, context: ManifestContext): readonly string[] {
  return [...context.sources].filter((source) => isWithin(source, folder));
}

function sourceNamed(path: string, stem: string, context: ManifestContext): string | null {
  const typed = path.match(/\.[cm]?tsx?$/) !== null && context.sources.has(path);
  if (typed) return path;
  const found = sourceAt(stem, context.sources);
  // `index.mjs` beside an unrelated `index.js`: the name as written wins unless a TypeScript twin exists.
  if (found !== null && /\.[cm]?js$/.test(found) && context.sources.has(path)) return path;
  return found;
}

function bundledFrom(stem: string, context: ManifestContext): string | null {
  const bundles = context.bundlesOf(packageFolderOf(folderOf(stem), context));
  return bundles.find((file) => file.output === stem || file.output === `${stem}/index`)?.source ?? null;
}

function firstSource(stems: readonly string[], context: ManifestContext): string | null {
  for (const stem of stems) {
    const source = sourceAt(stem, context.sources);
    if (source !== null) return source;
  }
  return null;
}

/**
 * Bundles are often flattened: `dist/resize/index.js` or `dist/resize.js` is made of the only `resize.ts` of the package.
 */
function namesake(stem: string, context: ManifestContext): string | null {
  if (usuallyBuiltFrom(stem).length === 0) return null;
  const name = baseName(stem) === 'index' ? baseName(folderOf(stem)) : baseName(stem);
  const folder = packageFolderOf(folderOf(stem), context);
  const found = sourcesWithin(folder, context).filter((source) => {
    const own = withoutEnding(source);
    return baseName(own) === name || own.endsWith(`/${name}/index`);
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

import { compareText } from '../support/compare.js';
import { isJsonObject, type JsonValue } from './json-file.js';
import { type PackageManifest, readPackages } from './packages.js';
import { below, folderOf, foldersUpFrom, isInside, joinInside } from './relative-path.js';
import { isJavaScriptName } from './source-names.js';
import { readTsconfigs } from './tsconfig.js';

/**
 * Folders that the manifests of a repository name as the place where a build writes its JavaScript. A name such as `dist`
 * or `lib` alone proves nothing: many repositories keep written code there.
 *
 * @param sources every source below the root, by which a folder counts as output only where other sources exist
 */
export function findOutputFolders(
  root: string,
  manifests: readonly string[],
  sources: readonly string[],
): ReadonlySet<string> {
  const scripts = sources.filter(isJavaScriptName);
  if (scripts.length === 0) return new Set();
  const count = countPerFolder(sources);
  const claims = [...claimsOfTsconfigs(root, manifests), ...claimsOfPackages(root, manifests, count)];
  const proven = claims.filter(({ output, owner }) => {
    const inside = count.get(output) ?? 0;
    return inside > 0 && (count.get(owner) ?? 0) > inside;
  });
  return new Set(proven.map(({ output }) => output).sort(compareText));
}

/** `output` is written by a build that `owner`'s manifest describes. */
interface Claim {
  readonly output: string;
  readonly owner: string;
}

function countPerFolder(sources: readonly string[]): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  for (const path of sources) {
    for (const folder of foldersUpFrom(folderOf(path))) count.set(folder, (count.get(folder) ?? 0) + 1);
  }
  return count;
}

function claimsOfTsconfigs(root: string, manifests: readonly string[]): Claim[] {
  const { all } = readTsconfigs(root, manifests, () => null);
  return all.flatMap(({ outDir, rootDir, folder }) => {
    if (outDir === null || isInside(outDir, folder)) return [];
    const holdsSources = rootDir !== null && isInside(outDir, rootDir);
    return holdsSources ? [] : [{ output: outDir, owner: folder }];
  });
}

const OUTPUT_NAME = /^(?:build|dist|out|output|release|dist-.*|.*-dist|compiled)$/;
const SOURCE_NAMES = ['src', 'source', 'sources', 'lib', 'app', 'server', 'api', 'functions', 'packages'];

function claimsOfPackages(root: string, manifests: readonly string[], count: ReadonlyMap<string, number>): Claim[] {
  return readPackages(root, manifests).all.flatMap((manifest) => {
    const { folder } = manifest;
    const named = scriptOutputs(manifest).concat(
      entryFolders(manifest).filter(
        (name) =>
          OUTPUT_NAME.test(name) && SOURCE_NAMES.some((source) => source !== name && count.has(below(folder, source))),
      ),
    );
    return named.flatMap((name) => {
      const output = joinInside(folder, name);
      return output === null || isInside(output, folder) ? [] : [{ output, owner: folder }];
    });
  });
}

/** The first folder on the way to what the package publishes: `dist` for `"main": "./dist/index.js"`. */
function entryFolders(manifest: PackageManifest): string[] {
  const targets = [manifest.main, ...manifest.otherEntries, ...manifest.files, ...leavesOf(manifest.exports)];
  const folders = targets.flatMap((target) => {
    const path = target === null || target.startsWith('!') ? null : joinInside('', target);
    return path === null ? [] : [path.split('/')[0] as string];
  });
  return [...new Set(folders)];
}

/** `babel src -d lib`, `esbuild … --outdir=build` */
function scriptOutputs(manifest: PackageManifest): string[] {
  return manifest.scripts.flatMap(({ command }) => {
    if (command.length > 2000) return [];
    const long = [...command.matchAll(/\s--(?:out-dir|outdir|outDir)[ =]([\w./-]+)/g)];
    const short = /\b(?:babel|swc)\b/.test(command) ? [...command.matchAll(/\s-d[ =]([\w./-]+)/g)] : [];
    return [...long, ...short].flatMap((match) => match[1] ?? []);
  });
}

function leavesOf(value: JsonValue, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (depth > 10) return [];
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => leavesOf(item, depth + 1));
  return isJsonObject(value) ? Object.values(value).flatMap((item) => leavesOf(item, depth + 1)) : [];
}

import { parse } from 'jsonc-parser';
import { inFolder, isRecord } from './package-folder.js';
import type { ManifestContext } from './reader.js';
import { folderOf, foldersUpwards, isWithin, pathBelow, pathWithin } from './repository-path.js';

/** Folders that build tools write to when nobody tells them otherwise. */
const USUAL_OUTPUTS: ReadonlySet<string> = new Set(
  'dist build lib out output bundle bundles target _build .build .webpack .esbuild .aws-sam .serverless .dist'.split(
    ' ',
  ),
);

/** Folders from which the sources of an output folder usually come, the most usual first. */
const USUAL_SOURCES = ['src', '', 'source', 'app', 'lib', 'functions', 'lambda'];

/** The paths that a compiled path may have been compiled from according to tsconfig.json files, the nearest first. */
export function compiledFrom(path: string, context: ManifestContext): readonly string[] {
  const found: string[] = [];
  for (const folder of foldersUpwards(folderOf(path))) {
    for (const name of ['tsconfig.json', 'tsconfig.build.json', 'tsconfig.prod.json']) {
      const options = readOptions(inFolder(folder, name), context, 0);
      if (options === null || options.outDir === null || options.outDir === '') continue;
      if (!isWithin(path, options.outDir) || path === options.outDir) continue;
      const below = pathBelow(path, options.outDir);
      for (const root of rootsOf(options, folder)) found.push(inFolder(root, below));
    }
  }
  return [...new Set(found)];
}

/** The paths that a path in a folder such as `dist` may come from, by habit alone. */
export function usuallyBuiltFrom(path: string): readonly string[] {
  const segments = path.split('/');
  const found: string[] = [];
  for (const [index, segment] of segments.entries()) {
    if (!USUAL_OUTPUTS.has(segment)) continue;
    const before = segments.slice(0, index).join('/');
    const after = segments.slice(index + 1);
    for (const root of USUAL_SOURCES) {
      if (root === segment) continue;
      found.push(inFolder(before, [root, ...after].filter((part) => part !== '').join('/')));
      // `.webpack/service/x`, `.aws-sam/build/MyFunction/x`, `dist/apps/api/x`: a level that the build adds.
      if (after.length > 1) found.push(inFolder(before, [root, ...after.slice(1)].filter((p) => p !== '').join('/')));
    }
  }
  return [...new Set(found)];
}

interface CompilerOptions {
  readonly outDir: string | null;
  readonly rootDir: string | null;
  readonly include: readonly string[];
}

function rootsOf(options: CompilerOptions, folder: string): readonly string[] {
  if (options.rootDir !== null) return [options.rootDir];
  // Without `rootDir` the compiler takes the deepest folder that all inputs share.
  const included = options.include.map((glob) => inFolder(folder, glob.split('*')[0] ?? '').replace(/\/$/, ''));
  return [...new Set([...(included.length === 1 ? included : []), folder, inFolder(folder, 'src')])];
}

function readOptions(path: string, context: ManifestContext, depth: number): CompilerOptions | null {
  const text = context.files.read(path);
  if (text === null || depth > 5) return null;
  const json: unknown = parse(text, [], { allowTrailingComma: true });
  if (!isRecord(json)) return null;
  const folder = folderOf(path);
  const own = isRecord(json['compilerOptions']) ? json['compilerOptions'] : {};
  const base = [json['extends']]
    .flat()
    .filter((name): name is string => typeof name === 'string' && name.startsWith('.'))
    .map((name) => readBase(folder, name, context, depth))
    .find((options) => options !== null);
  return {
    outDir: pathOption(own['outDir'], folder) ?? base?.outDir ?? null,
    rootDir: pathOption(own['rootDir'], folder) ?? base?.rootDir ?? null,
    include: Array.isArray(json['include']) ? json['include'].filter((glob) => typeof glob === 'string') : [],
  };
}

function readBase(folder: string, name: string, context: ManifestContext, depth: number): CompilerOptions | null {
  const path = pathWithin(folder, name);
  if (path === null) return null;
  return readOptions(path, context, depth + 1) ?? readOptions(`${path}.json`, context, depth + 1);
}

function pathOption(value: unknown, folder: string): string | null {
  return typeof value === 'string' ? pathWithin(folder, value) : null;
}

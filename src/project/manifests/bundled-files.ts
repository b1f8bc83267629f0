import { forEachChild, isObjectLiteralExpression } from '../compiler.js';
import type { ts } from '../compiler.js';
import { type ConfigValue, entriesOf, itemsOf, textAt, textsOf, valueAt } from './config-value.js';
import { packageJsonOf } from './package-folder.js';
import type { BundledFile, ManifestContext } from './reader.js';
import { baseName, folderOf, isWithin, pathBelow, pathFrom, pathWithin } from './repository-path.js';
import { sourceAt, withoutEnding } from './source-stem.js';
import { scopeOf, staticValue } from './static-value.js';

/** Names under which build scripts and bundler configurations go. */
const BUILD_SCRIPT = /build|bundle|esbuild|webpack|rollup|tsup|tsdown|rspack|vite/i;

/** What a package's bundler scripts and configurations say: which source becomes which output file. */
export function bundledFilesOf(packageFolder: string, context: ManifestContext): readonly BundledFile[] {
  const found = commandLines(packageFolder, context);
  for (const path of buildScripts(packageFolder, context)) {
    const text = context.files.read(path) ?? '';
    if (!/\b(?:entryPoints?|entry|input)\b/.test(text)) continue;
    const file = context.parse(path);
    if (file !== null) found.push(...scriptedFiles(file, path, packageFolder, context));
  }
  return found;
}

/** Scripts that bundle are few; configurations beside package.json are read even where discovery leaves them out. */
function buildScripts(packageFolder: string, context: ManifestContext): readonly string[] {
  const listed = context.files.list(packageFolder).flatMap((name) => {
    const path = pathWithin(packageFolder, name);
    return /\.[cm]?[jt]s$/.test(name) && BUILD_SCRIPT.test(name) && path !== null ? [path] : [];
  });
  const sources = [...context.sources].filter(
    (source) => isWithin(source, packageFolder) && BUILD_SCRIPT.test(baseName(source)),
  );
  return [...new Set([...listed, ...sources])];
}

function scriptedFiles(
  file: ts.SourceFile,
  path: string,
  packageFolder: string,
  context: ManifestContext,
): readonly BundledFile[] {
  const found: BundledFile[] = [];
  const scope = scopeOf(path, packageFolder, context);
  const visit = (node: ts.Node): void => {
    if (isObjectLiteralExpression(node) && declaresEntry(node)) {
      found.push(...configuredFiles(staticValue(node, scope), path, packageFolder, context));
    }
    forEachChild(node, visit);
  };
  try {
    visit(file);
  } catch (error) {
    // A bundle that happens to have the name of a build script may be nested too deeply to walk.
    if (!(error instanceof RangeError)) throw error;
  }
  return found;
}

function declaresEntry(node: ts.ObjectLiteralExpression): boolean {
  return node.properties.some(
    (property) => property.name !== undefined && /^(?:entryPoints|entry|input)$/.test(property.name.getText()),
  );
}

/** One configuration of esbuild, tsup, webpack or rollup. */
function configuredFiles(
  config: ConfigValue,
  path: string,
  packageFolder: string,
  context: ManifestContext,
): readonly BundledFile[] {
  const entry = valueAt(config, 'entryPoints') ?? valueAt(config, 'entry') ?? valueAt(config, 'input');
  const inPackage = (text: string): string | null => pathFrom(packageFolder, text);
  const outfile = textAt(config, 'outfile') ?? textAt(config, 'output', 'file');
  const folder =
    textAt(config, 'outdir') ??
    textAt(config, 'outDir') ??
    textAt(config, 'output', 'path') ??
    textAt(config, 'output', 'dir');
  const output = folder === null ? 'dist' : folder;
  const outputFolder = inPackage(output);
  const named = entry?.kind === 'map' ? entriesOf(entry) : [];
  const pattern = textAt(config, 'output', 'filename') ?? '[name].js';
  const found: BundledFile[] = [];
  for (const [name, value] of named) {
    const target = outputFolder === null ? null : pathWithin(outputFolder, pattern.replaceAll('[name]', name));
    for (const text of itemsOf(value).flatMap(textsOf)) found.push(...pair(inPackage(text), target, context));
  }
  const listed = entry === null || entry.kind === 'map' ? [] : itemsOf(entry).flatMap(textsOf);
  const single = outfile ?? (pattern.includes('[') || listed.length !== 1 ? null : `${output}/${pattern}`);
  if (single !== null && listed[0] !== undefined)
    return [...found, ...pair(inPackage(listed[0]), inPackage(single), context)];
  return [
    ...found,
    ...flattened(listed.map(inPackage), outputFolder, textAt(config, 'outbase'), packageFolder, context),
  ];
}

/** esbuild keeps the folders below the deepest one that all entries share, or below `outbase`. */
function flattened(
  entries: readonly (string | null)[],
  outputFolder: string | null,
  outbase: string | null,
  packageFolder: string,
  context: ManifestContext,
): readonly BundledFile[] {
  const sources = entries.flatMap((path) => (path === null ? [] : [path]));
  const base = (outbase === null ? null : pathFrom(packageFolder, outbase)) ?? sharedFolder(sources);
  return sources.flatMap((source) =>
    outputFolder === null ? [] : pair(source, pathWithin(outputFolder, pathBelow(source, base)), context),
  );
}

function pair(source: string | null, output: string | null, context: ManifestContext): readonly BundledFile[] {
  if (source === null || output === null) return [];
  const found = context.sources.has(source) ? source : sourceAt(withoutEnding(source), context.sources);
  return found === null ? [] : [{ source: found, output: withoutEnding(output) }];
}

function sharedFolder(paths: readonly string[]): string {
  const [first, ...rest] = paths.map(folderOf);
  let shared = first ?? '';
  for (const folder of rest) while (!isWithin(folder, shared)) shared = folderOf(shared);
  return shared;
}

/** `esbuild src/api.ts --bundle --outfile=dist/api.js` in the scripts of package.json. */
function commandLines(packageFolder: string, context: ManifestContext): BundledFile[] {
  const scripts = packageJsonOf(packageFolder, context)?.scripts ?? new Map<string, string>();
  return [...scripts.values()].flatMap((script) => {
    if (!/\besbuild\b/.test(script)) return [];
    const words = script.split(/\s+/).map((word) => word.replace(/^["']|["']$/g, ''));
    const option = (name: string): string | null =>
      words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? null;
    const entries = words
      .filter((word) => /^[^-].*\.[cm]?[jt]sx?$/.test(word))
      .map((word) => pathWithin(packageFolder, word));
    const outfile = option('outfile');
    if (outfile !== null) return pair(entries[0] ?? null, pathWithin(packageFolder, outfile), context);
    const outdir = option('outdir');
    const folder = outdir === null ? null : pathWithin(packageFolder, outdir);
    return flattened(entries, folder, option('outbase'), packageFolder, context);
  });
}

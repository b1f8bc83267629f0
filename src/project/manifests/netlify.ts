import type { DeclaredFunction } from '../../model/deployment.js';
import { textAt, textOf, valueAt } from './config-value.js';
import { type FunctionSource, none } from './lambda-source.js';
import { type ManifestContext, type ManifestReader, unreadable } from './reader.js';
import { baseName, folderOf, pathBelow, pathWithin } from './repository-path.js';
import { sourcesWithin } from './source-mapping.js';
import { withoutEnding } from './source-stem.js';
import { lineOfEntry, readToml } from './wrangler.js';

/** `netlify.toml`: the folders of functions and of edge functions. */
export const readNetlify: ManifestReader = (text, path, context) => {
  const document = readToml(text, path);
  if (!document.ok) return unreadable(path, document.line, document.message);
  const config = document.value;
  const base = pathWithin(folderOf(path), textAt(config, 'build', 'base') ?? '.') ?? folderOf(path);
  const directory =
    textAt(config, 'functions', 'directory') ??
    textOf(valueAt(config, 'functions')) ??
    textAt(config, 'build', 'functions');
  const folders = directory === null ? ['netlify/functions', 'netlify-automatic-functions'] : [directory];
  const edge = textAt(config, 'build', 'edge_functions') ?? 'netlify/edge-functions';
  const line = directory === null ? 1 : lineOfEntry(text, '=', directory);
  const functions = folders.flatMap((folder) => functionsIn(base, folder, false, path, line, context));
  const edgeFunctions = functionsIn(base, edge, true, path, 1, context);
  return {
    functions: [...functions, ...edgeFunctions],
    scopes: [{ folder: folderOf(path), target: 'netlify', detectedBy: path }],
    diagnostics: [],
  };
};

/** A function is a file of the folder, or a subfolder with `index` or a file of the subfolder's name. */
function functionsIn(
  base: string,
  written: string,
  edge: boolean,
  path: string,
  line: number,
  context: ManifestContext,
): readonly DeclaredFunction[] {
  const folder = pathWithin(base, written);
  if (folder === null || folder === '') return [];
  return sourcesWithin(folder, context).flatMap((file) => {
    const name = functionName(withoutEnding(pathBelow(file, folder)));
    if (name === null) return [];
    const source: FunctionSource = edge ? { kind: 'file', file } : handlerOf(file, context);
    const by = `${baseName(path)}: ${edge ? 'edge functions' : 'functions'} in ${written}`;
    return [
      { name, declaredIn: path, line, host: 'netlify' as const, target: 'netlify' as const, detectedBy: by, source },
    ];
  });
}

function functionName(stem: string): string | null {
  const [first, second, ...rest] = stem.split('/');
  if (first === undefined || first === '' || rest.length > 0) return null;
  return second === undefined || second === 'index' || second === first ? first : null;
}

/** Functions of the first API export `handler`, those of the second a default; a file with neither is a helper. */
function handlerOf(file: string, context: ManifestContext): FunctionSource {
  const text = context.files.read(file);
  if (text === null || /\bexport\s+default\b|\bas\s+default\b|\bmodule\.exports\s*=(?!\s*\{|=)/.test(text)) {
    return { kind: 'file', file };
  }
  return /\bhandler\b/.test(text) ? { kind: 'export', file, exportName: 'handler' } : none('exports no handler');
}

import type { DeclaredFunction } from '../../model/deployment.js';
import { readConfigDocument } from './config-document.js';
import { type ConfigValue, itemsOf, textAt, textOf, valueAt } from './config-value.js';
import { type FunctionSource, none } from './lambda-source.js';
import { inFolder, packageJsonOf } from './package-folder.js';
import { type ManifestContext, type ManifestReader, NOTHING, unreadable } from './reader.js';
import { baseName, folderOf, pathWithin } from './repository-path.js';
import { findSource } from './source-mapping.js';

const DEFAULT_SOURCE = 'functions';

/** `firebase.json`: one entry per codebase, the main file of its package. The exports of that file are the functions. */
export const readFirebase: ManifestReader = (text, path, context) => {
  const document = readConfigDocument(text, path);
  if (!document.ok) return unreadable(path, document.line, document.message);
  const folder = folderOf(path);
  const codebases = codebasesOf(document.value, folder, path, context);
  if (codebases.length === 0) return NOTHING;
  return {
    functions: codebases.map((codebase) => declared(codebase, path, context)),
    scopes: [{ folder, target: 'firebase', detectedBy: path }],
    diagnostics: [],
  };
};

interface Codebase {
  readonly name: string;
  readonly folder: string;
  readonly runtime: string | null;
  readonly line: number;
}

function codebasesOf(config: ConfigValue, folder: string, path: string, context: ManifestContext): readonly Codebase[] {
  const functions = valueAt(config, 'functions');
  if (functions === null) {
    // The command line deploys `functions/` even where firebase.json does not mention it.
    const implied = inFolder(folder, DEFAULT_SOURCE);
    const exists = packageJsonOf(implied, context)?.dependencies.has('firebase-functions') === true;
    return exists ? [{ name: DEFAULT_SOURCE, folder: implied, runtime: null, line: 1 }] : [];
  }
  return itemsOf(functions).flatMap((each) => {
    const source = textOf(each) ?? textAt(each, 'source') ?? DEFAULT_SOURCE;
    const at = pathWithin(folder, source);
    if (at === null) return [];
    const name = textAt(each, 'codebase') ?? (baseName(at) === '' ? DEFAULT_SOURCE : baseName(at));
    return [{ name, folder: at, runtime: textAt(each, 'runtime'), line: each.at.file === path ? each.at.line : 1 }];
  });
}

function declared(codebase: Codebase, path: string, context: ManifestContext): DeclaredFunction {
  return {
    name: codebase.name,
    declaredIn: path,
    line: codebase.line,
    host: 'firebase',
    target: 'firebase',
    detectedBy: `${baseName(path)}: functions in ${codebase.folder === '' ? '.' : codebase.folder}`,
    source: mainOf(codebase, context),
  };
}

function mainOf(codebase: Codebase, context: ManifestContext): FunctionSource {
  const { folder, runtime } = codebase;
  if (runtime !== null && !runtime.startsWith('nodejs')) return none(`runtime ${runtime}`);
  const manifest = packageJsonOf(folder, context);
  const isPython = ['main.py', 'requirements.txt'].some((name) => context.files.read(inFolder(folder, name)) !== null);
  if (manifest === null && isPython) return none('runtime python');
  const main = pathWithin(folder, manifest?.main ?? 'index.js') ?? folder;
  const file = findSource(main, context);
  return file === null ? none(`no source file for ${main}`) : { kind: 'file', file };
}

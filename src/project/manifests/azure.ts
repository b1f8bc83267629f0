import picomatch from 'picomatch';
import type { DeclaredFunction } from '../../model/deployment.js';
import { readConfigDocument } from './config-document.js';
import { itemsOf, textAt, valueAt } from './config-value.js';
import { type FunctionSource, none } from './lambda-source.js';
import { compiledFrom, usuallyBuiltFrom } from './output-folders.js';
import { inFolder, packageJsonOf } from './package-folder.js';
import { type ManifestContext, type ManifestReader, NOTHING, unreadable } from './reader.js';
import { baseName, folderOf, isWithin, pathBelow, pathWithin } from './repository-path.js';
import { findSource, sourcesWithin } from './source-mapping.js';
import { withoutEnding } from './source-stem.js';

/** `host.json`: the application's folder, and with the fourth programming model the files that `main` loads. */
export const readAzureHost: ManifestReader = (text, path, context) => {
  const document = readConfigDocument(text, path);
  if (!document.ok) return unreadable(path, document.line, document.message);
  const folder = folderOf(path);
  return { functions: mainFunctions(folder, path, context), scopes: [azureScope(folder, path)], diagnostics: [] };
};

/** `function.json`: one function of the earlier programming models, named after its folder. */
export const readAzureFunction: ManifestReader = (text, path, context) => {
  const document = readConfigDocument(text, path);
  if (!document.ok) return unreadable(path, document.line, document.message);
  const bindings = itemsOf(valueAt(document.value, 'bindings'));
  if (!bindings.some((binding) => textAt(binding, 'type') !== null)) return NOTHING;
  const folder = folderOf(path);
  const script = textAt(document.value, 'scriptFile') ?? defaultScript(folder, context);
  const fn: DeclaredFunction = {
    name: baseName(folder),
    declaredIn: path,
    line: valueAt(document.value, 'scriptFile')?.at.line ?? 1,
    host: 'azure-functions',
    target: 'azure',
    detectedBy: `${path}: ${script}`,
    source: scriptSource(folder, script, textAt(document.value, 'entryPoint'), context),
  };
  const hasHost = context.files.read(inFolder(folderOf(folder), 'host.json')) !== null;
  return { functions: [fn], scopes: hasHost ? [] : [azureScope(folderOf(folder), path)], diagnostics: [] };
};

function azureScope(folder: string, path: string): { folder: string; target: 'azure'; detectedBy: string } {
  return { folder, target: 'azure', detectedBy: path };
}

/** Without `scriptFile` the host takes `index.js`, or the only script of the folder. */
function defaultScript(folder: string, context: ManifestContext): string {
  const scripts = context.files
    .list(folder)
    .filter((name) => /^(?:index\.[cm]?[jt]s|__init__\.py|run\.(?:ps1|csx))$/.test(name));
  return scripts[0] ?? 'index.js';
}

function scriptSource(
  folder: string,
  script: string,
  entryPoint: string | null,
  context: ManifestContext,
): FunctionSource {
  const other = otherRuntime(script);
  if (other !== null) return none(other);
  const path = pathWithin(folder, script);
  const file = path === null ? null : findSource(path, context);
  if (file === null) return none(`no source file for ${path ?? script}`);
  return entryPoint === null ? { kind: 'file', file } : { kind: 'export', file, exportName: entryPoint };
}

function otherRuntime(script: string): string | null {
  const ending = script.slice(script.lastIndexOf('.') + 1);
  const runtimes = new Map([
    ['py', 'runtime python'],
    ['dll', 'runtime dotnet'],
    ['csx', 'runtime dotnet'],
    ['jar', 'runtime java'],
    ['ps1', 'runtime powershell'],
  ]);
  return runtimes.get(ending) ?? null;
}

/** `main` of package.json, often a pattern: each file that it loads registers functions. */
function mainFunctions(folder: string, path: string, context: ManifestContext): readonly DeclaredFunction[] {
  const manifest = packageJsonOf(folder, context);
  const isPython = context.files.read(inFolder(folder, 'function_app.py')) !== null;
  if (isPython) return [declared('function_app', none('runtime python'), path)];
  if (manifest === null || manifest.main === null || !manifest.dependencies.has('@azure/functions')) return [];
  const files = filesOf(folder, manifest.main, context);
  if (files.length > 0)
    return files.map((file) => declared(baseName(withoutEnding(file)), { kind: 'file', file }, path));
  // The earlier models ignore `main`, and their functions come from function.json files.
  const earlier = context.manifests.some((each) => baseName(each) === 'function.json' && isWithin(each, folder));
  return earlier ? [] : [declared('main', none(`no source file for ${manifest.main}`), path)];
}

/** The sources of a pattern such as `dist/src/{index.js,functions/*.js}`. */
function filesOf(folder: string, main: string, context: ManifestContext): readonly string[] {
  const pattern = main.replace(/^\.\//, '');
  const fixed = pattern.split('/').slice(
    0,
    pattern.split('/').findIndex((part) => /[*?{[]/.test(part)),
  );
  if (!/[*?{[]/.test(pattern)) {
    const file = findSource(pathWithin(folder, pattern) ?? pattern, context);
    return file === null ? [] : [file];
  }
  const output = pathWithin(folder, fixed.join('/')) ?? folder;
  const matches = picomatch(pattern.split('/').slice(fixed.length).join('/'));
  // A file stands for the folder, which alone would not be below an output folder.
  const probes = compiledFrom(`${output}/x`, context).concat(usuallyBuiltFrom(`${output}/x`), `${output}/x`);
  for (const origin of probes.map(folderOf)) {
    const found = sourcesWithin(origin, context).filter((file) => {
      const stem = withoutEnding(pathBelow(file, origin));
      return ['.js', '.mjs', '.cjs', '.ts'].some((ending) => matches(stem + ending));
    });
    if (found.length > 0) return found;
  }
  return [];
}

function declared(name: string, source: FunctionSource, path: string): DeclaredFunction {
  return {
    name,
    declaredIn: path,
    line: 1,
    host: 'azure-functions',
    target: 'azure',
    detectedBy: `${baseName(path)}: main of package.json`,
    source,
  };
}

import picomatch from 'picomatch';
import type { DeclaredFunction, TargetScope } from '../../model/deployment.js';
import { readConfigDocument } from './config-document.js';
import { type ConfigValue, entriesOf, itemsOf, textAt, valueAt } from './config-value.js';
import { type FunctionSource, none } from './lambda-source.js';
import { packageJsonOf } from './package-folder.js';
import { type ManifestContext, type ManifestReader, unreadable } from './reader.js';
import { baseName, folderOf, pathBelow, pathWithin } from './repository-path.js';
import { findSource, sourcesWithin } from './source-mapping.js';

/** `vercel.json` (and `now.json`): `builds`, `functions`, `services`, and the folder `api/` beside it. */
export const readVercel: ManifestReader = (text, path, context) => {
  const document = readConfigDocument(text, path);
  if (!document.ok) return unreadable(path, document.line, document.message);
  const config = document.value;
  const folder = folderOf(path);
  const found = [
    ...builtFunctions(config, path, context),
    ...configuredFunctions(config, path, context),
    ...serviceFunctions(config, path, context),
    // With `builds`, nothing is built but what they name.
    ...(valueAt(config, 'builds') === null ? apiFunctions(folder, path, context) : []),
  ];
  return {
    functions: firstPerSource(found),
    scopes: [{ folder, target: 'vercel', detectedBy: path }, ...serviceScopes(config, path)],
    diagnostics: [],
  };
};

/** The folder `api/` of a package that depends on `vercel` and has no vercel.json. */
export const readVercelPackage: ManifestReader = (_text, path, context) => {
  const folder = folderOf(path);
  const functions = apiFunctions(folder, path, context);
  const scopes: TargetScope[] = functions.length > 0 ? [{ folder, target: 'vercel', detectedBy: path }] : [];
  return { functions, scopes, diagnostics: [] };
};

/** Endings of functions in other languages that `api/` may hold. */
const OTHER_RUNTIMES: ReadonlyMap<string, string> = new Map([
  ['py', 'python'],
  ['go', 'go'],
  ['rb', 'ruby'],
  ['rs', 'rust'],
  ['php', 'php'],
]);

/** Every file of `api/` is a function, except those whose path has a part that starts with `_` or `.`. */
function apiFunctions(folder: string, path: string, context: ManifestContext): readonly DeclaredFunction[] {
  // Next.js and its peers route `pages/api` and `app/api` themselves; the platform then ignores `api/`.
  const dependencies = packageJsonOf(folder, context)?.dependencies;
  if (dependencies?.has('next') === true || dependencies?.has('nuxt') === true) return [];
  const api = pathWithin(folder, 'api') ?? 'api';
  const isFunction = (file: string): boolean => !/(?:^|\/)[_.]/.test(pathBelow(file, api));
  const sources = sourcesWithin(api, context).filter((file) => isFunction(file) && !/\.jsx$/.test(file));
  const others = foreignFiles(api, context, 0).filter(isFunction);
  return [
    ...sources.map((file) => declared(pathBelow(file, folder), { kind: 'file', file }, 'api/', path, 1)),
    ...others.map((file) => declared(pathBelow(file, folder), runtimeOf(file) ?? none('no source'), 'api/', path, 1)),
  ];
}

function foreignFiles(folder: string, context: ManifestContext, depth: number): readonly string[] {
  if (depth > 5) return [];
  return context.files.list(folder).flatMap((name) => {
    const path = pathWithin(folder, name) ?? name;
    if (name.endsWith('/')) return name === 'node_modules/' ? [] : foreignFiles(path, context, depth + 1);
    return runtimeOf(name) === null || name === '__init__.py' ? [] : [path];
  });
}

/** `builds: [{ "src": "api/*.js", "use": "@vercel/node" }]`. */
function builtFunctions(config: ConfigValue, path: string, context: ManifestContext): readonly DeclaredFunction[] {
  return itemsOf(valueAt(config, 'builds')).flatMap((build) => {
    const src = textAt(build, 'src');
    const use = textAt(build, 'use') ?? '';
    if (src === null || /static|next|nuxt/.test(use)) return [];
    return matched(src, 'builds', build, path, context);
  });
}

/** `functions: { "api/*.ts": { … } }`. Pages of a framework that such a pattern configures are declared by the framework. */
function configuredFunctions(config: ConfigValue, path: string, context: ManifestContext): readonly DeclaredFunction[] {
  return entriesOf(valueAt(config, 'functions')).flatMap(([pattern, options]) =>
    /^(?:src\/)?(?:app|pages)\//.test(pattern) ? [] : matched(pattern, 'functions', options, path, context),
  );
}

function matched(
  pattern: string,
  key: string,
  value: ConfigValue,
  path: string,
  context: ManifestContext,
): readonly DeclaredFunction[] {
  const folder = folderOf(path);
  const detectedBy = `${key}: ${pattern}`;
  const other = runtimeOf(pattern);
  if (other !== null) return [declared(pattern, other, detectedBy, path, value.at.line)];
  if (!/[*?{[]/.test(pattern)) {
    const file = findSource(pathWithin(folder, pattern) ?? pattern, context);
    const source: FunctionSource = file === null ? none(`no source file for ${pattern}`) : { kind: 'file', file };
    return [declared(pattern, source, detectedBy, path, value.at.line)];
  }
  const matches = picomatch(pattern.replace(/^\.?\//, ''));
  const files = sourcesWithin(folder, context).filter((file) => matches(pathBelow(file, folder)));
  return files.map((file) =>
    declared(pathBelow(file, folder), { kind: 'file', file }, detectedBy, path, value.at.line),
  );
}

function services(config: ConfigValue): readonly (readonly [string, ConfigValue])[] {
  return [...entriesOf(valueAt(config, 'services')), ...entriesOf(valueAt(config, 'experimentalServices'))];
}

/** `services: { "api": { "root": "backend", "entrypoint": "server.ts" } }`. */
function serviceFunctions(config: ConfigValue, path: string, context: ManifestContext): readonly DeclaredFunction[] {
  return services(config).flatMap(([name, service]) => {
    const entry = textAt(service, 'entrypoint');
    // An entry without an ending is a folder that a framework builds.
    if (entry === null || !/[.:]|dockerfile/i.test(entry)) return [];
    const root = pathWithin(folderOf(path), textAt(service, 'root') ?? '.') ?? '';
    return [declared(name, serviceSource(entry, root, context), `services.${name}`, path, service.at.line)];
  });
}

function serviceSource(entry: string, root: string, context: ManifestContext): FunctionSource {
  if (/dockerfile/i.test(baseName(entry))) return none('container image');
  if (/^[\w.]+:\w+$/.test(entry)) return none('runtime python');
  const other = runtimeOf(entry);
  if (other !== null) return other;
  const file = findSource(pathWithin(root, entry) ?? entry, context);
  return file === null ? none(`no source file for ${entry}`) : { kind: 'file', file };
}

function serviceScopes(config: ConfigValue, path: string): readonly TargetScope[] {
  return services(config).flatMap(([, service]) => {
    const root = textAt(service, 'root');
    const folder = root === null ? null : pathWithin(folderOf(path), root);
    return folder === null || folder === folderOf(path)
      ? []
      : [{ folder, target: 'vercel' as const, detectedBy: path }];
  });
}

function runtimeOf(path: string): FunctionSource | null {
  const runtime = OTHER_RUNTIMES.get(path.slice(path.lastIndexOf('.') + 1));
  return runtime === undefined ? null : none(`runtime ${runtime}`);
}

function declared(name: string, source: FunctionSource, by: string, path: string, line: number): DeclaredFunction {
  return {
    name,
    declaredIn: path,
    line,
    host: 'vercel',
    target: 'vercel',
    detectedBy: `${baseName(path)}: ${by}`,
    source,
  };
}

/** A file that several keys name is one function: the first key that names it counts. */
function firstPerSource(functions: readonly DeclaredFunction[]): readonly DeclaredFunction[] {
  const seen = new Set<string>();
  return functions.filter((fn) => {
    const key = fn.source.kind === 'none' ? `none ${fn.name}` : fn.source.file;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

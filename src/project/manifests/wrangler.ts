import { parse as parseToml, TomlError } from 'smol-toml';
import type { DeclaredFunction } from '../../model/deployment.js';
import { readConfigDocument, type ConfigDocument } from './config-document.js';
import { type ConfigValue, entriesOf, itemsOf, scalar, textAt, valueAt } from './config-value.js';
import { none } from './lambda-source.js';
import { isRecord } from './package-folder.js';
import { type ManifestContext, type ManifestReader, unreadable } from './reader.js';
import { baseName, folderOf, pathBelow, pathWithin } from './repository-path.js';
import { findSource, sourcesWithin } from './source-mapping.js';
import { withoutEnding } from './source-stem.js';

/** `wrangler.toml`, `.json` and `.jsonc`: a Worker per `main`, and the functions of a Pages project. */
export const readWrangler: ManifestReader = (text, path, context) => {
  const document = path.endsWith('.toml') ? readToml(text, path) : readConfigDocument(text, path);
  if (!document.ok) return unreadable(path, document.line, document.message);
  const folder = folderOf(path);
  const functions = [
    ...workers(document.value, text, path, context),
    ...platformClasses(document.value, text, path, context),
    ...pagesFunctions(document.value, path, context),
  ];
  return { functions, scopes: [{ folder, target: 'cloudflare', detectedBy: path }], diagnostics: [] };
};

/** TOML as configuration values. The parser gives no positions, so every value stands on line 1. */
export function readToml(text: string, path: string): ConfigDocument {
  try {
    return { ok: true, value: tomlValue(parseToml(text), path, 0) };
  } catch (error) {
    if (error instanceof TomlError) return { ok: false, line: error.line, message: error.message };
    throw error;
  }
}

/** The line of a key of TOML or JSON, 1 where it is not found: the first that assigns it this text. */
export function lineOfEntry(text: string, key: string, value: string): number {
  const index = text.split(/\r?\n/).findIndex((line) => line.includes(key) && line.includes(value));
  return index < 0 ? 1 : index + 1;
}

function tomlValue(value: unknown, path: string, depth: number): ConfigValue {
  const at = { file: path, line: 1 };
  if (depth > 100) return scalar(null, at);
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => tomlValue(item, path, depth + 1)), at };
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return scalar(value, at);
  // Dates and large integers: nothing that a reader asks for.
  if (!isRecord(value) || value instanceof Date) return scalar(null, at);
  const entries = Object.entries(value).map(([key, entry]) => [key, tomlValue(entry, path, depth + 1)] as const);
  return { kind: 'map', entries: new Map(entries), at };
}

function workers(
  config: ConfigValue,
  text: string,
  path: string,
  context: ManifestContext,
): readonly DeclaredFunction[] {
  const name = textAt(config, 'name') ?? baseName(folderOf(path));
  const own = textAt(config, 'main');
  const main = own === null ? [] : [worker(name, own, 'main', text, path, context)];
  const perEnvironment = entriesOf(valueAt(config, 'env')).flatMap(([environment, values]) => {
    const other = textAt(values, 'main');
    if (other === null || other === own) return [];
    const key = `env.${environment}.main`;
    return [worker(textAt(values, 'name') ?? `${name}-${environment}`, other, key, text, path, context)];
  });
  return [...main, ...perEnvironment];
}

function worker(
  name: string,
  main: string,
  key: string,
  text: string,
  path: string,
  context: ManifestContext,
): DeclaredFunction {
  return {
    name: name === '' ? 'worker' : name,
    declaredIn: path,
    line: lineOfEntry(text, 'main', main),
    host: 'cloudflare',
    target: 'cloudflare',
    detectedBy: `${baseName(path)}: ${key}`,
    source: workerSource(main, folderOf(path), context),
  };
}

function workerSource(main: string, folder: string, context: ManifestContext): DeclaredFunction['source'] {
  if (/\.py$/.test(main)) return none('runtime python');
  if (/\.(?:wasm|rs)$/.test(main)) return none('runtime rust');
  const path = pathWithin(folder, main);
  const file = path === null ? null : findSource(path, context);
  return file === null ? none(`no source file for ${main}`) : { kind: 'file', file };
}

/** Classes that the platform instantiates: Durable Objects and Workflows, unless another worker exports them. */
function platformClasses(
  config: ConfigValue,
  text: string,
  path: string,
  context: ManifestContext,
): readonly DeclaredFunction[] {
  const main = textAt(config, 'main');
  if (main === null) return [];
  const source = workerSource(main, folderOf(path), context);
  const bindings = [
    ...itemsOf(valueAt(config, 'durable_objects', 'bindings')).map((each) => ['durable object', each] as const),
    ...itemsOf(valueAt(config, 'workflows')).map((each) => ['workflow', each] as const),
  ];
  const classes = new Map<string, string>();
  for (const [kind, binding] of bindings) {
    const name = textAt(binding, 'class_name');
    if (name !== null && textAt(binding, 'script_name') === null && !classes.has(name)) classes.set(name, kind);
  }
  return [...classes].map(([className, kind]) => ({
    name: className,
    declaredIn: path,
    line: lineOfEntry(text, 'class_name', className),
    host: 'cloudflare' as const,
    target: 'cloudflare' as const,
    detectedBy: `${baseName(path)}: ${kind} ${className}`,
    source: source.kind === 'file' ? { kind: 'class' as const, file: source.file, className } : source,
  }));
}

/** A Pages project routes to the files of `functions/`. */
function pagesFunctions(config: ConfigValue, path: string, context: ManifestContext): readonly DeclaredFunction[] {
  if (textAt(config, 'pages_build_output_dir') === null || textAt(config, 'main') !== null) return [];
  const folder = pathWithin(folderOf(path), 'functions') ?? 'functions';
  return sourcesWithin(folder, context).map((file) => ({
    name: `/${withoutEnding(pathBelow(file, folder)).replace(/(?:^|\/)index$/, '')}`,
    declaredIn: path,
    line: 1,
    host: 'cloudflare' as const,
    target: 'cloudflare' as const,
    detectedBy: `${baseName(path)}: functions/`,
    source: { kind: 'file' as const, file },
  }));
}

import { isVariableStatement } from '../compiler.js';
import type { DeclaredFunction, Host } from '../../model/deployment.js';
import type { Target } from '../../model/target.js';
import { lambdaResources, mentionsLambda } from './cloudformation.js';
import { scopeOf, staticValue } from './static-value.js';
import { exportedValue } from './static-name.js';
import { readConfigDocument } from './config-document.js';
import { type ConfigValue, textAt, textOf, textsOf, unknownPartOf, valueAt } from './config-value.js';
import { type FunctionSource, imageSource, lambdaSource, none } from './lambda-source.js';
import { packageFolderOf, packageJsonOf } from './package-folder.js';
import { type ManifestContext, type ManifestReader, NOTHING, unreadable } from './reader.js';
import { baseName, folderOf, pathWithin } from './repository-path.js';
import { createVariableFiller, type FillVariables } from './serverless-variables.js';
import { findSource } from './source-mapping.js';

/** `serverless.yml` and its forms in JSON, TypeScript and JavaScript. Scripts are read, never run. */
export const readServerless: ManifestReader = (text, path, context) => {
  const document = /\.[cm]?[jt]s$/.test(path) ? readScript(path, context) : readConfigDocument(text, path);
  if (!document.ok) return unreadable(path, document.line, document.message);
  const root = document.value;
  const provider = providerOf(root);
  if (provider === null) return NOTHING;
  const config: ServerlessConfig = {
    root,
    path,
    folder: folderOf(path),
    provider,
    fill: createVariableFiller(root, folderOf(path), context),
  };
  const functions = functionEntries(config).map(([name, fn]) => declared(name, fn, config, context));
  const resources = mentionsLambda(text) ? resourceFunctions(config, context) : [];
  return {
    functions: [...functions, ...resources],
    scopes: [{ folder: config.folder, target: provider.target, detectedBy: path }],
    diagnostics: [],
  };
};

interface ServerlessConfig {
  readonly root: ConfigValue;
  readonly path: string;
  readonly folder: string;
  readonly provider: Provider;
  readonly fill: FillVariables;
}

interface Provider {
  readonly host: Host;
  readonly target: Target;
}

const PROVIDERS: ReadonlyMap<string, Provider> = new Map<string, Provider>([
  ['aws', { host: 'aws-lambda', target: 'lambda' }],
  ['google', { host: 'google-cloud-functions', target: 'cloud-run' }],
  ['azure', { host: 'azure-functions', target: 'azure' }],
  ['cloudflare', { host: 'cloudflare', target: 'cloudflare' }],
]);

/** Null where the document is no configuration of the framework (`provider` is the one required key). */
function providerOf(root: ConfigValue): Provider | null {
  const provider = valueAt(root, 'provider');
  if (provider === null && valueAt(root, 'functions') === null) return null;
  const name = textOf(provider) ?? textAt(provider, 'name') ?? 'aws';
  return PROVIDERS.get(name) ?? { host: 'exported', target: 'lambda' };
}

/** `functions` may be a map, a list of maps, and either may be, or contain, a file. */
function functionEntries(config: ServerlessConfig): readonly (readonly [string, ConfigValue])[] {
  const found = new Map<string, ConfigValue>();
  const collect = (value: ConfigValue, depth: number): void => {
    const filled = config.fill(value);
    if (filled.kind === 'list' && depth < 3) for (const item of filled.items) collect(item, depth + 1);
    else if (filled.kind === 'map') for (const [name, fn] of filled.entries) found.set(name, config.fill(fn));
    else if (filled.kind !== 'scalar') found.set(unknownPartOf(filled) ?? 'functions', filled);
  };
  const functions = valueAt(config.root, 'functions');
  if (functions !== null) collect(functions, 0);
  return [...found];
}

function declared(name: string, fn: ConfigValue, config: ServerlessConfig, context: ManifestContext): DeclaredFunction {
  return {
    name,
    declaredIn: fn.at.file,
    line: fn.at.line,
    host: config.provider.host,
    target: config.provider.target,
    detectedBy: `${baseName(config.path)}: functions.${name}.${valueAt(fn, 'image') === null ? 'handler' : 'image'}`,
    source: sourceOf(fn, config, context),
  };
}

function sourceOf(fn: ConfigValue, config: ServerlessConfig, context: ManifestContext): FunctionSource {
  if (fn.kind !== 'map') return none(`functions come from ${unknownPartOf(fn) ?? 'a value that is no map'}`);
  const property = (key: string): ConfigValue | null => {
    const value = valueAt(fn, key);
    return value === null ? null : config.fill(value);
  };
  const image = property('image');
  if (image !== null) return imageOf(image, config, context);
  const handler = property('handler') ?? property('entrypoint') ?? property('worker') ?? property('script');
  if (config.provider.host === 'google-cloud-functions') return googleSource(handler, config, context);
  if (config.provider.host === 'cloudflare') return fileSource(handler, config, context);
  const providerRuntime = valueAt(config.root, 'provider', 'runtime');
  const runtime = property('runtime') ?? (providerRuntime === null ? null : config.fill(providerRuntime));
  const unknownPart = unknownPartOf(handler);
  return lambdaSource(
    {
      handler: textsOf(handler)[0] ?? null,
      runtime: textsOf(runtime)[0] ?? null,
      roots: [config.folder],
      unknownBecause:
        textsOf(handler).length === 0 && unknownPart !== null ? `handler is built from ${unknownPart}` : null,
    },
    context,
  );
}

/** `image: name` refers to `provider.ecr.images.name.path`; everything else lies in a registry. */
function imageOf(image: ConfigValue, config: ServerlessConfig, context: ManifestContext): FunctionSource {
  const name = textOf(image) ?? textAt(image, 'name');
  const declaredImage = name === null ? null : valueAt(config.root, 'provider', 'ecr', 'images', name);
  const folder = textAt(declaredImage, 'path');
  const command = valueAt(image, 'command');
  const first = command?.kind === 'list' ? textOf(command.items[0] ?? null) : textOf(command);
  return imageSource(
    folder === null ? null : pathWithin(config.folder, folder),
    textAt(declaredImage, 'file'),
    first,
    context,
  );
}

/** Google's functions are exports of the package's main file. */
function googleSource(handler: ConfigValue | null, config: ServerlessConfig, context: ManifestContext): FunctionSource {
  const exportName = textOf(handler);
  if (exportName === null) return none(`handler is built from ${unknownPartOf(handler) ?? 'nothing'}`);
  const folder = packageFolderOf(config.folder, context);
  const main = packageJsonOf(folder, context)?.main ?? 'index.js';
  const path = pathWithin(folder, main);
  const file = path === null ? null : findSource(path, context);
  return file === null ? none(`no source file for ${main}`) : { kind: 'export', file, exportName };
}

function fileSource(script: ConfigValue | null, config: ServerlessConfig, context: ManifestContext): FunctionSource {
  const written = textOf(script);
  const path = written === null ? null : pathWithin(config.folder, written);
  const file = path === null ? null : findSource(path, context);
  return file === null ? none(`no source file for ${written ?? 'the worker'}`) : { kind: 'file', file };
}

function resourceFunctions(config: ServerlessConfig, context: ManifestContext): readonly DeclaredFunction[] {
  const resources = valueAt(config.root, 'resources');
  const parts = resources?.kind === 'list' ? resources.items : resources === null ? [] : [resources];
  return parts.flatMap((part) => lambdaResources(config.fill(part), config.path, config.folder, context));
}

type ScriptDocument = ReturnType<typeof readConfigDocument>;

/** `module.exports = serverlessConfiguration`, `export default …`, `export = …`, or a constant that has `functions`. */
function readScript(path: string, context: ManifestContext): ScriptDocument {
  const file = context.parse(path);
  if (file === null) return { ok: false, line: 1, message: 'the script cannot be read' };
  const scope = scopeOf(path, folderOf(path), context);
  const exported = exportedValue(path, 'default', scope);
  if (exported?.kind === 'map') return { ok: true, value: exported };
  for (const statement of file.statements) {
    if (!isVariableStatement(statement)) continue;
    for (const { initializer } of statement.declarationList.declarations) {
      const value = initializer === undefined ? null : staticValue(initializer, scope);
      if (valueAt(value, 'functions') !== null && value !== null) return { ok: true, value };
    }
  }
  return { ok: false, line: 1, message: 'the configuration is computed, not an object literal' };
}

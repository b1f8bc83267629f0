import { isIdentifier } from '../compiler.js';
import type { ts } from '../compiler.js';
import type { CodeScope } from './code-scope.js';
import {
  type ConfigValue,
  dependsOnParameter,
  itemsOf,
  propertyOf,
  textOf,
  textsOf,
  unknownPartOf,
  valueAt,
} from './config-value.js';
import { type FunctionSource, imageSource, lambdaSource, none } from './lambda-source.js';
import { lastName, moduleOf } from './module-name.js';
import { folderOf, pathFrom, pathWithin } from './repository-path.js';
import { findSource } from './source-mapping.js';
import { withoutEnding } from './source-stem.js';

/** A construct of the AWS CDK that is a Lambda function. `other`: of a runtime that is not JavaScript. */
export type LambdaConstruct = 'nodejs' | 'function' | 'image' | 'other';

const ASSET_FUNCTIONS: ReadonlySet<string> = new Set([
  'Function',
  'SingletonFunction',
  'EdgeFunction',
  'TriggerFunction',
  'CfnFunction',
]);

/** What kind of function `new X(…)` or `extends X` makes, judged by the name and the module that it comes from. */
export function lambdaConstructOf(callee: ts.Expression): LambdaConstruct | null {
  const name = lastName(callee);
  const from = moduleOf(callee);
  if (from === null || from.specifier.startsWith('.')) return null;
  const original = isIdentifier(callee) && from.imported !== '*' ? from.imported : name;
  // Constructs for other languages come from many packages.
  if (/^(?:Python|Go|Rust|DotNet|Java)Function$/.test(original)) return 'other';
  if (!/^(?:aws-cdk-lib|@aws-cdk\/|monocdk)/.test(from.specifier)) return null;
  if (original === 'NodejsFunction') return 'nodejs';
  if (original === 'DockerImageFunction') return 'image';
  return ASSET_FUNCTIONS.has(original) ? 'function' : null;
}

/** One function that a construct declares. */
export interface ConstructedFunction {
  readonly name: string;
  readonly source: FunctionSource;
  /** Its code depends on parameters of the surrounding function: whoever calls that declares the function. */
  readonly template: boolean;
}

/** The functions of one `new X(scope, id, props)`: several where a loop or a condition gives several paths. */
export function constructedFunctions(
  kind: LambdaConstruct,
  name: string,
  args: readonly ConfigValue[],
  scope: CodeScope,
): readonly ConstructedFunction[] {
  const names = textsOf(args[1] ?? null);
  const props = args[2] ?? null;
  const code = propertyOf(props, 'code');
  const entry = propertyOf(props, 'entry');
  const handler = propertyOf(props, 'handler');
  const ownCode = kind === 'nodejs' && code === null ? entry : code;
  // The source of another language is never looked for, but where it lies tells a template from a function.
  const foreign = ['entry', 'manifestPath', 'moduleDir', 'projectDir'].map((key) => propertyOf(props, key));
  const deciding = kind === 'other' ? [args[1] ?? null, ...foreign] : [props, ownCode, handler];
  const template = deciding.some(dependsOnParameter);
  const sources = sourcesOf(kind, { props, code, entry, handler, id: names[0] ?? null }, name, scope);
  return sources.map((source, index) => ({
    name: (names.length === sources.length ? names[index] : names[0]) ?? name,
    source,
    template: template && source.kind === 'none',
  }));
}

interface FunctionProps {
  readonly props: ConfigValue | null;
  readonly code: ConfigValue | null;
  readonly entry: ConfigValue | null;
  readonly handler: ConfigValue | null;
  readonly id: string | null;
}

function sourcesOf(
  kind: LambdaConstruct,
  props: FunctionProps,
  name: string,
  scope: CodeScope,
): readonly FunctionSource[] {
  switch (kind) {
    case 'other':
      return [none(`runtime ${name.replace('Function', '').toLowerCase()}`)];
    case 'image':
      return [imageOf(props.code, scope)];
    case 'nodejs':
      return props.code === null || props.code.kind === 'scalar'
        ? entrySources(props, scope)
        : [assetSource(props, scope)];
    case 'function':
      return assetSources(props, scope);
  }
}

/** NodejsFunction bundles `entry`, by default the file beside this one that is named after the construct's id. */
function entrySources(props: FunctionProps, scope: CodeScope): readonly FunctionSource[] {
  const written = textsOf(props.entry);
  const unknownPart = unknownPartOf(props.entry);
  if (written.length === 0 && unknownPart !== null) return [none(`entry is built from ${unknownPart}`)];
  const besides = props.id === null ? [] : [`/${withoutEnding(scope.path)}.${props.id}.ts`];
  const entries = written.length > 0 ? written : besides;
  const handlers = textsOf(props.handler);
  if (entries.length === 0) return [none('no entry is given')];
  return entries.map((entry, index) => {
    const handler = (handlers.length === entries.length ? handlers[index] : handlers[0]) ?? 'handler';
    const path = codePath(entry, scope);
    const file = path === null ? null : findSource(path, scope.context);
    if (file === null) return none(`no source file for ${path ?? entry}`);
    return { kind: 'export', file, exportName: handler.slice(handler.lastIndexOf('.') + 1) };
  });
}

function assetSources(props: FunctionProps, scope: CodeScope): readonly FunctionSource[] {
  const handlers = itemsOf(props.handler).flatMap((handler) =>
    handler.kind === 'choice' ? handler.options : [handler],
  );
  if (handlers.length < 2) return [assetSource(props, scope)];
  return handlers.map((handler) => assetSource({ ...props, handler }, scope));
}

/** `code: Code.fromAsset('dist')` with `handler: 'index.handler'`. */
function assetSource(props: FunctionProps, scope: CodeScope): FunctionSource {
  const runtime = runtimeOf(propertyOf(props.props, 'runtime'));
  const { code } = props;
  const method = code?.kind === 'call' ? code.callee.slice(code.callee.lastIndexOf('.') + 1) : null;
  if (/^(?:fromInline|InlineCode|inline)$/.test(method ?? '') || valueAt(code, 'zipFile') !== null) {
    return none(runtime === null || runtime.startsWith('nodejs') ? 'inline code' : `runtime ${runtime}`);
  }
  if (/^(?:fromAssetImage|fromEcrImage|fromImageAsset|fromEcr)$/.test(method ?? '')) return imageOf(code, scope);
  if (/^(?:fromBucket|fromBucketV2|bucket)$/.test(method ?? '')) return none('code is in a bucket');
  const asset = code?.kind === 'call' ? (code.args[0] ?? null) : code;
  const roots = textsOf(asset).flatMap((text) => codePath(text, scope) ?? []);
  const unknownPart = unknownPartOf(props.handler) ?? (roots.length === 0 ? unknownPartOf(asset) : null);
  const what = textsOf(props.handler).length === 0 ? 'handler' : 'code';
  const known = textsOf(props.handler).length > 0 && (roots.length > 0 || unknownPart === null);
  return lambdaSource(
    {
      handler: textsOf(props.handler)[0] ?? null,
      runtime,
      roots: roots.length > 0 ? roots : [scope.workingFolder],
      unknownBecause: known || unknownPart === null ? null : `${what} is built from ${unknownPart}`,
    },
    scope.context,
  );
}

function imageOf(code: ConfigValue | null, scope: CodeScope): FunctionSource {
  const [folder, options] = code?.kind === 'call' ? code.args : [];
  const written = textOf(folder ?? null);
  const command = textOf(itemsOf(valueAt(options ?? null, 'cmd'))[0] ?? null);
  const file = textOf(valueAt(options ?? null, 'file'));
  return imageSource(written === null ? null : codePath(written, scope), file, command, scope.context);
}

/** A path as infrastructure code writes it: from `__dirname`, or relative to where the command line runs. */
export function codePath(text: string, scope: CodeScope): string | null {
  return pathFrom(scope.workingFolder, text);
}

/** `lambda.Runtime.NODEJS_22_X` is `nodejs22.x`. */
function runtimeOf(value: ConfigValue | null): string | null {
  if (value?.kind === 'choice') return value.options.map(runtimeOf).find((each) => each?.startsWith('nodejs')) ?? null;
  const text = textOf(value);
  if (text !== null) return text;
  const constant = value?.kind === 'unknown' ? /Runtime\.([A-Z0-9_]+)$/.exec(value.text)?.[1] : undefined;
  if (constant === undefined || constant === 'FROM_IMAGE') return null;
  if (constant === 'NODEJS_LATEST') return 'nodejs';
  const match = /^([A-Z]+)_?(.*)$/.exec(constant);
  const version = (match?.[2] ?? '').toLowerCase().replaceAll('_', '.');
  return `${(match?.[1] ?? constant).toLowerCase()}${/^al/.test(version) ? '.' : ''}${version}`;
}

/** The folder that the infrastructure's command line runs in: the one with its configuration, else the package's. */
export function workingFolderOf(path: string, scope: Pick<CodeScope, 'context'>): string {
  const { files } = scope.context;
  let packageFolder: string | null = null;
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const has = (name: string): boolean => files.read(pathWithin(folder, name) ?? name) !== null;
    if (['cdk.json', 'sst.config.ts', 'sst.config.js', 'sst.json'].some(has)) return folder;
    if (packageFolder === null && has('package.json')) packageFolder = folder;
    if (folder === '') return packageFolder ?? '';
  }
}

import type { DeclaredFunction, Host } from '../../model/deployment.js';
import type { Target } from '../../model/target.js';
import { spend, startBudget } from './budget.js';
import { type ConfigValue, dependsOnParameter, scalar, textOf, textsOf, unknownPartOf } from './config-value.js';
import { type HclBlock, parseHcl } from './hcl.js';
import { type FunctionSource, imageSource, lambdaSource, none } from './lambda-source.js';
import { packageJsonOf } from './package-folder.js';
import { type ManifestContext, type ManifestReader, NOTHING } from './reader.js';
import { baseName, folderOf, pathFrom, pathWithin } from './repository-path.js';
import { findSource } from './source-mapping.js';
import { type TerraformScope, terraformValue } from './terraform-values.js';

/** `*.tf`: Lambda and Google Cloud functions, and modules of one's own or of a registry that make them. */
export const readTerraform: ManifestReader = (text, path, context) => {
  if (!/aws_lambda_function|google_cloudfunctions|\bmodule\b/.test(text)) return NOTHING;
  const { blocks, error } = parseHcl(text);
  const folder = folderOf(path);
  const scope: TerraformScope = {
    folder,
    blocks: folderBlocks(folder, context),
    inputs: null,
    each: null,
    file: path,
    budget: startBudget(STEPS),
  };
  const functions = blocks.flatMap((block) => functionsOf(block, scope, context, 0));
  const own = functions.filter((fn) => !fn.template || !isCalledAsModule(folder, context));
  return {
    functions: own.map((fn) => fn.declared),
    scopes: [],
    diagnostics:
      error === null ? [] : [{ code: 'manifest-error', file: path, message: `line ${error.line}: ${error.message}` }],
  };
};

const STEPS = 50_000;

interface TerraformFunction {
  readonly declared: DeclaredFunction;
  /** Its code depends on variables without a value: the callers of the module declare the function. */
  readonly template: boolean;
}

const RESOURCES: ReadonlyMap<string, { readonly host: Host; readonly target: Target }> = new Map([
  ['aws_lambda_function', { host: 'aws-lambda', target: 'lambda' }],
  ['google_cloudfunctions_function', { host: 'google-cloud-functions', target: 'cloud-run' }],
  ['google_cloudfunctions2_function', { host: 'google-cloud-functions', target: 'cloud-run' }],
] as const);

function functionsOf(
  block: HclBlock,
  scope: TerraformScope,
  context: ManifestContext,
  depth: number,
): readonly TerraformFunction[] {
  if (block.type === 'module')
    return instancesOf(block, scope).flatMap((each) => moduleFunctions(block, each, context, depth));
  const kind = block.type === 'resource' ? RESOURCES.get(block.labels[0] ?? '') : undefined;
  if (kind === undefined) return [];
  const address = block.labels.join('.');
  return instancesOf(block, scope).map((each) => {
    const google = kind.host === 'google-cloud-functions';
    const source = google ? googleSource(block, each, context) : lambdaCode(block, each, context);
    return declare(block, address, kind, source, each);
  });
}

/** One scope for a plain block; with `for_each`, one for each key that is known. */
function instancesOf(block: HclBlock, scope: TerraformScope): readonly TerraformScope[] {
  const each = terraformValue(block.attributes.get('for_each'), scope);
  if (each?.kind === 'map') {
    return [...each.entries].map(([key, value]) => ({ ...scope, each: { key: scalar(key, value.at), value } }));
  }
  if (each?.kind === 'list') return each.items.map((item) => ({ ...scope, each: { key: item, value: item } }));
  return [scope];
}

/** A module of the repository is read with its arguments; one of a registry counts where it is given a handler. */
function moduleFunctions(
  block: HclBlock,
  scope: TerraformScope,
  context: ManifestContext,
  depth: number,
): readonly TerraformFunction[] {
  const written = textOf(terraformValue(block.attributes.get('source'), scope)) ?? '';
  const name = block.labels[0] ?? 'module';
  if (!/^\.{1,2}\//.test(written)) {
    const isLambda = block.attributes.has('handler') || /terraform-aws-modules\/lambda\//.test(written);
    if (!isLambda || isDisabled(block, scope)) return [];
    const source = lambdaCode(block, scope, context);
    return [declare(block, `module.${name}`, { host: 'aws-lambda', target: 'lambda' }, source, scope)];
  }
  const folder = pathWithin(scope.folder, written);
  if (folder === null || depth > 4 || !spend(scope.budget)) return [];
  const inputs = new Map<string, ConfigValue>();
  for (const [key, expression] of block.attributes) {
    const value = terraformValue(expression, scope);
    // A path of the caller is relative to the folder that is applied, not to the module.
    if (value !== null) inputs.set(key, value);
  }
  const blocks = folderBlocks(folder, context);
  const inner: TerraformScope = { folder, blocks, inputs, each: null, file: scope.file, budget: scope.budget };
  const open: TerraformScope = { ...inner, inputs: new Map() };
  return blocks.flatMap((each) => {
    // What a module makes regardless of its arguments is declared where it stands.
    if (!functionsOf(each, open, context, depth + 1).some((fn) => fn.template)) return [];
    return functionsOf(each, inner, context, depth + 1).map((fn) => ({
      ...fn,
      declared: {
        ...fn.declared,
        name: scope.each === null ? name : `${name}.${textOf(scope.each.key) ?? '?'}`,
        line: block.line,
        detectedBy: `${baseName(scope.file)}: module.${name}`,
      },
    }));
  });
}

function isDisabled(block: HclBlock, scope: TerraformScope): boolean {
  return ['create', 'create_function'].some(
    (key) => textOf(terraformValue(block.attributes.get(key), scope)) === 'false',
  );
}

function lambdaCode(block: HclBlock, scope: TerraformScope, context: ManifestContext): Coded {
  const value = (key: string): ConfigValue | null => terraformValue(block.attributes.get(key), scope);
  const code =
    ['source_path', 'filename', 'local_existing_package', 'source_dir'].map(value).find((each) => each !== null) ??
    null;
  const handler = value('handler');
  const template = [code, handler].some(dependsOnParameter);
  if (textOf(value('package_type')) === 'Image' || value('image_uri') !== null) {
    return { source: imageSource(null, null, null, context), template };
  }
  const roots = pathsOf(code, scope, context);
  const unknownPart = textsOf(handler).length === 0 ? unknownPartOf(handler) : null;
  const inBucket = code === null && (value('s3_bucket') !== null || value('s3_key') !== null);
  const runtime = textsOf(value('runtime'))[0] ?? null;
  const because =
    unknownPart !== null ? `handler is built from ${unknownPart}` : inBucket ? 'code is in a bucket' : null;
  const located = lambdaSource(
    {
      handler: textsOf(handler)[0] ?? null,
      runtime,
      roots: roots.length > 0 ? roots : [scope.folder, folderOf(scope.folder)],
      unknownBecause: because,
    },
    context,
  );
  const codePart = roots.length === 0 ? unknownPartOf(code) : null;
  const missing = located.kind === 'none' && located.reason.startsWith('no source file') && codePart !== null;
  return { source: missing ? none(`code is built from ${codePart}`) : located, template };
}

interface Coded {
  readonly source: FunctionSource;
  readonly template: boolean;
}

/** Folders that a path may mean: from the repository, the module's folder, the caller's folder, or one above. */
function pathsOf(code: ConfigValue | null, scope: TerraformScope, context: ManifestContext): readonly string[] {
  const items = code?.kind === 'list' ? code.items : code === null ? [] : [code];
  const texts = items.flatMap((item) => [
    ...textsOf(item),
    ...(item.kind === 'map' ? textsOf(item.entries.get('path') ?? null) : []),
  ]);
  return texts.flatMap((text) => {
    if (text.startsWith('/')) return pathFrom('', text) ?? [];
    const applied = folderOf(scope.file);
    const folders = [scope.folder, applied, ...foldersAbove(applied)];
    return [...new Set(folders.flatMap((folder) => pathWithin(folder, text) ?? []))];
  });

  function foldersAbove(folder: string): readonly string[] {
    return folder === '' ? [] : [folderOf(folder), ...foldersAbove(folderOf(folder))].filter((each) => hasCode(each));
  }

  function hasCode(folder: string): boolean {
    return ['package.json', 'main.tf', 'providers.tf'].some(
      (name) => context.files.read(pathWithin(folder, name) ?? name) !== null,
    );
  }
}

/** `entry_point` is an export of the main file in the folder that is packed. */
function googleSource(block: HclBlock, scope: TerraformScope, context: ManifestContext): Coded {
  const build = block.blocks.find((each) => each.type === 'build_config') ?? block;
  const value = (key: string): ConfigValue | null => terraformValue(build.attributes.get(key), scope);
  const entry = value('entry_point');
  const runtime = textOf(value('runtime'));
  const template = dependsOnParameter(entry);
  if (runtime !== null && !runtime.startsWith('nodejs')) return { source: none(`runtime ${runtime}`), template };
  const exportName = textOf(entry);
  if (exportName === null)
    return { source: none(`handler is built from ${unknownPartOf(entry) ?? 'nothing'}`), template };
  const archives = scope.blocks.filter((each) => each.labels[0] === 'archive_file');
  const folders = archives.flatMap((each) =>
    pathsOf(terraformValue(each.attributes.get('source_dir'), scope), scope, context),
  );
  for (const folder of [...folders, scope.folder, folderOf(scope.folder)]) {
    const main = packageJsonOf(folder, context)?.main ?? 'index.js';
    const path = pathWithin(folder, main);
    const file = path === null ? null : findSource(path, context);
    if (file !== null) return { source: { kind: 'export', file, exportName }, template };
  }
  return { source: none(`no source file for ${exportName}`), template };
}

function declare(
  block: HclBlock,
  address: string,
  kind: { readonly host: Host; readonly target: Target },
  coded: Coded,
  scope: TerraformScope,
): TerraformFunction {
  const own = block.labels.at(-1) ?? block.type;
  const key = scope.each === null ? null : textOf(scope.each.key);
  const managed = block.blocks.some((each) => each.type === 'capacity_provider_config');
  return {
    template: coded.template && coded.source.kind === 'none',
    declared: {
      name: key === null ? own : `${own}.${key}`,
      declaredIn: scope.file,
      line: block.line,
      host: kind.host,
      target: managed ? 'lambda-managed' : kind.target,
      detectedBy: `${baseName(scope.file)}: ${address}`,
      source: coded.source,
    },
  };
}

function folderBlocks(folder: string, context: ManifestContext): readonly HclBlock[] {
  return context.files.list(folder).flatMap((name) => {
    const path = pathWithin(folder, name);
    const text = name.endsWith('.tf') && path !== null ? context.files.read(path) : null;
    return text === null ? [] : parseHcl(text).blocks;
  });
}

/** Whether another Terraform file of the repository uses a folder as a module. */
function isCalledAsModule(folder: string, context: ManifestContext): boolean {
  return context.manifests.some((path) => {
    if (!path.endsWith('.tf')) return false;
    const text = context.files.read(path) ?? '';
    return [...text.matchAll(/^[ \t]*source[ \t]*=[ \t]*"(\.{1,2}\/[^"$\n]*)"/gm)].some(
      (match) => pathWithin(folderOf(path), match[1] ?? '') === folder,
    );
  });
}

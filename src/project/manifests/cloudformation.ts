import type { DeclaredFunction } from '../../model/deployment.js';
import { readConfigDocument } from './config-document.js';
import {
  type ConfigValue,
  entriesOf,
  itemsOf,
  textAt,
  textOf,
  textsOf,
  unknownPartOf,
  valueAt,
} from './config-value.js';
import { type FunctionSource, imageSource, lambdaSource, none, splitHandler } from './lambda-source.js';
import { type ManifestContext, type ManifestReader, NOTHING, unreadable } from './reader.js';
import { baseName, folderOf, pathWithin } from './repository-path.js';
import { withoutEnding } from './source-stem.js';

const FUNCTION_TYPES: ReadonlySet<string> = new Set(['AWS::Serverless::Function', 'AWS::Lambda::Function']);

/** Whether a text can be a template that declares functions. Cheap: decides before anything is parsed. */
export function mentionsLambda(text: string): boolean {
  return /AWS::(?:Serverless|Lambda)::Function\b/.test(text);
}

/** Templates of AWS SAM and CloudFormation. */
export const readCloudFormation: ManifestReader = (text, path, context) => {
  if (!mentionsLambda(text)) return NOTHING;
  const document = readConfigDocument(text, path);
  if (!document.ok) return unreadable(path, document.line, document.message);
  const functions = lambdaResources(document.value, path, folderOf(path), context);
  if (functions.length === 0) return NOTHING;
  return { functions, scopes: [{ folder: folderOf(path), target: 'lambda', detectedBy: path }], diagnostics: [] };
};

/** The functions among the resources of a template; `base` is the folder that its paths start in. */
export function lambdaResources(
  template: ConfigValue,
  path: string,
  base: string,
  context: ManifestContext,
): readonly DeclaredFunction[] {
  const globals = valueAt(template, 'Globals', 'Function');
  return entriesOf(valueAt(template, 'Resources')).flatMap(([name, resource]) => {
    const type = textAt(resource, 'Type');
    if (type === null || !FUNCTION_TYPES.has(type)) return [];
    const managed =
      valueAt(resource, 'Properties', 'CapacityProviderConfig') ?? valueAt(globals, 'CapacityProviderConfig');
    return [
      {
        name,
        declaredIn: resource.at.file,
        line: resource.at.line,
        host: 'aws-lambda' as const,
        target: managed === null ? ('lambda' as const) : ('lambda-managed' as const),
        detectedBy: `${baseName(path)}: Resources.${name}`,
        source: sourceOf(resource, globals, base, context),
      },
    ];
  });
}

function sourceOf(
  resource: ConfigValue,
  globals: ConfigValue | null,
  base: string,
  context: ManifestContext,
): FunctionSource {
  const property = (key: string): ConfigValue | null => valueAt(resource, 'Properties', key) ?? valueAt(globals, key);
  const runtime = textsOf(property('Runtime'))[0] ?? null;
  if (isImage(property)) return imageOf(resource, property, base, context);
  if (property('InlineCode') !== null || valueAt(property('Code'), 'ZipFile') !== null) {
    return none(runtime === null || runtime.startsWith('nodejs') ? 'inline code' : `runtime ${runtime}`);
  }
  const handler = property('Handler');
  const roots = codeRoots(property, base);
  const entry = textOf(handler) === null ? null : bundledEntry(resource, textOf(handler) ?? '', roots, context);
  if (entry !== null) return entry;
  const unknownPart = unknownPartOf(handler);
  return lambdaSource(
    {
      handler: textsOf(handler)[0] ?? null,
      runtime,
      roots,
      unknownBecause:
        textsOf(handler).length === 0 && unknownPart !== null ? `handler is built from ${unknownPart}` : null,
    },
    context,
  );
}

function isImage(property: (key: string) => ConfigValue | null): boolean {
  return (
    textOf(property('PackageType')) === 'Image' ||
    property('ImageUri') !== null ||
    valueAt(property('Code'), 'ImageUri') !== null
  );
}

function imageOf(
  resource: ConfigValue,
  property: (key: string) => ConfigValue | null,
  base: string,
  context: ManifestContext,
): FunctionSource {
  const docker = textAt(resource, 'Metadata', 'DockerContext');
  const command = textOf(itemsOf(valueAt(property('ImageConfig'), 'Command'))[0] ?? null);
  const folder = docker === null ? null : pathWithin(base, docker);
  return imageSource(folder, textAt(resource, 'Metadata', 'Dockerfile'), command, context);
}

/** Where the handler's path starts: CodeUri, and the template's own folder for archives that are packed elsewhere. */
function codeRoots(property: (key: string) => ConfigValue | null, base: string): readonly string[] {
  const code = property('CodeUri') ?? property('ContextPath') ?? property('Code');
  const written = [...textsOf(code), ...textsOf(valueAt(code, 'S3Key'))];
  const local = written.flatMap((uri) => {
    const folder = /^(?:s3:|\/)/.test(uri) ? null : pathWithin(base, uri);
    return folder === null ? [] : [folder];
  });
  const packedElsewhere = local.length === 0 || local.every((folder) => folder.endsWith('.zip'));
  return packedElsewhere ? [...local, base] : local;
}

/** `Metadata.BuildProperties.EntryPoints`: SAM flattens `src/handlers/api.ts` to `api.js`, which the handler names. */
function bundledEntry(
  resource: ConfigValue,
  handler: string,
  roots: readonly string[],
  context: ManifestContext,
): FunctionSource | null {
  const entries = itemsOf(valueAt(resource, 'Metadata', 'BuildProperties', 'EntryPoints')).flatMap(textsOf);
  for (const { module, exportName } of splitHandler(handler)) {
    for (const entry of entries.filter((each) => baseName(withoutEnding(each)) === baseName(module))) {
      const file = roots
        .map((root) => pathWithin(root, entry))
        .find((each) => each !== null && context.sources.has(each));
      if (file !== undefined && file !== null) return { kind: 'export', file, exportName };
    }
  }
  return null;
}

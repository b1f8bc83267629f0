import type { DeclaredFunction } from '../../model/deployment.js';
import { imageCommand } from './dockerfile.js';
import type { ManifestContext } from './reader.js';
import { baseName, folderOf, pathWithin } from './repository-path.js';
import { packageFolderOf } from './package-folder.js';
import { findSource } from './source-mapping.js';

export type FunctionSource = DeclaredFunction['source'];

/** What a manifest says about the code of a Lambda function, with the paths as they are written. */
interface LambdaCode {
  /** `src/app.handler`; null where the manifest gives none that is known. */
  readonly handler: string | null;
  /** `nodejs22.x`, `python3.12`; null where the manifest gives none that is known. */
  readonly runtime: string | null;
  /** Folder or archive that the handler's path starts in, relative to the repository, the best first. */
  readonly roots: readonly string[];
  /** Says why the handler is not known: `handler is built from ${self:custom.entry}`. */
  readonly unknownBecause: string | null;
}

/** The source of a Lambda function, or the reason why there is none to analyse. */
export function lambdaSource(code: LambdaCode, context: ManifestContext): FunctionSource {
  if (isOtherRuntime(code.runtime)) return none(`runtime ${code.runtime}`);
  if (code.unknownBecause !== null) return none(code.unknownBecause);
  if (code.handler === null) return none('no handler is given');
  for (const root of code.roots.flatMap(foldersOfArchive)) {
    const source = sourceInFolder(code.handler, root, context);
    if (source !== null) return source;
  }
  if (code.runtime !== null && !code.runtime.startsWith('nodejs')) return none(`runtime ${code.runtime}`);
  return none(missingReason(code.handler, code.roots[0] ?? ''));
}

/** The source of an image function: the command of its Dockerfile, where that names a handler. */
export function imageSource(
  folder: string | null,
  dockerfile: string | null,
  command: string | null,
  context: ManifestContext,
): FunctionSource {
  const handler = command ?? (folder === null ? null : imageCommand(folder, dockerfile ?? 'Dockerfile', context));
  const source = folder === null || handler === null ? null : sourceInFolder(handler, folder, context);
  return source ?? none('container image');
}

export function none(reason: string): FunctionSource {
  return { kind: 'none', reason };
}

/** `src/app.handler` is module `src/app`, export `handler`. Node.js splits at the first dot of the last segment. */
export function splitHandler(handler: string): readonly { readonly module: string; readonly exportName: string }[] {
  const folder = handler.slice(0, handler.lastIndexOf('/') + 1);
  const name = baseName(handler);
  const first = name.indexOf('.');
  const last = name.lastIndexOf('.');
  if (first <= 0 || last === name.length - 1) return [];
  const splits = [{ module: folder + name.slice(0, first), exportName: name.slice(first + 1) }];
  // `api.v2.handler`: bundlers accept dots in file names.
  if (last !== first) splits.push({ module: folder + name.slice(0, last), exportName: name.slice(last + 1) });
  return splits;
}

/** Runtimes that cannot run JavaScript. `provided` may: it is judged by whether the handler leads to a source. */
function isOtherRuntime(runtime: string | null): boolean {
  return runtime !== null && !/^(?:nodejs|provided|bun|deno)/i.test(runtime);
}

function sourceInFolder(handler: string, folder: string, context: ManifestContext): FunctionSource | null {
  if (handler.endsWith('.sh')) return startedByScript(handler, folder, context);
  for (const { module, exportName } of splitHandler(handler)) {
    const path = pathWithin(folder, module);
    const file = path === null ? null : findSource(path, context);
    if (file !== null) return { kind: 'export', file, exportName };
  }
  return null;
}

/** The Lambda Web Adapter starts a server with a shell script: `exec node index.js`. */
function startedByScript(handler: string, folder: string, context: ManifestContext): FunctionSource | null {
  const places = [folder, packageFolderOf(folder, context)];
  const text = places
    .map((place) => context.files.read(pathWithin(place, handler) ?? handler))
    .find((found) => found !== null);
  const started = text?.match(/^[^#\n]*\bnode\s+(?:--\S+\s+)*([\w./-]+)/m)?.[1];
  const path = started === undefined ? null : pathWithin(folder, started);
  const file = path === null ? null : findSource(path, context);
  return file === null ? null : { kind: 'file', file };
}

/** An archive is packed from its folder, from a folder of its name, or (`.serverless/app.zip`) from the package. */
function foldersOfArchive(root: string): readonly string[] {
  if (!/\.(?:zip|jar)$/.test(root)) return [root];
  const folder = folderOf(root);
  return [folder, root.replace(/\.\w+$/, ''), folderOf(folder)];
}

function missingReason(handler: string, root: string): string {
  const module = splitHandler(handler)[0]?.module ?? handler;
  return `no source file for ${pathWithin(root, module) ?? module}`;
}

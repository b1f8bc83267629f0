import type { DeclaredFunction, Deployment, TargetScope } from '../../model/deployment.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { compareText } from '../../support/compare.js';
import { mentionsInfrastructure, readInfrastructureCode } from './infrastructure-code.js';
import { createManifestContext } from './manifest-context.js';
import { readerOf } from './manifest-kinds.js';
import { packageFolderOf, packageJsonOf } from './package-folder.js';
import { type ManifestContext, type ManifestReading, NOTHING, unreadable } from './reader.js';
import { openRepository, type RepositoryFiles } from './repository-files.js';
import { baseName, folderOf, isWithin } from './repository-path.js';
import { chooseScopes } from './target-scopes.js';

/**
 * Takes: the root, and relative paths of manifests and of the sources that are analysed.
 * Gives: every function that a manifest declares, mapped to a source or with the reason why not, and which folder runs
 * on which platform.
 * Does not: execute anything, follow links out of the root, or look at the code of the functions.
 */
export function readDeployment(input: {
  readonly root: string;
  readonly manifests: readonly string[];
  readonly sources: ReadonlySet<string>;
}): { readonly deployment: Deployment; readonly diagnostics: readonly Diagnostic[] } {
  return readDeploymentFrom(openRepository(input.root), input.manifests, input.sources);
}

/** The same for a repository that need not be on disk. */
export function readDeploymentFrom(
  files: RepositoryFiles,
  manifests: readonly string[],
  sources: ReadonlySet<string>,
): { readonly deployment: Deployment; readonly diagnostics: readonly Diagnostic[] } {
  const sorted = [...new Set(manifests)].sort(compareText);
  const context = createManifestContext(new Set([...sources].sort(compareText)), sorted, files);
  const readings = sorted.map((path) => readOne(path, context));
  const functions = [
    ...readings.flatMap((reading) => reading.functions),
    ...infrastructureSources(context).flatMap((path) => readCode(path, context)),
  ].sort(byPlace);
  const scopes: TargetScope[] = readings.flatMap((reading) => reading.scopes);
  return {
    deployment: { functions, scopes: chooseScopes([...scopes, ...uncovered(functions, scopes, context)], functions) },
    diagnostics: readings.flatMap((reading) => reading.diagnostics),
  };
}

/** Whether a file can be a deployment manifest, by its name alone. */
export function isManifestName(path: string): boolean {
  return readerOf(path) !== null;
}

function readOne(path: string, context: ManifestContext): ManifestReading {
  const read = readerOf(path);
  const text = read === null ? null : context.files.read(path);
  if (read === null || text === null) return NOTHING;
  try {
    return read(text, path, context);
  } catch (error) {
    // One manifest that overstrains its reader (nesting, mostly) must not hide what the others say.
    return unreadable(path, 1, error instanceof Error ? error.message : 'the manifest cannot be read');
  }
}

/** All sources, where any package uses the AWS CDK or SST: stacks may stand in a package that does not name them. */
function infrastructureSources(context: ManifestContext): readonly string[] {
  return context.manifests.some((path) => usesInfrastructure(path, context)) ? [...context.sources] : [];
}

function usesInfrastructure(path: string, context: ManifestContext): boolean {
  const name = baseName(path);
  if (/^(?:cdk|sst)\.json$|^sst\.config\.[cm]?[jt]s$/.test(name)) return true;
  if (name !== 'package.json') return false;
  const dependencies = packageJsonOf(folderOf(path), context)?.dependencies.keys() ?? [];
  return [...dependencies].some((each) => /^(?:aws-cdk-lib|@aws-cdk\/|sst$|@serverless-stack\/)/.test(each));
}

function readCode(path: string, context: ManifestContext): readonly DeclaredFunction[] {
  const text = context.files.read(path);
  if (text === null || !mentionsInfrastructure(text)) return [];
  try {
    return readInfrastructureCode(text, path, context);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Functions may lie far from their manifest (`infra/main.tf`): their package runs where they do. */
function uncovered(
  functions: readonly DeclaredFunction[],
  scopes: readonly TargetScope[],
  context: ManifestContext,
): readonly TargetScope[] {
  return functions.flatMap((fn) => {
    if (fn.source.kind === 'none') return [];
    const { file } = fn.source;
    if (scopes.some((scope) => isWithin(file, scope.folder))) return [];
    return [{ folder: packageFolderOf(folderOf(file), context), target: fn.target, detectedBy: fn.declaredIn }];
  });
}

function byPlace(a: DeclaredFunction, b: DeclaredFunction): number {
  return (
    compareText(a.declaredIn, b.declaredIn) ||
    a.line - b.line ||
    compareText(a.name, b.name) ||
    compareText(JSON.stringify(a.source), JSON.stringify(b.source))
  );
}

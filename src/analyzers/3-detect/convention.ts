import type { Host } from '../../model/deployment.js';
import { exportNames } from '../../model/exported-values.js';
import type { SourceModule } from '../../model/source-module.js';
import type { Detection, DetectionInput } from './detection.js';
import { exportedFunctions } from './exported-functions.js';

/** A host that finds its functions by the place of a file and the names that it exports. */
export interface Convention {
  /** Of the path below the nearest package.json: `app/api/route.ts`, `netlify/functions/hello.mts`. */
  readonly path: RegExp;
  /** What else has to hold: a dependency, a manifest. The path alone says too little. */
  readonly needs: (input: DetectionInput, path: string) => boolean;
  readonly excludes?: (module: SourceModule) => boolean;
  readonly exports: RegExp;
  /** Functions inside an exported object count by these paths: `export default { fetch }`. */
  readonly members?: RegExp;
  readonly inputs: readonly number[];
  /** Begins `detectedBy`: `app route handler`. */
  readonly says: string;
  readonly confidence?: Detection['confidence'];
}

/** The endings of scripts, for the patterns of conventions. */
export const SCRIPT = String.raw`\.[cm]?[jt]sx?$`;

/** Entry points that a host finds by file name and export name. */
export function detectConventions(input: DetectionInput, host: Host, conventions: readonly Convention[]): Detection[] {
  return input.program.index.modules.flatMap((module, number) =>
    conventions
      .filter((convention) => applies(input, convention, module))
      .flatMap((convention) => detectionsOf(input, host, convention, number)),
  );
}

function applies(input: DetectionInput, { path, needs, excludes }: Convention, module: SourceModule): boolean {
  return path.test(pathInPackage(input, module.path)) && needs(input, module.path) && excludes?.(module) !== true;
}

function pathInPackage(input: DetectionInput, path: string): string {
  const folder = input.packageFolderOf(path);
  return folder === '' ? path : path.slice(folder.length + 1);
}

function detectionsOf(input: DetectionInput, host: Host, convention: Convention, module: number): Detection[] {
  const { program } = input;
  const path = program.index.modules[module]?.path ?? '';
  const { exports, members, inputs, says, confidence = 'high' } = convention;
  return exportNames(program, module)
    .filter((name) => exports.test(name))
    .flatMap((name) =>
      exportedFunctions(input, module, name)
        .filter((found) => found.path === '' || members?.test(found.path) === true)
        .map((found): Detection => ({
          fn: found.fn,
          name: found.path === '' ? name : `${name === 'default' ? '' : `${name}.`}${found.path}`,
          host,
          detectedBy: `${says}: ${path}`,
          inputs,
          confidence,
        })),
    );
}

/** Whether a package of the file lists a dependency. */
export function dependsOn(pattern: RegExp): Convention['needs'] {
  return (input, path) => {
    for (const name of input.dependenciesOf(path)) if (pattern.test(name)) return true;
    return false;
  };
}

/** Whether a manifest says that the file runs on a target. */
export function runsOn(target: string): Convention['needs'] {
  return (input, path) => {
    const covering = input.deployment.scopes
      .filter(({ folder }) => folder === '' || path.startsWith(`${folder}/`))
      .sort((a, b) => b.folder.length - a.folder.length);
    return covering[0]?.target === target;
  };
}

export function either(...conditions: readonly Convention['needs'][]): Convention['needs'] {
  return (input, path) => conditions.some((condition) => condition(input, path));
}

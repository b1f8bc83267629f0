import type { DeclaredFunction } from '../../model/deployment.js';
import { type FunctionSource, none } from './lambda-source.js';
import { packageJsonOf } from './package-folder.js';
import { type ManifestContext, type ManifestReader, NOTHING } from './reader.js';
import { baseName, folderOf, pathWithin } from './repository-path.js';
import { findSource } from './source-mapping.js';
import { lineOfEntry } from './wrangler.js';

/** `functions-framework --target=hello` and `gcloud functions deploy hello` in the scripts of package.json. */
export const readFunctionsFramework: ManifestReader = (text, path, context) => {
  const folder = folderOf(path);
  const scripts = packageJsonOf(folder, context)?.scripts ?? new Map<string, string>();
  const functions = new Map<string, DeclaredFunction>();
  for (const [name, script] of scripts) {
    const target = targetOf(script);
    if (target === null || functions.has(target)) continue;
    functions.set(target, {
      name: target,
      declaredIn: path,
      line: lineOfEntry(text, `"${name}"`, target),
      host: 'google-cloud-functions',
      target: 'cloud-run',
      detectedBy: `${baseName(path)}: scripts.${name}`,
      source: exportOf(folder, target, option(script, 'source'), context),
    });
  }
  if (functions.size === 0) return NOTHING;
  return {
    functions: [...functions.values()],
    scopes: [{ folder, target: 'cloud-run', detectedBy: path }],
    diagnostics: [],
  };
};

function targetOf(script: string): string | null {
  if (/\bfunctions-framework\b/.test(script)) return option(script, 'target') ?? 'function';
  const deployed = /\bgcloud\s+(?:beta\s+|alpha\s+)?functions\s+deploy\s+([\w-]+)/.exec(script);
  return deployed?.[1] === undefined ? null : (option(script, 'entry-point') ?? deployed[1]);
}

function option(script: string, name: string): string | null {
  return new RegExp(`--${name}[= ]["']?([\\w./-]+)`).exec(script)?.[1] ?? null;
}

/** An export of the package's main file, of `--source`'s package where one is given. */
function exportOf(
  folder: string,
  exportName: string,
  written: string | null,
  context: ManifestContext,
): FunctionSource {
  const source = written === null ? folder : (pathWithin(folder, written) ?? folder);
  const main = packageJsonOf(source, context)?.main ?? packageJsonOf(folder, context)?.main ?? 'index.js';
  const paths = [pathWithin(source, main), pathWithin(folder, main), pathWithin(source, baseName(main))];
  for (const path of paths) {
    const file = path === null ? null : findSource(path, context);
    if (file !== null) return { kind: 'export', file, exportName };
  }
  return none(`no source file for ${main}`);
}

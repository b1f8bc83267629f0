import { join } from 'node:path';
import { readInside } from '../json-file.js';
import type { ts } from './precise-project.js';

/** The options of a project's own tsconfig, made fit for looking: nothing is emitted, JavaScript belongs to the program. */
export function compilerOptionsFor(
  compiler: typeof ts,
  root: string,
  config: string | null,
  textOf: (file: string) => string | null,
): ts.CompilerOptions {
  const own = config === null ? {} : readOptions(compiler, root, config, textOf);
  const byDefault =
    config === null
      ? { module: compiler.ModuleKind.ESNext, moduleResolution: compiler.ModuleResolutionKind.Bundler }
      : {};
  const options: ts.CompilerOptions = {
    target: compiler.ScriptTarget.ESNext,
    ...byDefault,
    ...own,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    ignoreDeprecations: '6.0',
  };
  return Object.fromEntries(Object.entries(options).filter(([name]) => !UNUSED.has(name)));
}

/** What concerns output, or reports that something is not used: no error of the types. */
const UNUSED = new Set([
  'outDir',
  'outFile',
  'rootDir',
  'declaration',
  'declarationMap',
  'composite',
  'incremental',
  'tsBuildInfoFile',
  'emitDeclarationOnly',
  'noUnusedLocals',
  'noUnusedParameters',
  'plugins',
]);

function readOptions(
  compiler: typeof ts,
  root: string,
  config: string,
  textOf: (file: string) => string | null,
): ts.CompilerOptions {
  const read = (path: string): string | undefined => {
    const within = path.startsWith(root) ? path.slice(root.length).replace(/^[\\/]/, '') : null;
    if (within === null) return undefined;
    return textOf(within) ?? readInside(root, within) ?? undefined;
  };
  const json = compiler.readConfigFile(join(root, config), read).config as unknown;
  if (json === undefined) return {};
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    readDirectory: () => [],
    fileExists: (path) => read(path) !== undefined,
    readFile: read,
  };
  const folder = join(root, config, '..');
  return compiler.parseJsonConfigFileContent(json, host, folder, {}, join(root, config)).options;
}

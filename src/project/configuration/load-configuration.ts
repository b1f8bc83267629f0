import { basename, dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Configuration } from '../../model/configuration.js';
import { assertNever } from '../../support/invariant.js';
import { UserError } from '../../support/user-error.js';
import { MEGABYTE, readUserFile } from '../user-file.js';
import { checkConfiguration, type ValuePath } from './check-configuration.js';
import { findConfiguration, isExecutable } from './find-configuration.js';
import { readLocatedJson } from './json-value.js';
import { type ModuleRun, runModule } from './run-module.js';

export interface ConfigurationRequest {
  /** Absolute path of the folder that is audited. */
  readonly root: string;
  /** Absolute path of the file that the user named; null to look for one in the root. */
  readonly file: string | null;
  /** As messages name that file. */
  readonly fileName: string | null;
  /** Leaves configurations that are code alone. */
  readonly jsonOnly: boolean;
  /** The user named the root itself: only then is code in it run. */
  readonly isNamed: boolean;
  readonly ruleIds: readonly string[];
  readonly onOutput: (text: string) => void;
  readonly timeoutMs?: number;
}

export interface LoadedConfiguration {
  /** As messages and reports name it: `stateless.config.json`, `package.json#stateless`. */
  readonly name: string;
  readonly configuration: Configuration;
}

/** Finds, reads and checks the configuration. Null where there is none. Throws UserError where it is not right. */
export async function loadConfiguration(request: ConfigurationRequest): Promise<LoadedConfiguration | null> {
  const found =
    request.file === null
      ? findConfiguration(request.root, request.jsonOnly)
      : { file: request.file, name: request.fileName ?? basename(request.file), key: keyOf(request.file) };
  if (found === null) return null;
  const { name } = found;
  const isCode = isExecutable(found.file);
  if (isCode && request.jsonOnly) throw new UserError(`\`${name}\` is code`, 'it is not run with --config-json-only');
  if (isCode && request.file === null && !request.isNamed) throw notNamed(name, request.root);
  const text = readUserFile({
    file: found.file,
    name,
    root: request.file === null ? request.root : null,
    without: '--no-config',
    by: '--config',
    largestBytes: MEGABYTE,
  });
  const { value, lineOf } = isCode ? await runCode(found.file, name, text, request) : readJson(found, text);
  const refuse = (path: ValuePath, problem: string, hint: string | null): never => {
    const line = lineOf?.(path);
    throw new UserError(`${name}${line === undefined ? '' : `:${line}`}: ${problem}`, hint);
  };
  return { name, configuration: checkConfiguration(value, request.ruleIds, refuse) };
}

/** Where a `package.json` was named, its key is meant. */
function keyOf(file: string): string | null {
  return basename(file) === 'package.json' ? 'stateless' : null;
}

function notNamed(name: string, root: string): UserError {
  return new UserError(
    `\`${name}\` is code, and its folder was not named: it is not run`,
    `name it with --root ${root}, or leave it out with --no-config`,
  );
}

interface ReadValue {
  readonly value: unknown;
  readonly lineOf: ((path: ValuePath) => number) | null;
}

function readJson({ name, key }: { name: string; key: string | null }, text: string): ReadValue {
  const read = readLocatedJson(text, key === null);
  if ('message' in read) throw new UserError(`${name}:${read.line}: not valid JSON: ${read.message}`, null);
  if (key === null) return read;
  const whole = read.value;
  if (typeof whole !== 'object' || whole === null || !Object.hasOwn(whole, key)) {
    throw new UserError(`\`${name}\` has no key \`${key}\``, 'name a file that holds a configuration');
  }
  return { value: (whole as Record<string, unknown>)[key], lineOf: (path) => read.lineOf([key, ...path]) };
}

const TIMEOUT_MS = 10_000;

async function runCode(file: string, name: string, text: string, request: ConfigurationRequest): Promise<ReadValue> {
  const { timeoutMs = TIMEOUT_MS, onOutput } = request;
  const run = await runModule(await importable(file, name, text), { timeoutMs, onOutput });
  if (run.kind === 'threw' && run.isSyntax) await refuseSyntax(file, name, text);
  return { value: exportedValue(run, name, file, timeoutMs), lineOf: null };
}

/** The address under which the code can be imported. The compiler is loaded where it is needed. */
async function importable(file: string, name: string, text: string): Promise<string> {
  const isTypeScript = file.endsWith('.ts');
  if (!isTypeScript && (file.endsWith('.cjs') || !text.includes('stateless-migrate'))) return pathToFileURL(file).href;
  const { needsThisPackage, selfContainedModule } = await import('./self-contained-module.js');
  if (!isTypeScript && !needsThisPackage(file, text)) return pathToFileURL(file).href;
  const module = selfContainedModule(file, text);
  switch (module.kind) {
    case 'url':
      return module.url;
    case 'syntax':
      throw wrongSyntax(name, module);
    case 'import':
      throw new UserError(
        `${name} imports \`${module.specifier}\`, ${module.message}`,
        module.message === 'which is TypeScript'
          ? 'a configuration is one file of TypeScript; what it imports is JavaScript'
          : 'or run with --no-config',
      );
    default:
      return assertNever(module);
  }
}

/** The engine does not tell the line of a syntax error; the compiler does, unless the error is in what is imported. */
async function refuseSyntax(file: string, name: string, text: string): Promise<void> {
  const { selfContainedModule } = await import('./self-contained-module.js');
  const module = selfContainedModule(file, text);
  if (module.kind === 'syntax') throw wrongSyntax(name, module);
}

function wrongSyntax(name: string, { line, message }: { line: number; message: string }): UserError {
  return new UserError(`${name}:${line}: ${message}`, 'correct it, or run with --no-config');
}

function exportedValue(run: ModuleRun, name: string, file: string, timeoutMs: number): unknown {
  switch (run.kind) {
    case 'exported':
      return JSON.parse(run.json) as unknown;
    case 'unusable':
      throw new UserError(`${name}: ${run.message}`, 'export plain data: export default defineConfig({ … })');
    case 'threw': {
      const message = withoutFolder(run.message, dirname(file));
      const isMissing = run.code === 'ERR_MODULE_NOT_FOUND' || run.code === 'MODULE_NOT_FOUND';
      const hint = isMissing
        ? 'install what it imports, or run with --no-config'
        : 'correct it, or run with --no-config';
      throw new UserError(`${name} cannot be loaded: ${message}`, hint);
    }
    case 'slow':
      throw new UserError(
        `${name} did not finish within ${timeoutMs / 1000} seconds`,
        'does it loop, or wait for something? run with --no-config to do without it',
      );
    case 'ended':
      throw new UserError(
        `${name} ended the process before it exported anything`,
        'export default defineConfig({ … })',
      );
    default:
      return assertNever(run);
  }
}

/** Messages of Node.js name absolute paths. */
function withoutFolder(message: string, folder: string): string {
  return message
    .replaceAll(`${pathToFileURL(folder).href}/`, '')
    .replaceAll(join(folder, sep), '')
    .split('\n')[0] as string;
}

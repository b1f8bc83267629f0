import { lstatSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../support/user-error.js';
import { didYouMean } from '../support/nearest.js';
import { FORMATS, isFormat, type Format } from './render.js';

/** A report that goes to a file. */
export interface Output {
  readonly format: Format;
  /** Absolute. */
  readonly file: string;
}

/** Reads the values of `--output`, each `format=path`, the path relative to the working directory. */
export function parseOutputs(values: readonly string[], cwd: string): Output[] {
  const outputs = values.map((value) => parseOutput(value, cwd));
  const twice = outputs.find((output, index) => outputs.findIndex((other) => other.file === output.file) < index);
  if (twice) throw new UserError(`two outputs go to \`${twice.file}\``, 'give each --output a path of its own');
  return outputs;
}

/** Writes a file whole or not at all. A device or pipe (`/dev/stdout`) is written to as it is. */
export function writeOutput(file: string, text: string, by = '--output format=path'): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    // stateless-ignore-next-line local-file-state -- the report that the user asked for
    if (isReplaceable(file)) replaceFile(file, text);
    // stateless-ignore-next-line local-file-state -- the report that the user asked for
    else writeFileSync(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`cannot write \`${file}\`: ${reason}`, `name another path with ${by}`);
  }
}

function parseOutput(value: string, cwd: string): Output {
  const equals = value.indexOf('=');
  const format = equals < 0 ? '' : value.slice(0, equals);
  const path = value.slice(equals + 1);
  if (equals < 0 || path === '') {
    const example =
      isFormat(value) || path === '' ? `--output ${format || value}=report.txt` : `--output json=${value}`;
    throw new UserError(`--output takes format=path, not \`${value}\``, `for example ${example}`);
  }
  if (isFormat(format)) return { format, file: resolve(cwd, path) };
  throw new UserError(
    `\`${format}\` is not a format of --output`,
    didYouMean(format, FORMATS, `one of ${FORMATS.join(', ')}`),
  );
}

/** A regular file or none. What a link points at is not ours to replace: it is written to in place. */
function isReplaceable(file: string): boolean {
  const entry = lstatSync(file, { throwIfNoEntry: false });
  return entry === undefined || entry.isFile();
}

function replaceFile(file: string, text: string): void {
  const staged = `${file}.${process.pid}.tmp`;
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  try {
    writeFileSync(staged, text, mode === undefined ? {} : { mode });
    renameSync(staged, file);
  } catch (error) {
    rmSync(staged, { force: true });
    throw error;
  }
}

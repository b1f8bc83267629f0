import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.js';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** What could be read; a file that is partly broken gives both a value and diagnostics. */
export interface JsonFile {
  readonly value: JsonValue;
  readonly diagnostics: readonly Diagnostic[];
}

const LARGEST = 5_000_000;

/** Reads a JSON file below `root`, with comments and trailing commas. Never throws, never reads outside the root. */
export function readJsonFile(root: string, path: string, code: 'manifest-error' | 'tsconfig-error'): JsonFile {
  const text = readInside(root, path);
  if (text === null) return failed(code, path, 'it cannot be read');
  try {
    return { value: JSON.parse(text) as JsonValue, diagnostics: [] };
  } catch {
    return readTolerantly(text, path, code);
  }
}

function readTolerantly(text: string, path: string, code: 'manifest-error' | 'tsconfig-error'): JsonFile {
  const errors: ParseError[] = [];
  let value: JsonValue | undefined;
  try {
    value = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true }) as JsonValue | undefined;
  } catch {
    return failed(code, path, 'it is nested too deeply');
  }
  const [first] = errors;
  if (first === undefined) return { value: value ?? null, diagnostics: [] };
  const line = text.slice(0, first.offset).split('\n').length;
  const broken = failed(code, path, `${printParseErrorCode(first.error)} in line ${line}`);
  return { value: value ?? null, diagnostics: broken.diagnostics };
}

function failed(code: 'manifest-error' | 'tsconfig-error', path: string, why: string): JsonFile {
  return { value: null, diagnostics: [{ code, file: path, message: `not valid JSON: ${why}` }] };
}

/** The text of a file, or null where there is none below the root. */
export function readInside(root: string, path: string): string | null {
  try {
    const file = realpathSync.native(join(root, path));
    if (!isBelow(root, file) && !isBelow(realpathSync.native(root), file)) return null;
    const found = statSync(file);
    if (!found.isFile() || found.size > LARGEST) return null;
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return null;
  }
}

function isBelow(root: string, file: string): boolean {
  return file.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** An own property of an object; null for anything else. Names such as `constructor` are names like any other. */
export function property(value: JsonValue | undefined, name: string): JsonValue {
  return isJsonObject(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function stringOrNull(value: JsonValue): string | null {
  return typeof value === 'string' ? value : null;
}

/** The strings of an array; a single string counts as an array of one. */
export function stringsOf(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

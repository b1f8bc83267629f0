import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../support/user-error.js';
import { readInside } from '../json-file.js';
import { readLocatedJson } from './json-value.js';

export interface FoundConfiguration {
  /** Absolute path. */
  readonly file: string;
  readonly name: string;
  /** The key of a JSON file under which it stands; null for the whole file. */
  readonly key: string | null;
}

export const CONFIGURATION_FILES = [
  'stateless.config.json',
  'stateless.config.jsonc',
  'stateless.config.js',
  'stateless.config.mjs',
  'stateless.config.cjs',
  'stateless.config.ts',
] as const;

export function isExecutable(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file);
}

/** The one configuration of a folder. Throws UserError where there are several: which of them holds must not be a guess. */
export function findConfiguration(root: string, jsonOnly: boolean): FoundConfiguration | null {
  const all = configurationsIn(root).filter(({ file }) => !jsonOnly || !isExecutable(file));
  if (all.length > 1) {
    const names = all.map(({ name }) => `\`${name}\``).join(' and ');
    throw new UserError(`more than one configuration: ${names}`, 'keep one, or name one with --config');
  }
  return all[0] ?? null;
}

/** Every configuration that stands in a folder. */
export function configurationsIn(root: string): FoundConfiguration[] {
  const files = CONFIGURATION_FILES.filter((name) => isThere(join(root, name)));
  const found: FoundConfiguration[] = files.map((name) => ({ file: join(root, name), name, key: null }));
  if (hasOwnKey(root))
    found.push({ file: join(root, 'package.json'), name: 'package.json#stateless', key: 'stateless' });
  return found;
}

/** Also a link that leads nowhere: it was meant to be one. */
function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** A package.json that cannot be read says nothing here; the audit tells that it is broken. */
function hasOwnKey(root: string): boolean {
  const text = readInside(root, 'package.json');
  if (text === null || !text.includes('"stateless"')) return false;
  const read = readLocatedJson(text, false);
  if ('message' in read) throw new UserError(`package.json:${read.line}: not valid JSON: ${read.message}`, null);
  return typeof read.value === 'object' && read.value !== null && Object.hasOwn(read.value, 'stateless');
}

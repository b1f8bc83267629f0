import { closeSync, constants, lstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.js';
import { type Excerpt, HEAD_BYTES, looksBundled, looksCompiled, TAIL_BYTES } from './generated-content.js';
import { folderOf, foldersUpFrom } from './relative-path.js';
import { isBundleName, isJavaScriptName } from './source-names.js';
import type { Reason, SourceFile } from './walk.js';

export interface GeneratedCheck {
  /** Absolute. */
  readonly root: string;
  /** Folders that manifests name as output. */
  readonly outputs: ReadonlySet<string>;
  /** Folder that the user named; what it and the folders above it are called does not count. */
  readonly start: string;
}

export interface GeneratedVerdict {
  /** Null: the file is kept. */
  readonly reason: Reason | null;
  readonly diagnostic: Diagnostic | null;
}

const TOO_LARGE = 5_000_000;
const WORTH_NAMING = 200_000;
/** Smaller files are kept without a look: reading them costs more than analysing them. */
const WORTH_READING = 8_000;
const WORTH_READING_IN_ASSETS = 1_500;
/** TypeScript is written by hand; what is generated into it is only worth a look when it is large. */
const WORTH_READING_TYPESCRIPT = 200_000;

const OUTPUT_SEGMENT = /^(?:build|dist|out|output|release|compiled|esm|cjs|umd|bundles?|dist-.*|.*-dist)$/;
const ASSET_SEGMENT = /^(?:public|static|assets|www|wwwroot|vendor|htdocs)$/;

/** Decides from names, size and a look at both ends whether a build, a bundler or a minifier wrote a file. */
export function judgeGenerated(file: SourceFile, check: GeneratedCheck): GeneratedVerdict {
  const size = sizeOf(check.root, file.path);
  if (isBundleName(file.path)) return bundle(file.path, size);
  const isScript = isJavaScriptName(file.path);
  if (isScript && (file.hasOriginal || isBelow(file.path, check))) return { reason: 'build output', diagnostic: null };
  const places = folderOf(file.path).slice(check.start.length).split('/');
  const inOutput = isScript && places.some((name) => OUTPUT_SEGMENT.test(name));
  const inAssets = isScript && places.some((name) => ASSET_SEGMENT.test(name));
  const threshold = !isScript ? WORTH_READING_TYPESCRIPT : inAssets ? WORTH_READING_IN_ASSETS : WORTH_READING;
  if (!inOutput && size < threshold) return KEPT;
  const excerpt = readExcerpt(check.root, file.path, size);
  if (excerpt !== null && looksBundled(excerpt)) return bundle(file.path, size);
  if (excerpt !== null && inOutput && looksCompiled(excerpt)) return { reason: 'build output', diagnostic: null };
  return size > TOO_LARGE ? tooLarge(file.path, size) : KEPT;
}

const KEPT: GeneratedVerdict = { reason: null, diagnostic: null };

function isBelow(path: string, { outputs, start }: GeneratedCheck): boolean {
  if (outputs.size === 0) return false;
  return foldersUpFrom(folderOf(path)).some((folder) => folder.length > start.length && outputs.has(folder));
}

function bundle(path: string, size: number): GeneratedVerdict {
  if (size <= WORTH_NAMING) return { reason: 'bundles', diagnostic: null };
  const message = `a bundled or minified file of ${Math.round(size / 1000)} kB was not read`;
  return { reason: 'bundles', diagnostic: { code: 'bundle-skipped', file: path, message } };
}

function tooLarge(path: string, size: number): GeneratedVerdict {
  const message = `a file of ${(size / 1_000_000).toFixed(1)} MB was not read; name it to have it read`;
  return { reason: 'too large', diagnostic: { code: 'file-too-large', file: path, message } };
}

function sizeOf(root: string, path: string): number {
  try {
    return lstatSync(join(root, path)).size;
  } catch {
    return 0;
  }
}

/** Both ends of a file as Latin-1 (the marks are ASCII); null where it cannot be read, which is reported when it is. */
function readExcerpt(root: string, path: string, size: number): Excerpt | null {
  const bytes = readStart(root, path, HEAD_BYTES);
  if (bytes === null) return null;
  const head = bytes.toString('latin1');
  if (size <= HEAD_BYTES) return { head, tail: head.slice(-TAIL_BYTES) };
  const tail = readStart(root, path, TAIL_BYTES, size - TAIL_BYTES);
  return { head, tail: tail === null ? '' : tail.toString('latin1') };
}

/** At most `length` bytes from `position`, or null where the file cannot be read. Never follows a link. */
export function readStart(root: string, path: string, length: number, position = 0): Buffer | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(
      join(root, path),
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, length, position));
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

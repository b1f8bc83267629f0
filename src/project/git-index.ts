import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { foldersUpFrom } from './relative-path.js';

/** What git tracks: an ignore rule has no effect on it. Paths are relative to the git root. */
export interface TrackedPaths {
  readonly has: (path: string, kind: 'file' | 'folder') => boolean;
}

const LARGEST = 200_000_000;
/** An entry starts with times, ids, mode and size (40 bytes), a SHA-1 (20) and flags (2). */
const FLAGS_AT = 60;

/** The folder at or above `folder` that holds `.git`. */
export function gitRootOf(folder: string): string | null {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, '.git'))) return current;
    if (dirname(current) === current) return null;
  }
}

/** Reads git's index without running git. Empty where there is none, or where it is of a kind that is not known. */
export function readTrackedPaths(gitRoot: string): TrackedPaths {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const path of pathsOfIndex(readIndex(gitRoot))) {
    files.add(path);
    for (const folder of foldersUpFrom(path).slice(1)) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return { has: (path, kind) => (kind === 'file' ? files : folders).has(path) };
}

function readIndex(gitRoot: string): Buffer | null {
  try {
    const file = join(gitFolderOf(gitRoot), 'index');
    const found = statSync(file);
    return found.isFile() && found.size <= LARGEST ? readFileSync(file) : null;
  } catch {
    return null;
  }
}

/** In a worktree and in a submodule `.git` is a file that names the folder. */
function gitFolderOf(gitRoot: string): string {
  const folder = join(gitRoot, '.git');
  if (statSync(folder).isDirectory()) return folder;
  const pointer = /^gitdir: (.+)/.exec(readFileSync(folder, 'utf8'));
  return pointer?.[1] === undefined ? folder : resolve(gitRoot, pointer[1].trimEnd());
}

function pathsOfIndex(index: Buffer | null): string[] {
  if (index === null || index.length < 12 || index.toString('latin1', 0, 4) !== 'DIRC') return [];
  const version = index.readUInt32BE(4);
  if (version < 2 || version > 4) return [];
  const paths: string[] = [];
  let previous = Buffer.alloc(0);
  let at = 12;
  for (let left = index.readUInt32BE(8); left > 0; left--) {
    if (at + FLAGS_AT + 2 > index.length) return [];
    const isExtended = version >= 3 && (index.readUInt16BE(at + FLAGS_AT) & 0x4000) !== 0;
    const start = at + FLAGS_AT + (isExtended ? 4 : 2);
    const prefix = version === 4 ? readVarint(index, start) : { value: previous.length, next: start };
    const end = index.indexOf(0, prefix.next);
    if (end < 0 || prefix.value > previous.length) return [];
    const path = Buffer.concat([
      previous.subarray(0, previous.length - prefix.value),
      index.subarray(prefix.next, end),
    ]);
    paths.push(path.toString('utf8'));
    // Version 4 writes how much of the previous path to drop; before it, entries are padded to eight bytes.
    previous = path;
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  return paths;
}

/** Git's offset encoding: seven bits a byte, the highest first, one added for every further byte. */
function readVarint(bytes: Buffer, start: number): { value: number; next: number } {
  let next = start;
  let byte = bytes[next++] ?? 0;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0 && next < bytes.length) {
    byte = bytes[next++] ?? 0;
    value = ((value + 1) << 7) | (byte & 0x7f);
  }
  return { value, next };
}

import { posix } from 'node:path';

/** A path relative to the repository, from a folder of it and a path relative to that folder; null outside the root. */
export function pathWithin(folder: string, relative: string): string | null {
  const joined = posix.normalize(posix.join(folder, relative.replace(/\\/g, '/')));
  if (joined === '..' || joined.startsWith('../') || joined.includes('\0')) return null;
  const trimmed = joined.replace(/\/$/, '');
  return trimmed === '.' ? '' : trimmed;
}

/** A path that code or a template made: with a leading slash from the repository's root, else from a folder. */
export function pathFrom(folder: string, text: string): string | null {
  return text.startsWith('/') ? pathWithin('', text.replace(/^\/+/, '')) : pathWithin(folder, text);
}

/** The folder of a file, `''` for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A folder and all folders above it, ending with the root. */
export function foldersUpwards(folder: string): readonly string[] {
  const folders = [folder];
  for (let current = folder; current !== '';) {
    current = folderOf(current);
    folders.push(current);
  }
  return folders;
}

/** Whether a path lies in a folder (or is it). */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The part of a path below a folder that contains it. */
export function pathBelow(path: string, folder: string): string {
  return folder === '' ? path : path.slice(folder.length + 1);
}

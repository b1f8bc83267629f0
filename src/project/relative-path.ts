/*
 * Relative POSIX paths below the root: `src/api/cart.ts`. The root itself is `''`.
 * Pure text, so that no question about a path touches the disk or leaves the root.
 */

/** The folder that holds `path`: `src/api` for `src/api/cart.ts`, `''` for `cart.ts`. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `below('src', 'a.ts')` is `src/a.ts`; `below('', 'a.ts')` is `a.ts`. */
export function below(folder: string, name: string): string {
  return folder === '' ? name : name === '' ? folder : `${folder}/${name}`;
}

/** Whether `path` is `folder` or lies in it. Everything lies in `''`. */
export function isInside(folder: string, path: string): boolean {
  return folder === '' || path === folder || (path.startsWith(folder) && path[folder.length] === '/');
}

/** Joins and normalises; null where the result would leave the root. */
export function joinInside(folder: string, relative: string): string | null {
  const segments = folder === '' ? [] : folder.split('/');
  for (const segment of relative.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join('/');
}

/** A folder and the folders above it, nearest first, down to `''`. */
export function foldersUpFrom(folder: string): string[] {
  const folders = [folder];
  while (folder !== '') folders.push((folder = folderOf(folder)));
  return folders;
}

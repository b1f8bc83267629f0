import type { FileSystemHost } from '@ts-morph/common';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/**
 * The disk below a root as the compiler may see it, with texts in front of it. Links that lead out of the root are not
 * there, and nothing can be written.
 */
export function readOnlyFiles(root: string, textOf: (absolute: string) => string | null): FileSystemHost {
  const inside = (path: string): string | null => realInside(root, path);
  const exists = (path: string): boolean => textOf(path) !== null || kindOf(inside(path)) === 'file';
  const read = (path: string): string => {
    const text = textOf(path);
    if (text !== null) return text;
    const real = inside(path);
    if (real === null) throw notThere(path);
    return readFileSync(real, 'utf8').replace(/^\uFEFF/, '');
  };
  const folderExists = (path: string): boolean => kindOf(inside(path)) === 'folder';
  return {
    ...READ_ONLY,
    isCaseSensitive: () => true,
    readFile: (path) => Promise.resolve().then(() => read(path)),
    readFileSync: read,
    fileExists: (path) => Promise.resolve(exists(path)),
    fileExistsSync: exists,
    directoryExists: (path) => Promise.resolve(folderExists(path)),
    directoryExistsSync: folderExists,
    readDirSync: (path) => entriesOf(inside(path)),
    realpathSync: (path) => inside(path) ?? path,
    getCurrentDirectory: () => root,
  };
}

const refuse = (): never => {
  throw new Error('this view of the files is read-only');
};

const READ_ONLY = {
  delete: refuse,
  deleteSync: refuse,
  writeFile: refuse,
  writeFileSync: refuse,
  mkdir: refuse,
  mkdirSync: refuse,
  move: refuse,
  moveSync: refuse,
  copy: refuse,
  copySync: refuse,
  glob: refuse,
  globSync: refuse,
};

function realInside(root: string, path: string): string | null {
  if (path !== root && !path.startsWith(root.endsWith(sep) ? root : root + sep)) return null;
  try {
    const real = realpathSync.native(path);
    return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : null;
  } catch {
    return null;
  }
}

function kindOf(path: string | null): 'file' | 'folder' | null {
  if (path === null) return null;
  try {
    const found = statSync(path);
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : null;
  } catch {
    return null;
  }
}

function entriesOf(path: string | null): ReturnType<FileSystemHost['readDirSync']> {
  if (path === null) return [];
  try {
    return readdirSync(path, { withFileTypes: true }).map((entry) => ({
      name: join(path, entry.name),
      isFile: entry.isFile(),
      isDirectory: entry.isDirectory(),
      isSymlink: entry.isSymbolicLink(),
    }));
  } catch {
    return [];
  }
}

/** The shape in which ts-morph recognises a missing file. */
function notThere(path: string): Error {
  return Object.assign(new Error(`no such file in ${dirname(path)}`), { code: 'ENOENT' });
}

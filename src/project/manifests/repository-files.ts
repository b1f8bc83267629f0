import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { compareText } from '../../support/compare.js';

/** The repository as the readers of manifests see it: relative POSIX paths only, read-only. */
export interface RepositoryFiles {
  /** The text of a file; null where it is missing, too large, or outside the root. */
  read(path: string): string | null;
  /** The names in a folder, sorted, folders with a trailing slash; empty where it is missing or outside the root. */
  list(folder: string): readonly string[];
}

/** A manifest larger than this was written by a machine and declares nothing by hand. */
const LARGEST_FILE = 4_000_000;

/** Opens a repository on disk. Links that lead out of the root are treated as missing. */
export function openRepository(root: string): RepositoryFiles {
  const realRoot = realpathSync(root);
  const texts = new Map<string, string | null>();
  return {
    read(path) {
      const known = texts.get(path);
      if (known !== undefined) return known;
      const text = readInside(realRoot, path);
      texts.set(path, text);
      return text;
    },
    list: (folder) => listInside(realRoot, folder),
  };
}

function readInside(realRoot: string, path: string): string | null {
  try {
    const real = realpathSync(join(realRoot, path));
    if (!isInside(realRoot, real)) return null;
    const stat = statSync(real);
    if (!stat.isFile() || stat.size > LARGEST_FILE) return null;
    return readFileSync(real, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return null;
  }
}

function listInside(realRoot: string, folder: string): readonly string[] {
  try {
    const real = realpathSync(join(realRoot, folder));
    if (!isInside(realRoot, real)) return [];
    return readdirSync(real, { withFileTypes: true })
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort(compareText);
  } catch {
    return [];
  }
}

function isInside(realRoot: string, real: string): boolean {
  return real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep);
}

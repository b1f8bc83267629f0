import { realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { below } from './relative-path.js';

/** The known source that a path without or with another extension means: `src/cart` and `src/cart.js` → `src/cart.ts`. */
export type ProbeFile = (path: string) => string | null;

const EXTENSIONS = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs'];

/** What TypeScript lets an import of a compiled name mean. */
const ORIGINALS: ReadonlyMap<string, readonly string[]> = new Map([
  ['.js', ['.ts', '.tsx', '.jsx']],
  ['.jsx', ['.tsx', '.ts']],
  ['.mjs', ['.mts']],
  ['.cjs', ['.cts']],
]);

/** Looks a path up among the known files: as it is, then as compiled name, with an extension, as a folder. No disk access. */
export function createProbe(knownFiles: ReadonlySet<string>): ProbeFile {
  const withExtension = (path: string) =>
    EXTENSIONS.map((extension) => path + extension).find((p) => knownFiles.has(p));
  return (path) => {
    if (knownFiles.has(path)) return path;
    return original(path, knownFiles) ?? withExtension(path) ?? withExtension(below(path, 'index')) ?? null;
  };
}

function original(path: string, knownFiles: ReadonlySet<string>): string | undefined {
  const dot = path.lastIndexOf('.');
  const stem = path.slice(0, dot);
  return ORIGINALS.get(path.slice(dot))
    ?.map((extension) => stem + extension)
    .find((candidate) => knownFiles.has(candidate));
}

const OTHER_ENDINGS = ['', '.json', '.d.ts', '.node', ...EXTENSIONS, '/index.json', '/index.d.ts'].concat(
  EXTENSIONS.map((extension) => `/index${extension}`),
);

/**
 * The file on disk that a path means although it is not a known source: data, a declaration, a file that was left out.
 * Reached through a link, it is given by its real path. Null where there is none below the root.
 */
export function findOnDisk(root: string, path: string): string | null {
  const candidates = OTHER_ENDINGS.map((ending) => (path === '' && ending === '' ? '' : path + ending));
  const originals = ORIGINALS.has(path.slice(path.lastIndexOf('.'))) ? [path.replace(/\.([cm]?)jsx?$/, '.d.$1ts')] : [];
  for (const candidate of [...candidates, ...originals]) {
    const real = realFile(root, candidate);
    if (real !== null) return real;
  }
  return null;
}

/** The real path of a file below the root, relative to it. Null where there is none, or where a link leads out. */
export function realFile(root: string, path: string): string | null {
  try {
    const file = join(root, path);
    if (!statSync(file).isFile()) return null;
    const inside = relative(realpathSync.native(root), realpathSync.native(file)).split(sep).join('/');
    return inside.startsWith('../') || inside === '..' ? null : inside;
  } catch {
    return null;
  }
}

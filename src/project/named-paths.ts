import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import { compareText } from '../support/compare.js';
import { nearest } from '../support/nearest.js';
import { UserError } from '../support/user-error.js';
import { below, joinInside } from './relative-path.js';
import { isSourceName } from './source-names.js';

/** What one path on the command line names. */
export type NamedPath =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string }
  /** `base` is the folder before the first star: `src/api` for `src/api/*.ts`. */
  | { readonly kind: 'glob'; readonly glob: string; readonly base: string; readonly matches: (path: string) => boolean }
  /** A link that leads out of the root. */
  | { readonly kind: 'outside'; readonly path: string };

/**
 * Says what a path names. What exists under exactly that name is meant, even if it looks like a glob (`app/[id]`).
 * Throws UserError where nothing is meant.
 *
 * @param root absolute, without links
 */
export function readNamedPath(root: string, given: string): NamedPath {
  const path = insideRoot(root, given);
  if (exists(root, path)) return existing(root, path, given);
  const { base, rest } = splitGlob(root, path);
  const scanned = picomatch.scan(rest);
  if (!scanned.isGlob || scanned.base !== '') throw missing(root, path, given);
  const matchesRest = picomatch(rest, { dot: true });
  const start = base === '' ? 0 : base.length + 1;
  return { kind: 'glob', glob: path, base, matches: (found) => matchesRest(found.slice(start)) };
}

/** Folders that exist by their exact names, `app/[id]`, and the glob below them. */
function splitGlob(root: string, path: string): { base: string; rest: string } {
  const segments = path.split('/');
  let taken = 0;
  while (taken < segments.length && exists(root, segments.slice(0, taken + 1).join('/'))) taken++;
  return { base: segments.slice(0, taken).join('/'), rest: segments.slice(taken).join('/') };
}

function insideRoot(root: string, given: string): string {
  const slashed = sep === '\\' ? given.replaceAll('\\', '/') : given;
  const fromRoot = isAbsolute(given) ? relative(root, given).split(sep).join('/') : slashed;
  const path = given === '' || isAbsolute(fromRoot) ? null : joinInside('', fromRoot);
  if (path === null) {
    throw new UserError(`"${given}" is not below the audited folder`, 'give paths relative to the audited folder');
  }
  return path;
}

function exists(root: string, path: string): boolean {
  try {
    lstatSync(join(root, path));
    return true;
  } catch {
    return false;
  }
}

function existing(root: string, path: string, given: string): NamedPath {
  let real: string;
  try {
    real = realpathSync.native(join(root, path));
  } catch {
    throw new UserError(`"${given}" is a link to nothing`);
  }
  if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) return { kind: 'outside', path };
  const inside = relative(root, real).split(sep).join('/');
  const found = lstatSync(real);
  if (found.isDirectory()) return { kind: 'folder', path: inside };
  const hasExtension = /\.[^./]+$/.test(inside.slice(1));
  if (found.isFile() && (isSourceName(inside) || !hasExtension)) return { kind: 'file', path: inside };
  throw new UserError(`"${given}" is not a JavaScript or TypeScript file`, 'name a source file, a folder or a glob');
}

/** Follows the path as far as it exists and looks for the name that was meant in the last folder. */
function missing(root: string, path: string, given: string): UserError {
  const segments = path.split('/');
  let folder = '';
  for (const [index, segment] of segments.entries()) {
    const next = below(folder, segment);
    if (exists(root, next)) {
      folder = next;
      continue;
    }
    const near = nearest(segment, namesIn(root, folder));
    if (near === null) break;
    const whole = [below(folder, near), ...segments.slice(index + 1)].join('/');
    const suggestion = exists(root, whole) ? whole : below(folder, near);
    return new UserError(`"${given}" does not exist`, `did you mean ${suggestion}?`);
  }
  return new UserError(`"${given}" does not exist`, folder === '' ? null : `${folder} exists`);
}

function namesIn(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder)).sort(compareText);
  } catch {
    return [];
  }
}

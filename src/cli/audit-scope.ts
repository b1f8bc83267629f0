import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../support/user-error.js';
import { COMMANDS } from './command-table.js';
import { nearest } from '../support/nearest.js';

/** What an audit looks at: an absolute root, and POSIX paths below it (none for everything). */
export interface AuditScope {
  readonly root: string;
  readonly paths: readonly string[];
  /** Whether the root itself was named, by `--root` or as the working directory. */
  readonly isNamed: boolean;
}

/**
 * The root is `--root`; else the working directory where all paths lie inside it; else the git root, or without git the
 * package root, around the first path outside. Named paths are relative to the working directory, and must exist.
 */
export function auditScope(named: readonly string[], rootFlag: string | undefined, cwd: string): AuditScope {
  const root = rootFlag === undefined ? null : existingFolder(rootFlag, cwd);
  const paths = named.map((path) => ({ path, absolute: existing(path, cwd, root) }));
  const outside = paths.find(({ absolute }) => !isInside(cwd, absolute));
  const chosen = root ?? (outside ? enclosingRoot(outside.absolute) : cwd);
  const relatives = paths.map(({ path, absolute }) => {
    if (isInside(chosen, absolute)) return relative(chosen, absolute).split(sep).join('/');
    throw new UserError(`\`${path}\` lies outside the root \`${chosen}\``, 'name a root around all paths with --root');
  });
  return { root: chosen, paths: relatives.includes('') ? [] : relatives, isNamed: chosen === (root ?? cwd) };
}

function existingFolder(path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  if (!existsSync(absolute)) {
    const near = nearestPath(path, cwd);
    throw new UserError(`no such folder \`${path}\``, near === null ? null : `did you mean --root ${near}?`);
  }
  if (statSync(absolute).isDirectory()) return absolute;
  throw new UserError(`--root \`${path}\` is not a folder`, `did you mean --root ${dirname(path)}?`);
}

/** The absolute path. A glob that names no file itself passes: what it matches is found out later. */
function existing(path: string, cwd: string, root: string | null): string {
  const absolute = resolve(cwd, path);
  if (existsSync(absolute) || isGlob(path)) return absolute;
  if (lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new UserError(`\`${path}\` is a link that leads to nothing`, null);
  }
  if (root !== null && existsSync(resolve(root, path))) {
    const written = relative(cwd, resolve(root, path));
    throw new UserError(`no such path \`${path}\``, `paths are relative to the working directory: \`${written}\``);
  }
  throw new UserError(`no such path \`${path}\``, missingHint(path, cwd));
}

export function isGlob(path: string): boolean {
  return /[*?]|\[[^\]]+\]|\{[^}]+\}/.test(path);
}

function missingHint(path: string, cwd: string): string {
  if (path === 'help') return 'did you mean `--help`?';
  const isBare = !/[\\/.]/.test(path);
  const command = isBare
    ? nearest(
        path,
        COMMANDS.map((candidate) => candidate.name),
      )
    : null;
  const near = nearestPath(path, cwd);
  if (near !== null) return `did you mean \`${near}\`?`;
  if (command !== null) return `did you mean the command \`${command}\`?`;
  return isBare ? 'stateless-migrate --help lists the commands' : 'paths are relative to the working directory';
}

/** The longest part that exists, with its nearest entry in place of the first wrong name: `scr/api.ts` → `src/api.ts`. */
export function nearestPath(path: string, cwd: string): string | null {
  const parent = dirname(path);
  const folder = existsSync(resolve(cwd, parent)) ? parent : nearestPath(parent, cwd);
  if (folder === null || !statSync(resolve(cwd, folder)).isDirectory()) return null;
  const wanted = basename(path);
  const found = existsSync(resolve(cwd, folder, wanted)) ? wanted : nearest(wanted, entries(resolve(cwd, folder)));
  if (found === null) return null;
  return isAbsolute(path) ? join(folder, found) : join(folder, found).split(sep).join('/');
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** The git root around a path, else its package root, else its own folder. */
function enclosingRoot(path: string): string {
  const start = nearestFolder(path);
  return ancestorWith(start, '.git') ?? ancestorWith(start, 'package.json') ?? start;
}

/** The folder itself or the first existing one above: a glob's tail is no folder. */
function nearestFolder(path: string): string {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  return isFolder || dirname(path) === path ? path : nearestFolder(dirname(path));
}

function ancestorWith(folder: string, name: string): string | null {
  if (existsSync(join(folder, name))) return folder;
  return dirname(folder) === folder ? null : ancestorWith(dirname(folder), name);
}

import ignore, { type Ignore } from 'ignore';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { gitRootOf, readTrackedPaths, type TrackedPaths } from './git-index.js';
import { below } from './relative-path.js';

/** What the `.gitignore` files from the git root down to one folder say. */
export interface IgnoreRules {
  readonly ignores: (path: string, kind: 'file' | 'folder') => boolean;
  /** The rules below `folder`, which holds a `.gitignore` of its own. */
  readonly enter: (folder: string) => IgnoreRules;
}

interface Layer {
  readonly matcher: Ignore;
  /** Path as the layer's `.gitignore` sees it. */
  readonly seen: (path: string) => string;
}

const LARGEST = 1_000_000;

/**
 * Rules for the folders of `root`: those of folders above it count, up to the root of the git repository that holds it,
 * unless they ignore `root` itself, which the user named. What git tracks is not ignored, as in git itself.
 */
export function ignoreRulesAbove(root: string): IgnoreRules {
  const layers: Layer[] = [];
  const gitRoot = gitRootOf(root);
  for (let folder = root; gitRoot !== null && folder !== gitRoot;) {
    folder = dirname(folder);
    const matcher = readMatcher(join(folder, '.gitignore'));
    const prefix = relativePosix(folder, root);
    if (matcher !== null) layers.push({ matcher, seen: (path) => below(prefix, path) });
  }
  const isTracked = gitRoot === null ? () => false : trackedBelow(root, gitRoot);
  return rulesOf({ root, isTracked }, decide(layers, '', 'folder') ? [] : layers);
}

/** No rule yet: for a folder that the user named although it is ignored. */
export function noIgnoreRules(root: string): IgnoreRules {
  return rulesOf({ root, isTracked: () => false }, []);
}

interface Repository {
  readonly root: string;
  readonly isTracked: TrackedPaths['has'];
}

/** The index is read when the first path is ignored, and not before. */
function trackedBelow(root: string, gitRoot: string): TrackedPaths['has'] {
  const prefix = relativePosix(gitRoot, root);
  let tracked: TrackedPaths | null = null;
  return (path, kind) => (tracked ??= readTrackedPaths(gitRoot)).has(below(prefix, path), kind);
}

function relativePosix(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}

/** @param layers innermost first */
function rulesOf(repository: Repository, layers: readonly Layer[]): IgnoreRules {
  return {
    ignores: (path, kind) => decide(layers, path, kind) && !repository.isTracked(path, kind),
    enter: (folder) => {
      const matcher = readMatcher(join(repository.root, folder, '.gitignore'));
      if (matcher === null) return rulesOf(repository, layers);
      const start = folder === '' ? 0 : folder.length + 1;
      return rulesOf(repository, [{ matcher, seen: (path) => path.slice(start) }, ...layers]);
    },
  };
}

/** Git matches a path by the rule of the innermost file that says something about it. */
function decide(layers: readonly Layer[], path: string, kind: 'file' | 'folder'): boolean {
  for (const { matcher, seen } of layers) {
    const result = matcher.test(kind === 'folder' ? `${seen(path)}/` : seen(path));
    if (result.ignored || result.unignored) return result.ignored;
  }
  return false;
}

function readMatcher(file: string): Ignore | null {
  try {
    const found = statSync(file);
    if (!found.isFile() || found.size > LARGEST) return null;
    const lines = readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/);
    return ignore({ ignorecase: false }).add(lines.filter(isCheap));
  } catch {
    return null;
  }
}

/**
 * A line becomes a backtracking pattern, and the repository is not trusted: with many stars in one name, a name of 255
 * letters keeps it busy for hours.
 */
function isCheap(line: string): boolean {
  if (!line.includes('*')) return line.length <= 1000;
  if (line.length > 1000 || (line.match(/\*\*/g)?.length ?? 0) > 4) return false;
  return line.split('/').every((segment) => (segment.replace(/\*+/g, '*').match(/\*/g)?.length ?? 0) <= 3);
}

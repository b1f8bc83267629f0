import { UserError } from '../support/user-error.js';
import type { CliContext } from './context.js';
import { runGit } from './run-git.js';

/** Stops where git could not give a file back: one that would change holds changes that are not committed. */
export function mustBeCommitted(root: string, files: readonly string[], env: CliContext['env']): void {
  if (files.length === 0) return;
  const run = runGit(root, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--', ...files], env);
  // No git, or no repository: the undo journal is there.
  if (run.kind !== 'ok') return;
  const dirty = run.output
    .split('\0')
    .filter((entry) => /^[ MADRCUT?!]{2} /.test(entry))
    .map((entry) => entry.slice(3));
  if (dirty.length === 0) return;
  const named = dirty.length > 5 ? `${dirty.slice(0, 5).join(', ')} and ${dirty.length - 5} more` : dirty.join(', ');
  throw new UserError(
    `git shows changes that are not committed in files that would be written: ${named}`,
    'commit or stash them first, or write all the same with --force; nothing was written',
  );
}

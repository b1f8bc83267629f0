import { UserError } from '../support/user-error.js';
import type { CliContext } from './context.js';
import { runGit } from './run-git.js';

export interface ChangedFiles {
  /** The commit, as the user named it. */
  readonly since: string;
  /** Paths relative to the root, with `/`: changed since the branches parted, committed or not, and new ones. */
  readonly files: readonly string[];
}

/** Asks git which files below the root differ from a commit, `HEAD` where none is named. */
export function changedFiles(root: string, ref: string, env: CliContext['env']): ChangedFiles {
  const git = (args: readonly string[]): string | null => {
    const run = runGit(root, args, env);
    if (run.kind === 'missing') {
      throw new UserError('--changed needs git, which is not there', 'audit everything, or install git');
    }
    return run.kind === 'ok' ? run.output : null;
  };
  const since = ref === '' ? 'HEAD' : ref;
  const commit = since.startsWith('-') ? null : git(['rev-parse', '--verify', '--quiet', `${since}^{commit}`]);
  if (commit === null) throw noCommit(git(['rev-parse', '--git-dir']) !== null, since);
  // Commits that came to the other branch since are no changes of this one.
  const base = git(['merge-base', commit, 'HEAD']) ?? commit;
  const diff = [
    'diff',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--relative',
    base,
    '--',
  ];
  const changed = git(diff);
  const added = git(['ls-files', '-z', '--others', '--exclude-standard']);
  if (changed === null || added === null) throw new UserError('git could not list the changed files', null);
  const paths = `${changed}\0${added}`.split('\0').filter((path) => path !== '');
  return { since, files: [...new Set(paths)] };
}

function noCommit(isRepository: boolean, since: string): UserError {
  if (!isRepository) {
    return new UserError('--changed needs a git repository', 'the root does not lie in one that git may read');
  }
  const hint = 'name a commit or a branch: --changed origin/main; paths stand before --changed';
  return new UserError(`\`${since}\` is no commit that git knows here`, hint);
}

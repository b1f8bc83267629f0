import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { UserError } from '../../support/user-error.js';

/** The folder of the version to compare with: one that was named, or what a git ref holds, unpacked into `into`. */
export function referenceFolder(against: string, root: string, into: string): string {
  const named = resolve(root, against);
  if (existsSync(named) && statSync(named).isDirectory()) return named;
  const top = git(root, ['rev-parse', '--show-toplevel'], against).trim();
  const commit = git(root, ['rev-parse', '--verify', '--quiet', `${against}^{commit}`], against).trim();
  mkdirSync(into, { recursive: true });
  const archive = join(into, 'archive.tar');
  execFileSync('git', ['-C', top, 'archive', '--format=tar', '-o', archive, commit], { stdio: 'pipe' });
  execFileSync('tar', ['-xf', archive, '-C', into], { stdio: 'pipe' });
  const folder = join(into, relative(top, root));
  if (!existsSync(folder)) throw new UserError(`\`${against}\` does not hold this folder yet`, null);
  // Packages are not in the repository: those that are installed now serve both versions.
  const packages = join(root, 'node_modules');
  if (existsSync(packages) && !existsSync(join(folder, 'node_modules')))
    symlinkSync(packages, join(folder, 'node_modules'));
  return folder;
}

function git(root: string, args: readonly string[], against: string): string {
  try {
    return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    throw new UserError(
      `\`${against}\` is neither a folder nor a git ref`,
      'name a folder, a branch, a tag or a commit',
    );
  }
}

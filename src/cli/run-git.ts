import { spawnSync } from 'node:child_process';
import type { CliContext } from './context.js';

export type GitRun =
  { readonly kind: 'ok'; readonly output: string } | { readonly kind: 'failed' } | { readonly kind: 'missing' };

/** Runs git below a folder. It only reads, and runs nothing that the repository names. */
export function runGit(root: string, args: readonly string[], env: CliContext['env']): GitRun {
  const run = spawnSync('git', [...SAFE, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: LARGEST_OUTPUT,
    env: { ...env, GIT_OPTIONAL_LOCKS: '0' },
  });
  if (run.error && (run.error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'missing' };
  return run.status === 0 ? { kind: 'ok', output: run.stdout.trimEnd() } : { kind: 'failed' };
}

/** Settings that keep git from running programs that the repository names. */
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false'];
const LARGEST_OUTPUT = 1 << 28;

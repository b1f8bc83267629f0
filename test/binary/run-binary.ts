import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BINARY = fileURLToPath(new URL('../../bin/stateless-migrate.js', import.meta.url));
const BUILT = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface BinaryRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the tool as its users do: a process of its own, what was built. */
export function runBinary(cwd: string, ...argv: readonly string[]): BinaryRun {
  if (!existsSync(BUILT)) throw new Error('these tests run what was built: npm run build');
  const ran = spawnSync(process.execPath, [BINARY, ...argv], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CI: '', NO_COLOR: '1', FORCE_COLOR: '' },
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

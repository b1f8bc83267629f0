import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AuditReport } from '../../src/model/report.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The command as it is installed: it runs what `npm run build` wrote. */
export const BINARY = `${ROOT}bin/stateless-migrate.js`;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Code that Node.js runs before the command. */
  readonly before?: string;
  /** Reads no more than the first of the output, as `head` does. */
  readonly leavesEarly?: boolean;
  /** Called with what has come on stderr so far, and with a way to send a signal. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the real command in a process of its own, without a terminal. A run of two minutes is a hang. */
export async function spawnBinary(
  argv: readonly string[],
  { cwd, env = {}, before, leavesEarly = false, onStderr }: Surroundings,
): Promise<Ended> {
  if (!existsSync(`${ROOT}dist/cli/main.js`)) throw new Error('run `npm run build` first');
  const preload = before === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(before)}`];
  const child = spawn(process.execPath, [...preload, BINARY, ...argv], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (leavesEarly) child.stdout.destroy();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    onStderr?.(err, (signal) => child.kill(signal));
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, out, err });
    });
  });
}

/** Audits with `--format json`. */
export async function auditJson(cwd: string, argv: readonly string[] = []): Promise<Ended & { report: AuditReport }> {
  const ended = await spawnBinary(['--format', 'json', ...argv], { cwd });
  return { ...ended, report: JSON.parse(ended.out) as AuditReport };
}

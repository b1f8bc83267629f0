import { type SpawnOptions, spawn } from 'node:child_process';
import { createServer, connect } from 'node:net';
import { UserError } from '../../support/user-error.js';
import type { Reaper } from '../containers/reaper.js';

/** A server on the loopback that lives as long as one verification. */
export interface StartedServer {
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

const PATIENCE_MS = 20_000;

/** Starts it in a process group of its own and waits until its port answers. Gives the function that stops it. */
export async function startServer(
  command: string,
  args: readonly string[],
  port: number,
  options: Pick<SpawnOptions, 'cwd' | 'uid' | 'gid' | 'env'>,
  reaper: Reaper,
): Promise<() => Promise<void>> {
  const child = spawn(command, args, { ...options, detached: true, stdio: 'ignore' });
  let failure: string | null = null;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code) => (failure ??= `it ended with code ${code}`));
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const pid = child.pid ?? 0;
  if (pid !== 0) reaper.add(pid);
  const stop = async (): Promise<void> => {
    if (failure !== null || pid === 0) return;
    process.kill(-pid, 'SIGKILL');
    await exit;
    reaper.remove(pid);
  };
  const end = performance.now() + PATIENCE_MS;
  while (!(await answers(port))) {
    if (failure !== null || performance.now() > end) {
      await stop();
      const reason = failure ?? 'it does not answer';
      throw new UserError(
        `\`${command}\` cannot be started: ${reason}`,
        'install it, or name a server in the usual variable',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return stop;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

import { execFileSync, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';

/** A server that runs for one test file. `env` is what a program needs to use it. */
export interface RunningServer {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** In CI a server that is missing fails its tests, elsewhere they are skipped. */
export function isMissing(server: string, isInstalled: boolean): boolean {
  if (isInstalled || process.env['REQUIRE_SERVERS'] === '1') return false;
  console.warn(`${server} is not installed: its tests are skipped`);
  return true;
}

export function isOnPath(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}

/** Asks until it answers. */
export async function answering(what: string, ask: () => Promise<unknown>, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (Date.now() > end) throw new Error(`${what} does not answer`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exit;
}

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process that ends all containers when this one is gone, even where it was killed. */
export interface Reaper {
  readonly add: (group: number) => void;
  readonly remove: (group: number) => void;
  /** Ends what is left, and itself. */
  readonly close: () => Promise<void>;
}

const REAPER = fileURLToPath(new URL('../inside/reaper.cjs', import.meta.url));

/** Starts it. It costs one start of Node.js for the whole run. The folder, where there is one, is removed in the end. */
export function openReaper(env: Readonly<Record<string, string>>, folder: string | null = null): Reaper {
  const child = spawn(process.execPath, [REAPER], { env, detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const { stdin } = child;
  stdin.on('error', () => {});
  child.on('error', () => {});
  child.unref();
  const write = (line: string): void => {
    if (stdin.writable) stdin.write(`${line}\n`);
  };
  if (folder !== null) write(folder);
  return {
    add: (group) => write(`+${group}`),
    remove: (group) => write(`-${group}`),
    close: () =>
      new Promise((resolve) => {
        child.ref();
        child.once('exit', () => resolve());
        if (child.exitCode !== null) resolve();
        stdin.end();
      }),
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { FromContainer, ToContainer } from './protocol.js';
import type { Reaper } from './reaper.js';

/** A process that is booted and has not loaded a program yet, or has. */
export interface ContainerProcess {
  readonly pid: number;
  readonly send: (message: ToContainer) => void;
  /** The next message that `wanted` accepts; null after `timeoutMs`, and `gone` when the process ended before. */
  readonly next: (wanted: (message: FromContainer) => boolean, timeoutMs: number) => Promise<Received>;
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Ends the whole process group at once and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

export type Received =
  | { readonly kind: 'message'; readonly message: FromContainer }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'gone'; readonly code: number | null; readonly signal: string | null };

const BOOT = fileURLToPath(new URL('../inside/boot.cjs', import.meta.url));

export interface SpawnSettings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly reaper: Reaper;
}

/** Starts a process of a group of its own, so that what it starts ends with it. */
export function spawnContainer({ cwd, env, reaper }: SpawnSettings): ContainerProcess {
  const child = spawn(process.execPath, [BOOT], {
    cwd,
    env,
    detached: true,
    // What the program prints goes nowhere; the protocol has a channel of its own.
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const channel = child.stdio[3] as Duplex;
  const inbox = openInbox(child, channel);
  const pid = child.pid ?? 0;
  if (pid !== 0) reaper.add(pid);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.once('exit', () => reaper.remove(pid));
  const signal = (name: NodeJS.Signals): void => {
    if (pid === 0 || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-pid, name);
    } catch {
      child.kill(name);
    }
  };
  return {
    pid,
    send: (message) => {
      if (channel.writable) channel.write(`${JSON.stringify(message)}\n`);
    },
    next: inbox.next,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    stop: async () => {
      signal('SIGKILL');
      channel.destroy();
      await ended;
    },
  };
}

interface Inbox {
  readonly next: ContainerProcess['next'];
}

interface Waiting {
  readonly wanted: (message: FromContainer) => boolean;
  readonly resolve: (received: Received) => void;
}

function openInbox(child: ChildProcess, channel: Duplex): Inbox {
  const unread: FromContainer[] = [];
  const waiting = new Set<Waiting>();
  let gone: Received | null = null;
  const deliver = (message: FromContainer): void => {
    for (const one of waiting) {
      if (!one.wanted(message)) continue;
      waiting.delete(one);
      one.resolve({ kind: 'message', message });
      return;
    }
    unread.push(message);
  };
  readLines(channel, (line) => deliver(JSON.parse(line) as FromContainer));
  const end = (code: number | null, name: string | null): void => {
    gone ??= { kind: 'gone', code, signal: name };
    for (const one of waiting) one.resolve(gone);
    waiting.clear();
  };
  child.once('exit', (code, name) => {
    // What it wrote last may still be on its way.
    setImmediate(() => end(code, name));
  });
  child.once('error', () => end(null, null));
  return {
    next: (wanted, timeoutMs) =>
      new Promise((resolve) => {
        const index = unread.findIndex(wanted);
        const known = unread[index];
        if (known !== undefined) {
          unread.splice(index, 1);
          resolve({ kind: 'message', message: known });
          return;
        }
        if (gone !== null) {
          resolve(gone);
          return;
        }
        const timer = setTimeout(() => {
          waiting.delete(one);
          resolve({ kind: 'timeout' });
        }, timeoutMs);
        const one: Waiting = {
          wanted,
          resolve: (received) => {
            clearTimeout(timer);
            resolve(received);
          },
        };
        waiting.add(one);
      }),
  };
}

function readLines(channel: Duplex, onLine: (line: string) => void): void {
  let pending = '';
  channel.setEncoding('utf8');
  channel.on('data', (text: string) => {
    const lines = (pending + text).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  // A process that was stopped takes its end of the channel with it.
  channel.on('error', () => {});
}

import { type ContainerProcess, spawnContainer, type SpawnSettings } from './container-process.js';

/** Processes that have booted and wait for a program: a container starts in the time that one message takes. */
export interface Pool {
  /** A booted process that nobody else has. */
  readonly take: () => Promise<ContainerProcess>;
  /** Ends every process that was ever taken or waits. */
  readonly close: () => Promise<void>;
}

const BOOT_TIMEOUT_MS = 20_000;

/** Keeps `size` processes booting or booted. */
export function openPool(settings: SpawnSettings, size: number): Pool {
  const waiting: ContainerProcess[] = [];
  const all = new Set<ContainerProcess>();
  let isClosed = false;
  const boot = (): ContainerProcess => {
    const started = spawnContainer(settings);
    const own: ContainerProcess = {
      ...started,
      stop: async () => {
        all.delete(own);
        await started.stop();
      },
    };
    all.add(own);
    return own;
  };
  const fill = (): void => {
    while (!isClosed && waiting.length < size) waiting.push(boot());
  };
  fill();
  return {
    take: async () => {
      for (let attempt = 0; attempt < 3; attempt++) {
        const next = waiting.shift() ?? boot();
        fill();
        const received = await next.next((message) => message.t === 'booted', BOOT_TIMEOUT_MS);
        if (received.kind === 'message') return next;
        await next.stop();
      }
      throw new Error('a process for a container did not start');
    },
    close: async () => {
      isClosed = true;
      waiting.length = 0;
      await Promise.all([...all].map((one) => one.stop()));
    },
  };
}

import { connect, createServer, type Server, type Socket } from 'node:net';
import { type Operation, readOperation } from './operation.js';

/** A proxy between one container and the store. While it is shut, each operation waits until it is released. */
export interface Gate {
  /** The address to give to the container. */
  readonly url: string;
  readonly shut: () => void;
  /** Lets everything through again, what waits first. */
  readonly open: () => void;
  readonly waiting: () => readonly Operation[];
  /** Lets the first waiting operation through, and waits until the store has answered it. */
  readonly release: (deliversReply?: boolean) => Promise<void>;
  /** Forgets what waits: its container is gone. */
  readonly drop: () => void;
  readonly close: () => Promise<void>;
}

interface Held {
  readonly operation: Operation;
  readonly forward: (deliversReply: boolean) => Promise<void>;
}

/** How long a store may take for one operation. */
const REPLY_MS = 2000;

/** Opens a gate to a store. Its unit is what the client sends at once, in plain text. */
export async function openGate(storeUrl: string): Promise<Gate> {
  const target = new URL(storeUrl);
  // stateless-ignore-next-line in-memory-accumulator -- lives as long as one gate
  const held: Held[] = [];
  // stateless-ignore-next-line in-memory-session -- lives as long as one gate
  const sockets = new Set<Socket>();
  let isShut = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || DEFAULT_PORTS[target.protocol] || '6379'), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
        sockets.delete(socket);
      });
    }
    let delivers = true;
    let replied = (): void => {};
    upstream.on('data', (chunk) => {
      if (delivers) client.write(chunk);
      replied();
    });
    client.on('data', (chunk) => {
      const operation = readOperation(chunk, target.protocol);
      if (!isShut || operation.isHandshake) {
        upstream.write(chunk);
        return;
      }
      held.push({
        operation,
        forward: (deliversReply) => {
          delivers = deliversReply;
          upstream.write(chunk);
          return within(REPLY_MS, (done) => (replied = done));
        },
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: urlThrough(target, server),
    shut: () => (isShut = true),
    open: () => {
      isShut = false;
      for (const one of held.splice(0)) void one.forward(true);
    },
    waiting: () => held.map(({ operation }) => operation),
    release: async (deliversReply = true) => held.shift()?.forward(deliversReply),
    drop: () => (held.length = 0),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  'redis:': '6379',
  'postgres:': '5432',
  'postgresql:': '5432',
  'http:': '80',
};

function urlThrough(target: URL, server: Server): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const credentials = target.username === '' && target.password === '' ? '' : `${target.username}:${target.password}@`;
  const user = target.password === '' && target.username !== '' ? `${target.username}@` : credentials;
  return `${target.protocol}//${user}127.0.0.1:${port}${target.pathname === '/' ? '' : target.pathname}${target.search}`;
}

function within(ms: number, subscribe: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    subscribe(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

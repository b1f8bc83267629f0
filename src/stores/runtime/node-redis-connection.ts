import { createClient, createCluster } from 'redis';
import { messageOf, stateError, within } from './attempts.js';
import { redisAddress, type RedisAddress } from './redis-address.js';
import type { RedisConnection } from './redis-records.js';
import { commandTimeout } from './settings.js';

export async function connectRedis(lost: () => void): Promise<RedisConnection> {
  const address = redisAddress();
  const limit = commandTimeout();
  const client = address.isCluster ? clusterClient(address, limit) : singleClient(address, limit);
  let problem: unknown = null;
  client.onError((error) => {
    problem = error;
    lost();
  });
  try {
    await within(limit * 1.5, client.connect(), 'connecting');
  } catch (error) {
    client.discard();
    throw stateError(`cannot connect to ${address.shown}: ${messageOf(problem ?? error)}`, error);
  }
  return {
    send: async (key, command) => {
      try {
        return await within(limit, client.send(key, [...command]), command[0] ?? '');
      } catch (error) {
        // A command without an answer: nobody knows whether this connection still lives.
        if (!isReply(error)) {
          lost();
          client.discard();
        }
        throw error;
      }
    },
    close: () => within(limit, client.close(), 'closing'),
  };
}

/** What is the same for a single server and a cluster. */
interface Client {
  onError(listener: (error: unknown) => void): void;
  connect(): Promise<void>;
  send(key: string, command: string[]): Promise<unknown>;
  close(): Promise<void>;
  discard(): void;
}

/** Whether a command that was under way has happened is not known: nothing is sent twice or later. */
function optionsFor(limit: number) {
  const socket = { connectTimeout: limit * 1.5, reconnectStrategy: false as const };
  return { disableOfflineQueue: true, socket };
}

function singleClient({ urls }: RedisAddress, limit: number): Client {
  const client = createClient({ url: urls[0] ?? '', ...optionsFor(limit) });
  return {
    onError: (listener) => void client.on('error', listener),
    connect: async () => {
      await client.connect();
      // A connection that waits for nothing keeps no process alive; within() does while something is awaited.
      client.unref();
    },
    send: (_key, command) => client.sendCommand(command),
    close: () => client.close(),
    discard: () => {
      if (client.isOpen) client.destroy();
    },
  };
}

function clusterClient({ urls }: RedisAddress, limit: number): Client {
  const { username, password, protocol } = new URL(urls[0] ?? '');
  const { socket, ...options } = optionsFor(limit);
  const client = createCluster({
    rootNodes: urls.map((url) => ({ url })),
    defaults: {
      ...options,
      socket: protocol === 'rediss:' ? { ...socket, tls: true } : socket,
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
    },
  });
  return {
    onError: (listener) => void client.on('error', listener),
    connect: async () => {
      await client.connect();
    },
    // Redirections are answers: a command that was redirected has not happened.
    send: (key, command) => client.sendCommand(key, false, command),
    close: () => client.close(),
    discard: () => {
      if (client.isOpen) client.destroy();
    },
  };
}

/** `WRONGTYPE …`, `ERR …`: the server has answered. */
function isReply(error: unknown): boolean {
  return error instanceof Error && error.name !== 'StateStoreError' && /^[A-Z]{3,} /.test(error.message);
}

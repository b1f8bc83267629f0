import { Cluster, Redis } from 'ioredis';
import { messageOf, stateError, within } from './attempts.js';
import { redisAddress } from './redis-address.js';
import type { RedisConnection } from './redis-records.js';
import { commandTimeout } from './settings.js';

export async function connectRedis(lost: () => void): Promise<RedisConnection> {
  const { urls, isCluster, shown } = redisAddress();
  const limit = commandTimeout();
  const options = optionsFor(limit);
  const client = isCluster ? new Cluster([...urls], clusterOptions(options, urls)) : new Redis(urls[0] ?? '', options);
  let problem: unknown = null;
  client.on('error', (error: unknown) => {
    problem = error;
  });
  client.on('end', lost);
  client.on('close', lost);
  try {
    await within(limit * 1.5, client.connect(), 'connecting');
  } catch (error) {
    client.disconnect();
    throw stateError(`cannot connect to ${shown}: ${messageOf(problem ?? error)}`, error);
  }
  letProcessEnd(client);
  return {
    send: async (_key, [command = '', ...args]) => {
      const reply = client.call(command, args);
      try {
        return await within(limit, reply, command);
      } catch (error) {
        // A command without an answer: nobody knows whether this connection still lives.
        if (!isReply(error)) client.disconnect();
        throw error;
      }
    },
    close: async () => {
      await within(limit, client.quit(), 'QUIT');
    },
  };
}

function optionsFor(limit: number) {
  return {
    lazyConnect: true,
    connectTimeout: limit * 1.5,
    // Whether a command that was under way has happened is not known: nothing is sent twice or later.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  };
}

function clusterOptions(options: ReturnType<typeof optionsFor>, urls: readonly string[]) {
  const first = new URL(urls[0] ?? '');
  const { username, password } = first;
  return {
    lazyConnect: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: () => null,
    retryDelayOnFailover: 0,
    slotsRefreshInterval: 0,
    // Redirections are answers: a command that was redirected has not happened.
    maxRedirections: 16,
    redisOptions: {
      ...options,
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(first.protocol === 'rediss:' ? { tls: {} } : {}),
    },
  };
}

function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

/** A connection that waits for nothing keeps no process alive; within() does while something is awaited. */
function letProcessEnd(client: Redis | Cluster): void {
  for (const node of client instanceof Cluster ? client.nodes() : [client]) node.stream?.unref?.();
}

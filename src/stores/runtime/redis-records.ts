import { createHash } from 'node:crypto';
import { messageOf, stateError } from './attempts.js';
import type { RecordChange, Records, RecordSpace, StoredRecord } from './records.js';
import { ADD, APPEND, COMMIT, COUNT, PUT, READ_ALL, REMOVE, SEED, TAKE } from './redis-scripts.js';
import { isExpired } from './settings.js';

/** A client that is connected. It repeats nothing and queues nothing, and fails in time. */
export interface RedisConnection {
  /** A command; on a cluster the key says which node gets it. */
  send(key: string, command: readonly string[]): Promise<unknown>;
  close(): Promise<void>;
}

/** `connect` is called again at the next use after `lost` was. */
export function redisRecords(connect: (lost: () => void) => Promise<RedisConnection>, clock: () => number): Records {
  const { send, close, wake } = reconnecting(connect);
  const now = (): string => String(clock());
  const run = async (script: string, keys: readonly string[], ...args: readonly string[]): Promise<unknown> => {
    const [first = ''] = keys;
    const rest = [String(keys.length), ...keys, ...args];
    try {
      return await send(first, ['EVALSHA', createHash('sha1').update(script).digest('hex'), ...rest]);
    } catch (error) {
      // The server does not know the script yet: it has done nothing.
      if (!messageOf(error).startsWith('NOSCRIPT')) throw error;
      return send(first, ['EVAL', script, ...rest]);
    }
  };
  const alive = (record: StoredRecord | null): StoredRecord | null =>
    record === null || isExpired(record, clock()) ? null : record;

  return {
    read: async (of, key) => {
      const [entries] = keysOf(of);
      return alive(unpacked(key, await send(entries, ['HGET', entries, key])));
    },
    readAll: async (of) => {
      const flat = (await run(READ_ALL, keysOf(of))) as string[];
      return flat.flatMap((key, index) => (index % 2 === 0 ? (alive(unpacked(key, flat[index + 1])) ?? []) : []));
    },
    count: async (of) => Number(await run(COUNT, keysOf(of), now())),
    put: async (of, record) => {
      await run(PUT, keysOf(of), now(), ...fields(record));
    },
    remove: async (of, key) => (await run(REMOVE, keysOf(of), now(), key)) === 1,
    removeAll: async (of) => {
      const keys = keysOf(of);
      await send(keys[0], ['DEL', ...keys]);
    },
    commit: async (changes) => {
      const keys = changes.flatMap(({ of }) => keysOf(of));
      return (await run(COMMIT, keys, now(), ...changes.flatMap(changeFields))) === 1;
    },
    add: async (of, record, by) => {
      const sum = await run(ADD, keysOf(of), now(), ...fields(record), String(by));
      return sum === null ? null : Number(sum);
    },
    append: async (of, record) => Number(await run(APPEND, keysOf(of), now(), ...fields(record))),
    take: async (of, end, version) => (await run(TAKE, keysOf(of), now(), version, end)) as string | null,
    seed: async (of, records, mark) => {
      const [entries, order, expiry] = keysOf(of);
      const keys = [entries, order, expiry, `${entries}:initial`];
      return String(await run(SEED, keys, now(), mark, ...records.flatMap(fields)));
    },
    wake,
    close,
  };
}

/** The part in braces decides about the slot: all keys of a structure, and of a group, are on one node. */
function keysOf({ id, group }: RecordSpace): [entries: string, order: string, expiry: string] {
  const base = group === null ? `{${id}}` : `{${group}}:${id}`;
  return [base, `${base}:order`, `${base}:expiry`];
}

function fields({ key, version, expiresAt, value }: StoredRecord): string[] {
  return [key, version, expiresAt === null ? '-' : String(expiresAt), value];
}

function changeFields({ key, expected, next }: RecordChange): string[] {
  const what = next === null ? 'remove' : next === 'keep' ? 'keep' : 'put';
  const written = next === null || next === 'keep' ? ['', '', ''] : fields(next).slice(1);
  return [what, key, expected ?? '', ...written];
}

function unpacked(key: string, packed: unknown): StoredRecord | null {
  if (typeof packed !== 'string') return null;
  const [version = '', expires = ''] = packed.split(' ', 2);
  const value = packed.slice(version.length + expires.length + 2);
  return { key, value, version, expiresAt: expires === '-' ? null : Number(expires) };
}

/** One connection, made at the first use. A lost one is replaced at the next use, never while a command is under way. */
function reconnecting(
  connect: (lost: () => void) => Promise<RedisConnection>,
): Pick<RedisConnection, 'send' | 'close'> & Pick<Records, 'wake'> {
  let opened: Promise<RedisConnection> | null = null;
  const connection = (): Promise<RedisConnection> => {
    if (opened !== null) return opened;
    const attempt = connect(() => {
      if (opened === attempt) opened = null;
    });
    attempt.catch(() => {
      if (opened === attempt) opened = null;
    });
    opened = attempt;
    return attempt;
  };
  const send: RedisConnection['send'] = async (key, command) => {
    try {
      return await (await connection()).send(key, command);
    } catch (error) {
      if (/^(MOVED|CROSSSLOT)/.test(messageOf(error))) throw stateError(clusterHint(messageOf(error)), error);
      throw error;
    }
  };
  return {
    send,
    wake: async () => {
      try {
        await send('', ['PING']);
      } catch {
        opened = null;
      }
    },
    close: async () => {
      const closing = opened;
      opened = null;
      await (await closing)?.close();
    },
  };
}

function clusterHint(message: string): string {
  return message.startsWith('MOVED')
    ? 'this is a Redis cluster: add ?cluster=true to REDIS_URL'
    : 'on a Redis cluster the structures of one transaction need the same `group`';
}

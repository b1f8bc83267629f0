import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectRedis } from '../../src/stores/runtime/ioredis-connection.js';
import { dynamodbRecords } from '../../src/stores/runtime/dynamodb-records.js';
import { memoryRecords } from '../../src/stores/runtime/memory-records.js';
import { postgresRecords } from '../../src/stores/runtime/postgres-records.js';
import type { RecordSpace, Records } from '../../src/stores/runtime/records.js';
import { redisRecords } from '../../src/stores/runtime/redis-records.js';
import { stateStore } from '../../src/stores/runtime/state-store.js';

afterEach(() => vi.unstubAllEnvs());

const storeOf = (open: (clock: () => number) => Records) => stateStore({ store: 'here', packageName: 'shop', open });

describe('a variable that is missing', () => {
  it.each([
    ['REDIS_URL', (clock: () => number) => redisRecords(connectRedis, clock)],
    ['STATE_TABLE', dynamodbRecords],
    ['DATABASE_URL', postgresRecords],
  ] as const)('%s is named at the first use, with the structure; nothing needs it before', async (name, open) => {
    vi.stubEnv(name, '');
    const carts = storeOf(open).map<string, number>('carts', { initial: [['a', 1]] });
    await expect(carts.get('a')).rejects.toThrow(
      new RegExp(`^carts \\(map in here\\): get failed: the environment variable ${name} is missing`),
    );
  });
});

describe('STATE_URL', () => {
  it('memory: is used whatever the store is, and refused where a function is deployed', async () => {
    vi.stubEnv('STATE_URL', 'memory:');
    const store = storeOf(() => {
      throw new Error('opened');
    });
    expect(await store.counter('visits').increment()).toBe(1);
    await store.close();
    expect(await store.counter('visits').get()).toBe(0);
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'checkout');
    await store.close();
    await expect(store.counter('visits').get()).rejects.toThrow('STATE_URL=memory: is for tests');
  });

  it('can be nothing else', async () => {
    vi.stubEnv('STATE_URL', 'redis://localhost');
    await expect(storeOf(memoryRecords).counter('visits').get()).rejects.toThrow("it can only be 'memory:'");
  });
});

describe('keys', () => {
  it.each([
    [{}, 'shop:visits'],
    [{ STAGE: 'test' }, 'shop-test:visits'],
    [{ STAGE: 'test', STATE_NAMESPACE: 'bakery' }, 'bakery:visits'],
  ])('begin with the namespace: %o', async (env, id) => {
    for (const name of ['STAGE', 'STATE_NAMESPACE']) vi.stubEnv(name, (env as Record<string, string>)[name]);
    const seen: RecordSpace[] = [];
    const store = storeOf((clock) => ({
      ...memoryRecords(clock),
      read: (of) => {
        seen.push(of);
        return Promise.resolve(null);
      },
    }));
    await store.counter('visits').get();
    expect(seen).toEqual([{ id, group: null }]);
  });

  it('refuse braces, which would say something to a cluster', async () => {
    vi.stubEnv('STATE_NAMESPACE', '{a}');
    await expect(storeOf(memoryRecords).counter('visits').get()).rejects.toThrow('STATE_NAMESPACE');
  });
});

it('the clock that is given decides about expiry', async () => {
  let now = 0;
  const store = stateStore({ store: 'here', packageName: 'shop', open: memoryRecords, clock: () => now });
  const sessions = store.map<string, string>('sessions', { ttlSeconds: 1 });
  await sessions.set('ada', 'a');
  now = 999;
  expect(await sessions.get('ada')).toBe('a');
  now = 1000;
  expect(await sessions.get('ada')).toBe(undefined);
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('ttlSeconds of %d is refused at once', (ttlSeconds) => {
  expect(() => storeOf(memoryRecords).map('sessions', { ttlSeconds })).toThrow('sessions: ttlSeconds');
});

it('too many conflicts end in an error that names the entity', async () => {
  const store = storeOf((clock) => ({ ...memoryRecords(clock), commit: () => Promise.resolve(false) }));
  const update = store.map<string, number>('carts').update('ada', () => ({ value: 1 }));
  await expect(update).rejects.toThrow('carts["ada"] (in here): other processes were faster');
});

it('a callback runs again on what another process wrote, and the result is that of the attempt that was stored', async () => {
  let records: Records | null = null;
  const store = storeOf((clock) => (records = memoryRecords(clock)));
  const carts = store.map<string, number>('carts');
  await carts.set('ada', 1);
  const of = { id: 'shop:carts', group: null };
  const seen: (number | undefined)[] = [];
  const result = await carts.update('ada', (count) => {
    seen.push(count);
    if (seen.length === 1) void records?.remove(of, '"ada"');
    return { value: count === undefined ? undefined : count + 1, result: `saw ${count}` };
  });
  expect(seen).toEqual([1, undefined]);
  expect(result).toBe('saw undefined');
  expect(await carts.has('ada')).toBe(false);
});

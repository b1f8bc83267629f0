import { afterEach, describe, expect, it, vi } from 'vitest';
import { dynamodbRecords } from '../../src/stores/runtime/dynamodb-records.js';
import { connectRedis as connectIoredis } from '../../src/stores/runtime/ioredis-connection.js';
import { connectRedis as connectNodeRedis } from '../../src/stores/runtime/node-redis-connection.js';
import { postgresRecords } from '../../src/stores/runtime/postgres-records.js';
import type { Records } from '../../src/stores/runtime/records.js';
import { redisRecords } from '../../src/stores/runtime/redis-records.js';
import { stateStore } from '../../src/stores/runtime/state-store.js';
import { startDynamo } from './servers/dynamo.js';
import { startGate } from './servers/gate.js';
import { postgresIsMissing, startPostgres } from './servers/postgres.js';
import { redisIsMissing, startRedis } from './servers/redis.js';
import type { RunningServer } from './servers/server.js';

interface Case {
  readonly title: string;
  readonly isMissing: boolean;
  readonly start: () => Promise<RunningServer>;
  readonly open: (clock: () => number) => Records;
}

const CASES: readonly Case[] = [
  {
    title: 'ioredis',
    isMissing: redisIsMissing,
    start: startRedis,
    open: (clock) => redisRecords(connectIoredis, clock),
  },
  {
    title: 'redis',
    isMissing: redisIsMissing,
    start: startRedis,
    open: (clock) => redisRecords(connectNodeRedis, clock),
  },
  { title: 'pg', isMissing: postgresIsMissing, start: startPostgres, open: postgresRecords },
  { title: 'the AWS SDK', isMissing: false, start: startDynamo, open: dynamodbRecords },
];

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe.each(CASES)('an answer that is lost, with $title', ({ title, isMissing, start, open }) => {
  it.skipIf(isMissing)('is an error that names the structure; nothing is sent twice, and later all is well', async () => {
    const server = await start();
    const port = Number(/:(\d{4,5})/.exec(Object.values(server.env).find((value) => value.includes('127.0.0.1'))!)![1]);
    const gate = await startGate(port);
    for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value.replace(`:${port}`, `:${gate.port}`));
    vi.stubEnv('STATE_TIMEOUT_MS', '5000');
    const store = stateStore({ store: title, packageName: 'shop', open });
    const visits = store.counter('visits');
    const log = store.list<string>('log');
    try {
      await visits.increment();
      await log.push('first');
      gate.mode = 'lose';
      await expect(visits.increment()).rejects.toThrow(`visits (counter in ${title}): increment failed`);
      gate.mode = 'pass';
      expect(await visits.get()).toBe(2);
      gate.mode = 'lose';
      await expect(log.push('second')).rejects.toThrow('log (list');
      gate.mode = 'pass';
      expect(await log.toArray()).toEqual(['first', 'second']);

      vi.stubEnv('STATE_TIMEOUT_MS', '1500');
      const hasty = stateStore({ store: title, packageName: 'shop', open });
      await hasty.counter('visits').get();
      gate.mode = 'hold';
      const began = Date.now();
      await expect(hasty.counter('visits').increment()).rejects.toThrow('visits (counter');
      expect(Date.now() - began).toBeLessThan(10_000);
      gate.mode = 'pass';
      expect(await hasty.counter('visits').get()).toBe(3);
      await hasty.close();

      // The container was frozen: its sockets are dead, and nobody told it.
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
      gate.mode = 'lose one';
      expect(await visits.increment()).toBe(4);
    } finally {
      await store.close().catch(() => null);
      await gate.stop();
      await server.stop();
    }
  });
});

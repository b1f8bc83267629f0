import { it, expect } from 'vitest';
import { startRedis } from './servers/redis.js';
import { startDynamo } from './servers/dynamo.js';
import { startPostgres } from './servers/postgres.js';
import { stateStore } from '../../src/stores/runtime/state-store.js';
import { redisRecords } from '../../src/stores/runtime/redis-records.js';
import { connectRedis } from '../../src/stores/runtime/ioredis-connection.js';
import { connectRedis as connectNode } from '../../src/stores/runtime/node-redis-connection.js';
import { dynamodbRecords } from '../../src/stores/runtime/dynamodb-records.js';
import { postgresRecords } from '../../src/stores/runtime/postgres-records.js';

const cases = {
  ioredis: [() => startRedis(), (c: () => number) => redisRecords(connectRedis, c)],
  iocluster: [() => startRedis({ cluster: true }), (c: () => number) => redisRecords(connectRedis, c)],
  node: [() => startRedis(), (c: () => number) => redisRecords(connectNode, c)],
  nodecluster: [() => startRedis({ cluster: true }), (c: () => number) => redisRecords(connectNode, c)],
  dynamo: [startDynamo, dynamodbRecords],
  postgres: [startPostgres, postgresRecords],
} as const;
it.each(Object.keys(cases))('%s', async (name) => {
  const [start, open] = cases[name as keyof typeof cases];
  const server = await start();
  Object.assign(process.env, server.env);
  const s = stateStore({ store: name, packageName: 'shop', open });
  const hits = s.counter('hits');
  expect(await hits.increment()).toBe(1);
  expect(await hits.increment(0.1)).toBe(1.1);
  expect(await hits.increment(0.2)).toBe(1.1 + 0.2);
  await hits.set(5);
  expect(await hits.increment(-7)).toBe(-2);
  const carts = s.map<string, { items: number[] }>('carts', { initial: [['a', { items: [1] }], ['b', { items: [] }]] });
  expect(await carts.update('a', (c) => ({ value: { items: [...(c?.items ?? []), 2] }, result: 'x' as const }))).toBe('x');
  await carts.set('c', { items: [] });
  expect(await carts.delete('b')).toBe(true);
  expect(await carts.delete('b')).toBe(false);
  await carts.set('b', { items: [9] });
  expect(await carts.entries()).toEqual([['a', { items: [1, 2] }], ['c', { items: [] }], ['b', { items: [9] }]]);
  expect(await carts.size()).toBe(3);
  await carts.clear();
  expect(await carts.size()).toBe(0);
  const l = s.list<number>('l');
  expect(await l.push(1, 2)).toBe(2);
  expect(await l.push(3)).toBe(3);
  expect(await l.shift()).toBe(1);
  expect(await l.pop()).toBe(3);
  expect(await l.pop()).toBe(2);
  expect(await l.pop()).toBe(undefined);
  expect(await s.once('e', () => 7)).toBe(7);
  expect(await s.once('e', () => 8)).toBe(7);
  await s.close();
  await server.stop();
});

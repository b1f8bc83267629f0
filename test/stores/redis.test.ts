import { connectRedis } from '../../src/stores/runtime/ioredis-connection.js';
import { redisRecords } from '../../src/stores/runtime/redis-records.js';
import { conformance } from './conformance.js';
import { fleetLaws } from './fleet-laws.js';
import { generated } from './generated-store.js';
import { recordLaws } from './record-laws.js';
import { redisIsMissing, startRedis } from './servers/redis.js';

const isMissing = redisIsMissing;

conformance('on Redis with ioredis', {
  isMissing,
  transactions: 'any',
  isShared: true,
  start: generated({ store: 'redis', client: 'ioredis', format: 'esm' }, startRedis),
});

conformance('on Redis with redis', {
  isMissing,
  transactions: 'any',
  isShared: true,
  start: generated({ store: 'redis', client: 'redis', format: 'cjs' }, startRedis),
});

recordLaws('in Redis', { isMissing, start: startRedis, open: (clock) => redisRecords(connectRedis, clock) });

fleetLaws('on Redis', {
  isMissing,
  start: startRedis,
  project: { store: 'redis', client: 'redis', format: 'esm' },
  transactions: true,
  rounds: 20,
});

import { conformance } from './conformance.js';
import { fleetLaws } from './fleet-laws.js';
import { generated } from './generated-store.js';
import { redisIsMissing, startRedis } from './servers/redis.js';

const isMissing = redisIsMissing;
const start = () => startRedis({ cluster: true });

conformance('on a Redis cluster with ioredis', {
  isMissing,
  transactions: 'group',
  isShared: true,
  start: generated({ store: 'redis', client: 'ioredis', format: 'cjs' }, start),
});

conformance('on a Redis cluster with redis', {
  isMissing,
  transactions: 'group',
  isShared: true,
  start: generated({ store: 'redis', client: 'redis', format: 'esm', extension: 'mjs' }, start),
});

fleetLaws('on a Redis cluster', {
  isMissing,
  start,
  project: { store: 'redis', client: 'ioredis', format: 'esm' },
  transactions: true,
  rounds: 10,
});

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisIsMissing, startRedis } from '../stores/servers/redis.js';
import type { RunningServer } from '../stores/servers/server.js';
import { measure, PROGRAMS } from './harness/measure.js';
import { readTrace } from './harness/trace.js';

/** Each takes some seconds: every fourth runs with the other tests, all of them with `ALL_PROGRAMS=1`. */
const names = readdirSync(PROGRAMS)
  .filter((name) => existsSync(join(PROGRAMS, name, 'trace.json')))
  .filter((_, position) => process.env['ALL_PROGRAMS'] === '1' || position % 4 === 0);

describe.skipIf(redisIsMissing)('programs as users write them', () => {
  let redis: RunningServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it.each(names)('%s', { timeout: 60_000 }, async (name) => {
    const { expect: expected, reason } = readTrace(join(PROGRAMS, name));
    const { plan, again, before, after } = await measure(name, { env: redis.env, fleets: [7] });
    const refused = plan.notMigrated.map((left) => left.reason);
    expect(
      again.steps.map(({ id }) => id),
      'a second run has nothing to do',
    ).toEqual([]);
    if (expected === 'migrated') {
      expect(refused).toEqual([]);
      expect(plan.summary.remaining.error).toBe(0);
      expect(Object.keys(after)).not.toEqual([]);
    } else expect(plan.steps).toEqual([]);
    if (expected === 'refused') expect(refused.join('\n')).toContain(reason);
    for (const [fleet, answers] of Object.entries(after)) expect(answers, fleet).toEqual(before);
  });
});

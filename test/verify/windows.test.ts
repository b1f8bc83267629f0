import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Mode, Verification } from '../../src/model/verification.js';
import { verify } from '../../src/verify/index.js';
import { commute, readOperation } from '../../src/verify/store/operation.js';
import { exploreOrders } from '../../src/verify/windows/explore-orders.js';
import { writeTree } from './write-tree.js';

// Each test starts many processes, and other tests may run beside it.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'windows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function verified(
  text: string,
  mode: Mode,
  events: readonly unknown[] = [{}],
  target?: 'lambda-managed',
): Promise<Verification> {
  const root = mkdtempSync(join(folder, 'program-'));
  writeTree(root, { 'till.mjs': text });
  const store = mode === 'concurrent' ? {} : ({ store: 'redis', startStore: true } as const);
  return verify({
    root,
    entries: ['till.mjs#handler'],
    events,
    modes: [mode],
    callerEnv: process.env,
    ...store,
    ...(target === undefined ? {} : { target }),
  });
}

const isMissing = !isOnPath('redis-server');
const redis = "import { Redis } from 'ioredis'; const redis = new Redis(process.env.REDIS_URL);";

describe.skipIf(isMissing && process.env['REQUIRE_SERVERS'] !== '1')('interleave, on Redis', () => {
  it('catches a counter that is read and then written, with the failing order', async () => {
    const text = `${redis} export const handler = async () => {
      const n = Number(await redis.get('n') ?? 0) + 1; await redis.set('n', n); return { n }; };`;
    const { divergences, modes } = await verified(text, 'interleave');
    expect(divergences).toHaveLength(1);
    expect(divergences[0]).toMatchObject({ mode: 'interleave', oracle: 'serial-order' });
    expect(divergences[0]?.message).toMatch(
      /event 1: get n → event 2: get n → event 1: set n → event 2: set n|get n.*get n.*set n/i,
    );
    expect(modes.find(({ mode }) => mode === 'interleave')?.orders?.possible).toBeGreaterThan(1);
  });

  it('passes all orders of a counter that is incremented', async () => {
    const text = `${redis} export const handler = async () => ({ n: await redis.incr('n') });`;
    const { outcome, modes } = await verified(text, 'interleave');
    expect(outcome).toBe('no-divergence');
    const orders = modes.find(({ mode }) => mode === 'interleave')?.orders;
    expect(orders?.covered).toBe(orders?.possible);
    expect(orders?.possible).toBe(2 + 6);
  });

  it('catches two keys that are each atomic and not together, with three events in flight', async () => {
    const text = `${redis} export const handler = async ({ add }) => {
      if (add) { await redis.incr('stock'); await redis.incr('sold'); return {}; }
      const stock = await redis.get('stock'); const sold = await redis.get('sold'); return { same: stock === sold }; };`;
    const { divergences } = await verified(text, 'interleave', [{ add: true }, {}]);
    expect(divergences[0]).toMatchObject({ mode: 'interleave', path: '/same', got: false });
  });
});

describe.skipIf(isMissing && process.env['REQUIRE_SERVERS'] !== '1')('crash, on Redis', () => {
  const reader = 'if (event.look) return { stock: await redis.get("stock"), sold: await redis.get("sold") };';

  it('catches a pair that is written one after the other', async () => {
    const text = `${redis} export const handler = async (event) => { ${reader} await redis.incr('stock'); await redis.incr('sold'); return {}; };`;
    const { divergences } = await verified(text, 'crash', [{}, { look: true }]);
    expect(divergences[0]).toMatchObject({ mode: 'crash' });
    expect(divergences[0]?.message).toContain('after 1 store operations');
  });

  it('catches a write that is not awaited', async () => {
    const text = `${redis} export const handler = async (event) => { ${reader} redis.incr('stock'); return {}; };`;
    const { divergences } = await verified(text, 'crash', [{}, { look: true }]);
    expect(divergences[0]?.message).toContain('after the answer');
  });

  it('passes a pair that is written at once', async () => {
    const text = `${redis} export const handler = async (event) => { ${reader} await redis.mset('stock', event.n, 'sold', event.n); return {}; };`;
    expect((await verified(text, 'crash', [{ n: 1 }, { look: true }])).outcome).toBe('no-divergence');
  });
});

describe('concurrent', () => {
  const leaking = `let user; const step = () => new Promise((resolve) => setImmediate(resolve));
    export const handler = async (event) => { user = event.user; await step(); return { hello: user }; };`;

  it('catches request state that leaks across an await, and names it', async () => {
    const { divergences } = await verified(leaking, 'concurrent', [{ user: 'ada' }, { user: 'bob' }], 'lambda-managed');
    expect(divergences[0]).toMatchObject({ mode: 'concurrent', binding: 'till.mjs#user', path: '/hello' });
  });

  it('passes state that stays in the call', async () => {
    const text = leaking.replace('let user; ', '').replace('user = event.user', 'const user = event.user');
    const { outcome } = await verified(text, 'concurrent', [{ user: 'ada' }, { user: 'bob' }], 'lambda-managed');
    expect(outcome).toBe('no-divergence');
  });
});

describe('orders', () => {
  const command = (...words: string[]) =>
    readOperation(
      Buffer.from(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`),
      'redis:',
    );

  it('of operations that do not commute are all run, the others once', () => {
    expect(
      runs([
        [command('INCR', 'a'), command('INCR', 'a')],
        [command('INCR', 'a'), command('INCR', 'a')],
      ]),
    ).toBe(6);
    expect(
      runs([
        [command('INCR', 'a'), command('INCR', 'a')],
        [command('INCR', 'b'), command('INCR', 'b')],
      ]),
    ).toBe(1);
    expect(runs([[command('GET', 'a')], [command('GET', 'a')]])).toBe(1);
    expect(
      runs([
        [command('GET', 'a'), command('SET', 'a', '1')],
        [command('GET', 'b'), command('SET', 'a', '2')],
      ]),
    ).toBe(3);
  });

  it('tells which operations commute', () => {
    expect(commute(command('GET', 'a'), command('SET', 'a', '1'))).toBe(false);
    expect(commute(command('EVAL', 'return 1', '1', 'a'), command('SET', 'b', '1'))).toBe(true);
    expect(commute(command('EVAL', 'return 1', '1', 'a'), command('SET', 'a', '1'))).toBe(false);
    expect(commute(command('FLUSHALL'), command('SET', 'a', '1'))).toBe(false);
    expect(command('CLIENT', 'SETNAME', 'x').isHandshake).toBe(true);
  });

  function runs(programs: readonly (readonly ReturnType<typeof command>[])[]): number {
    const exploration = exploreOrders();
    let complete = 0;
    while (exploration.begin()) {
      const at = programs.map(() => 0);
      for (;;) {
        const enabled = new Map(
          programs.flatMap((program, index) => {
            const next = program[at[index] ?? 0];
            return next === undefined ? [] : [[index, next] as const];
          }),
        );
        if (enabled.size === 0) {
          complete += 1;
          break;
        }
        const next = exploration.choose(enabled);
        if (next === null) break;
        at[next] = (at[next] ?? 0) + 1;
      }
    }
    return complete;
  }
});

function isOnPath(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

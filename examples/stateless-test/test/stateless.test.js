import { fileURLToPath } from 'node:url';
import { verify } from 'stateless-migrate';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const events = [
  { kind: 'rye', loaves: 2 },
  { kind: 'wheat', loaves: 1 },
];

it('this handler is stateless', async () => {
  const { divergences } = await verify({ root, entries: ['src/prices.js#handler'], events, callerEnv: process.env });
  expect(divergences).toEqual([]);
}, 60_000);

// Takes the place of the first test until the counter has moved to a store.
it('this one is not, and the witness names the binding', async () => {
  const { divergences } = await verify({ root, entries: ['src/counter.js#handler'], events, callerEnv: process.env });
  expect(divergences[0]).toMatchObject({ binding: 'src/counter.js#sold', path: '/sold' });
  expect(divergences[0].schedule.length).toBeLessThanOrEqual(3);
}, 60_000);

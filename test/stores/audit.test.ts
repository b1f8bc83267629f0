import { describe, expect, it } from 'vitest';
import { stateStoreFile, type StateStoreOptions } from '../../src/stores/state-store-file.js';
import { auditFiles } from '../gate/audit-files.js';

const HANDLER = `import { counter, list, map } from './state-store';

const hits = counter('hits');
const carts = map('carts', { ttlSeconds: 60, initial: [['a', { items: [] }]] });
const log = list('log');

export const handler = async (event) => {
  const hit = await hits.increment();
  await carts.update(event.id, (cart) => ({ value: { items: [...(cart?.items ?? []), hit] } }));
  await log.push(event.id);
  return { statusCode: 200, body: JSON.stringify(await carts.get(event.id)) };
};
`;

const STORES: readonly Pick<StateStoreOptions, 'store' | 'client'>[] = [
  { store: 'redis', client: 'ioredis' },
  { store: 'redis', client: 'redis' },
  { store: 'dynamodb' },
  { store: 'postgres' },
];

describe('a handler that keeps its state with the generated file', () => {
  it.each(STORES)('has no finding: $store $client', async (store) => {
    const { fileName, text } = stateStoreFile({ ...store, format: 'ts', namespace: 'bakery' });
    const { report } = await auditFiles({ 'src/handler.ts': HANDLER, [`src/${fileName}`]: text });
    const counted = report.findings.filter(({ suppressed }) => suppressed === null);
    expect(counted.map(({ rule, line }) => `${rule}:${line}`)).toEqual([]);
    expect(report.entryPoints.map(({ name }) => name)).toEqual(['handler']);
  });
});

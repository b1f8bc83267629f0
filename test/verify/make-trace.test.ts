import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ClassifiedProgram } from '../../src/model/classified-program.js';
import { audit } from '../../src/pipeline.js';
import { findEntries } from '../../src/verify/program/find-entries.js';
import { linkTrace } from '../../src/verify/trace/link-trace.js';
import { makeTrace } from '../../src/verify/trace/make-trace.js';
import { writeTree } from './write-tree.js';

const folder = mkdtempSync(join(tmpdir(), 'traces-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function traceOf(files: Readonly<Record<string, string>>, entry: string): Promise<readonly unknown[]> {
  const root = mkdtempSync(join(folder, 'program-'));
  writeTree(root, files);
  let program: ClassifiedProgram | null = null;
  const { report } = await audit({
    root,
    paths: [],
    onStage: (given) => {
      if (given.stage === 'classify') program = given.result;
    },
  });
  return makeTrace(program, findEntries([entry], root, report, null)).map(({ payload }) => payload);
}

describe('a trace without one', () => {
  it('has the fields that a handler and what it calls read, with keys that repeat and keys that differ', async () => {
    const events = await traceOf(
      {
        'src/till.mjs': `import { sell } from './sales.mjs';
          export const handler = async (event) => { const { guestId, items } = JSON.parse(event.body);
            return sell(guestId, items.map((item) => item.price), event.headers['x-shop']); };`,
        'src/sales.mjs': 'export const sell = (guest, prices, shop) => ({ guest, prices, shop });',
      },
      'src/till.mjs#handler',
    );
    expect(events[0]).toEqual({
      body: JSON.stringify({ guestId: 'guestId-1', items: [{ price: 2 }] }),
      headers: { 'x-shop': 'x-shop-1' },
    });
    expect(events[1]).toMatchObject({ headers: { 'x-shop': 'x-shop-2' } });
    expect(events.filter((event) => JSON.stringify(event).includes('guestId-1')).length).toBeGreaterThan(1);
    expect(events).toContainEqual({ body: JSON.stringify({ guestId: 'guestId-2', items: [{}] }), headers: {} });
  });

  it('takes the values that the program asks for', async () => {
    const text = `export const handler = async (event) => event.action === 'add' ? 1 : event.action === 'remove' ? 2 : 3;`;
    const events = await traceOf({ 'till.mjs': text }, 'till.mjs#handler');
    expect(events).toEqual([{ action: 'add' }, { action: 'remove' }]);
  });

  it('has a request for each route, with its parameters, query and body', async () => {
    const text = `import express from 'express'; const app = express(); app.use(express.json());
      app.post('/loaves/:kind', (req, res) => { res.json([req.params.kind, req.body.amount, req.query.shop]); });
      app.get('/loaves', (req, res) => { res.json(req.get('x-guest')); }); app.listen(80);`;
    const events = await traceOf({ 'app.mjs': text, 'package.json': '{"dependencies":{"express":"5"}}' }, 'app.mjs');
    expect(events[0]).toEqual({ method: 'POST', path: '/loaves/kind-1?shop=shop-1', body: { amount: 2 } });
    expect(events[1]).toEqual({ method: 'GET', path: '/loaves', headers: { 'x-guest': 'x-guest-1' } });
  });
});

describe('linkTrace', () => {
  const login = { entry: 0, payload: { guest: 'ada' } };
  const look = { entry: 0, payload: { sid: 'sid-1', cookies: ['shop=shop-1'] } };

  it('adds events that give back what answers gave out', () => {
    const answers = [{ body: { sid: 'f3c1' }, headers: { 'set-cookie': 'shop=9; Secure' } }, {}];
    expect(linkTrace([login, look], answers)).toEqual([
      login,
      look,
      { entry: 0, payload: { sid: { $ref: '0.body.sid' }, cookies: [{ $template: 'shop={0.cookies.shop}' }] } },
    ]);
  });

  it('leaves a trace alone whose answers give nothing out', () => {
    expect(linkTrace([login, look], [{ ok: true }, { total: 3 }])).toEqual([login, look]);
  });
});

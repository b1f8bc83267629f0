import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Verification } from '../../src/model/verification.js';
import { jsonVerification } from '../../src/report/verification.js';
import { verify, type VerifyOptions } from '../../src/verify/index.js';
import { validateVerification } from './verification-schema.js';
import { writeTree } from './write-tree.js';

// Each test starts many processes, and other tests may run beside it.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'verified-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function verified(
  files: Readonly<Record<string, string>>,
  entry: string,
  events: readonly unknown[],
  more: Partial<VerifyOptions> = {},
): Promise<Verification> {
  const root = mkdtempSync(join(folder, 'program-'));
  writeTree(root, files);
  const verification = await verify({
    root,
    entries: [entry],
    events,
    callerEnv: process.env,
    runs: 1,
    steps: 40,
    ...more,
  });
  validateVerification(JSON.parse(jsonVerification(verification)));
  expect(validateVerification.errors).toBeNull();
  return verification;
}

const one = (handler: string) => ({ 'till.mjs': handler });

describe('verify', () => {
  it('finds lost state, names the binding, and needs two events for it', async () => {
    const text = 'let sold = 0; export const handler = async (event) => ({ sold: (sold += event.loaves) });';
    const { outcome, divergences, bindings } = await verified(one(text), 'till.mjs#handler', [{ loaves: 2 }]);
    expect(outcome).toBe('divergence');
    expect(divergences).toHaveLength(1);
    expect(divergences[0]).toMatchObject({
      mode: 'fresh',
      oracle: 'one-immortal-container',
      binding: 'till.mjs#sold',
      step: 1,
      path: '/sold',
      expected: 4,
      got: 2,
    });
    expect(divergences[0]?.schedule.map(({ container }) => container)).toEqual([1, 2]);
    expect(bindings.find(({ binding }) => binding === 'till.mjs#sold')?.outcome).toBe('observable');
  });

  it('finds what one event leaves to another, and expects the answer without it', async () => {
    const text = `let guest = null; export const handler = async (event) => {
      if (event.guest) guest = event.guest; return { hello: guest }; };`;
    const { divergences } = await verified(one(text), 'till.mjs#handler', [{ guest: 'ada' }, {}]);
    expect(divergences).toHaveLength(1);
    expect(divergences[0]).toMatchObject({
      oracle: 'container-per-event',
      binding: 'till.mjs#guest',
      expected: null,
      got: 'ada',
    });
    expect(divergences[0]?.schedule.map(({ container }) => container)).toEqual([1, 1]);
  });

  it('finds a copy that goes stale in one of several containers, which a container per event never shows', async () => {
    const text = `import { readFileSync, writeFileSync } from 'node:fs';
      const file = process.env.PRICES + '-' + process.env.STATE_NAMESPACE;
      const read = () => { try { return readFileSync(file, 'utf8'); } catch { return 'none'; } };
      let known;
      export const handler = async (event) => {
        if (event.price) { writeFileSync(file, event.price); known = undefined; return {}; }
        known ??= read(); return { price: known }; };`;
    const env = { PRICES: join(folder, 'prices') };
    const events = [{ price: 'low' }, {}, { price: 'high' }, {}];
    const { divergences } = await verified(one(text), 'till.mjs#handler', events, { env, runs: 2, steps: 60 });
    expect(divergences[0]).toMatchObject({ mode: 'fleet', binding: 'till.mjs#known' });
    expect(divergences[0]?.schedule.length).toBeLessThanOrEqual(4);
  });

  it('takes random ids and clocks in answers for what they are', async () => {
    const text = `import { randomUUID } from 'node:crypto';
      export const handler = async () => ({ id: randomUUID(), at: new Date(), cookie: \`sid=\${randomUUID()}; Path=/\` });`;
    const { outcome, masked } = await verified(one(text), 'till.mjs#handler', [{}, {}]);
    expect(outcome).toBe('no-divergence');
    expect(masked).toEqual([]);
  });

  it('finds an id and a time that are taken once per container', async () => {
    for (const made of [
      "import { randomUUID } from 'node:crypto'; const made = randomUUID();",
      'const made = new Date().toISOString();',
    ]) {
      const text = `${made} export const handler = async () => ({ made });`;
      const { divergences } = await verified(one(text), 'till.mjs#handler', [{}]);
      expect(divergences, made).toHaveLength(1);
      expect(divergences[0]?.binding).toBe('till.mjs#made');
    }
  });

  it('masks and reports what differs between equal runs', async () => {
    const text = 'export const handler = async () => ({ ok: true, ticks: String(process.hrtime.bigint()) });';
    const { outcome, masked } = await verified(one(text), 'till.mjs#handler', [{}]);
    expect(outcome).toBe('no-divergence');
    expect(masked).toEqual([{ event: 0, path: '/ticks' }]);
  });

  it('follows a session through references to earlier answers', async () => {
    const text = `import { randomUUID } from 'node:crypto'; const sessions = new Map();
      export const handler = async (event) => {
        if (event.name) { const sid = randomUUID(); sessions.set(sid, event.name); return { headers: { 'set-cookie': 'sid=' + sid + '; Secure' } }; }
        return { name: sessions.get(event.cookie.slice(4)) ?? 'stranger' }; };`;
    const events = [{ name: 'ada' }, { cookie: { $template: 'sid={0.cookies.sid}' } }];
    const { divergences } = await verified(one(text), 'till.mjs#handler', events);
    expect(divergences[0]).toMatchObject({
      binding: 'till.mjs#sessions',
      path: '/name',
      expected: 'ada',
      got: 'stranger',
    });
    expect(divergences[0]?.schedule).toHaveLength(2);
  });

  it('lets a cache be as old as it says, and says so', async () => {
    const text = `const load = async () => ({ rates: Math.floor(Date.now() / 1000) });
      let cached; let readAt = 0;
      export const handler = async () => { if (!cached || Date.now() - readAt > 60000) { cached = await load(); readAt = Date.now(); } return cached; };`;
    const { outcome, tolerated } = await verified(one(text), 'till.mjs#handler', [{}, {}]);
    expect(tolerated.length).toBeGreaterThan(0);
    expect(outcome).toBe('no-divergence');
  });

  it('reports every cause once', async () => {
    const text = `let loaves = 0; const guests = []; class Till { #last = null; note(e) { const was = this.#last; this.#last = e; return was; } }
      const till = new Till();
      export const handler = async (event) => { loaves += 1; guests.push(event.guest); return { loaves, guests: guests.length, last: till.note(event.guest) }; };`;
    const { divergences } = await verified(one(text), 'till.mjs#handler', [{ guest: 'ada' }, { guest: 'bob' }]);
    expect(divergences.map(({ binding }) => binding).sort()).toEqual([
      'till.mjs#guests',
      'till.mjs#loaves',
      'till.mjs#till.#last',
    ]);
  });

  it('compares with another version', async () => {
    const root = join(folder, 'old');
    writeTree(root, { 'till.mjs': 'let n = 0; export const handler = async () => ({ n: ++n });' });
    const repaired = `import { readFileSync, writeFileSync } from 'node:fs';
      export const handler = async () => { const file = process.env.COUNTS + process.env.STATE_NAMESPACE; let n = 0;
        try { n = Number(readFileSync(file, 'utf8')); } catch {} writeFileSync(file, String(n + 1)); return { n: n + 1 }; };`;
    const more = { against: root, env: { COUNTS: join(folder, 'counts') } };
    expect((await verified(one(repaired), 'till.mjs#handler', [{}], more)).outcome).toBe('no-divergence');
    const wrong = repaired.replaceAll('n + 1', 'n + 2');
    expect((await verified(one(wrong), 'till.mjs#handler', [{}], more)).outcome).toBe('divergence');
  });

  it('tells of handlers that hang, crash, print, or leave something open', async () => {
    const text = `export const handler = async (event) => {
      if (event.hang) await new Promise(() => {});
      if (event.crash) process.exit(7);
      if (event.print) console.log('sold');
      if (event.timer) setTimeout(() => {}, 60000);
      return {}; };`;
    const events = [{ hang: true }, { crash: true }, { print: true }, { timer: true }];
    const { notes } = await verified(one(text), 'till.mjs#handler', events, {
      eventTimeoutMs: 300,
      modes: ['immortal'],
    });
    expect([...new Set(notes.map(({ code }) => code))].sort()).toEqual(['crashes', 'hangs', 'leaves-open', 'prints']);
  });

  it('refuses what cannot be run', async () => {
    await expect(
      verified(one("import 'no-such-package'; export const handler = () => 1;"), 'till.mjs#handler', [{}]),
    ).rejects.toThrow(/cannot be run: .*no-such-package/);
    await expect(verified(one('export const handler = () => 1;'), 'tell.mjs', [{}])).rejects.toThrow('no such file');
    await expect(verified(one('export const handler = () => 1;'), 'till.mjs#habdler', [{}])).rejects.toThrow(
      'no export `habdler`',
    );
  });

  it('leaves no folder behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('stateless-verify-'));
    await verified(one('export const handler = async () => 1;'), 'till.mjs#handler', [{}]);
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('stateless-verify-'));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });
});

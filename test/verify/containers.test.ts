import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startContainer, type Container } from '../../src/verify/containers/container.js';
import { curatedEnvironment } from '../../src/verify/containers/environment.js';
import { openPool } from '../../src/verify/containers/pool.js';
import { openReaper } from '../../src/verify/containers/reaper.js';
import { buildShadow } from '../../src/verify/program/build-shadow.js';
import { writeTree } from './write-tree.js';

const folder = mkdtempSync(join(tmpdir(), 'containers-'));
const env = curatedEnvironment(process.env, { withStores: false, own: {} });
const reaper = openReaper(env);
const pool = openPool({ cwd: folder, env, reaper }, 1);
afterAll(async () => {
  await pool.close();
  await reaper.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a container with one source as its program. */
async function start(name: string, text: string, exportName: string | null = 'handler'): Promise<Container> {
  const root = mkdtempSync(join(folder, 'own-'));
  writeTree(root, { [name]: text });
  const shadow = buildShadow({ root, into: mkdtempSync(join(folder, 'copy-')), bindings: [] });
  const started = await startContainer(pool, {
    ordinal: 1,
    seed: 'bakery',
    at: Date.UTC(2026, 0, 5),
    entries: [{ file: shadow.executable(name), exportName, kind: null }],
    env: {},
    initTimeoutMs: 5000,
    eventTimeoutMs: 700,
  });
  if (started.kind === 'failed') throw new Error(started.reason);
  return started.container;
}

const send = (container: Container, event: unknown, more: { linger?: boolean; step?: number } = {}) =>
  container.invoke({ entry: 0, event, seed: 'bakery', at: Date.UTC(2026, 0, 5, 1), step: 0, ...more });

/** The answer of a program to one event. */
async function answerOf(name: string, text: string, event: unknown, exportName: string | null = 'handler') {
  const container = await start(name, text, exportName);
  const { answer } = await send(container, event);
  await container.stop();
  return answer.kind === 'value' ? answer.value : answer;
}

const loaf = { loaf: 'rye' };

describe('Lambda handlers', () => {
  it.each([
    ['promise', 'till.mjs', 'export const handler = async (event) => event.loaf;'],
    ['callback', 'till.js', 'exports.handler = (event, context, done) => setTimeout(() => done(null, event.loaf), 5);'],
    ['TypeScript', 'till.ts', 'export const handler = async (event: { loaf: string }): Promise<string> => event.loaf;'],
    ['sync', 'till.js', 'exports.handler = (event) => event.loaf;'],
    ['ESM syntax without a package', 'till.js', 'export const handler = async (event) => event.loaf;'],
    [
      'await at the top',
      'till.ts',
      'const f: string = await Promise.resolve("loaf"); export const handler = async (e: any) => e[f];',
    ],
  ])('%s', async (_kind, name, text) => {
    expect(await answerOf(name, text, loaf)).toBe('rye');
  });

  it('streams', async () => {
    const text = `export const handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.write('one '); stream.end(event.loaf);
    });`;
    expect(await answerOf('till.mjs', text, loaf)).toEqual({ body: 'one rye' });
  });

  it('gives errors that are thrown', async () => {
    expect(
      await answerOf('till.mjs', "export const handler = async () => { throw new TypeError('burnt'); };", {}),
    ).toEqual({
      kind: 'error',
      name: 'TypeError',
      message: 'burnt',
    });
  });
});

describe('applications', () => {
  const request = { method: 'POST', path: '/loaves?kind=rye', body: { count: 2 } };
  const lines: [string, string][] = [
    [
      'express',
      `import express from 'express'; const app = express(); app.use(express.json());
       app.post('/loaves', (req, res) => res.status(201).json([req.query.kind, req.body.count])); app.listen(8080);`,
    ],
    [
      'express, exported',
      `import express from 'express'; export const app = express(); app.use(express.json());
       app.post('/loaves', (req, res) => { res.status(201).json([req.query.kind, req.body.count]); });`,
    ],
    [
      'fastify',
      `import Fastify from 'fastify'; export const app = Fastify();
       app.post('/loaves', async (req, reply) => { reply.code(201); return [req.query.kind, req.body.count]; });`,
    ],
    [
      'koa',
      `import Koa from 'koa'; export const app = new Koa();
       app.use(async (ctx) => { let text = ''; for await (const part of ctx.req) text += part;
         ctx.status = 201; ctx.body = [ctx.query.kind, JSON.parse(text).count]; });`,
    ],
    [
      'hono',
      `import { Hono } from 'hono'; export const app = new Hono();
       app.post('/loaves', async (c) => c.json([c.req.query('kind'), (await c.req.json()).count], 201));`,
    ],
    [
      'http',
      `import http from 'node:http'; http.createServer(async (req, res) => { let text = ''; for await (const part of req) text += part;
         res.writeHead(201); res.end(JSON.stringify([new URL(req.url, 'http://x').searchParams.get('kind'), JSON.parse(text).count])); }).listen(3000);`,
    ],
    [
      'worker',
      `export default { async fetch(request) { const { count } = await request.json();
         return Response.json([new URL(request.url).searchParams.get('kind'), count], { status: 201 }); } };`,
    ],
    [
      'route module',
      `export async function POST(request) { const { count } = await request.json();
         return Response.json([new URL(request.url).searchParams.get('kind'), count], { status: 201 }); }`,
    ],
  ];

  it.each(lines)('%s', async (name, text) => {
    const wanted = name.includes('exported') || ['fastify', 'koa', 'hono'].includes(name) ? 'app' : null;
    const answer = await answerOf('till.mjs', text, request, wanted);
    expect(answer).toMatchObject({ statusCode: 201, body: '["rye",2]' });
  });
});

describe('a container', () => {
  it('is stopped when a handler hangs, also in a loop', async () => {
    for (const text of ['exports.handler = () => new Promise(() => {});', 'exports.handler = () => { for (;;); };']) {
      const container = await start('till.js', text);
      expect((await send(container, {})).answer).toEqual({ kind: 'timeout' });
      expect(container.isAlive()).toBe(false);
    }
  });

  it('tells how a handler ended the process', async () => {
    const text = 'exports.handler = () => new Promise(() => { setTimeout(() => process.exit(3), 5); });';
    const container = await start('till.js', text);
    expect((await send(container, {})).answer).toEqual({ kind: 'crash', reason: 'the process ended with code 3' });
  });

  it('tells an error that nobody caught', async () => {
    const text = "exports.handler = () => new Promise(() => { Promise.reject(new Error('burnt')); });";
    const container = await start('till.js', text);
    const { answer } = await send(container, {});
    expect(answer).toEqual({ kind: 'crash', reason: 'unhandled rejection: Error: burnt' });
  });

  it('is not disturbed by what a handler prints, and counts it', async () => {
    const text =
      'exports.handler = async () => { console.log(\'{"t":"answer"}\'); process.stdout.write(\'x\'); return 1; };';
    const container = await start('till.js', text);
    expect(await send(container, {})).toMatchObject({ answer: { kind: 'value', value: 1 }, printed: 2 });
    await container.stop();
  });

  it('names what a handler leaves open', async () => {
    const text = 'exports.handler = async () => { setTimeout(() => {}, 60000); return 1; };';
    const container = await start('till.js', text);
    expect((await send(container, {}, { linger: true })).left).toEqual({ Timeout: 1 });
    await container.stop();
  });

  it('stands still while it is frozen; a timer that fell due fires before the next event', async () => {
    const text = `let rung = 0; exports.handler = async (event) => { if (event.set) setTimeout(() => { rung += 1; }, 30); return rung; };`;
    const container = await start('till.js', text);
    await send(container, { set: true });
    container.freeze();
    await new Promise((resolve) => setTimeout(resolve, 80));
    container.thaw();
    expect((await send(container, {})).answer).toEqual({ kind: 'value', value: 1 });
    await container.stop();
  });

  it('takes what it started with it', async () => {
    const text = `const { spawn } = require('node:child_process');
      exports.handler = async () => spawn('sleep', ['600']).pid;`;
    const container = await start('till.js', text);
    const { answer } = await send(container, {});
    const pid = answer.kind === 'value' ? Number(answer.value) : 0;
    expect(() => process.kill(pid, 0)).not.toThrow();
    container.freeze();
    await container.stop();
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it('sees no variable of the caller', async () => {
    process.env['BAKERY_SECRET'] = 'yeast';
    expect(
      await answerOf('till.js', 'exports.handler = async () => process.env.BAKERY_SECRET ?? null;', {}),
    ).toBeNull();
  });
});

describe('clock and draws', () => {
  const text = `import { randomUUID, randomBytes, randomInt } from 'node:crypto'; import crypto from 'node:crypto';
    const born = [randomUUID(), Date.now()];
    export const handler = async () => [Math.random(), randomUUID(), crypto.randomUUID(), globalThis.crypto.randomUUID(),
      randomBytes(4).toString('hex'), randomInt(1000), [...globalThis.crypto.getRandomValues(new Uint8Array(2))], Date.now(), new Date(), born];`;

  it('follow from seed and step, also for named imports', async () => {
    const once = await answerOf('till.mjs', text, {});
    const again = await answerOf('till.mjs', text, {});
    expect(again).toEqual(once);
    expect(JSON.stringify(once)).toContain('2026-01-05T01:00:00');
    const container = await start('till.mjs', text);
    const { answer } = await send(container, {}, { step: 7 });
    await container.stop();
    const other = (answer as { value: unknown[] }).value;
    const first = once as unknown[];
    for (const index of [0, 1, 2, 3, 4]) expect(other[index]).not.toEqual(first[index]);
    expect(other.at(-1)).toEqual(first.at(-1));
  });

  it('let a loop that waits for time end', async () => {
    const waiting =
      'exports.handler = async () => { const end = Date.now() + 40; while (Date.now() < end); return 1; };';
    expect(await answerOf('till.js', waiting, {})).toBe(1);
  });
});

/** A process that was ended and that nobody waited for is still listed. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
  } catch {
    return false;
  }
}

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StateStore } from '../../src/stores/runtime/interface.js';
import { FLEET_WORKER } from './fleet-worker.js';
import { generatedProject, type GeneratedProject } from './generated-project.js';
import type { RunningServer } from './servers/server.js';

export interface FleetUnderTest {
  readonly isMissing?: boolean;
  readonly start: () => Promise<RunningServer>;
  readonly project: Parameters<typeof generatedProject>[0];
  readonly transactions: boolean;
  /** How often each process does each thing: an even number. */
  readonly rounds: number;
}

const PROCESSES = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'];

/** Eight processes at once: nothing is lost, nothing is seen twice, initial values are written once. */
export function fleetLaws(title: string, fleetUnderTest: FleetUnderTest): void {
  const { isMissing = false, start, project: options, transactions, rounds } = fleetUnderTest;
  const upTo = (end: number): number[] => Array.from({ length: end }, (_, index) => index);
  const all = PROCESSES.length * rounds;
  describe.skipIf(isMissing)(`eight processes ${title}`, () => {
    let server: RunningServer;
    let project: GeneratedProject;
    let store: StateStore;
    let results: WorkerResult[];
    beforeAll(async () => {
      server = await start();
      project = generatedProject(options);
      for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
      vi.stubEnv('STATE_TIMEOUT_MS', '20000');
      store = await project.load();
      results = await fleet(project, fleetUnderTest);
    }, 180_000);
    afterAll(async () => {
      await store?.close();
      await server?.stop();
      project?.remove();
      vi.unstubAllEnvs();
    });

    it('count each increment once, and each sees another sum', async () => {
      expect(await store.counter('visits').get()).toBe(2 * all);
      const sums = results.flatMap((result) => result.sums).sort((a, b) => a - b);
      expect(sums).toEqual(upTo(2 * all).map((index) => index + 1));
      expect(await store.map<string, number>('stock').get('bread')).toBe(1000 - 2 * all);
    });

    it('add fractions as one process does', async () => {
      const expected = upTo(all).reduce((sum) => sum + 0.1, 0);
      expect(await store.counter('amounts').get()).toBe(expected);
    });

    it('write initial values once', () => {
      expect(new Set(results.map(({ seed }) => seed)).size).toBe(1);
    });

    it('lose no element and take none twice', async () => {
      const lines = PROCESSES.flatMap((name) => upTo(rounds).map((index) => `${name}:${index}`));
      const log = await store.list<string>('log').toArray();
      expect([...log].sort()).toEqual(lines.sort());
      for (const name of PROCESSES) {
        const own = log.filter((line) => line.startsWith(`${name}:`)).map((line) => Number(line.split(':')[1]));
        expect(own).toEqual(upTo(rounds));
      }
      const jobs = [...results.flatMap((result) => result.jobs), ...(await store.list<number>('jobs').toArray())];
      expect(jobs.sort((a, b) => a - b)).toEqual(upTo(100));
    });

    it('lose no update of one entry', async () => {
      const cart = await store.map<string, { items: string[] }>('carts').get('shared');
      expect(new Set(cart?.items).size).toBe(all);
      const totals = await store.cell('totals', { initial: { count: 0, by: {} } }).get();
      expect(totals).toEqual({ count: all, by: Object.fromEntries(PROCESSES.map((name) => [name, rounds])) });
    });

    it('have one first each', () => {
      expect(results.reduce((sum, { firsts }) => sum + firsts, 0)).toBe(2 * rounds);
      expect(new Set(results.map(({ ticket }) => ticket)).size).toBe(1);
    });

    it.runIf(transactions)('change two structures as one', async () => {
      const sales = await store.list<string>('sales', { group: 'sales' }).toArray();
      expect(sales.map((line) => Number(line.split(':')[0]))).toEqual(upTo(all / 2).map((index) => index + 1));
      expect(await store.counter('sold', { group: 'sales' }).get()).toBe(all / 2);
    });
  });
}

interface WorkerResult {
  readonly sums: readonly number[];
  readonly firsts: number;
  readonly jobs: readonly number[];
  readonly ticket: string;
  readonly seed: number;
}

/** All are loaded before any starts. */
async function fleet(
  { folder }: GeneratedProject,
  { project: { format }, transactions, rounds }: FleetUnderTest,
): Promise<WorkerResult[]> {
  const names = '{ counter, cell, map, set, list, transaction, close }';
  const line =
    format === 'cjs' ? `const ${names} = require('./state-store.js');` : `import ${names} from './state-store.js';`;
  const script = join(folder, 'worker.js');
  writeFileSync(script, line + FLEET_WORKER);
  const workers = PROCESSES.map((name) => {
    const child = spawn(process.execPath, [script, name, String(transactions), String(rounds)], { stdio: 'pipe' });
    const output: string[] = [];
    const errors: string[] = [];
    child.stdout.on('data', (data: Buffer) => output.push(String(data)));
    child.stderr.on('data', (data: Buffer) => errors.push(String(data)));
    const ready = new Promise((resolve) => child.stdout.once('data', resolve));
    const done = new Promise<WorkerResult>((resolve, reject) => {
      child.on('close', (code) => {
        const result = output.join('').slice('ready'.length);
        if (code !== 0 || result === '') reject(new Error(`${name} ended with ${code}: ${errors.join('')}`));
        else resolve(JSON.parse(result) as WorkerResult);
      });
    });
    return { child, ready, done };
  });
  await Promise.all(workers.map(({ ready, done }) => Promise.race([ready, done])));
  for (const { child } of workers) child.stdin.end('go\n');
  return Promise.all(workers.map(({ done }) => done));
}

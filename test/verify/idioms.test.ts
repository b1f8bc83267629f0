import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Oracle, Verification } from '../../src/model/verification.js';
import { verify } from '../../src/verify/index.js';

// Each test starts many processes, and other tests may run beside it.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'idioms-'));
const FIXTURES = fileURLToPath(new URL('../fixtures/idioms/', import.meta.url));
const STAND_INS = fileURLToPath(new URL('stand-ins/', import.meta.url));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a fixture beside stand-ins for the packages of a store, without a trace where none is given. */
async function verified(fixture: string, entry: string, events?: readonly unknown[]): Promise<Verification> {
  const root = mkdtempSync(join(folder, 'program-'));
  cpSync(join(FIXTURES, fixture), root, { recursive: true });
  mkdirSync(join(root, 'node_modules/@aws-sdk'), { recursive: true });
  for (const name of ['shelf', '@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb']) {
    symlinkSync(join(STAND_INS, name), join(root, 'node_modules', name));
  }
  return verify({
    root,
    entries: [entry],
    runs: 2,
    steps: 30,
    env: { SHELF_FOLDER: join(folder, 'shelf') },
    callerEnv: process.env,
    ...(events === undefined ? {} : { events }),
  });
}

const alone: Oracle = 'container-per-event';
const immortal: Oracle = 'one-immortal-container';
const HARMFUL: readonly [fixture: string, entry: string, binding: string, oracle: Oracle][] = [
  ['C1-counter/reports', 'src/handler.ts#handler', 'src/turnstile.ts#admitted', immortal],
  ['C1-counter/reports-instance-field', 'handler.js#handler', 'printed', immortal],
  ['C3-running-aggregate/reports-leaderboard', 'handler.cjs#handler', 'scores.cjs#board', immortal],
  ['E1-conditional-assignment/reports', 'src/handler.ts#handler', 'src/handler.ts#member', alone],
  ['E6-mutated-response/reports', 'src/handler.ts#handler', 'src/responses.ts#OK', alone],
  ['G3-closure-factory/reports', 'src/handler.ts#handler', 'src/sequence.ts#createSequence.last', immortal],
  ['G12-function-property/reports', 'src/handler.ts#handler', 'src/dispatch.ts#dispatch', immortal],
  ['G14-private-field/reports', 'src/handler.ts#handler', 'src/handler.ts#recorder.#last', alone],
];

describe('harmful idioms that show in answers have a witness of at most three events, with the right binding', () => {
  it.each(HARMFUL)('%s', async (fixture, entry, binding, oracle) => {
    const { divergences } = await verified(fixture, entry);
    const [first] = divergences;
    expect(divergences.length).toBeGreaterThan(0);
    expect(first?.binding).toContain(binding);
    expect(first?.oracle).toBe(oracle);
    expect(first?.schedule.length).toBeLessThanOrEqual(3);
  });
});

const BENIGN: readonly [fixture: string, entry: string][] = [
  ['C1-counter/ok-local', 'handler.ts#handler'],
  ['C1-counter/ok-telemetry', 'handler.js#handler'],
  ['C3-running-aggregate/ok-per-batch', 'handler.js#handler'],
  ['D1-session-map/ok-conference-programme', 'handler.mjs#handler'],
  ['D1-session-map/ok-batch-local', 'handler.js#handler'],
];

describe('benign idioms do not diverge', () => {
  it.each(BENIGN)('%s', async (fixture, entry) => {
    const { divergences } = await verified(fixture, entry);
    expect(divergences).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Verification } from '../../src/model/verification.js';
import { UserError } from '../../src/support/user-error.js';
import type { VerifyOptions } from '../../src/verify/verify-options.js';
import { validateVerification } from '../verify/verification-schema.js';
import { FULL_REPORT } from '../report/full-report.js';
import { repository, run } from './fake-context.js';

const FOUND: Verification = {
  $schema: 'stateless-migrate/verification.schema.json',
  schemaVersion: 1,
  tool: { name: 'stateless-migrate', version: '0.1.0' },
  outcome: 'divergence',
  entries: [{ file: 'till.js', export: 'handler', kind: 'lambda' }],
  target: 'lambda',
  reference: 'itself',
  seed: 'stateless',
  trace: { source: 'given', events: [{ loaves: 2 }] },
  store: null,
  modes: [
    { mode: 'interleave', schedules: 4, steps: 12, divergences: 1, orders: { covered: 4, possible: 6 }, cut: null },
  ],
  divergences: [
    {
      mode: 'fresh',
      oracle: 'one-immortal-container',
      binding: 'till.js#sold\u001b[2J',
      bindings: ['till.js#sold\u001b[2J'],
      step: 1,
      path: '/sold',
      expected: 4,
      got: 2,
      schedule: [
        { event: 0, payload: { loaves: 2 }, container: 1, at: 0 },
        { event: 0, payload: { loaves: 2 }, container: 2, at: 1000 },
      ],
      message: 'event 2 of 2 is answered without what `till.js#sold` holds in another container',
    },
  ],
  bindings: [
    {
      binding: 'till.js#sold',
      file: 'till.js',
      line: 1,
      classification: 'counter',
      verdict: 'harmful',
      outcome: 'observable',
      witness: null,
    },
  ],
  attributionWithheld: null,
  tolerated: [{ binding: 'till.js#rates', classification: 'ttl-cache', oracle: 'bounded-age', oldest: 61_000 }],
  masked: [{ event: 0, path: '/at' }],
  notes: [{ code: 'prints', message: 'event 0 prints' }],
};
const NOTHING: Verification = { ...FOUND, outcome: 'no-divergence', divergences: [] };

const cwd = () =>
  repository({ 'till.js': '', 'trace.json': '[{ "loaves": 2 }]', 'broken.json': '{', 'object.json': '{}' });

async function verifying(argv: readonly string[], gives: Verification = NOTHING) {
  const asked: VerifyOptions[] = [];
  const ran = await run(['verify', ...argv], {
    cwd: cwd(),
    verify: async (options) => {
      asked.push(options);
      return gives;
    },
  });
  return { ...ran, asked };
}

describe('verify', () => {
  it('exits 0 without a divergence, 1 with one, 2 where nothing can be run', async () => {
    expect((await verifying(['till.js#handler'])).code).toBe(0);
    expect((await verifying(['till.js#handler'], FOUND)).code).toBe(1);
    const failing = await run(['verify', 'till.js'], {
      cwd: cwd(),
      verify: () => Promise.reject(new UserError('the program cannot be run', 'why')),
    });
    expect(failing).toMatchObject({ code: 2, out: '' });
    expect(failing.err).toContain('the program cannot be run');
  });

  it('says what was found, with the schedule, and escapes what comes from the program', async () => {
    const { out } = await verifying(['till.js#handler'], FOUND);
    for (const part of [
      '1 divergence',
      'till.js#sold',
      'expected 4, got 2',
      'container 2 +1.0 s',
      '4 of 6 orders',
      'up to 61 s old',
    ]) {
      expect(out).toContain(part);
    }
    expect(out).not.toContain('\u001b');
    expect((await verifying(['till.js'])).out).toContain('no divergence in 4 schedules');
  });

  it('prints JSON by its schema', async () => {
    const { out } = await verifying(['till.js#handler', '--format', 'json'], FOUND);
    expect(validateVerification(JSON.parse(out))).toBe(true);
    expect(validateVerification({ ...FOUND, outcome: 'proved' })).toBe(false);
    expect(validateVerification({ ...FOUND, extra: 1 })).toBe(false);
  });

  it('hands on what was asked for', async () => {
    const flags = [
      '--events',
      'trace.json',
      '--mode',
      'fresh,fleet',
      '--runs',
      '9',
      '--seed',
      'rye',
      '--store',
      'redis',
      '--start-store',
    ];
    const { asked } = await verifying([
      'till.js#handler',
      ...flags,
      '--env',
      'A=b=c',
      '--against',
      'main',
      '--time-budget',
      '7',
    ]);
    expect(asked[0]).toMatchObject({
      entries: ['till.js#handler'],
      events: [{ loaves: 2 }],
      modes: ['fresh', 'fleet'],
      runs: 9,
      seed: 'rye',
      store: 'redis',
      startStore: true,
      env: { A: 'b=c' },
      against: 'main',
      timeBudgetMs: 7000,
    });
  });

  it.each([
    [[], 'nothing to verify'],
    [['tell.js'], 'no such path'],
    [['till.js', '--events', 'none.json'], 'no such trace'],
    [['till.js', '--events', 'broken.json'], 'is not JSON'],
    [['till.js', '--events', 'object.json'], 'is no array'],
    [['till.js', '--mode', 'flet'], 'did you mean'],
    [['till.js', '--runs', 'many'], 'whole number'],
    [['till.js', '--env', 'A'], 'NAME=value'],
  ])('refuses %j', async (argv, message) => {
    const { code, err, asked } = await verifying(argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(asked).toEqual([]);
  });
});

describe('audit --verify', () => {
  it('adds to findings what was seen, and tells what could not be run', async () => {
    const [finding] = FULL_REPORT.findings;
    const binding = finding?.binding ?? '';
    const shown = FOUND.divergences.map((one) => ({ ...one, bindings: [binding] }));
    const seen = await run(['audit', '--verify', '--format', 'json'], {
      verify: async () => ({ ...FOUND, divergences: shown }),
    });
    const { findings } = JSON.parse(seen.out) as typeof FULL_REPORT;
    expect(findings.find((one) => one.binding === binding)?.seen).toMatchObject({ path: '/sold', expected: 4, got: 2 });
    const failing = await run(['audit', '--verify'], {
      verify: () => Promise.reject(new UserError('no such package')),
    });
    expect(failing.err).toContain('not run: ');
  });
});

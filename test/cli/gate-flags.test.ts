import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FindingIdentity } from '../../src/model/baseline.js';
import { CLEAN_REPORT, FULL_REPORT, GATED_REPORT } from '../report/full-report.js';
import { repository, run } from './fake-context.js';

const ENTRY = '{"file":"src/a.ts","rule":"in-memory-counter","scope":"hits","code":"00"}';
const BASELINE = `{\n  "version": 1,\n  "findings": [\n    ${ENTRY}\n  ]\n}\n`;

function identity(scope: string): FindingIdentity {
  return { file: 'src/a.ts', rule: 'in-memory-counter', scope, code: '00', nth: 1 };
}

describe('the configuration', () => {
  const FILES = {
    'stateless.config.json': JSON.stringify({
      target: 'azure',
      entries: ['src/a.ts#run'],
      include: ['src'],
      ignore: ['legacy'],
      knownClients: ['@shop/db'],
      rules: { 'mutable-flag': 'off' },
      overrides: [{ files: ['src'], rules: { 'mutable-flag': 'note' } }],
    }),
    'other.jsonc': '{ "target": "vercel" } // other',
    'src/a.ts': '',
  };

  test('reaches the audit, in the root and in no other folder', async () => {
    const cwd = repository(FILES);
    const { audits } = await run(['--ignore', 'more'], { cwd });
    expect(audits[0]).toMatchObject({
      target: 'azure',
      targetDetectedBy: 'stateless.config.json',
      entries: ['src/a.ts#run'],
      include: ['src'],
      ignore: ['legacy', 'more'],
      knownClients: ['@shop/db'],
      rules: { 'mutable-flag': { severity: 'off' } },
      overrides: [{ files: ['src'], rules: { 'mutable-flag': { severity: 'note' } } }],
    });
    expect((await run([], { cwd: join(cwd, 'src') })).audits[0]).not.toHaveProperty('target');
    expect((await run(['explain', 'src/api.ts#hits'], { cwd })).audits[0]).toMatchObject({ target: 'azure' });
  });

  test.each([
    [['--no-config'], undefined],
    [['--config', 'other.jsonc'], 'vercel'],
    [['--no-config', '--config=other.jsonc'], 'vercel'],
    [['--config', 'other.jsonc', '--no-config'], undefined],
    [['--target', 'lambda'], 'lambda'],
    [['--config-json-only'], 'azure'],
  ])('%j', async (argv, target) => {
    const { audits, code } = await run(argv, { cwd: repository(FILES), report: CLEAN_REPORT });
    expect(code).toBe(0);
    expect(audits[0]?.target).toBe(target);
    expect(audits[0]?.targetDetectedBy).toBe(
      target === 'azure' ? 'stateless.config.json' : target === 'vercel' ? 'other.jsonc' : undefined,
    );
  });

  test('that includes what is not there is an error before the work', async () => {
    const cwd = repository({ 'stateless.config.json': '{ "include": ["scr", "src/*.ts"] }', 'src/a.ts': '' });
    expect(await run([], { cwd })).toMatchObject({
      code: 2,
      audits: [],
      err: 'error: stateless.config.json: `include` names `scr`, which is not there\nhint: did you mean `src`?\n',
    });
  });

  test('that is code prints to stderr, and is not run in a folder that was not named', async () => {
    const shop = repository({
      'stateless.config.mjs': "console.log('hello'); export default {};",
      '.git/': '',
      'src/a.ts': '',
    });
    const named = await run(['--format', 'json'], { cwd: shop });
    expect(JSON.parse(named.out)).toEqual(FULL_REPORT);
    expect(named.err).toBe('hello\n');
    const elsewhere = await run([join(shop, 'src')], { cwd: repository({}) });
    expect(elsewhere).toMatchObject({ code: 2, out: '', audits: [] });
    expect(elsewhere.err).toContain('is code, and its folder was not named: it is not run');
    expect((await run([join(shop, 'src'), '--config-json-only'], { cwd: repository({}) })).audits).toHaveLength(1);
    expect((await run([join(shop, 'src'), '--root', shop], { cwd: repository({}) })).err).toBe('hello\n');
  });
});

describe('the baseline', () => {
  test.each([
    [[], '.stateless-baseline.json', 1],
    [['--no-baseline'], '.stateless-baseline.json', undefined],
    [['--baseline', 'old.json'], 'old.json', 1],
    [['--baseline', 'old.json', '--no-baseline'], 'old.json', undefined],
    [['--no-baseline', '--baseline', 'old.json'], 'old.json', 1],
    [[], 'old.json', 0],
  ])('%j with %s', async (argv, name, entries) => {
    const { audits } = await run(argv, { cwd: repository({ [name]: BASELINE }) });
    expect(audits[0]?.baseline?.length).toBe(entries);
  });

  test('that cannot be used is an error before the work', async () => {
    const broken = await run([], { cwd: repository({ '.stateless-baseline.json': '{' }) });
    expect(broken).toMatchObject({ code: 2, audits: [] });
    expect(broken.err).toMatch(/^error: `\.stateless-baseline\.json` is not valid JSON: /);
    const folder = repository({});
    mkdirSync(join(folder, '.stateless-baseline.json'));
    expect((await run([], { cwd: folder })).err).toContain('is not a file\nhint: do without it with --no-baseline\n');
    const linked = repository({});
    symlinkSync(join(repository({ 'b.json': BASELINE }), 'b.json'), join(linked, '.stateless-baseline.json'));
    expect((await run([], { cwd: linked })).err).toContain('is a link that leads out of the root');
    const dangling = repository({});
    symlinkSync('nowhere', join(dangling, '.stateless-baseline.json'));
    expect((await run([], { cwd: dangling })).err).toContain('it is a link to nothing');
  });

  const STATE = { known: [identity('a')], fresh: [identity('b')], vanished: [identity('c')], unseen: [identity('d')] };

  test.each([
    [[], ['a', 'b', 'd'], '3 findings (1 new, 1 gone)'],
    [['--prune'], ['a', 'd'], '2 findings (1 gone)'],
  ])('is written: %j', async (argv, scopes, words) => {
    const cwd = repository({ '.stateless-baseline.json': BASELINE });
    const { code, out, err, audits } = await run(['baseline', ...argv], { cwd, baseline: STATE });
    expect({ code, out, err }).toEqual({ code: 0, out: `.stateless-baseline.json: ${words}\n`, err: '' });
    expect(audits[0]?.baseline).toEqual([identity('hits')]);
    expect(audits[0]?.paths).toEqual([]);
    const written = JSON.parse(readFileSync(join(cwd, '.stateless-baseline.json'), 'utf8')) as {
      findings: FindingIdentity[];
    };
    expect(written.findings.map(({ scope }) => scope)).toEqual(scopes);
  });

  test('is written where it is named, and left alone where nothing was looked at', async () => {
    const cwd = repository({});
    await run(['baseline', '--baseline', 'ci/old.json'], { cwd, baseline: STATE });
    expect(existsSync(join(cwd, 'ci/old.json'))).toBe(true);
    const empty = { ...CLEAN_REPORT, summary: { ...CLEAN_REPORT.summary, files: 0 } };
    const ran = await run(['baseline'], { cwd, report: empty });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(existsSync(join(cwd, '.stateless-baseline.json'))).toBe(false);
  });
});

describe('what does not count', () => {
  test('changes the exit code, is not listed, and is counted', async () => {
    const ran = await run([], { report: GATED_REPORT });
    expect(ran.code).toBe(0);
    expect(ran.out).not.toContain('unbounded-cache');
    expect(ran.out).toContain(
      '• 1 note (hidden: --severity note) · 1 in the baseline · 1 suppressed · 3 off by configuration\n' +
        '  only what concerns 2 changed files since origin/main: 5 files with what imports them\n' +
        '  2 entries of the baseline have no finding any more: npx stateless-migrate baseline --prune\n',
    );
    expect((await run(['--fail-on', 'note'], { report: GATED_REPORT })).code).toBe(1);
    expect(
      (await run(['--format', 'compact', '--severity', 'note'], { report: GATED_REPORT })).out.split('\n'),
    ).toHaveLength(2);
    expect(JSON.parse((await run(['--format', 'json'], { report: GATED_REPORT })).out)).toEqual(GATED_REPORT);
  });

  test('is counted anew where rules are selected', async () => {
    const { out } = await run(['--format', 'json', '--rule', 'in-memory-counter'], { report: GATED_REPORT });
    const { summary } = JSON.parse(out) as typeof GATED_REPORT;
    expect(summary).toMatchObject({ findings: { error: 0, warning: 0, note: 0 }, suppressed: 1, inBaseline: 0 });
  });

  test('is explained', async () => {
    const hits = await run(['explain', 'src/api.ts#hits'], { report: GATED_REPORT });
    expect(hits.out).toContain('  does not count: suppressed by src/api.ts:2: a metric \\x1b[1mper instance\n');
    const pages = await run(['explain', 'src/api.ts#pages'], { report: GATED_REPORT });
    expect(pages.out).toContain('  does not count: it is in the baseline\n');
  });

  test('--strict does not let a malformed suppression pass, and lets an unused one', async () => {
    const diagnostic = (code: 'invalid-suppression' | 'unused-suppression') => ({
      ...CLEAN_REPORT,
      diagnostics: [{ code, file: 'src/a.ts', message: '1:4 x' }],
    });
    const malformed = await run(['--strict'], { report: diagnostic('invalid-suppression') });
    expect(malformed.code).toBe(2);
    expect(malformed.err).toMatch(/^error: 1 suppression is malformed\n/);
    expect((await run([], { report: diagnostic('invalid-suppression') })).code).toBe(0);
    expect((await run(['--strict'], { report: diagnostic('unused-suppression') })).code).toBe(0);
  });
});

describe('init', () => {
  test('writes a configuration where there is none, and never over one', async () => {
    const cwd = repository({});
    expect(await run(['init'], { cwd })).toMatchObject({
      code: 0,
      out: 'wrote stateless.config.jsonc: every key is explained there and commented out\n',
    });
    const text = readFileSync(join(cwd, 'stateless.config.jsonc'), 'utf8');
    expect(await run(['init', '--format', 'ts'], { cwd })).toMatchObject({
      code: 2,
      err: 'error: `stateless.config.jsonc` is there already\nhint: nothing was written\n',
    });
    expect(readFileSync(join(cwd, 'stateless.config.jsonc'), 'utf8')).toBe(text);
    expect(existsSync(join(cwd, 'stateless.config.ts'))).toBe(false);
    const dangling = repository({});
    symlinkSync('nowhere', join(dangling, 'stateless.config.jsonc'));
    expect((await run(['init'], { cwd: dangling })).code).toBe(2);
    expect(existsSync(join(dangling, 'nowhere'))).toBe(false);
    const inPackage = repository({ 'package.json': '{ "stateless": {} }' });
    expect((await run(['init'], { cwd: inPackage })).err).toContain('`package.json#stateless` is there already');
  });
});

import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/support/user-error.js';
import { CLEAN_REPORT, FULL_REPORT } from '../report/full-report.js';
import { repository, run } from './fake-context.js';

describe('audit: exit codes', () => {
  const NOTES = {
    ...CLEAN_REPORT,
    summary: { ...CLEAN_REPORT.summary, files: 1 },
    findings: FULL_REPORT.findings.slice(2),
  };
  const EMPTY = { ...CLEAN_REPORT, summary: { ...CLEAN_REPORT.summary, files: 0 } };

  test.each([
    ['an error', FULL_REPORT, [], 1],
    ['an error, never', FULL_REPORT, ['--fail-on', 'never'], 0],
    ['nothing', CLEAN_REPORT, ['--fail-on', 'note'], 0],
    ['a note', NOTES, [], 0],
    ['a note, fail on warning', NOTES, ['--fail-on', 'warning'], 0],
    ['a note, fail on note', NOTES, ['--fail-on', 'note'], 1],
    [
      '--severity does not matter',
      FULL_REPORT,
      ['--severity', 'error', '--fail-on', 'note', '--rule', 'unbounded-cache'],
      1,
    ],
    ['the rule is skipped', FULL_REPORT, ['--skip-rule', 'in-memory-counter'], 0],
    ['only another rule', FULL_REPORT, ['--rule', 'unbounded-cache,mutable-flag'], 0],
    [
      'only certain ones',
      FULL_REPORT,
      ['--min-confidence', 'high', '--fail-on', 'warning', '--skip-rule', 'in-memory-counter'],
      0,
    ],
    ['a file that does not parse', FULL_REPORT, ['--fail-on', 'never'], 0],
    ['a file that does not parse, strict', FULL_REPORT, ['--fail-on', 'never', '--strict'], 2],
    ['nothing to fail, strict', CLEAN_REPORT, ['--strict'], 0],
    ['nothing to read', EMPTY, [], 2],
  ] as const)('%s', async (_, report, argv, code) => {
    expect((await run(argv, { report })).code).toBe(code);
  });

  test('where nothing was read or --strict fails, the report is printed all the same', async () => {
    const empty = await run(['--format', 'json'], { report: EMPTY });
    expect(JSON.parse(empty.out)).toEqual(EMPTY);
    expect(empty.err).toMatch(/^error: no JavaScript or TypeScript file to look at\nhint: /);
    expect((await run(['--strict'], { report: FULL_REPORT })).err).toMatch(
      /^error: 1 file could not be read or parsed\n/,
    );
  });
});

describe('audit: which findings are shown', () => {
  test('json has all, unless --severity says otherwise; the counts stay', async () => {
    expect(JSON.parse((await run(['--format', 'json'])).out)).toEqual(FULL_REPORT);
    const short = JSON.parse((await run(['--format', 'json', '--severity', 'error'])).out) as typeof FULL_REPORT;
    expect(short.findings.map((finding) => finding.severity)).toEqual(['error']);
    expect(short.summary).toEqual(FULL_REPORT.summary);
    expect(short.bindings).toEqual(FULL_REPORT.bindings);
  });

  test('compact and pretty hide notes by default', async () => {
    expect((await run(['--format', 'compact'])).out.split('\n')).toHaveLength(3);
    expect((await run(['--format', 'compact', '--severity', 'note'])).out.split('\n')).toHaveLength(4);
    expect((await run([])).out).toContain('1 note (hidden: --severity note)');
  });

  test('a deselected finding leaves the counts too', async () => {
    const { out } = await run(['--format', 'json', '--rule', 'unbounded-cache', '--min-confidence', 'medium']);
    const report = JSON.parse(out) as typeof FULL_REPORT;
    expect(report.findings.map((finding) => finding.rule)).toEqual(['unbounded-cache']);
    expect(report.summary.findings).toEqual({ error: 0, warning: 1, note: 0 });
    expect((await run(['--rule', 'unbounded-cache'])).out).toContain('2 findings not counted');
  });

  test('the last value of a repeated flag counts', async () => {
    expect(JSON.parse((await run(['--format', 'compact', '--format', 'json'])).out)).toEqual(FULL_REPORT);
  });
});

describe('audit: what is asked of the pipeline', () => {
  test('the flags arrive', async () => {
    const cwd = repository({ 'src/a.ts': '' });
    const argv = ['--target', 'vercel', '--include-tests', '--ignore', 'a/**', '--ignore', 'b', '--debug', 'src'];
    const { audits } = await run(argv, { cwd });
    expect(audits[0]).toMatchObject({
      root: cwd,
      paths: ['src'],
      target: 'vercel',
      includeTests: true,
      ignore: ['a/**', 'b'],
      debug: true,
    });
    expect((await run([], { cwd })).audits[0]).not.toHaveProperty('target');
  });
});

describe('audit: output files', () => {
  test('each --output gets its own form, uncoloured, beside what is printed', async () => {
    const cwd = repository({ 'old.txt': 'old' });
    const argv = ['--color', '-o', 'json=out/report.json', '-o', 'pretty=old.txt', '--format', 'compact'];
    const ran = await run(argv, { cwd });
    expect(ran.out).toContain('src/api.ts:3:5 error');
    expect(JSON.parse(readFileSync(join(cwd, 'out/report.json'), 'utf8'))).toEqual(FULL_REPORT);
    const pretty = readFileSync(join(cwd, 'old.txt'), 'utf8');
    expect(pretty).toContain('✖ 1 error');
    expect(pretty).not.toContain('\u001b');
    expect(readdirSync(cwd).sort()).toEqual(['old.txt', 'out']);
  });

  test('a link stays a link', async () => {
    const cwd = repository({ 'real.json': '' });
    symlinkSync('real.json', join(cwd, 'link.json'));
    await run(['-o', 'json=link.json'], { cwd });
    expect(JSON.parse(readFileSync(join(cwd, 'real.json'), 'utf8'))).toEqual(FULL_REPORT);
  });

  test('what cannot be written is an error of the user, and leaves nothing behind', async () => {
    const cwd = repository({ 'folder/': '' });
    const ran = await run(['-o', 'json=folder'], { cwd });
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^error: cannot write `.*folder`: EISDIR/);
    expect(readdirSync(cwd)).toEqual(['folder']);
  });

  test('two outputs to one file are refused before the work', async () => {
    const { code, audits, err } = await run(['-o', 'json=x', '-o', 'compact=./x']);
    expect({ code, audits }).toEqual({ code: 2, audits: [] });
    expect(err).toContain('two outputs go to');
  });

  test('nothing is written where the audit fails', async () => {
    const cwd = repository({});
    const audit = (): never => {
      throw new UserError('cannot', 'do this');
    };
    const ran = await run(['-o', 'json=x.json'], { cwd, audit });
    expect(ran).toMatchObject({ code: 2, out: '', err: 'error: cannot\nhint: do this\n' });
    expect(existsSync(join(cwd, 'x.json'))).toBe(false);
  });
});

describe('audit: our own errors', () => {
  const audit = (): never => {
    throw new TypeError('x is not\u001b[2J a function');
  };

  test('one line and where to turn, the stack only with --debug', async () => {
    const ran = await run([], { audit });
    expect(ran.code).toBe(2);
    expect(ran.err).toBe(
      'error: internal error: x is not\\x1b[2J a function\n' +
        'hint: please report this as a bug of stateless-migrate; --debug shows the stack\n',
    );
    expect((await run(['--debug'], { audit })).err).toMatch(/\n {4}at .*audit\.test\.ts/);
  });
});

describe('audit: timing', () => {
  test('goes to stderr', async () => {
    const { out, err } = await run(['--timing', '--format', 'json']);
    expect(err).toBe('bind      12.3 ms\nlink       1.0 ms\n');
    expect(JSON.parse(out)).toEqual(FULL_REPORT);
  });
});

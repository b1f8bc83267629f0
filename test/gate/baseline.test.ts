import { describe, expect, test } from 'vitest';
import { baselineText, parseBaseline } from '../../src/gate/baseline-text.js';
import { matchBaseline, type FileState } from '../../src/gate/match-baseline.js';
import type { FindingIdentity } from '../../src/model/baseline.js';
import type { AuditResult } from '../../src/pipeline.js';
import { auditFiles, counting } from './audit-files.js';

function entry(given: Partial<FindingIdentity> = {}): FindingIdentity {
  return { file: 'src/till.ts', rule: 'in-memory-counter', scope: 'sold', code: '00ff', nth: 1, ...given };
}

const ANALYSED = (): FileState => 'analysed';
const GONE = (): FileState => 'gone';

describe('a baseline as text', () => {
  test('has one line per finding, sorted, and says nothing of the code', () => {
    const entries = [entry({ nth: 2 }), entry({ file: 'src/api.ts', scope: 'a "quoted"\nname' }), entry()];
    const text = baselineText(entries);
    expect(text).toBe(`{
  "version": 1,
  "findings": [
    {"file":"src/api.ts","rule":"in-memory-counter","scope":"a \\"quoted\\"\\nname","code":"00ff"},
    {"file":"src/till.ts","rule":"in-memory-counter","scope":"sold","code":"00ff"},
    {"file":"src/till.ts","rule":"in-memory-counter","scope":"sold","code":"00ff","nth":2}
  ]
}
`);
    expect(parseBaseline(text, 'b')).toEqual([entries[1], entries[2], entries[0]]);
    expect(baselineText([...entries].reverse())).toBe(text);
  });

  test('may be empty, and may be laid out otherwise', () => {
    expect(parseBaseline(baselineText([]), 'b')).toEqual([]);
    const text = JSON.stringify(JSON.parse(baselineText([entry()])), null, 4).replaceAll('\n', '\r\n');
    expect(parseBaseline(`\uFEFF${text}`, 'b')).toEqual([entry()]);
  });

  test.each([
    ['', /^`b` is not valid JSON: /],
    ['{ "version": 1, "findings": [}', /^`b` is not valid JSON: /],
    ['{\n<<<<<<< HEAD\n"version": 1', /^`b` is not valid JSON: it holds conflict markers of git$/],
    ['[]', '`b` is not a baseline: it has no list `findings`'],
    ['{ "version": 1, "findings": {} }', '`b` is not a baseline: it has no list `findings`'],
    ['{ "__proto__": { "findings": [] } }', '`b` is not a baseline: it has no list `findings`'],
    ['{ "version": 2, "findings": [] }', '`b` has the version 2'],
    ['{ "version": 1, "findings": [null] }', '`b` is not a baseline: findings[0] has no text `file`'],
    [
      '{ "version": 1, "findings": [{ "__proto__": { "file": "a" } }] }',
      '`b` is not a baseline: findings[0] has no text `file`',
    ],
    [
      `{ "version": 1, "findings": [${JSON.stringify({ ...entry(), code: 3 })}] }`,
      '`b` is not a baseline: findings[0] has no text `code`',
    ],
    [
      `{ "version": 1, "findings": [${JSON.stringify({ ...entry(), nth: 0 })}] }`,
      '`b` is not a baseline: findings[0].nth is no number from 1',
    ],
  ])('is refused: %s', (text, message) => {
    expect(() => parseBaseline(text, 'b')).toThrow(message);
  });
});

describe('matchBaseline', () => {
  test('matches one to one', () => {
    const { known, vanished } = matchBaseline([entry(), entry({ nth: 2 })], [entry()], ANALYSED);
    expect([...known]).toEqual([0]);
    expect(vanished).toEqual([]);
  });

  test('does not take a new finding for one that is gone', () => {
    const { known, vanished } = matchBaseline([entry({ scope: 'returned' })], [entry()], ANALYSED);
    expect([...known]).toEqual([]);
    expect(vanished).toEqual([entry()]);
  });

  test('follows a file to its new name, where the old one is gone', () => {
    const moved = entry({ file: 'src/shop/till.ts' });
    expect([...matchBaseline([moved], [entry()], GONE).known]).toEqual([0]);
    expect([...matchBaseline([moved], [entry()], ANALYSED).known]).toEqual([]);
    expect([...matchBaseline([moved], [entry()], () => 'not analysed').known]).toEqual([]);
  });

  test('does not guess where two could be meant', () => {
    const copies = [entry({ file: 'src/a.ts' }), entry({ file: 'src/b.ts' })];
    expect([...matchBaseline(copies, [entry()], GONE).known]).toEqual([]);
    expect([
      ...matchBaseline([entry()], copies, (file) => (file === 'src/till.ts' ? 'analysed' : 'gone')).known,
    ]).toEqual([]);
  });

  test('does not call gone what was not looked at', () => {
    const { vanished, unseen } = matchBaseline([], [entry()], () => 'not analysed');
    expect(vanished).toEqual([]);
    expect(unseen).toEqual([entry()]);
  });

  test('is not led astray by names', () => {
    const odd = ['__proto__', 'constructor', 'a","b', '\0', '../../etc/passwd', ''].map((file) => entry({ file }));
    expect(matchBaseline(odd, odd, ANALYSED).known.size).toBe(odd.length);
    expect(
      matchBaseline([entry({ file: 'a', rule: 'b' })], [entry({ file: 'a","b', rule: '' })], ANALYSED).known.size,
    ).toBe(0);
  });
});

describe('an audit with a baseline', () => {
  const BEFORE = { 'src/till.ts': counting(['sold', 'returned'], 'let sold = 0;\nlet returned = 0;') };

  async function withOld(files: Readonly<Record<string, string>>, paths: string[] = []): Promise<AuditResult> {
    const old = await auditFiles(BEFORE);
    expect(old.baseline.fresh).toHaveLength(2);
    return auditFiles(files, { baseline: parseBaseline(baselineText(old.baseline.fresh), 'b'), paths });
  }

  test('counts only what is new, and lists the rest', async () => {
    const { report, baseline } = await withOld({
      'src/till.ts': counting(
        ['cash', 'sold', 'returned'],
        '// moved\nlet cash = 0;\nlet returned = 0;\nlet sold = 0;',
      ),
    });
    expect(report.summary).toMatchObject({ findings: { error: 1, warning: 0, note: 0 }, inBaseline: 2, vanished: 0 });
    expect(report.findings.map(({ scope, inBaseline }) => [scope, inBaseline])).toEqual([
      ['cash', false],
      ['returned', true],
      ['sold', true],
    ]);
    expect(baseline.fresh.map(({ scope }) => scope)).toEqual(['cash']);
  });

  test('a new finding counts even if another is gone', async () => {
    const { report, baseline } = await withOld({
      'src/till.ts': counting(['sold', 'cash'], 'let sold = 0;\nlet cash = 0;'),
    });
    expect(report.summary).toMatchObject({ findings: { error: 1 }, inBaseline: 1, vanished: 1 });
    expect(baseline.vanished.map(({ scope }) => scope)).toEqual(['returned']);
  });

  test('a renamed file keeps its findings; a copy beside it does not', async () => {
    const moved = await withOld({ 'src/shop/till.ts': BEFORE['src/till.ts'] });
    expect(moved.report.summary).toMatchObject({ findings: { error: 0 }, inBaseline: 2, vanished: 0 });
    expect(moved.baseline.known.map(({ file }) => file)).toEqual(['src/shop/till.ts', 'src/shop/till.ts']);
    const copied = await withOld({ ...BEFORE, 'src/shop/till.ts': BEFORE['src/till.ts'] });
    expect(copied.report.summary).toMatchObject({ findings: { error: 2 }, inBaseline: 2 });
  });

  test('a file that does not parse any more keeps its entries', async () => {
    const { report, baseline } = await withOld({ 'src/till.ts': 'let sold = ;', 'src/api.ts': 'export const a = 1;' });
    expect(report.summary.vanished).toBe(0);
    expect(baseline.unseen).toHaveLength(2);
  });

  test('where only a part is looked at, nothing is called gone', async () => {
    const files = { ...BEFORE, 'src/till.ts': 'export const LIMIT = 3;', 'src/api.ts': 'export const a = 1;' };
    expect((await withOld(files)).report.summary.vanished).toBe(2);
    expect((await withOld(files, ['src/till.ts'])).report.summary.vanished).toBe(0);
  });

  test('a suppressed finding is not in it', async () => {
    const code = counting(
      ['sold', 'returned'],
      'let sold = 0; // stateless-ignore-line in-memory-counter -- a metric\nlet returned = 0;',
    );
    const { report, baseline } = await withOld({ 'src/till.ts': code });
    expect(report.findings.map(({ suppressed, inBaseline }) => [suppressed !== null, inBaseline])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect([baseline.known.length, baseline.fresh.length, baseline.vanished.length]).toEqual([1, 0, 1]);
  });
});

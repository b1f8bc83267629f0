import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.js';
import type { ReportedBinding } from '../../src/model/report.js';
import { compareReport, type ComparedReport } from './compare-report.js';
import { readExpectations, type Expectations } from './expectations.js';

describe('readExpectations', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'expectations-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('reads findings, allowances, silence and bindings with their lines', () => {
    writeFileSync(
      join(root, 'till.ts'),
      [
        'let sold = 0; // finding: in-memory-counter error; binding: sold counter|accumulator harmful',
        'const shelf = []; // finding(shelf): in-memory-queue|in-memory-accumulator',
        'const price = 3; // finding: none',
        'const menu = {}; // allowed: * note',
        'const url = "https://bakery.example"; // an ordinary comment about a finding',
      ].join('\n'),
    );
    const file = 'till.ts';
    expect(readExpectations(root)).toEqual({
      target: null,
      findings: [
        { file, line: 1, group: null, rules: ['in-memory-counter'], severities: ['error'] },
        {
          file,
          line: 2,
          group: 'shelf',
          rules: ['in-memory-queue', 'in-memory-accumulator'],
          severities: ['error', 'warning'],
        },
      ],
      allowed: [{ file, line: 4, group: null, rules: ['*'], severities: ['note'] }],
      silent: [{ file, line: 3 }],
      bindings: [{ file, line: 1, name: 'sold', classifications: ['counter', 'accumulator'], verdicts: ['harmful'] }],
    });
  });

  it('takes a comment alone on its line for the next line of code', () => {
    const comments = ['// binding: menu memo benign', '// finding: none', '// made of flour'];
    writeFileSync(join(root, 'till.cjs'), [...comments, 'const menu = bake({', '});'].join('\n'));
    expect(readExpectations(root).silent).toEqual([{ file: 'till.cjs', line: 4 }]);
    expect(readExpectations(root).bindings).toMatchObject([{ name: 'menu', line: 4 }]);
  });

  it('reads the target, and refuses one that does not exist', () => {
    writeFileSync(join(root, 'expect.json'), '{ "target": "cloudflare" }');
    expect(readExpectations(root).target).toBe('cloudflare');
    writeFileSync(join(root, 'expect.json'), '{ "target": "abacus" }');
    expect(() => readExpectations(root)).toThrow('unknown target');
  });

  it.each([
    '// finding: in-memory-counters',
    '// finding: in-memory-counter fatal',
    '// finding in-memory-counter',
    '// finding: in-memory-counter error, binding: sold counter harmful',
    '// binding: sold counter',
    '// binding: sold tally harmful',
    '// binding: sold counter bad',
  ])('refuses %s', (comment) => {
    writeFileSync(join(root, 'till.mjs'), `let sold = 0; ${comment}\n`);
    expect(() => readExpectations(root)).toThrow('till.mjs:1: not an expectation');
  });
});

describe('compareReport', () => {
  const expected = expecting({ findings: [expectedAt(3)] });

  it('agrees where every expectation is met and nothing else is said', () => {
    expect(compareReport(expected, reporting({ findings: [findingAt(3)] }))).toEqual([]);
  });

  it('fails an expectation that is not met', () => {
    expect(compareReport(expected, reporting({}))).toEqual(['missing finding in-memory-counter error at till.ts:3']);
  });

  it('fails another rule, line, file or severity', () => {
    const others: Partial<Finding>[] = [
      { rule: 'in-memory-queue' },
      { line: 4 },
      { file: 'shop.ts' },
      { severity: 'warning' },
    ];
    for (const other of others) {
      const report = reporting({ findings: [{ ...findingAt(3), ...other }] });
      expect(compareReport(expected, report)).toHaveLength(2);
    }
  });

  it('fails a surplus finding, and the same one twice', () => {
    const surplus = ['surplus finding in-memory-counter error at till.ts:9: sold restarts'];
    expect(compareReport(expected, reporting({ findings: [findingAt(3), findingAt(9)] }))).toEqual(surplus);
    expect(compareReport(expected, reporting({ findings: [findingAt(3), findingAt(3)] }))).toHaveLength(1);
  });

  it('lets notes pass, except where silence is demanded', () => {
    const note: Finding = { ...findingAt(9), severity: 'note' };
    expect(compareReport(expecting({}), reporting({ findings: [note] }))).toEqual([]);
    const silent = expecting({ silent: [{ file: 'till.ts', line: 9 }] });
    expect(compareReport(silent, reporting({ findings: [note] }))).toEqual([
      'finding in-memory-counter note at till.ts:9, which must be silent',
    ]);
  });

  it('lets an allowed finding appear or not', () => {
    const allowing = expecting({ allowed: [{ ...expectedAt(5), rules: ['*'] }] });
    expect(compareReport(allowing, reporting({}))).toEqual([]);
    expect(compareReport(allowing, reporting({ findings: [findingAt(5)] }))).toEqual([]);
    expect(compareReport(allowing, reporting({ findings: [findingAt(6)] }))).toHaveLength(1);
  });

  it('takes one finding of a group for all of it', () => {
    const group = expecting({ findings: [3, 8].map((line) => ({ ...expectedAt(line), group: 'sold' })) });
    expect(compareReport(group, reporting({ findings: [findingAt(8)] }))).toEqual([]);
    expect(compareReport(group, reporting({ findings: [findingAt(3), findingAt(8)] }))).toEqual([]);
    expect(compareReport(group, reporting({}))).toHaveLength(2);
  });

  it('fails a binding that is missing, or judged otherwise', () => {
    const wanted = { file: 'till.ts', line: 3, name: 'sold', classifications: ['counter'], verdicts: ['harmful'] };
    const binding = expecting({ bindings: [wanted] });
    expect(compareReport(binding, reporting({ bindings: [SOLD] }))).toEqual([]);
    expect(compareReport(binding, reporting({}))).toEqual(['binding sold at till.ts:3 is not listed']);
    expect(compareReport(binding, reporting({ bindings: [{ ...SOLD, verdict: 'review' }] }))).toEqual([
      'binding sold at till.ts:3 is counter review, not counter harmful',
    ]);
    expect(compareReport(binding, reporting({ bindings: [{ ...SOLD, classification: 'flag' }] }))).toHaveLength(1);
  });

  it('fails a run in which nothing could be found', () => {
    expect(compareReport(expecting({}), reporting({ entryPoints: [] }))).toEqual(['no entry point was detected']);
    const diagnostics = [{ code: 'parse-error', file: 'till.ts', message: 'unexpected }' }] as const;
    expect(compareReport(expecting({}), reporting({ diagnostics }))).toEqual(['parse-error in till.ts: unexpected }']);
  });
});

const SOLD: ReportedBinding = {
  file: 'till.ts',
  line: 3,
  column: 5,
  name: 'sold',
  declaration: 'let',
  classification: 'counter',
  category: 'business-state',
  verdict: 'harmful',
  confidence: 'high',
  target: 'lambda',
  evidence: [{ message: 'incremented', file: 'till.ts', line: 7, column: 3 }],
};

function expecting(some: Partial<Expectations>): Expectations {
  return { target: null, findings: [], allowed: [], silent: [], bindings: [], ...some };
}

function expectedAt(line: number): Expectations['findings'][number] {
  return { file: 'till.ts', line, group: null, rules: ['in-memory-counter'], severities: ['error'] };
}

function reporting(some: Partial<ComparedReport>): ComparedReport {
  const handler = { file: 'till.ts', line: 7, name: 'handler', host: 'aws-lambda', detectedBy: 'export' } as const;
  return { entryPoints: [{ ...handler, target: 'lambda' }], bindings: [], findings: [], diagnostics: [], ...some };
}

function findingAt(line: number): Finding {
  return {
    rule: 'in-memory-counter',
    severity: 'error',
    message: 'sold restarts',
    file: 'till.ts',
    line,
    column: 5,
    binding: 'till.ts#sold',
    scope: 'sold',
    confidence: 'high',
    entryPath: ['handler (till.ts:7)'],
    reachedFrom: [],
    witness: null,
    fingerprint: `in-memory-counter:${line}`,
    fix: null,
  };
}

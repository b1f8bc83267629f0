import { describe, expect, test } from 'vitest';
import { openRuleSettings } from '../../src/gate/rule-settings.js';
import { CONFIDENCES } from '../../src/model/classification.js';
import type { AuditOptions } from '../../src/pipeline.js';
import { finding } from '../report/full-report.js';
import { auditFiles, counting } from './audit-files.js';

const SHOP = {
  'src/till.ts': counting(['sold'], 'let sold = 0;'),
  'scripts/report.ts': counting(['pages'], 'let pages = 0;'),
};

async function severities(options: Partial<AuditOptions>): Promise<{ listed: string[]; off: number }> {
  const { report } = await auditFiles(SHOP, options);
  const listed = report.findings.map(({ file, severity }) => `${file} ${severity}`);
  const counts = report.summary.findings;
  expect(counts.error + counts.warning + counts.note).toBe(listed.length);
  return { listed, off: report.summary.off };
}

const counter = (severity: 'off' | 'note' | 'warning' | 'error') => ({ 'in-memory-counter': { severity } });

describe('what the configuration says of a rule', () => {
  test.each([
    ['nothing', {}, ['scripts/report.ts error', 'src/till.ts error'], 0],
    [
      'another rule',
      { rules: { 'mutable-flag': { severity: 'off' } } },
      ['scripts/report.ts error', 'src/till.ts error'],
      0,
    ],
    ['a severity', { rules: counter('warning') }, ['scripts/report.ts warning', 'src/till.ts warning'], 0],
    ['off', { rules: counter('off') }, [], 2],
    ['off for a part', { overrides: [{ files: ['scripts'], rules: counter('off') }] }, ['src/till.ts error'], 1],
    [
      'a later override before an earlier one, and both before the whole',
      {
        rules: counter('note'),
        overrides: [
          { files: ['**/*.ts'], rules: counter('off') },
          { files: ['src/**'], rules: counter('warning') },
        ],
      },
      ['src/till.ts warning'],
      1,
    ],
    [
      'an override that leaves the severity as it was',
      {
        rules: counter('note'),
        overrides: [{ files: ['src/**'], rules: { 'in-memory-counter': { minConfidence: 'low' } } }],
      },
      ['scripts/report.ts note', 'src/till.ts note'],
      0,
    ],
  ] as const)('%s', async (_, options, listed, off) => {
    expect(await severities(options)).toEqual({ listed, off });
  });

  test.each([
    [{ minConfidence: 'high' }, undefined, ['high']],
    [{ minConfidence: 'medium' }, undefined, ['high', 'medium']],
    [{}, { minConfidence: 'medium' }, ['high', 'medium']],
    [{ minConfidence: 'high' }, { minConfidence: 'low' }, ['high', 'medium', 'low']],
  ] as const)('how certain it must be: %j, for a part %j', (whole, part, kept) => {
    const overrides = part ? [{ files: ['src'], rules: { 'in-memory-counter': part } }] : [];
    const setting = openRuleSettings({ 'in-memory-counter': whole }, overrides);
    const findings = CONFIDENCES.map((confidence) =>
      finding({ rule: 'in-memory-counter', severity: 'error', message: 'm', line: 1, confidence }),
    );
    expect(findings.flatMap((one) => setting(one)?.confidence ?? [])).toEqual(kept);
  });
});

test('a comment for a rule that is off is not called unused', async () => {
  const code = counting(['sold'], 'let sold = 0; // stateless-ignore-line in-memory-counter -- a metric');
  const { report } = await auditFiles({ 'src/till.ts': code }, { rules: counter('off') });
  expect(report.findings).toEqual([]);
  expect(report.diagnostics).toEqual([]);
});

test('the target of a configuration is named as its source', async () => {
  const { report } = await auditFiles(SHOP, { target: 'azure', targetDetectedBy: 'stateless.config.json' });
  expect(report).toMatchObject({ target: 'azure', targetDetectedBy: 'stateless.config.json' });
});

test('what is included is looked at where nothing is named', async () => {
  const included = await auditFiles(SHOP, { include: ['src'] });
  expect(included.report.findings.map(({ file }) => file)).toEqual(['src/till.ts']);
  const named = await auditFiles(SHOP, { include: ['src'], paths: ['scripts'] });
  expect(named.report.findings.map(({ file }) => file)).toEqual(['scripts/report.ts']);
});

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { CATEGORY_OF } from '../../src/model/classification.js';
import type { Confidence, Verdict } from '../../src/model/classification.js';
import type { DiagnosticCode } from '../../src/model/diagnostic.js';
import type { Applicability } from '../../src/model/finding.js';
import { SEVERITIES } from '../../src/model/finding.js';
import { TARGETS } from '../../src/model/target.js';
import { jsonReport } from '../../src/report/json.js';
import { CLEAN_REPORT, FULL_REPORT, GATED_REPORT } from './full-report.js';

interface Node {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: unknown;
  readonly $defs?: Readonly<Record<string, Node>>;
  readonly $ref?: string;
}

const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')) as Node;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

const VERDICTS: Record<Verdict, true> = { harmful: true, review: true, benign: true };
const CONFIDENCES: Record<Confidence, true> = { high: true, medium: true, low: true };
const APPLICABILITIES: Record<Applicability, true> = { safe: true, unsafe: true, manual: true };
const CODES: Record<DiagnosticCode, true> = {
  'parse-error': true,
  'unreadable-file': true,
  'binary-file': true,
  'unsupported-encoding': true,
  'file-too-large': true,
  'bundle-skipped': true,
  'manifest-error': true,
  'tsconfig-error': true,
  'unresolved-import': true,
  'analysis-gap': true,
  'no-entry-point': true,
  'link-outside-root': true,
  'internal-error': true,
  'invalid-suppression': true,
  'unused-suppression': true,
};

describe('schemas/report.schema.json', () => {
  test.each([
    ['full', FULL_REPORT],
    ['clean', CLEAN_REPORT],
    ['gated', GATED_REPORT],
    ['mixed', { ...FULL_REPORT, target: 'mixed' as const }],
  ])('accepts a %s report', (_, report) => {
    validate(JSON.parse(jsonReport(report)));
    expect(validate.errors).toBeNull();
  });

  test.each([
    ['an unknown field', { ...FULL_REPORT, extra: 1 }],
    ['an unknown target', { ...FULL_REPORT, target: 'moon' }],
    [
      'an absolute path',
      { ...FULL_REPORT, entryPoints: FULL_REPORT.entryPoints.map((e) => ({ ...e, file: '/a.ts' })) },
    ],
    [
      'a binding without evidence',
      { ...FULL_REPORT, bindings: FULL_REPORT.bindings.map((b) => ({ ...b, evidence: [] })) },
    ],
    ['a missing list', { ...FULL_REPORT, findings: undefined }],
  ])('refuses %s', (_, report) => {
    expect(validate(JSON.parse(JSON.stringify(report)))).toBe(false);
  });

  test('its enumerations are the lists of the model', () => {
    expect(enumeration('classification')).toEqual(Object.keys(CATEGORY_OF));
    expect(enumeration('category')).toEqual([...new Set(Object.values(CATEGORY_OF))]);
    expect(enumeration('target')).toEqual(TARGETS);
    expect(schema.properties?.['target']?.enum).toEqual([...TARGETS, 'mixed']);
    expect(enumeration('severity')).toEqual(SEVERITIES);
    expect(enumeration('verdict')).toEqual(Object.keys(VERDICTS));
    expect(enumeration('confidence')).toEqual(Object.keys(CONFIDENCES));
    expect(schema.$defs?.['fix']?.properties?.['applicability']?.enum).toEqual(Object.keys(APPLICABILITIES));
    expect(schema.$defs?.['diagnostic']?.properties?.['code']?.enum).toEqual(Object.keys(CODES));
  });

  test('describes every property and closes every object', () => {
    const records = [schema, ...Object.values(schema.$defs ?? {})].filter((node) => node.properties);
    expect(records.length).toBeGreaterThan(6);
    for (const record of records) {
      expect(record.additionalProperties).toBe(false);
      for (const [name, node] of Object.entries(record.properties ?? {})) {
        expect(node.description ?? node.$ref, name).toBeDefined();
      }
    }
  });
});

function enumeration(name: string): readonly string[] | undefined {
  return schema.$defs?.[name]?.enum;
}

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { starterConfiguration } from '../../src/cli/starter-configuration.js';
import { defineConfig } from '../../src/define-config.js';
import { CONFIDENCES } from '../../src/model/classification.js';
import { RULE_LEVELS, STORES } from '../../src/model/configuration.js';
import { TARGETS } from '../../src/model/target.js';
import { KEYS } from '../../src/project/configuration/check-configuration.js';
import { RULES } from '../../src/rules/index.js';
import { load } from './load.js';

interface Node {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: unknown;
  readonly $defs?: Readonly<Record<string, Node>>;
  readonly $ref?: string;
}

const schema = JSON.parse(readFileSync(new URL('../../schemas/config.schema.json', import.meta.url), 'utf8')) as Node;
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

const RIGHT: readonly object[] = [
  {},
  { $schema: 'x' },
  defineConfig({
    target: 'cloud-run',
    entries: ['src/jobs/nightly.ts#run'],
    include: ['src'],
    ignore: ['legacy/**'],
    rules: { 'in-memory-counter': 'off', 'mutable-flag': { severity: 'note' }, 'unbounded-cache': {} },
    overrides: [{ files: ['scripts/**'], rules: { 'unbounded-cache': { minConfidence: 'high' } } }, { files: ['a'] }],
    store: 'redis',
    sessionTtlSeconds: 60,
    knownClients: ['@shop/db'],
  }),
];

const WRONG: readonly object[] = [
  [],
  { entrys: [] },
  { target: 'lamda' },
  { entries: 'src/api.ts' },
  { include: [''] },
  { ignore: [1] },
  { rules: { 'in-memory-conter': 'off' } },
  { rules: { 'in-memory-counter': 'warn' } },
  { rules: { 'in-memory-counter': { severity: 'off', options: {} } } },
  { rules: { 'in-memory-counter': { minConfidence: 'sure' } } },
  { rules: { 'in-memory-counter': ['off'] } },
  { overrides: { files: ['a'] } },
  { overrides: [{ rules: {} }] },
  { overrides: [{ files: [] }] },
  { overrides: [{ files: ['a'], target: 'lambda' }] },
  { store: 'mysql' },
  { sessionTtlSeconds: 0 },
  { sessionTtlSeconds: '60' },
  { knownClients: { '@shop/db': true } },
];

describe('schemas/config.schema.json', () => {
  test.each(RIGHT.map((value) => [JSON.stringify(value), value]))(
    'accepts what the tool accepts: %s',
    async (text, value) => {
      validate(value);
      expect(validate.errors).toBeNull();
      expect(await load({ 'stateless.config.json': text as string })).not.toHaveProperty('error');
    },
  );

  test.each(WRONG.map((value) => [JSON.stringify(value), value]))(
    'refuses what the tool refuses: %s',
    async (text, value) => {
      expect(validate(value)).toBe(false);
      expect(await load({ 'stateless.config.json': text as string })).toHaveProperty('error');
    },
  );

  test('its lists are those of the model', () => {
    expect(Object.keys(schema.properties ?? {})).toEqual(KEYS);
    expect(schema.properties?.['target']?.enum).toEqual(TARGETS);
    expect(schema.properties?.['store']?.enum).toEqual(STORES);
    expect(schema.$defs?.['level']?.enum).toEqual(RULE_LEVELS);
    expect(schema.$defs?.['detailedSetting']?.properties?.['minConfidence']?.enum).toEqual(CONFIDENCES);
    expect(Object.keys(schema.$defs?.['rules']?.properties ?? {})).toEqual(RULES.map(({ id }) => id));
  });

  test('describes every property and closes every object', () => {
    const records = [schema, ...Object.values(schema.$defs ?? {})].filter((node) => node.properties);
    expect(records.length).toBeGreaterThan(3);
    for (const record of records) {
      expect(record.additionalProperties).toBe(false);
      for (const [name, node] of Object.entries(record.properties ?? {})) {
        expect(node.description ?? node.$ref, name).toBeDefined();
      }
    }
  });
});

test('types refuse what the tool refuses', () => {
  // @ts-expect-error no such key
  defineConfig({ entrys: [] });
  // @ts-expect-error no such rule
  defineConfig({ rules: { 'in-memory-conter': 'off' } });
  // @ts-expect-error no such severity
  expect(defineConfig({ rules: { 'in-memory-counter': 'warn' } })).toEqual({ rules: { 'in-memory-counter': 'warn' } });
});

describe('the configuration to start from', () => {
  test('says nothing as it is, and every example in it is right', async () => {
    const starter = starterConfiguration('jsonc');
    expect(await load({ 'stateless.config.jsonc': starter })).toEqual({});
    const examples = starter.replace(/^ {2}\/\/ (?=")/gm, '  ');
    const value = parse(examples) as object;
    validate(value);
    expect(validate.errors).toBeNull();
    expect(Object.keys(value)).toEqual(KEYS);
    expect(await load({ 'stateless.config.jsonc': examples })).toMatchObject({ target: 'lambda', store: 'dynamodb' });
  });

  test.each(['ts', 'mjs'] as const)('is the same in .%s', async (format) => {
    const starter = starterConfiguration(format);
    const name = `stateless.config.${format}`;
    expect(await load({ [name]: starter })).toEqual({});
    const examples = starter.replace(/^ {2}\/\/ (?=\w+: )/gm, '  ');
    expect(await load({ [name]: examples })).toEqual(
      await load({ 'stateless.config.jsonc': starterConfiguration('jsonc').replace(/^ {2}\/\/ (?=")/gm, '  ') }),
    );
  });
});

import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../cli/fake-context.js';
import { load, loadFrom } from './load.js';

const FULL = {
  $schema: './node_modules/stateless-migrate/schemas/config.schema.json',
  target: 'vercel',
  entries: ['src/jobs/nightly.ts#run'],
  include: ['src', 'packages/*/src/**'],
  ignore: ['legacy/**'],
  rules: { 'in-memory-counter': 'off', 'mutable-flag': { severity: 'warning', minConfidence: 'high' } },
  overrides: [{ files: ['scripts/**'], rules: { 'unbounded-cache': 'note' } }],
  store: 'postgres',
  sessionTtlSeconds: 1800,
  knownClients: ['@shop/db.connect'],
};

const CHECKED = {
  target: 'vercel',
  entries: FULL.entries,
  include: FULL.include,
  ignore: FULL.ignore,
  rules: { 'in-memory-counter': { severity: 'off' }, 'mutable-flag': { severity: 'warning', minConfidence: 'high' } },
  overrides: [{ files: ['scripts/**'], rules: { 'unbounded-cache': { severity: 'note' } } }],
  store: 'postgres',
  sessionTtlSeconds: 1800,
  knownClients: FULL.knownClients,
};

describe('a JSON configuration', () => {
  test.each([
    ['stateless.config.json', JSON.stringify(FULL)],
    [
      'stateless.config.jsonc',
      `\uFEFF// the shop\n${JSON.stringify(FULL, null, 2).replace('"vercel",', '"vercel", /* for now */')}`,
    ],
    ['stateless.config.json', `${JSON.stringify(FULL).slice(0, -1)}, }`],
    ['package.json', JSON.stringify({ name: 'shop', stateless: FULL })],
  ])('%s', async (name, text) => {
    expect(await load({ [name]: text })).toEqual(CHECKED);
  });

  test('is none where there is none', async () => {
    expect(await load({ 'package.json': '{ "name": "stateless" }', 'src/stateless.config.json': '{}' })).toBeNull();
    expect(await load({ 'package.json': '["stateless"]' })).toBeNull();
  });

  test('may be anywhere where it is named', async () => {
    const files = { 'stateless.config.json': '{ "target": "azure" }', 'ci/strict.json': '{ "target": "lambda" }' };
    expect(await load(files, { file: 'ci/strict.json' })).toEqual({ target: 'lambda' });
    expect(
      await load({ 'ci/package.json': '{ "stateless": { "store": "redis" } }' }, { file: 'ci/package.json' }),
    ).toEqual({
      store: 'redis',
    });
  });

  test('does nothing where it is empty', async () => {
    expect(await load({ 'stateless.config.json': '{}' })).toEqual({});
  });
});

describe('an error names the file, the line, the cause and the next step', () => {
  test.each([
    ['{\n  "entrys": []\n}', ':2: unknown key `entrys`', 'did you mean `entries`?'],
    ['{ "__proto__": {} }', ':1: unknown key `__proto__`', /^one of \$schema, target, /],
    ['{ "constructor": {} }', ':1: unknown key `constructor`', /^one of /],
    ['{ "target": "lamda" }', ':1: `target` cannot be `lamda`', 'did you mean `lambda`?'],
    ['{ "target": 3 }', ':1: `target` cannot be a number', /^one of lambda, /],
    ['{ "store": "redi" }', ':1: `store` cannot be `redi`', 'did you mean `redis`?'],
    [
      '{ "rules": {\n "in-memory-conter": "off" } }',
      ':2: unknown rule `in-memory-conter` in `rules`',
      'did you mean `in-memory-counter`?',
    ],
    [
      '{ "rules": { "__proto__": "off" } }',
      ':1: unknown rule `__proto__` in `rules`',
      '`stateless-migrate rules` lists them',
    ],
    ['{ "rules": { "mutable-flag": "warn" } }', ':1: `rules.mutable-flag` cannot be `warn`', 'did you mean `warning`?'],
    ['{ "rules": { "mutable-flag": 2 } }', ':1: `rules.mutable-flag` must be an object, not a number', null],
    [
      '{ "rules": { "mutable-flag": { "level": "off" } } }',
      ':1: unknown key `level` in `rules.mutable-flag`',
      'one of severity, minConfidence',
    ],
    [
      '{ "rules": { "mutable-flag": { "minConfidence": "hgih" } } }',
      ':1: `rules.mutable-flag.minConfidence` cannot be `hgih`',
      'did you mean `high`?',
    ],
    ['{ "rules": [] }', ':1: `rules` must be an object, not a list', null],
    ['{ "ignore": "legacy" }', ':1: `ignore` must be a list, not a text', null],
    ['{ "ignore": [\n"a",\n""] }', ':3: `ignore[1]` must be a text, not an empty text', null],
    [
      '{ "entries": ["/srv/api.ts"] }',
      ':1: `/srv/api.ts` in `entries` is not below the root',
      'paths are relative to it',
    ],
    ['{ "include": ["../other"] }', ':1: `../other` in `include` is not below the root', 'paths are relative to it'],
    ['{ "include": ["C:\\\\shop"] }', ':1: `C:\\shop` in `include` is not below the root', 'paths are relative to it'],
    ['{ "overrides": [{ "rules": {} }] }', ':1: `overrides[0]` names no `files`', 'give a list of globs'],
    ['{ "overrides": [{ "file": ["a"] }] }', ':1: unknown key `file` in `overrides[0]`', 'did you mean `files`?'],
    ['{ "sessionTtlSeconds": 0.5 }', ':1: `sessionTtlSeconds` must be a whole number of seconds above 0', null],
    ['[]', ':1: the configuration must be an object, not a list', null],
    ['null', ':1: the configuration must be an object, not null', null],
    ['', ':1: not valid JSON: value expected', null],
    ['{\n  "target": lambda\n}', ':2: not valid JSON: invalid symbol', null],
    ['{ "target": "lambda",\n "target": "azure" }', ':2: not valid JSON: `target` is given twice', null],
    ['['.repeat(100_000), ':1: not valid JSON: it is nested too deeply', null],
  ])('%#: %.60s', async (text, error, hint) => {
    const expected = hint instanceof RegExp ? expect.stringMatching(hint) : hint;
    expect(await load({ 'stateless.config.json': text })).toEqual({
      error: `stateless.config.json${error}`,
      hint: expected,
    });
  });

  test('in package.json', async () => {
    const text = '{\n  "name": "shop",\n  "stateless": {\n    "rule": {}\n  }\n}';
    expect(await load({ 'package.json': text })).toEqual({
      error: 'package.json#stateless:4: unknown key `rule`',
      hint: 'did you mean `rules`?',
    });
    expect(await load({ 'package.json': '{ "stateless": {,} }' })).toMatchObject({
      error: expect.stringMatching(/^package\.json:1: not valid JSON: /),
    });
    expect(await load({ 'package.json': '{}' }, { file: 'package.json' })).toMatchObject({
      error: '`package.json` has no key `stateless`',
    });
  });

  test('where there are two', async () => {
    const files = { 'stateless.config.json': '{}', 'stateless.config.ts': '', 'package.json': '{ "stateless": {} }' };
    expect(await load(files)).toEqual({
      error:
        'more than one configuration: `stateless.config.json` and `stateless.config.ts` and `package.json#stateless`',
      hint: 'keep one, or name one with --config',
    });
  });

  test('where the file cannot be one', async () => {
    const root = repository({});
    const file = join(root, 'stateless.config.json');
    mkdirSync(file);
    expect(await loadFrom(root)).toMatchObject({ error: '`stateless.config.json` is not a file' });
    const other = repository({ 'stateless.config.json': ' '.repeat(1_000_001) });
    expect(await loadFrom(other)).toMatchObject({ error: '`stateless.config.json` is larger than 1 MB' });
  });

  test.skipIf(process.getuid?.() === 0)('where it cannot be read', async () => {
    const root = repository({ 'stateless.config.json': '{}' });
    chmodSync(join(root, 'stateless.config.json'), 0);
    expect(await loadFrom(root)).toMatchObject({ error: '`stateless.config.json` cannot be read: permission denied' });
  });

  test('where it is a link that leads out of the root, or nowhere', async () => {
    const outside = repository({ 'secret.json': '{ "target": "lambda" }' });
    const root = repository({});
    symlinkSync(join(outside, 'secret.json'), join(root, 'stateless.config.json'));
    expect(await loadFrom(root)).toEqual({
      error: '`stateless.config.json` is a link that leads out of the root',
      hint: 'name the file itself with --config',
    });
    const other = repository({});
    symlinkSync('nowhere.json', join(other, 'stateless.config.json'));
    expect(await loadFrom(other)).toMatchObject({
      error: '`stateless.config.json` cannot be read: it is a link to nothing',
    });
    writeFileSync(join(other, 'nowhere.json'), '{ "target": "azure" }');
    expect(await loadFrom(other)).toEqual({ target: 'azure' });
  });
});

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../cli/fake-context.js';
import { load, loadFrom } from './load.js';

beforeAll(() => {
  const built = new URL('../../dist/index.js', import.meta.url);
  if (!existsSync(built)) throw new Error('configurations import the built package: npm run build');
});

describe('a configuration that is code', () => {
  test.each([
    ['stateless.config.mjs', "export default { target: ['lamb', 'da'].join('') };"],
    ['stateless.config.js', "module.exports = { target: 'lambda' };"],
    [
      'stateless.config.cjs',
      "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = { target: 'lambda' };",
    ],
    ['stateless.config.mjs', "export default Promise.resolve({ target: 'lambda', store: undefined });"],
    [
      'stateless.config.ts',
      "const target: 'lambda' | 'azure' = 'lambda';\nexport default { target } satisfies { target: string };",
    ],
    [
      'stateless.config.ts',
      "import { defineConfig, type UserConfiguration } from 'stateless-migrate';\nimport type { Rules } from './not-there.js';\nconst own: UserConfiguration = { target: 'lambda' };\nexport default defineConfig(own);",
    ],
    [
      'stateless.config.mjs',
      "import { defineConfig, TARGETS } from 'stateless-migrate';\nexport default defineConfig({ target: TARGETS[0] });",
    ],
  ])('%s: %s', async (name, text) => {
    const root = repository({ [name]: text });
    expect(await loadFrom(root)).toEqual({ target: 'lambda' });
    expect(readdirSync(root)).toEqual([name]);
  });

  test('in TypeScript imports what JavaScript would: files, packages, Node.js, and sees its own place', async () => {
    const files = {
      'stateless.config.ts': `import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import names, { folder } from './stores.mjs';
import shared from '@shop/config';
import data from './more.json' with { type: 'json' };
const { later } = await import('./later.mjs');
enum Level { Off = 'off' }
export default {
  store: names[0],
  target: shared.target,
  ignore: [folder, later, data.ignored, basename(fileURLToPath(import.meta.url)), basename(import.meta.dirname!).slice(0, 9)] as string[],
  rules: { 'mutable-flag': Level.Off },
};
`,
      'stores.mjs': "export default ['postgres'];\nexport { folder } from './folder.mjs';\n",
      'folder.mjs': "export const folder = 'legacy';\n",
      'later.mjs': "export const later = 'old';\n",
      'more.json': '{ "ignored": "older" }',
      'node_modules/@shop/config/package.json': '{ "name": "@shop/config", "main": "main.js" }',
      'node_modules/@shop/config/main.js': "module.exports = { target: 'vercel' };",
    };
    expect(await load(files)).toEqual({
      store: 'postgres',
      target: 'vercel',
      ignore: ['legacy', 'old', 'older', 'stateless.config.ts', 'stateless'],
      rules: { 'mutable-flag': { severity: 'off' } },
    });
  });

  test('prints to where it does not disturb', async () => {
    const printed: string[] = [];
    const text = "console.log('hello'); console.error('there'); export default {};";
    const request = { onOutput: (output: string) => printed.push(output) };
    expect(await load({ 'stateless.config.mjs': text }, request)).toEqual({});
    expect(printed.join('')).toContain('hello');
    expect(printed.join('')).toContain('there');
  });

  test('is not run where its folder was not named, or where only JSON may be read', async () => {
    const text =
      "import { writeFileSync } from 'node:fs'; writeFileSync(new URL('./ran', import.meta.url), ''); export default {};";
    const root = repository({ 'stateless.config.mjs': text });
    expect(await loadFrom(root, { isNamed: false })).toMatchObject({
      error: '`stateless.config.mjs` is code, and its folder was not named: it is not run',
      hint: expect.stringContaining('--root'),
    });
    expect(await loadFrom(root, { jsonOnly: true })).toBeNull();
    expect(await loadFrom(root, { jsonOnly: true, file: 'stateless.config.mjs' })).toMatchObject({
      error: '`stateless.config.mjs` is code',
    });
    expect(existsSync(join(root, 'ran'))).toBe(false);
    expect(await loadFrom(root, { isNamed: false, file: 'stateless.config.mjs' })).toEqual({});
    expect(existsSync(join(root, 'ran'))).toBe(true);
  });

  test('leaves JSON to be read beside it, where only JSON may be read', async () => {
    const files = {
      'stateless.config.mjs': 'process.exit(3);',
      'package.json': '{ "stateless": { "target": "azure" } }',
    };
    expect(await load(files, { jsonOnly: true })).toEqual({ target: 'azure' });
  });
});

describe('a configuration that does not work is named, with the cause and the next step', () => {
  test.each([
    ['mjs', "throw new Error('no database');", 'stateless.config.mjs cannot be loaded: no database', /--no-config/],
    ['mjs', 'throw null;', 'stateless.config.mjs cannot be loaded: null', /--no-config/],
    ['mjs', "throw 'text';", 'stateless.config.mjs cannot be loaded: text', /--no-config/],
    ['mjs', 'export default {\n  target: ,\n};', 'stateless.config.mjs:2: Expression expected.', /correct it/],
    ['ts', 'export default {\n  target: ,\n};', 'stateless.config.ts:2: Expression expected.', /correct it/],
    ['ts', "throw new Error('no database');", 'stateless.config.ts cannot be loaded: no database', /--no-config/],
    ['mjs', 'for (;;);', 'stateless.config.mjs did not finish within 0.5 seconds', /loop/],
    [
      'ts',
      'await new Promise(() => setInterval(() => {}, 9));',
      'stateless.config.ts did not finish within 0.5 seconds',
      /loop/,
    ],
    ['mjs', 'process.exit(0);', 'stateless.config.mjs ended the process before it exported anything', /export default/],
    [
      'mjs',
      'await new Promise(() => {});',
      'stateless.config.mjs ended the process before it exported anything',
      /export default/,
    ],
    [
      'mjs',
      "setTimeout(() => { throw new Error('late'); }); await new Promise((go) => setTimeout(go, 99));",
      'stateless.config.mjs cannot be loaded: late',
      /correct it/,
    ],
    ['mjs', 'export const target = "lambda";', 'stateless.config.mjs: it exports nothing as default', /export default/],
    ['mjs', 'export default () => ({});', 'stateless.config.mjs: the default export is a function', /plain data/],
    [
      'mjs',
      'export default { entries: [/api/] };',
      'stateless.config.mjs: entries[0] is an instance of RegExp',
      /plain data/,
    ],
    ['mjs', 'export default { rules: { a: 1n } };', 'stateless.config.mjs: rules.a is a bigint', /plain data/],
    [
      'mjs',
      'export default { sessionTtlSeconds: NaN };',
      'stateless.config.mjs: sessionTtlSeconds is a number that JSON does not know',
      /plain data/,
    ],
    [
      'mjs',
      'const rules = {}; rules.rules = rules; export default rules;',
      'stateless.config.mjs: rules refers to itself',
      /plain data/,
    ],
    ['mjs', 'export default [];', 'stateless.config.mjs: the configuration must be an object, not a list', null],
    ['mjs', 'export default { entrys: [] };', 'stateless.config.mjs: unknown key `entrys`', /`entries`/],
    [
      'mjs',
      'export default JSON.parse(\'{ "__proto__": 1 }\');',
      'stateless.config.mjs: unknown key `__proto__`',
      /^one of/,
    ],
    [
      'mjs',
      "import '@shop/rules'; export default {};",
      /^stateless\.config\.mjs cannot be loaded: Cannot find package '@shop\/rules' imported from stateless\.config\.mjs$/,
      /install/,
    ],
    [
      'mjs',
      "import './rules.mjs'; export default {};",
      /^stateless\.config\.mjs cannot be loaded: Cannot find module 'rules\.mjs' imported from stateless\.config\.mjs$/,
      /install/,
    ],
    [
      'ts',
      "import '@shop/rules'; export default {};",
      'stateless.config.ts imports `@shop/rules`, which is not installed',
      /--no-config/,
    ],
    [
      'ts',
      "import './rules.mjs'; export default {};",
      'stateless.config.ts imports `./rules.mjs`, which is not there',
      /--no-config/,
    ],
    [
      'ts',
      "import { rules } from './shared'; export default { rules };",
      'stateless.config.ts imports `./shared`, which is TypeScript',
      /one file/,
    ],
    [
      'ts',
      "import { rules } from './shared.js'; export default { rules };",
      'stateless.config.ts imports `./shared.js`, which is TypeScript',
      /one file/,
    ],
    [
      'ts',
      "import { rules } from './shared.ts'; export default { rules };",
      'stateless.config.ts imports `./shared.ts`, which is TypeScript',
      /one file/,
    ],
  ])('.%s: %s', async (extension, text, error, hint) => {
    const files = { [`stateless.config.${extension}`]: text, 'shared.ts': 'export const rules = {};' };
    const loaded = await load(files, { timeoutMs: /for \(;;\)|setInterval/.test(text) ? 500 : 10_000 });
    expect(loaded).toEqual({
      error: error instanceof RegExp ? expect.stringMatching(error) : error,
      hint: hint === null ? null : expect.stringMatching(hint),
    });
  });
});

import { describe, expect, it } from 'vitest';
import { auditFiles } from './audit-files.js';

describe('a module that is loaded by a computed name', () => {
  const COMMANDS = {
    'src/commands/order.js': [
      'const orders = new Map();',
      'const aliases = [];',
      'exports.run = (event) => { orders.set(event.id, event); return orders.size; };',
      'exports.aliases = aliases;',
      'exports.find = (name) => aliases.indexOf(name);',
    ].join('\n'),
    'src/shelf.js': 'const shelves = new Map();\nexports.put = (event) => { shelves.set(event.id, event); };',
  };
  const handler = (load: string): string =>
    `const path = require('path');\nexports.handler = async (event) => ${load}.run(event);`;

  it.each([
    ["require('./commands/' + event.name)"],
    ["require(path.join(__dirname, 'commands', event.name))"],
    ['(await import(`./commands/${event.name}.js`))'],
    ["require(path.join(__dirname, 'commands', `${event.name}.js`))"],
  ])('%s hides who runs what is in the folder', async (load) => {
    const { verdict, gapsOf } = await auditFiles({ ...COMMANDS, 'src/handler.js': handler(load) });
    expect(verdict('src/commands/order.js#orders')).toBe('undetermined review low');
    expect(gapsOf('src/commands/order.js#orders')).toEqual([
      'src/handler.js:2 a gap: which module is loaded is computed, and may run the code that writes it',
    ]);
    expect(verdict('src/commands/order.js#aliases')).toBe('undetermined review low');
    expect(verdict('src/shelf.js#shelves')).toBe('registry benign medium');
  });

  it('may be any module below that nothing else imports, where nothing of the name is constant', async () => {
    const { verdict } = await auditFiles({
      ...COMMANDS,
      'src/handler.js': handler('require(event.name)'),
      'scripts/count.js': 'const seen = new Map();\nexports.count = (event) => { seen.set(event.id, event); };',
    });
    expect(verdict('src/commands/order.js#orders')).toBe('undetermined review low');
    expect(verdict('src/shelf.js#shelves')).toBe('undetermined review low');
    expect(verdict('scripts/count.js#seen')).toBe('registry benign medium');
  });

  it('is no module of the program where the name is that of a package', async () => {
    const { verdict } = await auditFiles({ ...COMMANDS, 'src/handler.js': handler('require(`lang-${event.name}`)') });
    expect(verdict('src/commands/order.js#orders')).toBe('registry benign medium');
  });
});

describe('a file that does not parse', () => {
  it('hides what it does with the modules that it imports', async () => {
    const { verdict, gapsOf, diagnostics } = await auditFiles({
      'serverless.yml': 'service: shop\nprovider: { name: aws }\nfunctions:\n  api: { handler: src/api.handler }\n',
      'src/api.ts': "import { greet } from './greet';\nexport const handler = async () => greet();",
      'src/greet.ts': "let greeting = 'hello';\nexport const greet = () => greeting;",
      'src/orders.ts': "import { record } from './ledger';\nexport const handler = async () => record(;",
      'src/ledger.ts': 'let entries = 0;\nexport const record = () => { entries += 1; return entries; };',
    });
    expect(verdict('src/ledger.ts#entries')).toBe('undetermined review low');
    expect(gapsOf('src/ledger.ts#entries')).toEqual([
      'src/orders.ts:1 a gap: the file could not be read, and may run the code that writes it',
    ]);
    expect(verdict('src/greet.ts#greeting')).toBe('configuration benign high');
    expect(diagnostics).toEqual([
      'analysis-gap src/orders.ts the file could not be read; makes 1 binding less certain',
      expect.stringMatching(/^parse-error src\/orders\.ts 2:\d+ /),
    ]);
  });

  it('makes values that can be anything', async () => {
    const { verdict, gapsOf } = await auditFiles({
      'src/api.ts': [
        "import { openDrawer } from './drawer';",
        'const drawer = openDrawer();',
        'export const handler = async () => ({ body: drawer.total() });',
      ].join('\n'),
      'src/drawer.ts': 'export const openDrawer = ( => {};',
    });
    expect(verdict('src/api.ts#drawer')).toMatch(/ benign medium$/);
    expect(gapsOf('src/api.ts#drawer')).toEqual([
      'src/api.ts:1 a gap: `./drawer` is a file that could not be read, and its value comes from there',
    ]);
  });
});

describe('an import that leads nowhere', () => {
  it('gives values without a verdict where they are written to', async () => {
    const { verdict, diagnostics } = await auditFiles({
      'src/api.ts': [
        "import { openStore, openClient } from './generated/store';",
        'const store = openStore();',
        'const visits = openStore();',
        'const client = openClient();',
        'const rates = { rye: 2 };',
        'export const handler = async (event) => {',
        '  store.total += 1;',
        '  visits.set(event.id, event);',
        '  return client.query(event.id, rates.rye);',
        '};',
      ].join('\n'),
    });
    expect(verdict('src/api.ts#store')).toBe('undetermined review low');
    expect(verdict('src/api.ts#visits')).toBe('undetermined review low');
    expect(verdict('src/api.ts#client')).toMatch(/ benign medium$/);
    expect(diagnostics).toContain(
      'unresolved-import src/api.ts 1:1 `./generated/store` leads to no file; makes 3 bindings less certain',
    );
  });

  it('takes what is handed to it', async () => {
    const { verdict, gapsOf } = await auditFiles({
      'src/api.ts': [
        "import { register } from './generated/hooks';",
        'const sessions = new Map();',
        'const menu = { rye: 2 };',
        'const tables = new Map();',
        'register({ sessions });',
        'register(menu);',
        'export const handler = async (event) => [sessions.get(event.id), menu.rye, tables.get(event.id)];',
      ].join('\n'),
    });
    expect(verdict('src/api.ts#sessions')).toBe('undetermined review low');
    expect(gapsOf('src/api.ts#sessions')).toEqual([
      'src/api.ts:5 a gap: what is called here is not known (`./generated/hooks` leads to no file), and may change it',
    ]);
    expect(verdict('src/api.ts#menu')).toBe('configuration benign medium');
    expect(verdict('src/api.ts#tables')).toBe('configuration benign high');
  });

  it('is one line for each file, however many imports there are', async () => {
    const { diagnostics } = await auditFiles({
      'src/api.ts': "import './a';\nimport './b';\nimport './c';\nexport const handler = async () => 1;",
    });
    expect(diagnostics).toEqual([
      'unresolved-import src/api.ts 1:1 `./a` leads to no file; 2 more places like it; no listed binding depends on it',
    ]);
  });

  it('is no gap for a package or a type', async () => {
    const { diagnostics } = await auditFiles({
      'src/api.ts':
        "import type { Loaf } from './loaf';\nimport { S3 } from 'aws-sdk';\nexport const handler = async (): Promise<Loaf> => S3;",
    });
    expect(diagnostics).toEqual([]);
  });
});

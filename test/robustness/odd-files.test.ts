import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTree } from '../project/make-tree.js';
import { auditJson, spawnBinary } from './spawn-binary.js';

const COUNTER = 'let sold = 0;\nexports.handler = async () => {\n  sold += 1;\n  return { body: String(sold) };\n};\n';
const LINES = Array.from(
  { length: 120_000 },
  (_, i) => `function bake${i}(x) { oven.push(x + ${i}); return oven.length; }`,
);

/** A FIFO without a writer: whoever opens it waits forever. */
function makeFifo(path: string): void {
  execFileSync('mkfifo', [path]);
}

describe('a repository of odd files', () => {
  it('is audited as far as it can be read', { timeout: 180_000 }, async () => {
    const root = makeTree({
      'src/handler.js': COUNTER,
      'src/broken.js': 'const = 1;\n',
      'src/logo.js': Buffer.from(Array.from({ length: 4096 }, (_, i) => i % 256)),
      'src/little.js': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(COUNTER, 'utf16le')]),
      'src/big.js': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(COUNTER, 'utf16le').swap16()]),
      'src/torn.js': Buffer.from([0xff, 0xfe, 0x61, 0x62, 0x63]),
      'src/latin.js': Buffer.from(`// caf\u00e9\n${COUNTER}`, 'latin1'),
      'src/mark.js': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(COUNTER)]),
      'src/empty.js': '',
      'src/large.js': `var oven = [];\n${LINES.join('\n')}\n`,
      'src/minified.js': `var oven=[];${LINES.slice(0, 50_000).join('').replaceAll(' ', '')}`,
      'src/brackets.js': `exports.deep = ${'['.repeat(5000)}${']'.repeat(5000)};\n`,
      'src/sum.js': `exports.sum = ${Array.from({ length: 5000 }, () => '"a"').join('\n + ')};\n`,
      'src/chain.js': `exports.all = () => ${Array.from({ length: 5000 }, () => 'a').join('\n && ')};\n`,
    });
    mkdirSync(join(root, 'src/folder.js'));
    symlinkSync('nowhere.js', join(root, 'src/dangling.js'));
    symlinkSync('self.js', join(root, 'src/self.js'));
    symlinkSync('..', join(root, 'src/up'));
    makeFifo(join(root, 'src/pipe.js'));

    const { code, err, report } = await auditJson(root, ['--debug']);
    expect([code, err]).toEqual([1, '']);
    expect(report.findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`)).toEqual([
      'in-memory-counter src/big.js:1',
      'in-memory-counter src/handler.js:1',
      'in-memory-counter src/latin.js:2',
      'in-memory-counter src/little.js:1',
      'in-memory-counter src/mark.js:1',
    ]);
    expect(report.diagnostics.map(({ code: kind, file }) => `${kind} ${file}`)).toEqual([
      'parse-error src/brackets.js',
      'parse-error src/broken.js',
      'analysis-gap src/chain.js',
      'file-too-large src/large.js',
      'binary-file src/logo.js',
      'bundle-skipped src/minified.js',
      'unsupported-encoding src/torn.js',
    ]);
    expect(report.summary.leftOut).toEqual({ bundles: 1, links: 3, 'too large': 1 });
  });

  it('is read where a file of 5 MB is named', async () => {
    const words = Array.from({ length: 1000 }, (_, i) => `  '${String(i).padEnd(5000, 'crumb ')}',`);
    const root = makeTree({ 'large.js': `${COUNTER}const words = [\n${words.join('\n')}\n];\n` });
    const { code, report } = await auditJson(root, ['large.js']);
    expect(code).toBe(1);
    expect(report.bindings.map(({ name }) => name)).toContain('sold');
  });

  it.each([
    ['pipe.js', '"pipe.js" is not a JavaScript or TypeScript file'],
    ['dangling.js', '`dangling.js` is a link that leads to nothing'],
    ['self.js', '`self.js` is a link that leads to nothing'],
    ['folder.js', 'no JavaScript or TypeScript file to look at'],
  ])('%s cannot be named', async (name, message) => {
    const root = makeTree({ 'handler.js': COUNTER });
    mkdirSync(join(root, 'folder.js'));
    symlinkSync('nowhere.js', join(root, 'dangling.js'));
    symlinkSync('self.js', join(root, 'self.js'));
    makeFifo(join(root, 'pipe.js'));
    const { code, err } = await spawnBinary([name], { cwd: root });
    expect([code, err.split('\n')[0]]).toEqual([2, `error: ${message}`]);
  });
});

describe('a repository of odd programs', () => {
  it('may import in circles', async () => {
    const root = makeTree({
      'a.js': "const b = require('./b');\nlet n = 0;\nexports.a = () => { n += 1; return n + b.b(); };\n",
      'b.js': "const a = require('./a');\nexports.b = () => a.a();\n",
      'c.ts': "import { d } from './d';\nexport * from './d';\nexport const c = (): number => d();\n",
      'd.ts':
        "import { c } from './c';\nexport * from './c';\nlet m = 0;\nexport const d = (): number => { m += 1; return m + c(); };\n",
      'handler.ts':
        "import { a } from './a';\nimport { c } from './c';\nexport const handler = async () => ({ body: a() + c() });\n",
    });
    const { code, err, report } = await auditJson(root, ['--debug']);
    expect([code, err]).toEqual([1, '']);
    expect(report.findings.map(({ binding }) => binding)).toEqual(['a.js#n', 'd.ts#m']);
  });

  it('may use the names that every object has', async () => {
    const root = makeTree({
      'handler.js': [
        'const __proto__ = new Map();',
        'let constructor = 0;',
        'const hasOwnProperty = {};',
        'let toString = 0;',
        'class __defineGetter__ { static __proto__ = 0; }',
        "const shelf = { __proto__: null, constructor: 1, ['__proto__']: 3 };",
        "const other = require('./__proto__.js');",
        'exports.handler = async (event) => {',
        '  __proto__.set(event.id, event.user);',
        '  constructor += 1;',
        '  hasOwnProperty[event.id] = event.user;',
        '  toString += 1;',
        '  __defineGetter__.__proto__ += 1;',
        '  shelf.constructor = event.user;',
        '  other.constructor();',
        '  const { valueOf } = event;',
        '  return { body: [__proto__.get(valueOf), constructor, hasOwnProperty[valueOf], toString, shelf.constructor] };',
        '};',
      ].join('\n'),
      '__proto__.js': 'let n = 0;\nexports.constructor = () => { n += 1; return n; };\n',
      'constructor/index.js': 'exports.toString = () => 1;\nmodule.exports.__proto__ = {};\n',
    });
    const { code, err, report } = await auditJson(root, ['--debug']);
    expect([code, err]).toEqual([1, '']);
    const harmful = report.bindings.filter(({ verdict }) => verdict === 'harmful').map(({ name }) => name);
    expect(harmful).toEqual(expect.arrayContaining(['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'n']));
  });

  it('has configurations that are broken or extend each other', async () => {
    const root = makeTree({
      'handler.js': COUNTER,
      'package.json': '{ "name": ',
      'tsconfig.json': '{ "extends": "./tsconfig.base.json" }',
      'tsconfig.base.json': '{ "extends": "./tsconfig.json", "compilerOptions": { "paths": 5 } }',
      'web/package.json': '[1, 2]',
      'web/tsconfig.json': '{ "extends": ["./tsconfig.json", 3, "../../../etc/passwd"] }',
      'serverless.yml': 'functions: [\n',
    });
    const { code, err, report } = await auditJson(root, ['--debug']);
    expect([code, err]).toEqual([1, '']);
    expect(report.findings.map(({ binding }) => binding)).toEqual(['handler.js#sold']);
    expect([...new Set(report.diagnostics.map((item) => `${item.code} ${item.file}`))]).toEqual([
      'manifest-error package.json',
      'manifest-error serverless.yml',
      'tsconfig-error tsconfig.base.json',
      'tsconfig-error web/tsconfig.json',
    ]);
    for (const { message } of report.diagnostics) expect(message).toMatch(/^[^\n]{10,200}$/);
  });
});

describe('control characters in names', () => {
  const root = (): string => {
    const folder = makeTree({});
    for (const name of ['a\u001b[31mred.js', 'new\nline.js', 'tab\there.js', '\u202eevil.js', '"><img onerror=x>.js'])
      writeFileSync(join(folder, name), COUNTER);
    return folder;
  };

  it.each([['pretty'], ['compact'], ['json']])('never reach the terminal: %s', async (format) => {
    const { code, out } = await spawnBinary(['--format', format, '--all'], { cwd: root() });
    expect(code).toBe(1);
    expect(out).toContain('<img onerror=x>.js');
    // eslint-disable-next-line no-control-regex -- what this is about
    expect(out.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu)).toBeNull();
    expect(out.split('\n').filter((line) => line.startsWith('line.js'))).toEqual([]);
  });
});

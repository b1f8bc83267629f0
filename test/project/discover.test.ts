import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover } from '../../src/project/discover.js';
import { UserError } from '../../src/support/user-error.js';
import { makeTree } from './make-tree.js';

const find = (root: string, paths: readonly string[] = [], more = {}) => discover({ root, paths, ...more });
const minified = `!function(e,t){${'var n=t(1);n.a(function(){return e(2)});'.repeat(400)}}()`;

describe('which files are sources', () => {
  it('takes every extension of JavaScript and TypeScript, sorted, and nothing else', () => {
    const names = ['a.cjs', 'b.cts', 'c.js', 'd.jsx', 'e.mjs', 'f.mts', 'g.ts', 'h.tsx'];
    const root = makeTree(
      Object.fromEntries(
        [...names]
          .reverse()
          .concat('i.vue', 'j.css')
          .map((name) => [name, '']),
      ),
    );
    expect(find(root).files).toEqual(names);
  });

  it('leaves out declarations, tests, installed and hidden folders, and says how many', () => {
    const root = makeTree({
      'src/cart.ts': '',
      'src/cart.d.ts': '',
      'src/cart.test.ts': '',
      'src/latest/contest.ts': '',
      'src/layer.class.test.function.ts': '',
      'test/helpers/a.ts': '',
      'node_modules/x/index.js': '',
      'web/bower_components/x/index.js': '',
      '.storybook/main.ts': '',
      '.eslintrc.js': '',
      '.next/server/page.js': '',
      'app/.well-known/flags/route.ts': '',
    });
    const found = find(root);
    expect(found.files).toEqual(['app/.well-known/flags/route.ts', 'src/cart.ts', 'src/latest/contest.ts']);
    expect(found.leftOut).toEqual({
      'build output': 1,
      declarations: 1,
      hidden: 2,
      node_modules: 1,
      tests: 3,
      vendored: 1,
    });
    expect(find(root, [], { includeTests: true }).files).toContain('test/helpers/a.ts');
  });

  it('finds names with brackets, spaces, line ends and other scripts', () => {
    const names = [
      'app/[id]/page.ts',
      'app/a b.ts',
      'app/line\nend.ts',
      'app/\u0007.ts',
      'app/заказ.ts',
      '__proto__/constructor.ts',
    ];
    const root = makeTree(Object.fromEntries(names.map((name) => [name, ''])));
    expect(new Set(find(root).files)).toEqual(new Set(names));
    expect(find(root, ['app/[id]']).files).toEqual(['app/[id]/page.ts']);
    expect(find(root, ['app/[id]/*.ts']).files).toEqual(['app/[id]/page.ts']);
  });

  it('leaves out what the globs of the user match', () => {
    const root = makeTree({ 'src/a.ts': '', 'src/a.gen.ts': '', 'old/legacy/b.ts': '', 'infra/x/c.ts': '' });
    expect(find(root, [], { ignore: ['*.gen.ts', 'legacy', 'infra/'] }).files).toEqual(['src/a.ts']);
    expect(find(root, [], { ignore: ['old/**', './infra/x'] }).files).toEqual(['src/a.gen.ts', 'src/a.ts']);
  });
});

describe('.gitignore', () => {
  it('counts in nested folders, with negation, and by case', () => {
    const root = makeTree({
      '.gitignore': 'generated/\n*.local.ts\n',
      'src/generated/a.ts': '',
      'src/Generated/b.ts': '',
      'src/c.local.ts': '',
      'packages/x/.gitignore': '!keep.local.ts\n/only-here.ts\n',
      'packages/x/keep.local.ts': '',
      'packages/x/only-here.ts': '',
      'packages/x/y/only-here.ts': '',
    });
    const found = find(root);
    expect(found.files).toEqual(['packages/x/keep.local.ts', 'packages/x/y/only-here.ts', 'src/Generated/b.ts']);
    expect(found.leftOut).toEqual({ ignored: 3 });
  });

  it('counts from above the root up to the git root, and not beyond it', () => {
    const outer = makeTree({
      '.gitignore': 'beyond.ts\n',
      'repository/.gitignore': '/services/api/above.ts\n',
      'repository/.git/HEAD': '',
      'repository/services/api/above.ts': '',
      'repository/services/api/beyond.ts': '',
    });
    expect(find(join(outer, 'repository/services/api')).files).toEqual(['beyond.ts']);
  });

  it('does not hide what the user names', () => {
    const root = makeTree({
      '.gitignore': 'vendor-copy/\nroot-copy/\n',
      '.git/HEAD': '',
      'vendor-copy/a.ts': '',
      'vendor-copy/.gitignore': 'b.ts',
      'vendor-copy/b.ts': '',
      'root-copy/c.ts': '',
    });
    expect(find(root).files).toEqual([]);
    expect(find(root, ['vendor-copy']).files).toEqual(['vendor-copy/a.ts']);
    expect(find(root, ['vendor-copy/b.ts']).files).toEqual(['vendor-copy/b.ts']);
    expect(find(join(root, 'root-copy')).files).toEqual(['c.ts']);
  });

  it.each(['2', '4'])('has no effect on what git tracks (index version %s)', (version) => {
    const root = makeTree({
      '.gitignore': 'lib/\ndb.js\n',
      'db.js': '',
      'lib/deep/tracked.ts': '',
      'lib/untracked.ts': '',
      'lib/deep/with a long name.ts': '',
      'main.ts': '',
    });
    const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { stdio: 'ignore' });
    git('init', '-q');
    git('add', '-f', 'db.js', 'lib/deep', 'main.ts');
    git('update-index', '--index-version', version);
    expect(find(root).files).toEqual(['db.js', 'lib/deep/tracked.ts', 'lib/deep/with a long name.ts', 'main.ts']);
  });

  it('drops lines that would take for ever', () => {
    const name = `${'a'.repeat(200)}.ts`;
    const root = makeTree({ '.gitignore': `${'*a'.repeat(20)}*b\nother.ts\n`, [name]: '', 'other.ts': '' });
    expect(find(root).files).toEqual([name]);
  });
});

describe('what a build wrote', () => {
  it('is left out where a tsconfig names its folder and other sources exist', () => {
    const root = makeTree({
      'tsconfig.json': '{ "compilerOptions": { "outDir": "lib" } }',
      'src/cart.ts': '',
      'lib/cart.js': 'exports.cart = 1',
      'lib/hand-written.ts': '',
    });
    expect(find(root).files).toEqual(['lib/hand-written.ts', 'src/cart.ts']);
    expect(find(root).leftOut).toEqual({ 'build output': 1 });
    expect(find(root, ['lib']).files).toEqual(['lib/cart.js', 'lib/hand-written.ts']);
  });

  it('is left out where package.json publishes it or a script writes it', () => {
    const root = makeTree({
      'a/package.json': { main: './dist/index.js' },
      'a/src/index.js': '',
      'a/dist/index.js': 'module.exports = 1',
      'b/package.json': { scripts: { build: 'babel source -d lib' } },
      'b/source/index.js': '',
      'b/lib/index.js': 'module.exports = 1',
    });
    expect(find(root).files).toEqual(['a/src/index.js', 'b/source/index.js']);
  });

  it('is kept where it is all there is', () => {
    const root = makeTree({ 'tsconfig.json': '{ "compilerOptions": { "outDir": "dist" } }', 'dist/index.js': '' });
    expect(find(root).files).toEqual(['dist/index.js']);
    expect(find(makeTree({ 'a.js': '', 'a.js.map': '' })).files).toEqual(['a.js']);
  });

  it('is known by its original or its source map beside it', () => {
    const root = makeTree({ 'a.ts': '', 'a.js': '', 'b.mts': '', 'b.mjs': '', 'c.js': '', 'c.js.map': '', 'd.js': '' });
    expect(find(root).files).toEqual(['a.ts', 'b.mts', 'd.js']);
  });

  it('is not assumed from the name of a folder', () => {
    const root = makeTree({
      'package.json': { main: 'lib/index.js' },
      'lib/index.js': 'let visits = 0;',
      'build/webpack.config.js': 'module.exports = {};',
      'dist/upload.js': 'exports.run = () => {};',
      'public/app.js': 'let open = false;',
      'src/coverage/index.ts': '',
      'src/index.js': '',
      'dist/compiled.js': '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n',
      'coverage/lcov-report/sorter.js': '',
    });
    expect(find(root).files).toEqual([
      'build/webpack.config.js',
      'dist/upload.js',
      'lib/index.js',
      'public/app.js',
      'src/coverage/index.ts',
      'src/index.js',
    ]);
  });

  it('is not looked for in the manifests of output', () => {
    const root = makeTree({
      'tsconfig.json': '{ "compilerOptions": { "outDir": "out-js" } }',
      'src/a.ts': '',
      'out-js/a.js': '',
      'out-js/package.json': '{}',
    });
    expect(find(root).manifests).toEqual(['tsconfig.json']);
  });
});

describe('bundles and large files', () => {
  it('are told by name and by content', () => {
    const root = makeTree({
      'static/vue.min.js': '',
      'app.bundle.js': '',
      'scripts/analyze-bundle.js': '',
      'static/small.js': minified.slice(0, 2000),
      'static/page.js': minified,
      'worker.js': `/******/ (() => { // webpackBootstrap\n${'var x = 1;\n'.repeat(2000)}`,
      'words.js': `export const words = "${'lorem ipsum '.repeat(5000)}";\nlet seen = 0;\n`,
      'large.js': 'let visits = 0;\n'.repeat(80_000),
    });
    const found = find(root);
    expect(found.files).toEqual(['large.js', 'scripts/analyze-bundle.js', 'words.js']);
    expect(found.leftOut).toEqual({ bundles: 5 });
    expect(found.diagnostics).toEqual([]);
  });

  it('are named in a diagnostic when they are large', () => {
    const root = makeTree({ 'big.js': minified.repeat(20), 'huge.ts': 'const a = 1;\n'.repeat(450_000) });
    const found = find(root);
    expect(found.diagnostics.map(({ code, file }) => [code, file])).toEqual([
      ['bundle-skipped', 'big.js'],
      ['file-too-large', 'huge.ts'],
    ]);
    expect(found.leftOut).toEqual({ bundles: 1, 'too large': 1 });
    expect(find(root, ['big.js', 'huge.ts']).files).toEqual(['big.js', 'huge.ts']);
  });
});

describe('links', () => {
  it('are not followed out of the root, and not in circles', () => {
    const root = makeTree({ 'inside/src/a.ts': '', 'outside/secret.ts': '' });
    const inside = join(root, 'inside');
    symlinkSync('../../outside', join(inside, 'src/away'));
    symlinkSync('../../outside/secret.ts', join(inside, 'src/secret.ts'));
    symlinkSync('..', join(inside, 'src/up'));
    symlinkSync('./nowhere', join(inside, 'src/broken'));
    const found = find(inside);
    expect(found.files).toEqual(['src/a.ts']);
    expect(found.diagnostics.map(({ code, file }) => [code, file])).toEqual([
      ['link-outside-root', 'src/away'],
      ['link-outside-root', 'src/secret.ts'],
    ]);
    expect(find(inside, ['src/away']).diagnostics.map((item) => item.code)).toEqual(['link-outside-root']);
    expect(JSON.stringify(found.diagnostics)).not.toContain(dirname(root));
  });

  it('are found by their target when they are named', () => {
    const root = makeTree({ 'src/a.ts': '' });
    symlinkSync('src', join(root, 'alias'));
    expect(find(root).files).toEqual(['src/a.ts']);
    expect(find(root, ['alias']).files).toEqual(['src/a.ts']);
  });
});

describe('named paths', () => {
  const tree = () =>
    makeTree({ 'src/api/cart.ts': '', 'src/web/page.ts': '', 'tests/a.ts': '', 'README.md': '', 'package.json': '{}' });

  it('limit the sources and not the manifests', () => {
    const root = tree();
    expect(find(root, ['src/api/']).files).toEqual(['src/api/cart.ts']);
    expect(find(root, ['src/api/cart.ts', 'src/**/*.ts', './src']).files).toEqual([
      'src/api/cart.ts',
      'src/web/page.ts',
    ]);
    expect(find(root, ['src/{api,web}/*.ts']).files).toEqual(['src/api/cart.ts', 'src/web/page.ts']);
    expect(find(root, ['tests']).files).toEqual(['tests/a.ts']);
    expect(find(root, [join(root, 'src/api')]).files).toEqual(['src/api/cart.ts']);
    expect(find(root, ['src/api']).manifests).toEqual(['package.json']);
  });

  it.each([
    ['src/apii', 'did you mean src/api?'],
    ['scr/api/cart.ts', 'did you mean src/api/cart.ts?'],
    ['src/nothing-like-it', 'src exists'],
    ['scr/**/*.ts', null],
    ['src/*.vue', null],
    ['README.md', 'name a source file, a folder or a glob'],
    ['../elsewhere', 'give paths relative to the audited folder'],
  ])('that name nothing are an error: %s', (path, hint) => {
    const root = tree();
    const run = () => find(root, [path]);
    expect(run).toThrow(UserError);
    if (hint !== null) expect(run).toThrow(expect.objectContaining({ hint }));
    expect(run).not.toThrow(root);
  });

  it('need a root', () => {
    expect(() => find(join(tree(), 'missing'))).toThrow(UserError);
  });
});

describe('manifests', () => {
  it('are found by name and by content', () => {
    const byName = [
      'Dockerfile',
      'app/package.json',
      'cdk.json',
      'infra/main.tf',
      'next.config.mjs',
      'serverless.prod.yml',
    ];
    const root = makeTree({
      ...Object.fromEntries(byName.map((name) => [name, ''])),
      'infra/stack.yml': 'Type: AWS::Serverless::Function',
      'infra/other.yml': 'Type: AWS::S3::Bucket',
      'package-lock.json': '"AWS::Lambda"',
      'large.json': `"AWS::Lambda" ${' '.repeat(1_000_001)}`,
      'node_modules/x/package.json': '{}',
      'test/serverless.yml': '',
      '.gitignore': 'ignored.template.yml',
      'ignored.template.yml': '',
    });
    expect(find(root).manifests).toEqual([...byName, 'infra/stack.yml'].sort());
    expect(find(root).files).toEqual(['next.config.mjs']);
  });
});

it('goes on where a folder is nested very deeply', () => {
  const deep = Array.from({ length: 300 }, () => 'd').join('/');
  const root = makeTree({ [`${deep}/a.ts`]: '' });
  mkdirSync(join(root, 'empty'));
  expect(find(root).files).toEqual([`${deep}/a.ts`]);
});

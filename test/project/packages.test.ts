import { expect, it } from 'vitest';
import { readPackages } from '../../src/project/packages.js';
import { makeTree } from './make-tree.js';

it('gives every package as plain data', () => {
  const root = makeTree({
    'shop/package.json': {
      name: '@bakery/shop',
      type: 'module',
      main: './dist/index.js',
      bin: './bin/shop.js',
      scripts: { build: 'tsc' },
      dependencies: { express: '^4' },
      devDependencies: { vitest: '^4' },
      workspaces: { packages: ['parts/*'] },
    },
  });
  const { all, diagnostics } = readPackages(root, ['shop/package.json', 'shop/tsconfig.json']);
  expect(diagnostics).toEqual([]);
  expect(all).toHaveLength(1);
  expect(structuredClone(all[0])).toMatchObject({
    folder: 'shop',
    name: '@bakery/shop',
    type: 'module',
    main: './dist/index.js',
    bin: [{ name: 'shop', file: 'shop/bin/shop.js' }],
    scripts: [{ name: 'build', command: 'tsc' }],
    dependencies: [
      { name: 'express', range: '^4', kind: 'production' },
      { name: 'vitest', range: '^4', kind: 'development' },
    ],
    workspaces: ['parts/*'],
  });
});

it('answers for a file by the nearest package, and for dependencies by all that enclose it', () => {
  const root = makeTree({
    'package.json': { name: 'bakery', dependencies: { express: '*', constructor: '1' } },
    'shop/package.json': { name: 'shop', dependencies: { ioredis: '*' } },
    'shop/esm/package.json': { type: 'module' },
  });
  const packages = readPackages(root, ['package.json', 'shop/package.json', 'shop/esm/package.json']);
  expect(packages.packageOf('shop/esm/deep/a.js')).toMatchObject({ folder: 'shop/esm', type: 'module', name: null });
  expect(packages.packageOf('shopping/a.js')?.name).toBe('bakery');
  expect(packages.dependsOn('shop/esm/a.js', 'ioredis')).toBe(true);
  expect(packages.dependsOn('shop/a.js', 'express')).toBe(true);
  expect(packages.dependsOn('a.js', 'ioredis')).toBe(false);
  expect(packages.dependsOn('a.js', 'constructor')).toBe(true);
  expect(packages.dependsOn('a.js', 'toString')).toBe(false);
});

it('survives manifests that are broken, hostile or of another shape', () => {
  const root = makeTree({
    'a/package.json': '{ "name": "a", ',
    'b/package.json':
      '{ "__proto__": { "name": "polluted" }, "dependencies": ["x"], "bin": { "x": "../../out.js" }, "main": 7 }',
    'c/package.json': '['.repeat(20_000),
    'd/package.json': '\uFEFF{ "name": "d" /* comment */, }',
  });
  const { all, diagnostics } = readPackages(
    root,
    ['a', 'b', 'c', 'd', 'gone'].map((name) => `${name}/package.json`),
  );
  expect(all.map((item) => item.name)).toEqual(['a', null, null, 'd', null]);
  expect(all[1]).toMatchObject({ dependencies: [], bin: [], main: null });
  expect(diagnostics.map(({ code, file }) => [code, file])).toEqual([
    ['manifest-error', 'a/package.json'],
    ['manifest-error', 'c/package.json'],
    ['manifest-error', 'gone/package.json'],
  ]);
  expect(JSON.stringify(diagnostics)).not.toContain(root);
});

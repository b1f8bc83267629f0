import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover } from '../../src/project/discover.js';
import { createImportResolver } from '../../src/project/resolve-import.js';
import { makeTree } from './make-tree.js';

/** Resolves to a path, `→ name` for an external module, or `unresolved`. */
function resolverFor(root: string) {
  const { files, manifests } = discover({ root, paths: [] });
  const { resolve, diagnostics } = createImportResolver(root, new Set(files), manifests);
  const to = (from: string, specifier: string) => {
    const resolution = resolve(from, specifier);
    switch (resolution.kind) {
      case 'file':
        return resolution.path;
      case 'external':
        return `→ ${resolution.name}`;
      case 'unresolved':
        return 'unresolved';
    }
  };
  return { to, diagnostics };
}

const inTree = (files: Parameters<typeof makeTree>[0]) => resolverFor(makeTree(files));

describe('relative imports', () => {
  it('find files by extension, compiled name and folder', () => {
    const { to } = inTree({
      'src/main.ts': '',
      'src/cart.ts': '',
      'src/view.tsx': '',
      'src/store.mts': '',
      'src/legacy.cts': '',
      'src/old.js': '',
      'src/api/index.ts': '',
      'src/dotted.name.ts': '',
      'index.ts': '',
    });
    const from = (specifier: string) => to('src/main.ts', specifier);
    expect(['./cart', './cart.js', './cart.ts'].map(from)).toEqual(Array(3).fill('src/cart.ts'));
    expect(['./view', './view.js', './view.jsx'].map(from)).toEqual(Array(3).fill('src/view.tsx'));
    expect([from('./store.mjs'), from('./legacy.cjs')]).toEqual(['src/store.mts', 'src/legacy.cts']);
    expect(['./old', './old.js', './old.js?raw'].map(from)).toEqual(Array(3).fill('src/old.js'));
    expect(['./api', './api/', './api/index.js'].map(from)).toEqual(Array(3).fill('src/api/index.ts'));
    expect([from('./dotted.name'), from('..'), from('../')]).toEqual(['src/dotted.name.ts', 'index.ts', 'index.ts']);
    expect([from('./missing'), from('../../outside'), from('')]).toEqual(Array(3).fill('unresolved'));
  });

  it('name data and left-out files, and never look outside the root', () => {
    const root = makeTree({
      'inside/src/main.ts': '',
      'inside/src/limits.json': '{}',
      'inside/src/mail.hbs': '',
      'inside/src/types.d.ts': '',
      'inside/shared/cart.ts': '',
      'secret.json': '{}',
    });
    symlinkSync('../..', join(root, 'inside/src/away'));
    symlinkSync('../shared', join(root, 'inside/src/linked'));
    const { to } = resolverFor(join(root, 'inside'));
    const from = (specifier: string) => to('src/main.ts', specifier);
    expect([from('./limits.json'), from('./limits')]).toEqual(Array(2).fill('→ json:src/limits.json'));
    expect([from('./mail.hbs'), from('./types')]).toEqual(['→ file:src/mail.hbs', '→ file:src/types.d.ts']);
    expect(from('./linked/cart')).toBe('shared/cart.ts');
    expect([from('../../secret.json'), from('./away/secret.json')]).toEqual(['unresolved', 'unresolved']);
  });

  it('of built code lead to its source', () => {
    const { to } = inTree({
      'package.json': { name: 'shop' },
      'tsconfig.json': { compilerOptions: { outDir: 'lib', rootDir: 'sources' } },
      'sources/index.ts': '',
      'src/plain.ts': '',
      'bin/shop.js': '',
    });
    expect(to('bin/shop.js', '../lib/index.js')).toBe('sources/index.ts');
    expect(to('bin/shop.js', '../dist/plain')).toBe('src/plain.ts');
    expect(to('bin/shop.js', '../bin/plain')).toBe('unresolved');
  });
});

describe('bare imports', () => {
  it('are external, builtins without their scheme', () => {
    const { to } = inTree({ 'a.ts': '' });
    const names = ['fs', 'node:fs/promises', 'node:test', 'lodash/get', '@aws-sdk/client-s3', 'cloudflare:workers'];
    expect(names.map((name) => to('a.ts', name))).toEqual([
      '→ fs',
      '→ fs/promises',
      '→ test',
      '→ lodash/get',
      '→ @aws-sdk/client-s3',
      '→ cloudflare:workers',
    ]);
    expect(to('a.ts', '__proto__')).toBe('→ __proto__');
  });

  it('of an AWS Lambda layer lead to its source where one layer holds it', () => {
    const { to } = inTree({
      'layers/db/nodejs/pool.js': '',
      'layers/a/nodejs/twice.js': '',
      'layers/b/nodejs/twice.js': '',
      'f.js': '',
    });
    expect([to('f.js', '/opt/nodejs/pool'), to('f.js', '/opt/nodejs/twice')]).toEqual([
      'layers/db/nodejs/pool.js',
      '→ /opt/nodejs/twice',
    ]);
  });
});

describe('tsconfig', () => {
  it('maps paths of the nearest configuration, comments and all, and falls back to those above', () => {
    const { to } = inTree({
      'tsconfig.json':
        '{ // all\n "compilerOptions": { "paths": { "@/*": ["./src/*"], "~lib": ["./src/lib/index.ts"], }, } }',
      'web/jsconfig.json': {
        compilerOptions: { baseUrl: '.', paths: { '@/*': ['app/*', 'shared/*'], '@/exact': ['app/b'] } },
      },
      'src/lib/index.ts': '',
      'src/a.ts': '',
      'src/only-root.ts': '',
      'web/app/a.ts': '',
      'web/app/b.ts': '',
      'web/shared/c.ts': '',
      'web/limits.json': '{}',
    });
    expect([to('src/a.ts', '@/a'), to('src/a.ts', '~lib')]).toEqual(['src/a.ts', 'src/lib/index.ts']);
    expect(['@/a', '@/exact', '@/c', '@/only-root'].map((name) => to('web/app/a.ts', name))).toEqual([
      'web/app/a.ts',
      'web/app/b.ts',
      'web/shared/c.ts',
      'src/only-root.ts',
    ]);
    expect(to('web/app/a.ts', 'shared/c')).toBe('web/shared/c.ts');
    expect(to('web/app/a.ts', '@/nothing')).toBe('unresolved');
  });

  it('follows extends: chains, arrays, circles, packages of the repository and what is missing', () => {
    const { to, diagnostics } = inTree({
      'package.json': { workspaces: ['tools/*'] },
      'base/paths.json': { extends: './more.json', compilerOptions: { paths: { '#a/*': ['../src/a/*'] } } },
      'base/more.json': { extends: './paths', compilerOptions: { baseUrl: '../src' } },
      'tools/config/package.json': { name: '@bakery/config' },
      'tools/config/node.json': { compilerOptions: { outDir: '${configDir}/dist', rootDir: '${configDir}/code' } },
      'tsconfig.json': {
        extends: ['./base/paths.json', './gone.json', '@bakery/config/node.json', '@tsconfig/node20'],
      },
      'nuxt/tsconfig.json': { extends: './.nuxt/tsconfig.json', compilerOptions: { baseUrl: '.' } },
      'nuxt/stores/cart.ts': '',
      'src/a/one.ts': '',
      'src/two.ts': '',
      'code/built.ts': '',
      'main.ts': '',
    });
    expect(to('main.ts', 'two')).toBe('src/two.ts');
    expect(to('main.ts', './dist/built.js')).toBe('code/built.ts');
    expect(to('nuxt/stores/cart.ts', 'stores/cart')).toBe('nuxt/stores/cart.ts');
    expect(diagnostics).toEqual([
      {
        code: 'tsconfig-error',
        file: 'base/more.json',
        message: 'extends "./paths", which extends it in turn',
      },
      {
        code: 'tsconfig-error',
        file: 'tsconfig.json',
        message: 'extends "./gone.json", which was not found; its settings are missing',
      },
    ]);
  });

  it('never reads outside the root, and keeps what a broken file still says', () => {
    const root = makeTree({
      'outside.json': { compilerOptions: { baseUrl: '.' } },
      'inside/tsconfig.json': {
        extends: ['../outside.json', './link.json'],
        compilerOptions: { paths: { 'x/*': ['../../*'] } },
      },
      'inside/web/tsconfig.json': '{ "compilerOptions": { "paths": { "@w/*": ["./*"] } ',
      'inside/a.ts': '',
      'inside/web/b.ts': '',
    });
    symlinkSync('../outside.json', join(root, 'inside/link.json'));
    const { to, diagnostics } = resolverFor(join(root, 'inside'));
    expect([to('a.ts', 'a'), to('a.ts', 'x/outside.json')]).toEqual(['→ a', '→ x/outside.json']);
    expect(to('web/b.ts', '@w/b')).toBe('web/b.ts');
    expect(diagnostics.map((item) => item.file)).toEqual(['tsconfig.json', 'tsconfig.json', 'web/tsconfig.json']);
    expect(JSON.stringify(diagnostics)).not.toContain(root);
  });
});

describe('package.json', () => {
  it('maps imports, with conditions and patterns', () => {
    const { to } = inTree({
      'package.json': {
        imports: {
          '#db': { node: './dist/db.js', default: './browser.js' },
          '#lib/*.js': './lib/*.js',
          '#redis': 'ioredis',
          '#data': './d.json',
        },
      },
      'src/db.ts': '',
      'lib/deep/a.ts': '',
      'browser.js': '',
      'd.json': '1',
    });
    expect(['#db', '#lib/deep/a.js', '#redis', '#data', '#none'].map((name) => to('src/db.ts', name))).toEqual([
      'src/db.ts',
      'lib/deep/a.ts',
      '→ ioredis',
      '→ json:d.json',
      'unresolved',
    ]);
  });

  it('of a workspace leads to the source although the build is not there', () => {
    const { to } = inTree({
      'package.json': { workspaces: ['packages/*', '!packages/private'] },
      'packages/cart/package.json': {
        name: '@bakery/cart',
        exports: {
          '.': { types: './dist/index.d.ts', import: './dist/esm/index.js' },
          './totals': './dist/esm/sub/totals.js',
          './parts/*': './dist/esm/parts/*.js',
          './client': './client/index.js',
        },
      },
      'packages/cart/src/index.ts': '',
      'packages/cart/src/sub/totals.ts': '',
      'packages/cart/src/parts/row.ts': '',
      'packages/plain/package.json': { name: 'plain', main: 'build/main.js' },
      'packages/plain/tsconfig.json': { compilerOptions: { outDir: 'build', rootDir: 'ts' } },
      'packages/plain/ts/main.ts': '',
      'packages/plain/src/util.ts': '',
      'packages/private/package.json': { name: 'private' },
      'packages/private/index.ts': '',
      'app.ts': '',
    });
    const names = ['@bakery/cart', '@bakery/cart/totals', '@bakery/cart/parts/row', 'plain', 'plain/util'];
    expect(names.map((name) => to('app.ts', name))).toEqual([
      'packages/cart/src/index.ts',
      'packages/cart/src/sub/totals.ts',
      'packages/cart/src/parts/row.ts',
      'packages/plain/ts/main.ts',
      'packages/plain/src/util.ts',
    ]);
    expect(to('packages/cart/src/index.ts', '@bakery/cart/totals')).toBe('packages/cart/src/sub/totals.ts');
    expect(to('app.ts', '@bakery/cart/client')).toBe('→ @bakery/cart/client');
    expect(to('app.ts', 'private')).toBe('→ private');
  });

  it.each([
    ['pnpm', { 'pnpm-workspace.yaml': 'packages:\n  - "libs/**"\n' }],
    ['lerna', { 'lerna.json': { packages: ['libs/*'] } }],
    ['rush', { 'rush.json': { projects: [{ packageName: 'flour', projectFolder: 'libs/flour' }] } }],
  ])('belongs to a workspace of %s', (_, listing) => {
    const { to } = inTree({
      ...listing,
      'libs/flour/package.json': { name: 'flour' },
      'libs/flour/src/index.ts': '',
      'app.ts': '',
    });
    expect(to('app.ts', 'flour')).toBe('libs/flour/src/index.ts');
  });

  it('does not stand in for a package of the registry', () => {
    const { to } = inTree({
      'package.json': { workspaces: ['packages/*'] },
      'packages/oven/package.json': { name: 'oven' },
      'packages/oven/index.js': '',
      'packages/oven/esm/package.json': { type: 'module' },
      'packages/oven/esm/a.js': '',
      'samples/express/package.json': { name: 'express', dependencies: { express: '^4', oven: '^1' } },
      'samples/express/index.js': '',
      'samples/linked/package.json': { dependencies: { oven: 'file:../../packages/oven' } },
      'samples/linked/index.js': '',
    });
    expect([to('samples/express/index.js', 'express'), to('samples/express/index.js', 'oven')]).toEqual([
      '→ express',
      '→ oven',
    ]);
    expect(to('packages/oven/index.js', 'express')).toBe('→ express');
    expect([to('samples/linked/index.js', 'oven'), to('packages/oven/esm/a.js', 'oven')]).toEqual(
      Array(2).fill('packages/oven/index.js'),
    );
  });

  it('names the entry of a folder that is required by path', () => {
    const { to } = inTree({ 'lib/package.json': { main: './start' }, 'lib/start.js': '', 'a.js': '' });
    expect(to('a.js', './lib')).toBe('lib/start.js');
  });
});

describe('aliases of frameworks', () => {
  it('work without the tsconfig that a build writes', () => {
    const { to } = inTree({
      'site/package.json': '{}',
      'site/svelte.config.js': '',
      'site/src/lib/store.ts': '',
      'site/src/lib/index.ts': '',
      'shop/package.json': '{}',
      'shop/nuxt.config.ts': '',
      'shop/stores/cart.ts': '',
      'shop/app/page.ts': '',
      'shop/shared/types.ts': '',
    });
    expect(['$lib', '$lib/store', '$app/environment'].map((name) => to('site/src/lib/store.ts', name))).toEqual([
      'site/src/lib/index.ts',
      'site/src/lib/store.ts',
      '→ $app/environment',
    ]);
    expect(to('shop/app/page.ts', '#shared/types')).toBe('shop/shared/types.ts');
    expect(['~/stores/cart', '~~/stores/cart', '@/page', '~/none'].map((name) => to('shop/app/page.ts', name))).toEqual(
      ['shop/stores/cart.ts', 'shop/stores/cart.ts', 'shop/app/page.ts', 'unresolved'],
    );
  });
});

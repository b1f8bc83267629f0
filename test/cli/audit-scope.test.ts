import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditScope } from '../../src/cli/audit-scope.js';
import { repository } from './fake-context.js';

const TWO = {
  'shop/.git/HEAD': '',
  'shop/packages/api/package.json': '{}',
  'shop/packages/api/src/cart.ts': '',
  'shop/app/[id]/route.ts': '',
  'plain/package.json': '{}',
  'plain/src/a.ts': '',
  'bare/src/a.ts': '',
};

describe('auditScope', () => {
  test.each([
    ['nothing named', [], undefined, 'shop', 'shop', []],
    [
      'below the working directory',
      ['packages', './packages/api/src/'],
      undefined,
      'shop',
      'shop',
      ['packages', 'packages/api/src'],
    ],
    ['the working directory itself', ['.', 'packages'], undefined, 'shop', 'shop', []],
    ['a name with brackets', ['app/[id]/route.ts'], undefined, 'shop', 'shop', ['app/[id]/route.ts']],
    ['a glob', ['packages/**/*.ts'], undefined, 'shop', 'shop', ['packages/**/*.ts']],
    ['outside: the git root', ['../shop/packages/api'], undefined, 'bare', 'shop', ['packages/api']],
    ['outside: the git root itself', ['../shop'], undefined, 'bare', 'shop', []],
    ['outside: a glob', ['../shop/packages/**/*.ts'], undefined, 'bare', 'shop', ['packages/**/*.ts']],
    ['outside, no git: the package root', ['../plain/src/a.ts'], undefined, 'bare', 'plain', ['src/a.ts']],
    ['above the working directory', ['..'], undefined, 'shop/packages/api', 'shop', ['packages']],
    ['a root given', [], '../shop', 'bare', 'shop', []],
    ['a root and a path', ['../shop/app'], '../shop', 'bare', 'shop', ['app']],
  ])('%s', (_, paths, rootFlag, cwd, root, expected) => {
    const base = repository(TWO);
    expect(auditScope(paths, rootFlag, join(base, cwd))).toMatchObject({ root: join(base, root), paths: expected });
  });

  test('a file without git and package is audited in its own folder', () => {
    const base = repository(TWO);
    const scope = auditScope([join(base, 'bare/src/a.ts')], undefined, join(base, 'shop'));
    expect(scope).toEqual({ root: join(base, 'bare/src'), paths: ['a.ts'], isNamed: false });
  });

  test.each([
    ['outside the root given', ['src'], '../shop', 'plain'],
    ['under two roots', ['../shop/app', 'src'], undefined, 'bare'],
  ])('refuses paths %s', (_, paths, rootFlag, cwd) => {
    const base = repository(TWO);
    expect(() => auditScope(paths, rootFlag, join(base, cwd))).toThrow(/lies outside the root/);
  });
});

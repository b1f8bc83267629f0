import type * as fs from 'node:fs';
import { expect, it, vi } from 'vitest';
import { discover } from '../../src/project/discover.js';
import { readSource } from '../../src/project/read-source.js';
import { makeTree } from './make-tree.js';

// Permissions do not stop the superuser, as whom tests may run: the refusal is simulated.
vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const refuse =
    <Call extends (...args: never[]) => unknown>(call: Call) =>
    (...args: Parameters<Call>) => {
      if (!String(args[0]).includes('locked')) return call(...args);
      throw Object.assign(new Error(`EACCES: ${String(args[0])}`), { code: 'EACCES' });
    };
  return { ...real, readdirSync: refuse(real.readdirSync), readFileSync: refuse(real.readFileSync) };
});

it('tells of a folder that cannot be listed and goes on', () => {
  const root = makeTree({ 'locked/a.ts': '', 'open/b.ts': '' });
  const found = discover({ root, paths: [] });
  expect(found.files).toEqual(['open/b.ts']);
  expect(found.diagnostics).toEqual([
    { code: 'unreadable-file', file: 'locked', message: 'the folder was not read: permission denied' },
  ]);
});

it('tells of a file that cannot be read, without its absolute path', () => {
  const root = makeTree({ 'locked.ts': '' });
  expect(readSource(root, 'locked.ts')).toEqual({
    diagnostic: { code: 'unreadable-file', file: 'locked.ts', message: 'the file was not read: permission denied' },
  });
});

import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DISK, type FileOperations } from '../../src/apply/disk/file-operations.js';
import { recover, undo } from '../../src/apply/disk/undo.js';
import { writeChanges } from '../../src/apply/disk/write-changes.js';
import type { ChangedText } from '../../src/apply/change-set.js';
import { openTexts, withText, type OpenText } from '../../src/apply/open-texts.js';
import { makeTree } from '../project/make-tree.js';

const BEFORE = { 'src/cart.js': 'let carts = {};\n', 'src/till.js': 'let total = 0;\n', 'package.json': '{}\n' };
const AFTER = {
  ...BEFORE,
  'src/cart.js': 'const carts = 1;\n',
  'src/till.js': 'const total = 2;\n',
  'src/lib/store.js': 'new\n',
};

/** The names of all operations that touch the disk, the reading ones as well. */
const NAMES = [
  'read',
  'create',
  'rename',
  'remove',
  'makeFolder',
  'removeFolder',
  'exists',
  'look',
  'list',
  'real',
] as const;

class Killed extends Error {}

/** Everything after the nth operation fails: `kill` as if the process were gone, `fail` only that one. */
function breaking(at: number, how: 'kill' | 'fail', tornBytes = false): { disk: FileOperations; count: () => number } {
  let count = 0;
  const step = (name: string, run: () => unknown): unknown => {
    count++;
    if (count === at || (how === 'kill' && count > at)) {
      if (tornBytes && count === at && name === 'create') run();
      throw how === 'kill' ? new Killed(name) : Object.assign(new Error(name), { code: 'ENOSPC' });
    }
    return run();
  };
  const disk = Object.fromEntries(
    NAMES.map((name) => [
      name,
      (...args: unknown[]) => step(name, () => (DISK[name] as (...all: unknown[]) => unknown)(...args)),
    ]),
  ) as unknown as FileOperations;
  return { disk, count: () => count };
}

function changesIn(root: string): ChangedText[] {
  const read = openTexts(root);
  const change = (path: 'src/cart.js' | 'src/till.js'): ChangedText => {
    const before = read(path) as OpenText;
    return { path, before, after: withText(before, AFTER[path]) as OpenText, ranges: [] };
  };
  const created = withText({ path: 'src/lib/store.js', encoding: 'utf-8' }, 'new\n') as OpenText;
  return [
    change('src/cart.js'),
    change('src/till.js'),
    { path: created.path, before: null, after: created, ranges: [] },
  ];
}

function treeOf(root: string): Record<string, string> {
  const names = (readdirSync(root, { recursive: true }) as string[]).filter(
    (name) => !name.startsWith('.stateless-migrate'),
  );
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(root, name)).isFile())
      .map((name) => [name, readFileSync(join(root, name), 'utf8')]),
  );
}

function countOperations(): number {
  const root = makeTree(BEFORE);
  const { disk, count } = breaking(Infinity, 'fail');
  writeChanges(root, changesIn(root), disk);
  expect(treeOf(root)).toEqual(AFTER);
  return count();
}

describe('a write that ends at any operation', () => {
  test('killed: the tree is as before or complete after the next run, and undo works', () => {
    const all = countOperations();
    expect(all).toBeGreaterThan(30);
    let complete = 0;
    for (let at = 1; at <= all; at++) {
      for (const torn of [false, true]) {
        const root = makeTree(BEFORE);
        expect(() => writeChanges(root, changesIn(root), breaking(at, 'kill', torn).disk), `operation ${at}`).toThrow();
        recover(root, DISK);
        const tree = treeOf(root);
        if (JSON.stringify(tree) !== JSON.stringify(treeOf(makeTree(BEFORE)))) {
          expect(tree, `operation ${at}`).toEqual(AFTER);
          undo(root, null, false, DISK);
          expect(treeOf(root), `undo after operation ${at}`).toEqual(BEFORE);
          complete++;
        }
        expect(() => writeChanges(root, changesIn(root), DISK), `again after ${at}`).not.toThrow();
        expect(treeOf(root)).toEqual(AFTER);
      }
    }
    expect(complete).toBeLessThan(all);
  });

  test('a failure at any operation leaves the tree as before, at once', () => {
    const all = countOperations();
    for (let at = 1; at <= all; at++) {
      const root = makeTree(BEFORE);
      const failing = breaking(at, 'fail');
      expect(() => writeChanges(root, changesIn(root), failing.disk), `operation ${at}`).toThrow();
      recover(root, DISK);
      expect(treeOf(root), `operation ${at}`).toEqual(BEFORE);
    }
  });

  test('an undo that is killed is finished by the next one', () => {
    const count = (() => {
      const root = makeTree(BEFORE);
      writeChanges(root, changesIn(root), DISK);
      const counting = breaking(Infinity, 'fail');
      undo(root, null, false, counting.disk);
      return counting.count();
    })();
    for (let at = 1; at <= count; at++) {
      const root = makeTree(BEFORE);
      writeChanges(root, changesIn(root), DISK);
      expect(() => undo(root, null, false, breaking(at, 'kill').disk)).toThrow(Killed);
      recover(root, DISK);
      const tree = treeOf(root);
      if ('src/lib/store.js' in tree) undo(root, null, false, DISK);
      expect(treeOf(root), `operation ${at}`).toEqual(BEFORE);
    }
  });
});

describe('what a write refuses', () => {
  test('a file that changed since it was analysed', () => {
    const root = makeTree(BEFORE);
    const changes = changesIn(root);
    writeFileSync(join(root, 'src/till.js'), 'let total = 7;\n');
    expect(() => writeChanges(root, changes, DISK)).toThrow('src/till.js changed since it was analysed');
    expect(treeOf(root)).toEqual({ ...BEFORE, 'src/till.js': 'let total = 7;\n' });
  });

  test('a link that leaves the root', () => {
    const outside = makeTree({ 'cart.js': BEFORE['src/cart.js'] });
    const root = makeTree({ 'src/till.js': BEFORE['src/till.js'], 'package.json': '{}\n' });
    symlinkSync(join(outside, 'cart.js'), join(root, 'src/cart.js'));
    const before = { path: 'src/cart.js', encoding: 'utf-8', text: BEFORE['src/cart.js'], hash: '' } as const;
    const after = withText(before, 'x\n') as OpenText;
    expect(() => writeChanges(root, [{ path: 'src/cart.js', before, after, ranges: [] }], DISK)).toThrow(
      'leads out of the root',
    );
    expect(readFileSync(join(outside, 'cart.js'), 'utf8')).toBe(BEFORE['src/cart.js']);
  });

  test('undo of a file that somebody changed, unless forced; then the others are put back', () => {
    const root = makeTree(BEFORE);
    writeChanges(root, changesIn(root), DISK);
    writeFileSync(join(root, 'src/till.js'), 'mine\n');
    expect(() => undo(root, null, false, DISK)).toThrow('changed since: src/till.js');
    expect(undo(root, null, true, DISK).files).not.toContain('src/till.js');
    expect(treeOf(root)).toEqual({ ...BEFORE, 'src/till.js': 'mine\n' });
    expect(() => undo(root, null, false, DISK)).toThrow('nothing to undo');
  });

  test('the mode of a file is kept', () => {
    const root = makeTree(BEFORE);
    DISK.remove(join(root, 'src/cart.js'));
    DISK.create(join(root, 'src/cart.js'), Buffer.from(BEFORE['src/cart.js']), 0o755);
    writeChanges(root, changesIn(root), DISK);
    expect(statSync(join(root, 'src/cart.js')).mode & 0o777).toBe(0o755);
  });
});

import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makeTree } from '../project/make-tree.js';
import { spawnBinary } from './spawn-binary.js';

const SHOP = fileURLToPath(new URL('../../examples/lambda-shop', import.meta.url));

describe('an interruption', () => {
  it('ends with 130 and leaves nothing behind', async () => {
    const files = Array.from({ length: 400 }, (_, i): [string, string] => [
      `src/loaf-${i}.js`,
      `let n${i} = 0;\n${`exports.bake = () => { n${i} += 1; return n${i}; };\n`.repeat(60)}`,
    ]);
    const root = makeTree(Object.fromEntries(files));
    mkdirSync(join(root, 'out'));
    const ended = await spawnBinary(['-o', 'json=out/report.json', '--format', 'json'], {
      cwd: root,
      // The signal is sent once somebody listens for it: before, it ends any process.
      before: "process.on('newListener', (name) => name === 'SIGINT' && process.stderr.write('listening'));",
      onStderr: (_, kill) => {
        kill('SIGINT');
      },
    });
    expect([ended.code, ended.signal]).toEqual([130, null]);
    expect(ended.out).toBe('');
    expect(readdirSync(join(root, 'out'))).toEqual([]);
  });
});

describe('a reader that goes away', () => {
  it.each([['json'], ['pretty'], ['compact']])('is no error: %s', async (format) => {
    const files = Array.from({ length: 60 }, (_, i): [string, string] => [
      `handler-${i}.js`,
      Array.from({ length: 40 }, (__, j) => `const shelf${j} = new Map();`).join('\n') +
        '\nexports.handler = async (event) => { shelf0.set(event.id, event); return shelf0.get(event.other); };\n',
    ]);
    const root = makeTree(Object.fromEntries(files));
    const ended = await spawnBinary(['--all', '--format', format], { cwd: root, leavesEarly: true });
    expect(ended.out.length).toBeGreaterThan(0);
    expect([ended.code, ended.signal, ended.err]).toEqual([1, null, '']);
  });
});

describe('the same repository', () => {
  it('gives the same bytes wherever and however it is audited', { timeout: 120_000 }, async () => {
    const home = makeTree({ 'elsewhere/.keep': '' });
    const one = join(home, 'one');
    const other = join(home, 'a folder of another name');
    cpSync(SHOP, one, { recursive: true });
    cpSync(SHOP, other, { recursive: true });
    symlinkSync(one, join(home, 'link'));
    const run = async (
      cwd: string,
      argv: readonly string[] = [],
      env: Record<string, string> = {},
    ): Promise<string> => {
      const { code, out, err } = await spawnBinary(['--format', 'json', '--fail-on', 'never', ...argv], { cwd, env });
      expect([code, err]).toEqual([0, '']);
      return out;
    };
    const first = await run(one);
    const others = await Promise.all([
      run(one),
      run(other),
      run(join(home, 'elsewhere'), ['--root', '../one']),
      run(home, ['--root', 'link']),
      run(one, [], { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' }),
      run(one, [], { LC_ALL: 'C', TZ: 'America/Los_Angeles', COLUMNS: '40', FORCE_COLOR: '1' }),
      run(one, ['--debug']),
    ]);
    for (const text of others) expect(text).toBe(first);
    expect(first).not.toContain(home);
  });
});

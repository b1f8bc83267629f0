import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { repository } from '../cli/fake-context.js';
import { counting } from '../gate/audit-files.js';
import { runBinary } from './run-binary.js';
import { reportOf, runTool } from './run-tool.js';

// A process of its own takes seconds where others work beside it.
vi.setConfig({ testTimeout: 180_000 });

const SHOP = {
  'package.json': '{ "name": "shop", "type": "module" }',
  'src/till.ts': counting(['sold'], 'let sold = 0;'),
  'src/basket.ts':
    'const baskets = new Map();\nexport const handler = async (event) => {\n  const basket = baskets.get(event.userId) ?? [];\n  basket.push(event.item);\n  baskets.set(event.userId, basket);\n  return { statusCode: 200, body: JSON.stringify(basket) };\n};\n',
};

function write(root: string, file: string, text: string): void {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
}

describe('a gate for old code', () => {
  test('fails from the first day for what is new, and for nothing else', () => {
    const shop = repository(SHOP);
    expect(runBinary(shop).code).toBe(1);
    expect(runBinary(shop, 'baseline')).toEqual({
      code: 0,
      out: '.stateless-baseline.json: 2 findings (2 new)\n',
      err: '',
    });
    const baseline = readFileSync(join(shop, '.stateless-baseline.json'), 'utf8');
    expect(baseline.split('\n')).toHaveLength(8);
    expect(baseline).not.toContain(shop);
    const old = runBinary(shop);
    expect(old.code).toBe(0);
    expect(old.out).toContain('✔ no new finding in 2 files · 2 in the baseline\n');
    expect(runBinary(shop, '--no-baseline').code).toBe(1);

    // Moved down, formatted otherwise, and in a file of another name.
    write(shop, 'src/till.ts', `// the till\n\n${SHOP['src/till.ts'].replace('let sold = 0;', 'let  sold  =  0 ;')}`);
    renameSync(join(shop, 'src/basket.ts'), join(shop, 'src/baskets.ts'));
    expect(runBinary(shop).code).toBe(0);

    // One is repaired, and a new one comes: the number of findings is the same.
    write(shop, 'src/till.ts', counting(['returned'], 'let returned = 0;'));
    const fresh = runBinary(shop);
    expect(fresh.code).toBe(1);
    expect(fresh.out).toContain('`returned`');
    expect(fresh.out).not.toContain('`baskets`');
    expect(fresh.out).toContain('✖ 1 error · 1 in the baseline\n');
    expect(fresh.out).toContain('1 entry of the baseline has no finding any more');

    expect(runBinary(shop, 'baseline', '--prune').out).toBe('.stateless-baseline.json: 1 finding (1 gone)\n');
    expect(readFileSync(join(shop, '.stateless-baseline.json'), 'utf8')).toContain('"file":"src/baskets.ts"');
    expect(runBinary(shop).code).toBe(1);
    expect(runBinary(shop, 'baseline').out).toBe('.stateless-baseline.json: 2 findings (1 new)\n');
    expect(runBinary(shop).code).toBe(0);
  });

  test('a comment with a reason does the same for one place', async () => {
    const why = 'in-memory-counter -- a metric per instance';
    const shop = repository({
      'src/till.ts': counting(
        ['sold', 'returned'],
        `// stateless-ignore-next-line ${why}\nlet sold = 0;\nlet returned = 0; // stateless-ignore-line in-memory-conter -- typo`,
      ),
    });
    const report = await reportOf(shop);
    expect(report.findings.map(({ scope, suppressed }) => [scope, suppressed])).toEqual([
      ['sold', { reason: 'a metric per instance', line: 1 }],
      ['returned', null],
    ]);
    expect(report.summary).toMatchObject({ findings: { error: 1 }, suppressed: 1 });
    const plain = await runTool(shop, '--fail-on', 'never');
    expect(plain.code).toBe(0);
    expect(plain.out).toContain('src/till.ts: 3:22 unknown rule `in-memory-conter`: did you mean `in-memory-counter`?');
    expect(plain.out).toContain('✖ 1 error · 1 suppressed\n');
    const strict = runBinary(shop, '--fail-on', 'never', '--strict');
    expect(strict.code).toBe(2);
    expect(strict.err).toContain('error: 1 suppression is malformed\n');
  });
});

describe('the configuration', () => {
  test('in TypeScript decides, unless the command line does', async () => {
    const shop = repository({
      ...SHOP,
      'stateless.config.ts': `import { defineConfig } from 'stateless-migrate';
export default defineConfig({
  target: 'cloud-run',
  include: ['src'],
  rules: { 'in-memory-session': 'note' },
  overrides: [{ files: ['src/till.ts'], rules: { 'in-memory-counter': 'off' } }],
});
`,
    });
    const report = await reportOf(shop);
    expect(report).toMatchObject({
      target: 'cloud-run',
      targetDetectedBy: 'stateless.config.ts',
      summary: { files: 2, findings: { error: 0, warning: 0, note: 1 }, off: 1 },
    });
    expect((await runTool(shop)).code).toBe(0);
    expect((await runTool(shop, '--fail-on', 'note')).code).toBe(1);
    expect(await reportOf(shop, '--target', 'lambda')).toMatchObject({
      target: 'lambda',
      targetDetectedBy: '--target',
    });
    for (const flag of ['--no-config', '--config-json-only']) {
      expect((await reportOf(shop, flag)).summary).toMatchObject({ files: 3, findings: { error: 2 }, off: 0 });
    }
  });

  test('that is wrong ends the run with the file, the line and the nearest name', async () => {
    const shop = repository({
      ...SHOP,
      'stateless.config.json': '{\n  "rules": {\n    "in-memory-conter": "off"\n  }\n}\n',
    });
    expect(await runTool(shop)).toEqual({
      code: 2,
      out: '',
      err: 'error: stateless.config.json:3: unknown rule `in-memory-conter` in `rules`\nhint: did you mean `in-memory-counter`?\n',
    });
  });

  test('that init writes changes nothing', async () => {
    const shop = repository(SHOP);
    const before = await reportOf(shop);
    expect(runBinary(shop, 'init').code).toBe(0);
    expect(await reportOf(shop)).toEqual(before);
    expect((await runTool(shop, 'init')).code).toBe(2);
  });
});

describe('which findings count', () => {
  const shop = (): string => repository({ ...SHOP, 'src/pages.ts': PAGES });

  test.each([
    [['--fail-on', 'never'], 0, 2],
    [['--rule', 'unbounded-cache'], 0, 0],
    [['--rule', 'unbounded-cache', '--fail-on', 'warning'], 1, 0],
    [['--skip-rule', 'in-memory-counter', '--skip-rule', 'in-memory-session'], 0, 0],
    [['--skip-rule', 'in-memory-counter,in-memory-session', '--fail-on', 'warning'], 1, 0],
    [['--severity', 'note'], 1, 2],
    [['--min-confidence', 'high'], 1, 2],
  ])('%j', async (argv, code, errors) => {
    const root = shop();
    expect((await runTool(root, ...argv)).code).toBe(code);
    expect((await reportOf(root, ...argv)).summary.findings.error).toBe(errors);
  });

  const PAGES =
    'const pages = new Map();\nexport const handler = async (event) => {\n  if (!pages.has(event.id)) pages.set(event.id, await (await fetch(`https://shop.example/${event.id}`)).text());\n  return { statusCode: 200, body: pages.get(event.id) };\n};\n';
});

describe('--changed', () => {
  const LIBRARY = {
    'src/count.ts': 'let hits = 0;\nexport const count = () => { hits += 1; return hits; };\n',
    'src/api.ts':
      "import { count } from './count.js';\nlet calls = 0;\nexport const handler = async () => { calls += 1; return { body: String(count() + calls) }; };\n",
    'src/till.ts': SHOP['src/till.ts'],
  };

  function committed(files: Readonly<Record<string, string>>): string {
    const root = repository(files);
    git(root, 'init', '--quiet', '--initial-branch=main');
    commit(root);
    return root;
  }

  function git(root: string, ...argv: readonly string[]): void {
    const who = ['-c', 'user.name=Shop', '-c', 'user.email=shop@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...argv], { cwd: root, stdio: 'pipe' });
  }

  function commit(root: string): void {
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message=shop');
  }

  test('reports what differs from a commit, and what reaches it', async () => {
    const root = committed(LIBRARY);
    expect((await runTool(root, '--changed')).code).toBe(0);
    write(root, 'src/count.ts', `// counts\n${LIBRARY['src/count.ts']}`);
    const own = await reportOf(root, '--changed');
    expect(own.findings.map(({ scope }) => scope)).toEqual(['calls', 'hits']);
    expect(own.changed).toEqual({ since: 'HEAD', files: 1, reached: 2 });
    expect(runBinary(root, '--changed').code).toBe(1);
    commit(root);
    expect((await runTool(root, '--changed')).code).toBe(0);
    expect((await reportOf(root, '--changed', 'HEAD~1')).findings).toHaveLength(2);
    expect((await reportOf(root, '--changed=HEAD~1')).changed?.since).toBe('HEAD~1');
  });

  test('knows new files, and what came to the other branch since is no change of this one', async () => {
    const root = committed(LIBRARY);
    git(root, 'checkout', '--quiet', '-b', 'till');
    write(root, 'src/räume/neu.ts', counting(['rooms'], 'let rooms = 0;'));
    git(root, 'checkout', '--quiet', 'main');
    git(root, 'stash', '--include-untracked', '--quiet');
    write(root, 'src/count.ts', `// main\n${LIBRARY['src/count.ts']}`);
    commit(root);
    git(root, 'checkout', '--quiet', 'till');
    git(root, 'stash', 'pop', '--quiet');
    expect((await reportOf(root, '--changed', 'main')).findings.map(({ scope }) => scope)).toEqual(['rooms']);
  });

  test('in a folder of the repository speaks of it alone', async () => {
    const root = committed({ 'one/src/till.ts': LIBRARY['src/till.ts'], 'two/src/till.ts': LIBRARY['src/till.ts'] });
    write(root, 'one/src/till.ts', counting(['sold', 'returned'], 'let sold = 0;\nlet returned = 0;'));
    expect((await reportOf(join(root, 'one'), '--changed')).findings).toHaveLength(2);
    expect((await reportOf(join(root, 'two'), '--changed')).findings).toHaveLength(0);
  });

  test('runs nothing that the repository names, and says what it cannot do', async () => {
    const root = committed(LIBRARY);
    const hook = join(root, '.git', 'hook');
    writeFileSync(hook, `#!/bin/sh\ntouch '${join(root, 'ran')}'\n`, { mode: 0o755 });
    git(root, 'config', 'core.fsmonitor', hook);
    git(root, 'config', 'diff.external', hook);
    write(root, 'src/count.ts', '');
    rmSync(join(root, 'ran'), { force: true });
    expect((await reportOf(root, '--changed')).changed?.files).toBe(1);
    expect(() => readFileSync(join(root, 'ran'))).toThrow('ENOENT');
    expect(await runTool(root, '--changed', 'no-such-branch')).toMatchObject({
      code: 2,
      err: 'error: `no-such-branch` is no commit that git knows here\nhint: name a commit or a branch: --changed origin/main; paths stand before --changed\n',
    });
    expect((await runTool(root, '--changed=--output=x')).code).toBe(2);
  });

  test('goes with a baseline, whose entries elsewhere are not called gone', async () => {
    const root = committed(LIBRARY);
    await runTool(root, 'baseline');
    write(root, 'src/count.ts', `// counts\n${LIBRARY['src/count.ts']}`);
    const { summary } = await reportOf(root, '--changed');
    expect(summary).toMatchObject({ findings: { error: 0 }, inBaseline: 2, vanished: 0 });
  });
});

test('the same input gives the same bytes in every process, without an absolute path', async () => {
  const shop = repository({ ...SHOP, 'stateless.config.ts': "export default { target: 'lambda' as const };\n" });
  await runTool(shop, 'baseline');
  for (const format of ['json', 'pretty', 'compact']) {
    const first = await runTool(shop, '--format', format);
    expect(runBinary(shop, '--format', format)).toEqual(first);
    expect(`${first.out}${first.err}`).not.toContain(shop);
  }
});

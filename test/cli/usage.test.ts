import { describe, expect, test } from 'vitest';
import { repository, run } from './fake-context.js';

describe('a mistake on the command line is answered with the nearest right word, exit 2, no stack', () => {
  const SHOP = { 'src/cart.ts': '', 'src/counter.ts': '', 'rules-of-the-shop.md': '' };

  test.each([
    ['--formt json', 'error: unknown flag --formt\nhint: did you mean `--format`?\n'],
    ['-format json', 'error: unknown flag -format\nhint: did you mean `--format`?\n'],
    ['--no-colour', 'error: unknown flag --no-colour\nhint: did you mean `--no-color`?\n'],
    ['--include', 'error: unknown flag --include\nhint: did you mean `--include-tests`?\n'],
    ['--write', 'error: `audit` has no flag --write\nhint: `migrate` has it\n'],
    ['rules --all', 'error: `rules` has no flag --all\nhint: `audit` has it\n'],
    ['--format jsn', 'error: `jsn` is not a value of --format\nhint: did you mean `json`?\n'],
    ['--format=sarif', 'error: `sarif` is not a value of --format\nhint: one of pretty, compact, json\n'],
    ['--format', 'error: --format needs a value\nhint: one of pretty, compact, json\n'],
    ['--format= src', 'error: --format needs a value\nhint: one of pretty, compact, json\n'],
    ['--root --all', 'error: --root needs a value\n'],
    ['--fail-on warn', 'error: `warn` is not a value of --fail-on\nhint: did you mean `warning`?\n'],
    ['--severity errror', 'error: `errror` is not a value of --severity\nhint: did you mean `error`?\n'],
    ['--min-confidence hgih', 'error: `hgih` is not a value of --min-confidence\nhint: did you mean `high`?\n'],
    ['--target lamda', 'error: `lamda` is not a value of --target\nhint: did you mean `lambda`?\n'],
    ['--rule in-memory-conter', 'error: unknown rule `in-memory-conter`\nhint: did you mean `in-memory-counter`?\n'],
    ['--skip-rule xyz', 'error: unknown rule `xyz`\nhint: `stateless-migrate rules` lists them\n'],
    ['-o jsn=x.json', 'error: `jsn` is not a format of --output\nhint: did you mean `json`?\n'],
    ['-o x.json', 'error: --output takes format=path, not `x.json`\nhint: for example --output json=x.json\n'],
    ['-o json', 'error: --output takes format=path, not `json`\nhint: for example --output json=report.txt\n'],
    ['srcc', 'error: no such path `srcc`\nhint: did you mean `src`?\n'],
    ['src/crat.ts', 'error: no such path `src/crat.ts`\nhint: did you mean `src/cart.ts`?\n'],
    ['scr/crat.ts', 'error: no such path `scr/crat.ts`\nhint: did you mean `src/cart.ts`?\n'],
    ['explian', 'error: no such path `explian`\nhint: did you mean the command `explain`?\n'],
    ['help', 'error: no such path `help`\nhint: did you mean `--help`?\n'],
    ['--root scr', 'error: no such folder `scr`\nhint: did you mean --root src?\n'],
    ['--root src/cart.ts', 'error: --root `src/cart.ts` is not a folder\nhint: did you mean --root src?\n'],
    [
      '--root src cart.ts',
      'error: no such path `cart.ts`\nhint: paths are relative to the working directory: `src/cart.ts`\n',
    ],
    ['rules src', 'error: `rules` takes no argument `src`\nhint: did you mean `stateless-migrate explain src`?\n'],
    ['explain in-memory-queues', 'error: unknown rule `in-memory-queues`\nhint: did you mean `in-memory-queue`?\n'],
    ['--no-baselin', 'error: unknown flag --no-baselin\nhint: did you mean `--no-baseline`?\n'],
    ['--no-changed', 'error: unknown flag --no-changed\nhint: stateless-migrate audit --help lists the flags\n'],
    ['--chnaged', 'error: unknown flag --chnaged\nhint: did you mean `--changed`?\n'],
    ['--changed=', 'error: --changed needs a value\n'],
    ['--changed', 'error: --changed needs a git repository\nhint: the root does not lie in one that git may read\n'],
    ['--config', 'error: --config needs a value\n'],
    ['--config src/cart.json', 'error: no such file `src/cart.json`\nhint: did you mean --config src/cart.ts?\n'],
    ['--baseline old.json', 'error: no such file `old.json`\n'],
    [
      'baseline src',
      'error: `baseline` takes no argument `src`\nhint: the whole root is audited; name it with --root\n',
    ],
    ['baseline --no-baseline', 'error: `baseline` has no flag --no-baseline\nhint: `audit` has it\n'],
    [
      'baseline --prune',
      'error: `.stateless-baseline.json` lists nothing that could be pruned\nhint: `stateless-migrate baseline` writes it\n',
    ],
    ['explain x#y --changed', 'error: `explain` has no flag --changed\nhint: `audit` has it\n'],
    ['init src', 'error: `init` takes no argument `src`\nhint: name the folder with --root\n'],
    ['init --format tx', 'error: `tx` is not a value of --format\nhint: did you mean `ts`?\n'],
    ['completion zhs', 'error: no completion for the shell `zhs`\nhint: did you mean `zsh`?\n'],
  ])('%s', async (line, expected) => {
    const ran = await run(line.split(' '), { cwd: repository(SHOP) });
    expect(ran).toEqual({ code: 2, out: '', err: expected, audits: [], exits: [] });
  });

  test('a wrong path is printed without the control characters in it', async () => {
    const { err } = await run(['\u001bcx\ny']);
    expect(err).toContain('error: no such path `\\x1bcx\\ny`\n');
  });

  test('what follows -- is a path, and a lone word of a value is none', async () => {
    const cwd = repository({ '--all': '', json: '' });
    const { audits } = await run(['json', '--format', 'json', '--', '--all'], { cwd });
    expect(audits[0]?.paths).toEqual(['json', '--all']);
  });
});

describe('help', () => {
  test('groups the flags, gives examples, and lists only what there is', async () => {
    const { code, out, err, audits } = await run(['--help']);
    expect({ code, err, audits }).toEqual({ code: 0, err: '', audits: [] });
    for (const heading of ['What is looked at:', 'Which findings count:', 'Output:', 'Examples:', 'Exit code: 0']) {
      expect(out).toContain(heading);
    }
    expect(out).toContain('Root: --root, else the working directory');
    expect([...out.matchAll(/^ {2}stateless-migrate ([a-z]+) /gm)].map((match) => match[1])).toEqual(
      expect.arrayContaining([
        'audit',
        'migrate',
        'undo',
        'verify',
        'explain',
        'baseline',
        'rules',
        'init',
        'completion',
      ]),
    );
  });

  test.each(['audit', 'migrate', 'undo', 'verify', 'explain', 'baseline', 'rules', 'init', 'completion'])(
    'of %s has examples of its own',
    async (command) => {
      const { code, out } = await run([command, '--help']);
      expect(code).toBe(0);
      const examples = out.slice(out.indexOf('Examples:'));
      expect(examples).toContain(`stateless-migrate${command === 'audit' ? '' : ` ${command}`}`);
    },
  );

  test('--version prints the version of the package', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'])('prints the script for %s, also by $SHELL', async (shell) => {
    const { code, out } = await run(['completion', shell]);
    expect(code).toBe(0);
    expect(out).toContain('stateless-migrate --complete-words');
    expect((await run(['completion'], { env: { SHELL: `/usr/bin/${shell}` } })).out).toBe(out);
  });

  test.each([
    [['exp'], 'explain\n'],
    [['--fo'], '--format\n'],
    [['audit', '--target', 'cloud'], 'cloudflare\ncloud-run\n'],
    [['audit', '--rule', 'in-memory-q'], 'in-memory-queue\n'],
    [['explain', 'stale'], 'stale-init-value\n'],
    [['rules', '--format', ''], 'pretty\njson\n'],
    [['src/', ''], ''],
  ])('completes %j', async (words, expected) => {
    expect(await run(['--complete-words', ...words])).toMatchObject({ code: 0, out: expected, err: '' });
  });
});

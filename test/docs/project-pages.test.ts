import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { audit } from '../../src/pipeline.js';
import { RULES } from '../../src/rules/index.js';
import { readRulePage } from './rule-page.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = textOf('README.md');

describe.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/configuration.md', 'docs/old-code.md'])(
  '%s',
  (page) => {
    it('links to files that are there', () => {
      const links = [...textOf(page).matchAll(/\]\(([^():#]+)\)/g)].map(([, path = '']) => path);
      expect(links.filter((path) => !existsSync(join(ROOT, dirname(page), path)))).toEqual([]);
    });

    it('names scripts that are there', () => {
      const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
      const named = [...textOf(page).matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script);
      expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
    });
  },
);

describe('README.md', () => {
  it('says of every rule whether it is reported', () => {
    const [found = '', notFound = ''] = README.slice(README.indexOf('## What it finds')).split(
      '## What it does not find',
    );
    const misplaced = RULES.map((rule) => rule.id).filter((rule) => {
      const link = `[${rule}](docs/rules/${rule}.md)`;
      const pending = readRulePage(rule).pending;
      return found.includes(link) === pending || notFound.includes(link) !== pending;
    });
    expect(misplaced).toEqual([]);
  });

  it('opens with a program that is reported', async () => {
    const root = mkdtempSync(join(tmpdir(), 'readme-'));
    try {
      writeFileSync(join(root, 'handler.ts'), /^```ts\n([^]*?)^```$/m.exec(README)?.[1] ?? '');
      const { report } = await audit({ root, paths: [], target: 'lambda' });
      expect(report.findings.map(({ rule, line }) => ({ rule, line }))).toEqual([
        { rule: 'in-memory-session', line: 1 },
      ]);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.js';
import { KEYS } from '../../src/project/configuration/check-configuration.js';
import { load } from '../configuration/load.js';
import { auditFiles } from '../gate/audit-files.js';

describe('docs/configuration.md', () => {
  const page = pageOf('configuration');

  it('shows configurations that are right, and say the same', async () => {
    const [json = '', code = ''] = [blockOf(page, 'jsonc'), blockOf(page, 'ts')];
    const fromJson = await load({ 'stateless.config.jsonc': json });
    expect(fromJson).toMatchObject({ target: 'lambda' });
    expect(await load({ 'stateless.config.ts': code })).toEqual(fromJson);
  });

  it('explains every key', () => {
    const explained = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
    expect(explained).toEqual(KEYS.filter((key) => key !== '$schema'));
  });
});

describe('docs/old-code.md', () => {
  const page = pageOf('old-code');

  it('shows a suppression that suppresses', async () => {
    const { report } = await auditFiles({ 'src/api.ts': blockOf(page, 'ts') ?? '' });
    expect(report.findings.map(({ suppressed }) => suppressed)).toEqual([
      { reason: 'a metric per instance, scraped every minute', line: 1 },
    ]);
    expect(report.diagnostics).toEqual([]);
  });
});

it.each(['configuration', 'old-code'])('docs/%s.md names flags that are there', (name) => {
  const flags = new Set(COMMANDS.flatMap((command) => command.flags.map((flag) => `--${flag.name}`)));
  const named = [...pageOf(name).matchAll(/(?<![\w-])--(?:no-)?[a-z][a-z-]+/g)].map(([flag]) => flag);
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((flag) => !flags.has(flag) && !flags.has(flag.replace('--no-', '--')))).toEqual([]);
});

function pageOf(name: string): string {
  return readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');
}

function blockOf(page: string, language: string): string | undefined {
  return new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(page)?.[1];
}

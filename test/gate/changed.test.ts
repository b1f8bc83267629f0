import { describe, expect, test } from 'vitest';
import { auditFiles } from './audit-files.js';

const SHOP = {
  'src/till.ts': 'let sold = 0;\nexport const sell = () => { sold += 1; return sold; };\n',
  'src/api.ts':
    "import { sell } from './till.js';\nlet hits = 0;\nexport const handler = async () => { hits += 1; return { body: String(sell() + hits) }; };\n",
  'src/other.ts':
    'let pages = 0;\nexport const handler = async () => { pages += 1; return { body: String(pages) }; };\n',
  'src/types.ts': 'export interface Item { name: string }\nexport const UNITS = 3;\n',
  'src/list.ts':
    "import type { Item } from './types.js';\nlet items: Item[] = [];\nexport const handler = async (event) => { items.push(event); return { body: String(items) }; };\n",
  'src/broken.ts': 'let = ;',
};

async function reported(files: readonly string[]) {
  const { report, baseline } = await auditFiles(SHOP, { changed: { since: 'main', files } });
  expect(report.summary.findings.error).toBe(report.findings.length);
  expect(baseline.fresh).toHaveLength(4);
  expect(report.summary.bindings).toBe(report.bindings.length);
  return {
    findings: report.findings.map(({ scope }) => scope),
    files: [...new Set(report.bindings.map(({ file }) => file))],
    entryPoints: report.entryPoints.map(({ file }) => file),
    diagnostics: report.diagnostics.map(({ code }) => code),
    changed: report.changed,
  };
}

describe('a report on changed files', () => {
  test('shows them, and what imports them', async () => {
    expect(await reported(['src/till.ts'])).toEqual({
      findings: ['hits', 'sold'],
      files: ['src/api.ts', 'src/till.ts'],
      entryPoints: ['src/api.ts'],
      diagnostics: [],
      changed: { since: 'main', files: 1, reached: 2 },
    });
  });

  test('shows a finding elsewhere that is reached through a changed file', async () => {
    expect(await reported(['src/api.ts'])).toMatchObject({
      findings: ['hits', 'sold'],
      changed: { files: 1, reached: 1 },
    });
  });

  test('does not follow imports of types', async () => {
    expect(await reported(['src/types.ts'])).toMatchObject({ findings: [], files: ['src/types.ts'] });
  });

  test('shows what is wrong with a changed file that could not be read', async () => {
    expect(await reported(['src/broken.ts'])).toMatchObject({ findings: [], diagnostics: ['parse-error'] });
  });

  test('shows nothing where nothing changed, or only what is no source', async () => {
    const nothing = { findings: [], files: [], entryPoints: [], diagnostics: [] };
    expect(await reported([])).toMatchObject({ ...nothing, changed: { since: 'main', files: 0, reached: 0 } });
    expect(await reported(['README.md', '__proto__'])).toMatchObject(nothing);
  });
});

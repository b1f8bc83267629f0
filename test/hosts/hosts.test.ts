import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../src/analyzers/3-detect/detectors.js';
import { audit } from '../../src/pipeline.js';
import { compareReport } from '../idioms/compare-report.js';
import { readExpectations } from '../idioms/expectations.js';
import { listCases } from '../idioms/fixture-case.js';
import type { FixtureCase } from '../idioms/fixture-case.js';
import { detectFixture } from './detect-fixture.js';
import { byPlace, readExpectedEntries } from './expected-entries.js';
import type { ExpectedEntry } from './expected-entries.js';

const cases = listCases(fileURLToPath(new URL('../fixtures/hosts', import.meta.url)));
const hosts = Object.keys(DETECTORS) as (keyof typeof DETECTORS)[];

describe('the fixtures of the hosts', () => {
  it.each(cases)('$group/$name', async (fixture) => {
    const { group, root } = fixture;
    const { report } = await audit({ root, paths: [], entries: entriesOf(fixture) });
    expect(entriesIn(report.entryPoints)).toEqual(readExpectedEntries(root, group));
    expect(compareReport(readExpectations(root), report)).toEqual([]);
  });
});

describe('the registry of hosts', () => {
  it('has a fixture for each host, and a host for each fixture', () => {
    expect([...new Set(cases.map(({ group }) => group))].sort()).toEqual([...hosts, 'exported'].sort());
  });

  it.each([...hosts, 'exported'] as const)(
    '%s has a fixture in which state of its entry points is reported',
    (host) => {
      const own = cases.filter(({ group }) => group === host);
      expect(own.some(({ root }) => readExpectations(root).findings.length > 0)).toBe(true);
    },
  );

  it.each([...hosts, 'exported'] as const)('%s has a look-alike beside it that is no entry point', (host) => {
    const own = cases.filter(({ group }) => group === host);
    expect(own.some(({ root }) => sourcesOf(root).some((text) => text.includes('// no entry point: ')))).toBe(true);
  });

  it.each(hosts)('%s is found by its own detector', async (host) => {
    const others: Partial<typeof DETECTORS> = { ...DETECTORS };
    Reflect.deleteProperty(others, host);
    const found: boolean[] = [];
    for (const fixture of cases.filter(({ group }) => group === host)) {
      const expected = readExpectedEntries(fixture.root, host);
      const { entries } = await detectFixture(fixture.root, others, entriesOf(fixture));
      found.push(JSON.stringify(entriesIn(entries)) === JSON.stringify(expected));
    }
    expect(found).toContain(false);
  });
});

function entriesIn(list: readonly ExpectedEntry[]): ExpectedEntry[] {
  return list.map(({ file, line, host, name }) => ({ file, line, host, name })).sort(byPlace);
}

function sourcesOf(root: string): string[] {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => /\.[cm]?[jt]sx?$/.test(path)).map((path) => readFileSync(join(root, path), 'utf8'));
}

/** What the user's configuration would name, where a fixture has an `entries.json`. */
function entriesOf({ root }: FixtureCase): readonly string[] {
  const path = join(root, 'entries.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as string[]) : [];
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { audit } from '../../src/pipeline.js';
import { compareReport } from './compare-report.js';
import { readExpectations } from './expectations.js';

/** One folder of a fixture: `A5-first-caller-singleton` / `reports`. */
export interface FixtureCase {
  readonly group: string;
  readonly name: string;
  readonly root: string;
}

/** Every `group/case` folder below a folder of fixtures, sorted. */
export function listCases(base: string): FixtureCase[] {
  return folders(base).flatMap((group) =>
    folders(join(base, group)).map((name) => ({ group, name, root: join(base, group, name) })),
  );
}

/** Audits one fixture and returns the differences from its expectations. */
export async function auditCase({ root }: FixtureCase): Promise<string[]> {
  const expected = readExpectations(root);
  const target = expected.target === null ? {} : { target: expected.target };
  const { report } = await audit({ root, paths: [], debug: true, ...target });
  return compareReport(expected, report);
}

function folders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

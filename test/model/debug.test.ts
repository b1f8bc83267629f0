import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { audit } from '../../src/pipeline.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Fixtures of idioms and of the lesson are audited under `debug` where they are tested. */
const FOLDERS = ['test/fixtures/manifests', 'examples', 'test/fixtures/programs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name)),
);

it.each(FOLDERS)('the laws hold in %s', async (folder) => {
  const { report } = await audit({ root: join(ROOT, folder), paths: [], includeTests: true, debug: true });
  expect(report.summary.files).toBeGreaterThan(0);
});

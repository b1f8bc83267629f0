import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { audit } from '../../src/pipeline.js';
import type { StageResults } from '../../src/model/stage.js';

/** What each stage gives for a small repository. */
export async function runStages(files: Readonly<Record<string, string>>): Promise<StageResults> {
  const root = mkdtempSync(join(tmpdir(), 'stages-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const results: Record<string, unknown> = {};
    await audit({ root, paths: [], onStage: ({ stage, result }) => (results[stage] = result) });
    return results as unknown as StageResults;
  } finally {
    rmSync(root, { recursive: true });
  }
}

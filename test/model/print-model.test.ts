import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { audit } from '../../src/pipeline.js';
import { printModel } from '../../src/model/print/print-model.js';
import { STAGES } from '../../src/model/stage.js';
import type { StageName, StageResult } from '../../src/model/stage.js';
import { runStages } from './run-stages.js';

const PROGRAMS = fileURLToPath(new URL('../fixtures/programs', import.meta.url));

/** `npx vitest run test/model -u` writes them anew: look at what changed and why. */
describe('the model of a small program', () => {
  it.each(['counter-across-modules', 'cart-with-fields', 'gaps'])('%s', async (name) => {
    const folder = join(PROGRAMS, name);
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
    const results = await runStages(
      Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')])),
    );
    const printed = STAGES.map((stage) => printModel({ stage, result: results[stage] } as StageResult)).join('\n');
    await expect(printed).toMatchFileSnapshot(join(folder, 'model.txt'));
  });
});

describe('what the pipeline prints', () => {
  it('is each stage once, in order, and the same every time', async () => {
    const root = join(PROGRAMS, 'counter-across-modules');
    const runs = [1, 2].map(async () => {
      const printed: [StageName, string][] = [];
      await audit({ root, paths: [], onStage: (given) => printed.push([given.stage, printModel(given)]) });
      return printed;
    });
    const [once, twice] = await Promise.all(runs);
    expect(once?.map(([stage]) => stage)).toEqual(STAGES);
    expect(twice).toEqual(once);
    expect(JSON.stringify(once)).not.toContain(PROGRAMS);
  });
});

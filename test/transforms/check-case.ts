import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { keepsRest } from '../../src/apply/gates/keeps-rest.js';
import { applyPlan } from '../../src/migration/apply-plan.js';
import { planMigration } from '../../src/migration/plan-migration.js';
import { filesIn, inVariant, repositoryOf, updateAfter, type TransformCase } from './fixture.js';

/** Holds one case, in all its variants, against the laws L1 to L5. */
export async function checkCase(one: TransformCase): Promise<void> {
  const { root, variants } = repositoryOf(one);
  try {
    const { store, unsafe = false } = one.options;
    const options = {
      root,
      paths: [],
      only: [one.transform],
      allowUnsafe: unsafe,
      debug: true,
      ...(store ? { store } : {}),
    };
    const { plan, changed, audit } = await planMigration(options);
    const inFolder = (name: string) => (item: { readonly file: string }) => item.file.startsWith(`${name}/`);
    if (one.refused !== null) {
      expect(changed.map(({ path }) => path)).toEqual([]);
      for (const { name } of variants) {
        const left = plan.notMigrated.filter(inFolder(name)).filter(({ transform }) => transform === one.transform);
        expect(left.map(({ reason }) => reason).join('\n'), name).toContain(one.refused);
      }
      return;
    }
    expect(plan.notMigrated.filter(({ kind }) => kind === 'gate')).toEqual([]);
    for (const { name } of variants) {
      expect(
        plan.steps.some(({ resolves }) => resolves.some(inFolder(name))),
        `a step in ${name}`,
      ).toBe(true);
    }
    // L1, L2: outside the planned ranges every byte is equal, and no two ranges meet.
    for (const text of changed) expect(keepsRest(text), text.path).toBeNull();
    applyPlan(plan, root);
    if (process.env['UPDATE_FIXTURES']) updateAfter(one, root);
    for (const variant of variants) {
      const expected = process.env['UPDATE_FIXTURES'] ? filesIn(join(one.folder, 'after')) : one.after;
      const written = filesIn(join(root, variant.name));
      for (const [path, text] of inVariant(expected, variant)) {
        if (path === 'package.json') continue;
        expect(written.get(path), `${variant.name}/${path}`).toBe(text);
      }
    }
    // L3, L4: a second run has nothing to do, what was resolved is gone, and nothing is new.
    const second = await planMigration(options);
    expect(second.plan.steps).toEqual([]);
    const resolved = plan.steps.reduce((sum, { resolves }) => sum + resolves.length, 0);
    expect(second.audit.report.findings.length).toBe(audit.report.findings.length - resolved);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

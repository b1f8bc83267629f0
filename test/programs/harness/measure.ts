import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPlan } from '../../../src/migration/apply-plan.js';
import { planMigration } from '../../../src/migration/plan-migration.js';
import type { Plan } from '../../../src/model/plan.js';
import { answersOf, type Schedule } from './fleet.js';
import { runnableCopy } from './runnable-copy.js';
import { readTrace, type Trace } from './trace.js';

export const PROGRAMS = join(import.meta.dirname, '..');
const MODULES = join(import.meta.dirname, '../../../node_modules');

/** A program before and after its migration. */
export interface Measured {
  readonly trace: Trace;
  readonly plan: Plan;
  /** What a second run would still do. */
  readonly again: Plan;
  /** Answers of the original in one process that never stops. */
  readonly before: readonly unknown[];
  /** Answers of the migrated program, by fleet. */
  readonly after: Readonly<Record<string, readonly unknown[]>>;
}

export interface MeasureOptions {
  /** Variables that name the store. */
  readonly env: NodeJS.ProcessEnv;
  readonly fleets: readonly number[];
}

/** Migrates a copy of a program, and asks the original and the migrated one the same. */
export async function measure(name: string, { env, fleets }: MeasureOptions): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    const source = join(PROGRAMS, name);
    const trace = readTrace(source);
    const migrated = join(folder, 'migrated');
    cpSync(source, migrated, { recursive: true });
    const { plan } = await planMigration({ root: migrated, paths: [], store: 'redis', debug: true });
    applyPlan(plan, migrated);
    const { plan: again } = await planMigration({ root: migrated, paths: [], store: 'redis', debug: true });
    runnableCopy(source, join(folder, 'before-run'), MODULES);
    const before = await answersOf(join(folder, 'before-run'), trace, () => 0, {});
    const after: Record<string, readonly unknown[]> = {};
    if (plan.steps.length > 0) {
      runnableCopy(migrated, join(folder, 'after-run'), MODULES);
      const schedules: Readonly<Record<string, Schedule>> = {
        'fresh processes': (event) => event,
        ...Object.fromEntries(fleets.map((seed) => [`a fleet of three, seed ${seed}`, fleetOfThree(seed)])),
      };
      for (const [fleet, schedule] of Object.entries(schedules)) {
        const STATE_NAMESPACE = `${name}/${fleet.replaceAll(' ', '-')}/${process.pid}/${Math.floor(performance.now())}`;
        after[fleet] = await answersOf(join(folder, 'after-run'), trace, schedule, { ...env, STATE_NAMESPACE });
      }
    }
    return { trace, plan, again, before, after };
  } finally {
    if (process.env['KEEP'] === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The same choice for the same seed. */
function fleetOfThree(seed: number): Schedule {
  return (event) => (((event + 1) * 2_654_435_761 * seed) % 97) % 3;
}

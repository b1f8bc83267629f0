import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.js';
import { applyPlan } from '../../src/migration/apply-plan.js';
import { planMigration } from '../../src/migration/plan-migration.js';
import type { AuditReport } from '../../src/model/report.js';
import { audit } from '../../src/pipeline.js';
import type { BinaryRun } from './run-binary.js';

/** Runs the tool in this process, with its real audit: as the binary does, and sooner. */
export async function runTool(cwd: string, ...argv: readonly string[]): Promise<BinaryRun> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(argv, {
    stdout: { columns: 100, write: (text) => out.push(text) },
    stderr: { columns: 100, write: (text) => err.push(text) },
    cwd,
    env: process.env['PATH'] === undefined ? {} : { PATH: process.env['PATH'] },
    packageRoot: fileURLToPath(new URL('../../', import.meta.url)),
    audit,
    verify: () => Promise.reject(new Error('not here')),
    plan: planMigration,
    apply: async (plan, root) => applyPlan(plan, root),
    ask: null,
    now: () => 0,
    onInterrupt: () => () => {},
    exit: () => {},
  });
  return { code, out: out.join(''), err: err.join('') };
}

/** The report of an audit, which must be there whatever the exit code says. */
export async function reportOf(cwd: string, ...argv: readonly string[]): Promise<AuditReport> {
  const { out, err } = await runTool(cwd, ...argv, '--format', 'json');
  if (out === '') throw new Error(err);
  return JSON.parse(out) as AuditReport;
}

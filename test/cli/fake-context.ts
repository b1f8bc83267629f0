import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { CliContext } from '../../src/cli/context.js';
import { main } from '../../src/cli/main.js';
import { applyPlan } from '../../src/migration/apply-plan.js';
import type { MigrateOptions } from '../../src/migration/options.js';
import { planMigration, type PlannedMigration } from '../../src/migration/plan-migration.js';
import type { AuditReport } from '../../src/model/report.js';
import type { Verification } from '../../src/model/verification.js';
import type { VerifyOptions } from '../../src/verify/verify-options.js';
import type { AuditOptions, AuditResult } from '../../src/pipeline.js';
import { FULL_REPORT } from '../report/full-report.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The options of each audit that was started. */
  readonly audits: readonly AuditOptions[];
  /** Codes of forced exits. */
  readonly exits: readonly number[];
}

export interface Fakes {
  readonly report?: AuditReport;
  /** Instead of giving the report. */
  readonly audit?: (options: AuditOptions, interrupt: () => void) => Promise<AuditReport> | AuditReport;
  readonly verify?: (options: VerifyOptions) => Promise<Verification>;
  readonly baseline?: AuditResult['baseline'];
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly terminal?: boolean;
  readonly now?: () => number;
  readonly plan?: (options: MigrateOptions) => PlannedMigration;
  readonly ask?: (question: string) => Promise<string>;
}

const NO_BASELINE: AuditResult['baseline'] = { known: [], fresh: [], vanished: [], unseen: [] };

/** Runs one command line in-process against a fake audit. */
export async function run(argv: readonly string[], fakes: Fakes = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const audits: AuditOptions[] = [];
  const exits: number[] = [];
  const listeners = new Set<() => void>();
  const isTTY = fakes.terminal ?? false;
  const context: CliContext = {
    stdout: { isTTY, columns: 100, write: (text) => out.push(text) },
    stderr: { isTTY, columns: 100, write: (text) => err.push(text) },
    cwd: fakes.cwd ?? repository({}),
    env: fakes.env ?? {},
    packageRoot: fileURLToPath(new URL('../../', import.meta.url)),
    audit: async (options) => {
      audits.push(options);
      const interrupt = (): void => listeners.forEach((listener) => listener());
      const report = await (fakes.audit?.(options, interrupt) ?? fakes.report ?? FULL_REPORT);
      return { report, baseline: fakes.baseline ?? NO_BASELINE, timings: { bind: 12.34, link: 1 } };
    },
    verify: fakes.verify ?? (() => Promise.reject(new Error('no fake for verify'))),
    plan: (options) => (fakes.plan ? Promise.resolve(fakes.plan(options)) : planMigration(options)),
    apply: async (plan, root) => applyPlan(plan, root),
    ask: fakes.ask ?? null,
    now: fakes.now ?? (() => 0),
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: (code) => exits.push(code),
  };
  const code = await main(argv, context);
  return { code, out: out.join(''), err: err.join(''), audits, exits };
}

/** A temporary folder with these files (a name that ends in `/` is an empty folder); gone when the test is done. */
export function repository(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stateless-cli-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(name.endsWith('/') ? join(folder, name) : dirname(join(folder, name)), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(join(folder, name), text);
  }
  return folder;
}

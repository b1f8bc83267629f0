import type { Verification } from '../model/verification.js';
import type { Applied } from '../migration/apply-plan.js';
import type { MigrateOptions } from '../migration/options.js';
import type { PlannedMigration } from '../migration/plan-migration.js';
import type { Plan } from '../model/plan.js';
import type { AuditOptions, AuditResult } from '../pipeline.js';
import type { VerifyOptions } from '../verify/verify-options.js';

/** A stream as the commands use it. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Everything that a command takes from outside: nothing else is read from the process. */
export interface CliContext {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Absolute path. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of our own package.json, of docs/ and schemas/. */
  readonly packageRoot: string;
  readonly audit: (options: AuditOptions) => Promise<AuditResult>;
  readonly verify: (options: VerifyOptions) => Promise<Verification>;
  readonly plan: (options: MigrateOptions) => Promise<PlannedMigration>;
  readonly apply: (plan: Plan, root: string) => Promise<Applied>;
  /** Asks the user; null where nobody can answer. */
  readonly ask: ((question: string) => Promise<string>) | null;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Calls the listener when the user interrupts. Gives a function that stops listening. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Ends the process at once. Only for an interruption: what is still to be written is lost. */
  readonly exit: (code: number) => void;
}

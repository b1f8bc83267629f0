import type { Verification } from '../model/verification.js';
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
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Calls the listener when the user interrupts. Gives a function that stops listening. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Ends the process at once. Only for an interruption: what is still to be written is lost. */
  readonly exit: (code: number) => void;
}

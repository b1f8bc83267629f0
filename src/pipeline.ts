import type { AuditReport } from './model/report.js';
import type { Target } from './model/target.js';

/** What an audit is asked to do. */
export interface AuditOptions {
  /** Absolute path of the repository (or of the part of it) that is audited. */
  readonly root: string;
  /** Files, folders or globs below the root, relative to it; empty for everything. */
  readonly paths: readonly string[];
  /** Overrides what the manifests say. */
  readonly target?: Target;
  readonly includeTests?: boolean;
  /** Globs of files to leave out, beside those of `.gitignore` and the defaults. */
  readonly ignore?: readonly string[];
  /** Called between steps and, while files are read, about every hundred files. */
  readonly onProgress?: (progress: Progress) => void;
  /** Checks the laws of the model after every stage. */
  readonly debug?: boolean;
}

export interface Progress {
  readonly stage: 'discover' | 'bind' | 'link' | 'detect' | 'reach' | 'classify' | 'report';
  readonly done: number;
  readonly total: number;
}

export interface AuditResult {
  readonly report: AuditReport;
  /** Milliseconds per stage, for `--timing`. Never part of the report. */
  readonly timings: Readonly<Record<string, number>>;
}

/** Runs the whole audit. Throws UserError where the input cannot be audited at all. */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  throw new Error(`not built yet: ${options.root}`);
}

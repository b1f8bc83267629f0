import type { Category, ClassificationName, Confidence, Evidence, Verdict } from './classification.js';
import type { Diagnostic } from './diagnostic.js';
import type { NotAnalysed } from './entry-point.js';
import type { Finding } from './finding.js';
import type { Target } from './target.js';

/** The whole result of an audit: what `--format json` prints. Relative POSIX paths, sorted, no clock. */
export interface AuditReport {
  readonly $schema: string;
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'stateless-migrate'; readonly version: string };
  readonly target: Target | 'mixed';
  /** How the target was found: `--target`, `serverless.yml`, `default`. */
  readonly targetDetectedBy: string;
  readonly summary: ReportSummary;
  readonly entryPoints: readonly ReportedEntryPoint[];
  readonly bindings: readonly ReportedBinding[];
  readonly findings: readonly ReportedFinding[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly diagnostics: readonly Diagnostic[];
  /** With `--changed`: what the report is limited to; the analysis is not. */
  readonly changed: ChangedScope | null;
}

export interface ChangedScope {
  /** The commit that the files are compared with, as the user named it. */
  readonly since: string;
  /** Analysed files that differ. */
  readonly files: number;
  /** These and the files that import them, directly or not. */
  readonly reached: number;
}

export interface ReportSummary {
  readonly files: number;
  readonly bindings: number;
  readonly harmful: number;
  readonly review: number;
  readonly benign: number;
  /** Findings that count, by severity. */
  readonly findings: { readonly error: number; readonly warning: number; readonly note: number };
  /** Findings that a comment in the source suppresses. */
  readonly suppressed: number;
  readonly inBaseline: number;
  /** Entries of the baseline that no finding matches any more; 0 where only a part of the repository was looked at. */
  readonly vanished: number;
  /** Findings of rules that the configuration turns off, or that are less certain than it asks for. They are not listed. */
  readonly off: number;
  /** Files that discovery left out, by reason: `tests`, `build output`, `ignored`, … */
  readonly leftOut: Readonly<Record<string, number>>;
}

/** A finding, and whether it counts: it does where nothing suppresses it and the baseline does not know it. */
export interface ReportedFinding extends Finding {
  readonly suppressed: AppliedSuppression | null;
  readonly inBaseline: boolean;
}

/** The comment that suppresses a finding. */
export interface AppliedSuppression {
  readonly reason: string;
  /** Line of the comment, in the file of the finding. */
  readonly line: number;
}

export interface ReportedEntryPoint {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly host: string;
  readonly target: Target;
  readonly detectedBy: string;
}

export interface ReportedBinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
  readonly declaration: string;
  readonly classification: ClassificationName;
  readonly category: Category;
  readonly verdict: Verdict;
  readonly confidence: Confidence;
  readonly target: Target;
  readonly evidence: readonly Evidence[];
}

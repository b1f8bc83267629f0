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
  readonly findings: readonly Finding[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReportSummary {
  readonly files: number;
  readonly bindings: number;
  readonly harmful: number;
  readonly review: number;
  readonly benign: number;
  readonly findings: { readonly error: number; readonly warning: number; readonly note: number };
  /** Files that discovery left out, by reason: `tests`, `build output`, `ignored`, … */
  readonly leftOut: Readonly<Record<string, number>>;
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

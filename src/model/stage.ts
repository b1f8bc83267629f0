import type { ClassifiedProgram } from './classified-program.js';
import type { DetectedProgram } from './detected-program.js';
import type { LinkedProgram } from './linked-program.js';
import type { ReachedProgram } from './reached-program.js';
import type { AuditReport } from './report.js';
import type { SourceModule } from './source-module.js';

/** What each stage gives. */
export interface StageResults {
  readonly bind: readonly SourceModule[];
  readonly link: LinkedProgram;
  readonly detect: DetectedProgram;
  readonly reach: ReachedProgram;
  readonly classify: ClassifiedProgram;
  readonly report: AuditReport;
}

export type StageName = keyof StageResults;

/** The stages whose result is part of the model, in their order. */
export const STAGES = ['bind', 'link', 'detect', 'reach', 'classify', 'report'] as const satisfies readonly StageName[];

/** A stage together with its result. */
export type StageResult = { [S in StageName]: { readonly stage: S; readonly result: StageResults[S] } }[StageName];

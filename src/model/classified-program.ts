import type { ClassificationName, Confidence, Evidence, Verdict } from './classification.js';
import type { Blur } from './gap.js';
import type { ReachedProgram } from './reached-program.js';
import type { StateAccess, StateRoot } from './state.js';
import type { Target } from './target.js';

/** A reached program with every module-lifetime binding judged. */
export interface ClassifiedProgram extends ReachedProgram {
  readonly bindings: readonly ClassifiedBinding[];
  readonly places: readonly ClassifiedPlace[];
  /** Every gap, with the bindings that it makes less certain. */
  readonly blurs: readonly Blur[];
}

/** A place in the code that is wrong by itself, whatever binding it concerns: a client made per invocation, a `chdir`. */
export interface ClassifiedPlace {
  readonly rule: string;
  readonly grade: Grade;
  readonly confidence: Confidence;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly fn: number;
  readonly pos: number;
  /** Id of the binding that it concerns, where there is one. */
  readonly binding: string | null;
}

/** How much harm the catalogue of idioms sees. */
export type Grade = 'critical' | 'high' | 'medium' | 'low' | 'none';

/** One module-lifetime binding: what it is, whether that is right on its target, and why. */
export interface ClassifiedBinding {
  readonly root: StateRoot;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly classification: ClassificationName;
  readonly verdict: Verdict;
  readonly grade: Grade;
  readonly confidence: Confidence;
  readonly target: Target;
  /** Never empty; the deciding reason first. */
  readonly evidence: readonly Evidence[];
  /** The writes and reads of later phases, for paths and witnesses. */
  readonly writes: readonly StateAccess[];
  readonly reads: readonly StateAccess[];
  /** Whether a finding is reported here; a holder of an instance leaves it to the field that is listed beside it. */
  readonly reports: boolean;
  /** The rule of the finding where it does not follow from the classification. */
  readonly rule: string | null;
}

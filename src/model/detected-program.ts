import type { EntryPoint, NotAnalysed } from './entry-point.js';
import type { LinkedProgram } from './linked-program.js';
import type { TargetScope } from './deployment.js';
import type { Target } from './target.js';

/** A linked program together with the functions that its platforms call. */
export interface DetectedProgram extends LinkedProgram {
  readonly entries: readonly Entry[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly scopes: readonly TargetScope[];
  /** What `--target` said, or null. */
  readonly targetOption: Target | null;
  /** Modules that run where an entry point runs: those of the entry points and all that they import. */
  readonly deployed: ReadonlySet<number>;
}

export interface Entry extends EntryPoint {
  /** Program-wide number of the function; the same as `fn` in readable form. */
  readonly target: Target;
  readonly number: number;
  /** Positions of the parameters that carry what the invocation is about. */
  readonly inputs: readonly number[];
}

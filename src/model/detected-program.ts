import type { Diagnostic } from './diagnostic.js';
import type { EntryPoint, NotAnalysed } from './entry-point.js';
import type { LinkedProgram } from './linked-program.js';
import type { TargetScope } from './deployment.js';
import type { Target } from './target.js';
import type { Timing } from './timing.js';

/** A linked program together with the functions that its platforms call. */
export interface DetectedProgram extends LinkedProgram {
  readonly entries: readonly Entry[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly scopes: readonly TargetScope[];
  /** What `--target` said, or null. */
  readonly targetOption: Target | null;
  /** Modules that run where an entry point runs: those of the entry points and all that they import. */
  readonly deployed: ReadonlySet<number>;
  /** When hosts call what they are given, by the index of the call in `flow.calls`: only where it is known by the API. */
  readonly timings: ReadonlyMap<number, Timing>;
  /** Classes whose instances the platform makes and keeps apart (Durable Objects): their fields are no shared state. */
  readonly isolatedClasses: ReadonlySet<number>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Entry extends EntryPoint {
  /** Program-wide number of the function; the same as `fn` in readable form. */
  readonly target: Target;
  readonly number: number;
  /** Positions of the parameters that carry what the invocation is about. */
  readonly inputs: readonly number[];
  /** Fields of `this` that carry it. */
  readonly context: readonly string[];
}

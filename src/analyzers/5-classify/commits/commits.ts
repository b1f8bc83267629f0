import type { Expr } from '../../../model/code.js';
import type { Entry } from '../../../model/detected-program.js';
import type { CallSite } from '../../../model/flow.js';
import type { Target } from '../../../model/target.js';
import type { Judge } from '../judge.js';
import type { Sink } from '../sinks/sink-model.js';
import type { StateUse } from '../state/collect-accesses.js';
import type { HeldObjects } from '../state/hold-objects.js';

/** What the judges of places ask, computed when first asked and kept for one run. */
export interface Commits {
  readonly judge: Judge;
  readonly held: HeldObjects;
  readonly uses: readonly StateUse[];
  readonly targetOfModule: (module: number) => Target;
  /** The calls that stand in each function's own body, in the order of the text. */
  readonly sitesIn: readonly (readonly CallSite[] | undefined)[];
  /** Functions written directly inside each function. */
  readonly functionsIn: readonly (readonly number[] | undefined)[];
  readonly entriesOf: EntriesOf;
  /** Variables that another function than their own reads. */
  readonly shared: ReadonlySet<number>;
  /** Whether an expression reads state that is written after its module has loaded. */
  readonly readsWritten: (expr: Expr) => boolean;
  readonly pending: Map<number, Pending>;
  readonly signals: Map<number, boolean>;
}

/** The entry points on whose behalf a function runs: during their invocation, not from timers or signals. */
export type EntriesOf = (fn: number) => readonly Entry[];

/** What is still under way when a function has returned its promise, and ends with that promise. */
export interface Pending {
  readonly sink: Sink | null;
  /** Positions of parameters that are called and whose promise the function waits for: `withRetry(save)`. */
  readonly params: ReadonlySet<number>;
}

import type { ClassificationName, Verdict } from './classification.js';
import type { Target } from './target.js';

/** What was run, in the order in which the modes build on each other. */
export const MODES = ['immortal', 'fresh', 'fleet', 'concurrent', 'interleave', 'crash'] as const;
export type Mode = (typeof MODES)[number];

/** What a program must answer like, by the kind of state in question. */
export const ORACLES = [
  'one-immortal-container',
  'container-per-event',
  'bounded-age',
  'no-influence',
  'serial-order',
] as const;
export type Oracle = (typeof ORACLES)[number];

/** What `verify` found: a divergence with its witness, or how much was run without one. */
export interface Verification {
  readonly $schema: string;
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'stateless-migrate'; readonly version: string };
  readonly outcome: 'no-divergence' | 'divergence';
  readonly entries: readonly VerifiedEntry[];
  readonly target: Target;
  /** What the program was compared with: itself, or another version of it. */
  readonly reference: string;
  readonly seed: string;
  readonly trace: VerifiedTrace;
  readonly store: string | null;
  readonly modes: readonly ModeSummary[];
  readonly divergences: readonly Divergence[];
  readonly bindings: readonly BindingOutcome[];
  /** Why bindings could not be tied to answers; null where they could. */
  readonly attributionWithheld: string | null;
  readonly tolerated: readonly Tolerance[];
  /** Places in answers that differ although seed and schedule are equal; they are not compared. */
  readonly masked: readonly MaskedPlace[];
  readonly notes: readonly RunNote[];
}

export interface VerifiedEntry {
  readonly file: string;
  readonly export: string | null;
  /** `lambda`, `express`, … */
  readonly kind: string;
}

export interface VerifiedTrace {
  readonly source: 'given' | 'made';
  readonly events: readonly unknown[];
}

export interface ModeSummary {
  readonly mode: Mode;
  readonly schedules: number;
  /** Events that were sent in all of them together. */
  readonly steps: number;
  readonly divergences: number;
  /** For modes that enumerate: orders that were run, and how many there are. */
  readonly orders: { readonly covered: number; readonly possible: number } | null;
  /** Why fewer were run than asked for; null where nothing was cut short. */
  readonly cut: string | null;
}

/** The smallest run that was found in which an answer is wrong. */
export interface Divergence {
  readonly mode: Mode;
  readonly oracle: Oracle;
  /** The binding that explains it: `src/cart.ts#carts`; null where none could be named. */
  readonly binding: string | null;
  /** All bindings that are needed to explain it. */
  readonly bindings: readonly string[];
  /** Position of the event in `schedule` that is answered wrongly, from 0. */
  readonly step: number;
  /** Where the two answers first differ: `/body/total`. */
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
  readonly schedule: readonly ScheduledEvent[];
  readonly message: string;
}

export interface ScheduledEvent {
  /** Position in the trace, from 0. */
  readonly event: number;
  readonly payload: unknown;
  /** Which container answers it, from 1; a container that has no earlier event in the schedule starts cold. */
  readonly container: number;
  /** Milliseconds of virtual time since the first event of the schedule. */
  readonly at: number;
}

/** What the runs say about one binding that the audit lists. */
export interface BindingOutcome {
  readonly binding: string;
  readonly file: string;
  readonly line: number;
  readonly classification: ClassificationName;
  readonly verdict: Verdict;
  readonly outcome: 'observable' | 'mutated-without-effect' | 'never-mutated' | 'residual';
  /** For `observable`: the first answer that changes when the binding is put back before every event. */
  readonly witness: {
    readonly step: number;
    readonly path: string;
    readonly expected: unknown;
    readonly got: unknown;
  } | null;
}

/** A difference that the kind of the state allows. */
export interface Tolerance {
  readonly binding: string;
  readonly classification: ClassificationName;
  readonly oracle: Oracle;
  /** How many milliseconds old an answer was at most. */
  readonly oldest: number;
}

export interface MaskedPlace {
  readonly event: number;
  readonly path: string;
}

export interface RunNote {
  readonly code: 'prints' | 'leaves-open' | 'hangs' | 'crashes' | 'fails' | 'trace-made' | 'not-run' | 'store';
  readonly message: string;
}

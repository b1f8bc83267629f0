import type { Confidence } from './classification.js';

export const SEVERITIES = ['error', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type Applicability = 'safe' | 'unsafe' | 'manual';

/** A place where the program departs from its oracle, as a rule states it. */
export interface Finding {
  /** Reads as "allow ⟨rule⟩": `in-memory-counter`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `src/api.ts#hits`; null where a finding is about a place and not about a binding. */
  readonly binding: string | null;
  /** What it stands in: `hits`, `Cart.count`, `handler/<anonymous>`; empty for the module's own code. */
  readonly scope: string;
  readonly confidence: Confidence;
  /** From the entry point to the write: `handler (src/api.ts:12)`, `record (src/count.ts:4)`. */
  readonly entryPath: readonly string[];
  /** Further entry points that reach the same defect. */
  readonly reachedFrom: readonly string[];
  /** `invocation 1 writes src/api.ts:14 → invocation 2 reads src/api.ts:20`; null where none applies. */
  readonly witness: string | null;
  /** With `audit --verify`: what was seen when the program ran; null where nothing was. */
  readonly seen?: SeenWitness | null;
  /** Stable identity: rule, file, scope and normalised code; a number where several are equal. */
  readonly fingerprint: string;
  readonly fix: {
    readonly transform: string;
    readonly applicability: Applicability;
    readonly why: string | null;
  } | null;
}

/** A run of the program that shows a finding. */
export interface SeenWitness {
  /** `event 2 of 2 is answered without what …` */
  readonly message: string;
  /** Where the answers differ: `/body/total`. */
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
  /** The events in order, each with the container that answers it. */
  readonly events: readonly { readonly payload: unknown; readonly container: number }[];
}

import type { Store } from './configuration.js';
import type { Diagnostic } from './diagnostic.js';
import type { Edit } from './edit.js';
import type { Applicability, Severity } from './finding.js';
import type { Target } from './target.js';

/** What `migrate` would do, and what it leaves: what `--format json` prints. Relative POSIX paths, sorted, no clock. */
export interface Plan {
  readonly $schema: string;
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'stateless-migrate'; readonly version: string };
  readonly target: Target | 'mixed';
  /** Where state moves to. It is chosen also where no step needs it. */
  readonly store: Store;
  /** How the store was found: `--store`, `stateless.config.json`, `ioredis in package.json`, `default`. */
  readonly storeDetectedBy: string;
  readonly summary: PlanSummary;
  /** In the order in which they are applied. */
  readonly steps: readonly PlanStep[];
  readonly notMigrated: readonly NotMigrated[];
  readonly dependencies: readonly PlannedDependency[];
  readonly requirements: readonly FunctionRequirement[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanSummary {
  /** Files that were looked at. */
  readonly files: number;
  readonly steps: number;
  /** Files that the steps change or create. */
  readonly changed: number;
  readonly created: number;
  readonly notMigrated: number;
  /** Findings that would be left after the steps, by severity. */
  readonly remaining: Readonly<Record<Severity, number>>;
}

/** One repair: applied whole or not at all. */
export interface PlanStep {
  /** `hoist-client:src/api.ts#pool`, or with line and column where there is no binding. Unique and stable in the plan. */
  readonly id: string;
  readonly transform: string;
  /**
   * Steps of one layer are planned on the same texts: layer 1 on those of the disk, each later one on what the one before
   * leaves. The hashes and offsets of its edits are of those texts.
   */
  readonly layer: number;
  /** One line: `new Pool()` in handler → module scope. */
  readonly title: string;
  readonly applicability: Exclude<Applicability, 'manual'>;
  /** Why it is `unsafe`; null for a safe one. */
  readonly why: string | null;
  readonly guarantee: Guarantee;
  /** Findings that vanish with it. */
  readonly resolves: readonly FindingRef[];
  /** Ids of the bindings that it moves or changes. */
  readonly bindings: readonly string[];
  /** Functions that become async and calls that become awaited, from the accesses outwards. */
  readonly ripple: readonly RippleNode[];
  readonly roundTrips: readonly RoundTrips[];
  /** What was weighed: the chosen shape first. Empty where there was no choice. */
  readonly shapes: readonly ShapeChoice[];
  /** What a reader has to know: ages, limits, what the original did differently, secrets that move. */
  readonly notes: readonly string[];
  readonly edits: readonly Edit[];
}

/**
 * `exact`: only outcomes that the original could give in one process with the same events in flight.
 * `last-write-wins`: of two writes at the same time one is lost. `bounded-staleness`: an answer may be as old as a TTL.
 */
export type Guarantee = 'exact' | 'last-write-wins' | 'bounded-staleness';

export interface FindingRef {
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly binding: string | null;
}

/** One function that changes because of what it calls. */
export interface RippleNode {
  readonly file: string;
  readonly line: number;
  /** `addItem`, `POST /cart`. */
  readonly name: string;
  /** `becomes async`, `awaits addItem`, `for…of instead of forEach`. */
  readonly change: string;
  readonly children: readonly RippleNode[];
}

/** Store operations that one invocation of an entry point now waits for. */
export interface RoundTrips {
  /** Name of the entry point: `GET /stats`. */
  readonly entry: string;
  readonly file: string;
  /** The most on any path without loops. */
  readonly added: number;
  /** Where a loop makes them as many as there are elements. */
  readonly perElement: boolean;
}

export interface ShapeChoice {
  readonly shape: 'initialize-process-commit' | 'per-access';
  readonly chosen: boolean;
  readonly roundTrips: number;
  /** How many functions become async. */
  readonly ripple: number;
  readonly guarantee: Guarantee;
  /** Why it was chosen or not. */
  readonly why: string;
}

/** A finding that no step resolves, with the reason. */
export interface NotMigrated extends FindingRef {
  /** The transform that would repair it; null where there is none. */
  readonly transform: string | null;
  readonly reason: string;
  /** `manual`: by hand. `unsafe`: `--unsafe` applies it. `gate`: a check stopped it. `skipped`: the user left it out. */
  readonly kind: 'manual' | 'unsafe' | 'gate' | 'skipped';
}

export interface PlannedDependency {
  readonly manifest: string;
  readonly name: string;
  readonly range: string;
}

/** What the deployment of a function needs for the steps, as snippets for the manifest in use. */
export interface FunctionRequirement {
  /** Name of the entry point or of the declared function. */
  readonly function: string;
  readonly file: string;
  readonly variables: readonly { readonly name: string; readonly what: string }[];
  readonly permissions: readonly string[];
  readonly network: readonly string[];
  /** `serverless.yml`, `template.yaml`, …, with the text to put there. */
  readonly snippets: readonly { readonly manifest: string; readonly text: string }[];
}

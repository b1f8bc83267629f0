import type { DeclaredFunction, Deployment, Host } from '../../model/deployment.js';
import type { LinkedProgram } from '../../model/linked-program.js';
import type { CallIndex } from './call-index.js';
import type { HostFact } from './host-fact.js';
import type { HostValues } from './host-values.js';

/** A function that some host calls, before its target is known. */
export interface Detection {
  readonly fn: number;
  readonly name: string;
  readonly host: Host;
  readonly detectedBy: string;
  /** Positions of the parameters that hold the input of an invocation. */
  readonly inputs: readonly number[];
  /** Fields of `this` that hold it. */
  readonly context?: readonly string[];
  readonly confidence: 'high' | 'medium' | 'low';
  /** The manifest's function that it belongs to. */
  readonly declared?: DeclaredFunction;
  /** The module of the call that registers it, where a call does. */
  readonly registeredIn?: number;
  /** Serves many registrations (middleware, the closure of a wrapper): one entry stands for all of them. */
  readonly shared?: boolean;
}

/** What detectors look at. */
export interface DetectionInput {
  readonly program: LinkedProgram;
  readonly deployment: Deployment;
  readonly values: HostValues;
  readonly calls: CallIndex;
  /** Names of the packages that the package.json of a file, or one above it, lists. */
  readonly dependenciesOf: (path: string) => ReadonlySet<string>;
  /** The folder of the nearest package.json, `''` for the root. */
  readonly packageFolderOf: (path: string) => string;
  /** Entry points that the configuration names: `src/jobs/*.ts#run`. */
  readonly configured: readonly string[];
}

/** One host: what its API hands out, and how its entry points are found. */
export interface HostDetector {
  readonly facts: readonly HostFact[];
  readonly detect: (input: DetectionInput) => readonly Detection[];
}

/** Positions of a function's parameters that hold the input of an invocation. */
export const INPUTS = {
  none: [],
  first: [0],
  second: [1],
  firstTwo: [0, 1],
  all: [0, 1, 2, 3],
} as const;

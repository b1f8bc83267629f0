import type { Host } from '../../model/deployment.js';
import type { Deployment } from '../../model/deployment.js';
import type { LinkedProgram } from '../../model/linked-program.js';

/** A function that some host calls, before its target is known. */
export interface Detection {
  readonly fn: number;
  readonly name: string;
  readonly host: Host;
  readonly detectedBy: string;
  readonly inputs: readonly number[];
  readonly confidence: 'high' | 'medium' | 'low';
}

/** What detectors look at. */
export interface DetectionInput {
  readonly program: LinkedProgram;
  readonly deployment: Deployment;
  /** Names of the packages that the nearest package.json of a file lists. */
  readonly dependenciesOf: (path: string) => ReadonlySet<string>;
  /** Patterns of entry files that the configuration names. */
}

/** Positions of a function's parameters that hold the input of an invocation, by host. */
export const INPUTS = {
  first: [0],
  second: [1],
  firstTwo: [0, 1],
  all: [0, 1, 2, 3],
} as const;

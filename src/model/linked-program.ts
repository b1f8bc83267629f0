import type { Flow } from './flow.js';
import type { Gap } from './gap.js';
import type { ProgramIndex } from './program-index.js';
import type { Resolution, UnreadFile } from './project.js';
import type { Timing } from './timing.js';

/** The modules of a program with their imports resolved and their values followed. */
export interface LinkedProgram {
  readonly index: ProgramIndex;
  readonly resolutions: readonly (readonly Resolution[])[];
  readonly flow: Flow;
  /** Calls that no call expression shows: accessors, field initialisers, static blocks, what a container constructs. */
  readonly implicitCalls: readonly ImplicitCall[];
  /** Instances that a container makes once and hands to whoever asks. */
  readonly singletons: readonly Singleton[];
  readonly gaps: readonly Gap[];
  /** Files that belong to the program and are no modules of it. */
  readonly unread: readonly UnreadFile[];
}

export interface ImplicitCall {
  readonly from: number;
  readonly to: number;
  readonly timing?: Timing;
}

/** The one instance of a class in a dependency-injection container. */
export interface Singleton {
  readonly cls: number;
  /** The token of the instance. */
  readonly token: number;
}

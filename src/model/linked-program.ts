import type { Flow } from './flow.js';
import type { Gap } from './gap.js';
import type { ProgramIndex } from './program-index.js';
import type { Resolution, UnreadFile } from './project.js';

/** The modules of a program with their imports resolved and their values followed. */
export interface LinkedProgram {
  readonly index: ProgramIndex;
  readonly resolutions: readonly (readonly Resolution[])[];
  readonly flow: Flow;
  /** Calls that no call expression shows: accessors, field initialisers, static blocks. */
  readonly implicitCalls: readonly { readonly from: number; readonly to: number }[];
  readonly gaps: readonly Gap[];
  /** Files that belong to the program and are no modules of it. */
  readonly unread: readonly UnreadFile[];
}

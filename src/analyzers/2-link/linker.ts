import type { ImplicitCall } from '../../model/linked-program.js';
import type { ProgramIndex } from '../../model/program-index.js';
import type { Resolution } from '../../model/project.js';
import type { KnownTokens } from './known-tokens.js';
import type { Solver } from './solver.js';

/** What the parts of the linker share while one program is linked. */
export interface Linker {
  readonly index: ProgramIndex;
  readonly solver: Solver;
  readonly known: KnownTokens;
  /** Where each import of each module leads. */
  readonly resolutions: readonly (readonly Resolution[])[];
  /** Names of accessors anywhere in the program: only reads and writes of these can run code. */
  readonly accessorNames: ReadonlySet<string>;
  /** Getter and setter functions by the token that owns them. */
  readonly accessors: Map<number, { readonly name: string; readonly fn: number; readonly kind: 'getter' | 'setter' }[]>;
  /** Calls without a call expression: accessors, field initialisers, static blocks. */
  readonly implicitCalls: ImplicitCall[];
  readonly bindingCount: number;
  readonly functionCount: number;
  /** A node that never holds anything. */
  readonly nothing: number;
}

/** Node of a binding, by its program-wide number. */
export function variableNode(binding: number): number {
  return binding;
}

export function returnNode(linker: Linker, fn: number): number {
  return linker.bindingCount + fn;
}

export function thisNode(linker: Linker, fn: number): number {
  return linker.bindingCount + linker.functionCount + fn;
}

/** Node of `module.exports`. */
export function exportsNode(linker: Linker, module: number): number {
  return linker.bindingCount + 2 * linker.functionCount + module;
}

/** Number of nodes that exist from the start. */
export function firstFreeNode(index: ProgramIndex): number {
  return (index.bindingBase.at(-1) as number) + 2 * (index.functionBase.at(-1) as number) + index.modules.length + 1;
}

import type { ProgramIndex } from '../../model/program-index.js';

/** Where the tokens of a program are found again, by what they stand for: by number, because texts as keys are slow. */
export interface KnownTokens {
  readonly functions: Int32Array;
  readonly classes: Int32Array;
  readonly prototypes: Int32Array;
  /** What `super` means inside each class. */
  readonly supers: Int32Array;
  readonly namespaces: Int32Array;
  readonly global: Int32Array;
  /** What instances of each constructor function share. */
  readonly functionPrototypes: Int32Array;
  /** The objects that data files are read into. */
  readonly files: Map<string, number>;
  readonly externals: Map<string, number>;
  /** The token that was last made for each place; earlier ones are linked to it. */
  readonly created: Map<number, Created>;
}

/** One of the tokens that a place in the source makes. */
export interface Created {
  readonly token: number;
  /** Tells apart several creations of one expression. */
  readonly role: string;
  readonly earlier: Created | undefined;
}

export function openKnownTokens(index: ProgramIndex): KnownTokens {
  const functions = index.functionBase.at(-1) as number;
  const classes = index.classBase.at(-1) as number;
  return {
    functions: none(functions),
    classes: none(classes),
    prototypes: none(classes),
    supers: none(classes),
    namespaces: none(index.modules.length),
    global: none(1),
    functionPrototypes: none(functions),
    files: new Map(),
    externals: new Map(),
    created: new Map(),
  };
}

function none(count: number): Int32Array {
  return new Int32Array(count).fill(-1);
}

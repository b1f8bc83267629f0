/** Something that the analysis cannot see through. Data, not an error: it lowers the confidence of what it blurs. */
export interface Gap {
  readonly kind: GapKind;
  /** Relative POSIX path. */
  readonly file: string;
  readonly pos: number;
  /** Index of the function that it stands in, in its module; -1 where the file is no module of the program. */
  readonly fn: number;
  /** What is hidden, in a few words that can follow a place. */
  readonly message: string;
  /** Bindings of the module, by index, that the hidden code can name. */
  readonly sees: readonly number[];
}

export type GapKind =
  /** `import(name)`: which module is loaded is computed. */
  | 'dynamic-import'
  /** `require(name)`. */
  | 'dynamic-require'
  /** Code in a string: `eval(text)`, `new Function(text)`. */
  | 'eval'
  /** Inside `with (object)` a name may mean a member of the object. */
  | 'with'
  /** An import of the program's own that leads to no file. */
  | 'unresolved-import'
  /** An import of a file that could not be read. */
  | 'unread-import'
  /** A file of the program that could not be read or parsed: what it does to others is not known. */
  | 'unread-file'
  /** State is handed to something that a gap hides. */
  | 'unknown-callee'
  /** `state[name] = value`, `state[method]()`: which part is written is computed. */
  | 'computed-member'
  /** A function that is nested too deeply to be followed. */
  | 'too-deep'
  /** The analysis failed on this file: our bug. */
  | 'analysis-error';

/** A gap together with the bindings whose verdict it makes less certain. */
export interface Blur {
  readonly gap: Gap;
  /** Ids of bindings, sorted: `src/cart.ts#carts`. Often none. */
  readonly bindings: readonly string[];
}

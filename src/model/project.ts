import type { Diagnostic } from './diagnostic.js';

/** What discovery found below a root: which files to read, and what was left out. */
export interface Discovery {
  /** Absolute path. Never part of a result. */
  readonly root: string;
  /** Relative POSIX paths of sources, sorted. */
  readonly files: readonly string[];
  /** Relative POSIX paths of deployment manifests, `package.json` and `tsconfig.json` files, sorted. */
  readonly manifests: readonly string[];
  /** How many sources were left out, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The text of one file, decoded, without its byte-order mark. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
  /** SHA-256 of the bytes on disk, hexadecimal. */
  readonly hash: string;
}

/** Where an import leads. */
export type Resolution =
  | { readonly kind: 'file'; readonly path: string }
  /** A package outside the analysed files (`ioredis`), or a Node.js builtin (`fs`, without `node:`). */
  | { readonly kind: 'external'; readonly name: string }
  | { readonly kind: 'unresolved' };

export type ResolveImport = (fromPath: string, specifier: string) => Resolution;

/** The statement, member or declarator around a place, as far as it identifies what stands there. */
export interface CodeAround {
  /** Its tokens without comments, layout and the bodies in it: `hits = 0`. Code that is only reformatted keeps it. */
  readonly text: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Looks up the code around a place. Null where the file or the place is not there. */
export type FindCodeAround = (place: {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}) => CodeAround | null;

import type { Diagnostic, DiagnosticCode } from './diagnostic.js';

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
  /** A source of the program that could not be read or parsed. */
  | { readonly kind: 'unread'; readonly path: string }
  | { readonly kind: 'unresolved' };

/** A source that could not be read or parsed, and where it would lead. */
export interface UnreadFile {
  readonly path: string;
  /** `parse-error` and the like; `internal-error` where the fault is ours. */
  readonly why: DiagnosticCode;
  /** What it imports, as far as that can be told without a syntax tree. */
  readonly imports: readonly Resolution[];
}

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

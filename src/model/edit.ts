/**
 * The truth of every change: what is written over which part of which text. Nothing else is ever printed, so text that no
 * edit names keeps its bytes.
 *
 * Files and manifests are relative POSIX paths. Offsets are UTF-16 offsets into the decoded text, without its byte-order
 * mark (`SourceText.text`); `hash` is that of the bytes which the offsets were taken from (`SourceText.hash`).
 */
export type Edit = ReplaceText | AddImport | CreateFile | AddDependency;

/** `text` takes the place of `[start, end)`, which holds `expected`. Where `start` is `end`, `text` is inserted. */
export interface ReplaceText {
  readonly kind: 'replace-text';
  readonly file: string;
  readonly hash: string;
  readonly start: number;
  readonly end: number;
  readonly expected: string;
  readonly text: string;
}

/**
 * An import (or `require`, as the file is written) at the insertion point of the file. Names that are imported already
 * under the same local name need no edit; an import of the same module with braces is extended.
 */
export interface AddImport {
  readonly kind: 'add-import';
  readonly file: string;
  readonly hash: string;
  /** The module specifier as it will stand there: `./state-store.js`, `lru-cache`. */
  readonly from: string;
  readonly names: readonly AddedName[];
  readonly typeOnly?: boolean;
}

export interface AddedName {
  /** `default`, `*` for the namespace, else the exported name. */
  readonly imported: string;
  readonly local: string;
}

/** A file that must not exist yet. */
export interface CreateFile {
  readonly kind: 'create-file';
  readonly file: string;
  readonly text: string;
}

/** An entry of `dependencies`; nothing where the manifest has the package already, in whatever range. Never installed. */
export interface AddDependency {
  readonly kind: 'add-dependency';
  readonly manifest: string;
  readonly name: string;
  readonly range: string;
}

/** One change of one text, as edits become before they are checked and written. */
export interface RangeEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

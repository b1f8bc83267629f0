/** Something about the run itself that the user should know. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** Relative POSIX path, or null where it concerns the whole run. */
  readonly file: string | null;
  readonly message: string;
}

export type DiagnosticCode =
  | 'parse-error'
  | 'unreadable-file'
  | 'binary-file'
  | 'unsupported-encoding'
  | 'file-too-large'
  | 'bundle-skipped'
  | 'manifest-error'
  | 'tsconfig-error'
  | 'unresolved-import'
  | 'analysis-gap'
  | 'no-entry-point'
  | 'link-outside-root'
  | 'internal-error'
  | 'invalid-suppression'
  | 'unused-suppression';

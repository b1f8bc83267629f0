/** Something that the analysis cannot see through. Data, not an error: it lowers the confidence of what it blurs. */
export interface Gap {
  readonly kind: GapKind;
  /** Relative POSIX path. */
  readonly file: string;
  readonly pos: number;
  readonly message: string;
}

export type GapKind =
  | 'dynamic-import'
  | 'dynamic-require'
  | 'eval'
  | 'with'
  | 'unresolved-import'
  | 'unknown-callee'
  | 'computed-member'
  | 'too-deep'
  | 'analysis-error';

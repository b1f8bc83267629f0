/** What identifies a finding however its lines move: `nth` tells several equal ones in one scope apart, from 1. */
export interface FindingIdentity {
  readonly file: string;
  readonly rule: string;
  readonly scope: string;
  /** Digest of the normalised code. The code itself may hold what does not belong into a list of old findings. */
  readonly code: string;
  readonly nth: number;
}

import type { Divergence } from '../../model/verification.js';

/** What one window gave. */
export interface WindowResult {
  readonly divergence: Divergence | null;
  readonly schedules: number;
  readonly steps: number;
  readonly covered: number;
  readonly possible: number;
}

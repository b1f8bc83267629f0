import type { Finding } from './finding.js';

/** A finding as a rule states it, before it is known whether it counts. */
export interface DraftFinding extends Omit<Finding, 'fingerprint'> {
  /** Files of the functions on the entry path. */
  readonly through: readonly string[];
}

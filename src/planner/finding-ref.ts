import type { Finding } from '../model/finding.js';
import type { FindingRef } from '../model/plan.js';

/** What identifies a finding in a plan. */
export function refOf({ rule, severity, file, line, column, binding }: Finding): FindingRef {
  return { rule, severity, file, line, column, binding };
}

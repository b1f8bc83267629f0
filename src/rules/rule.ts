import type { Severity } from '../model/finding.js';

/** What a rule is, apart from how it decides. Its page is `docs/rules/<id>.md`. */
export interface RuleDescription {
  /** Reads as "allow ⟨id⟩". */
  readonly id: string;
  /** The highest severity that it reports. */
  readonly severity: Severity;
  /** One sentence: the mechanism that the rule finds. */
  readonly summary: string;
}

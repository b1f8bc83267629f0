import type { Confidence } from './classification.js';
import type { Severity } from './finding.js';
import type { Target } from './target.js';

export const STORES = ['redis', 'dynamodb', 'postgres'] as const;
export type Store = (typeof STORES)[number];

export const RULE_LEVELS = ['off', 'note', 'warning', 'error'] as const;

/** What the user decided about one rule. What is missing stays as the rule has it. */
export interface RuleSetting {
  /** The severity that every finding of the rule gets, or `off`. */
  readonly severity?: 'off' | Severity;
  /** Findings that are less certain do not count. */
  readonly minConfidence?: Confidence;
}

/** Settings by rule. */
export type RuleSettings = Readonly<Record<string, RuleSetting>>;

/** Settings for a part of the repository; a later one wins over an earlier one. */
export interface RuleOverride {
  /** Globs below the root. */
  readonly files: readonly string[];
  readonly rules: RuleSettings;
}

/** What a configuration file says, checked and in one form. */
export interface Configuration {
  readonly target?: Target;
  /** Functions that the platform calls and that nothing else shows to be: `src/jobs/nightly.ts#run`. */
  readonly entries?: readonly string[];
  /** Files, folders and globs that are looked at where the command line names none. */
  readonly include?: readonly string[];
  readonly ignore?: readonly string[];
  readonly rules?: RuleSettings;
  readonly overrides?: readonly RuleOverride[];
  readonly store?: Store;
  readonly sessionTtlSeconds?: number;
  /** Constructors and factories of clients, by package: `@shop/db`, `@shop/db.connect`. */
  readonly knownClients?: readonly string[];
}

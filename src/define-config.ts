import type { Confidence } from './model/classification.js';
import type { Severity } from './model/finding.js';
import type { Store } from './model/configuration.js';
import type { Target } from './model/target.js';
import type { RuleId } from './rules/index.js';

/** What a configuration file may say: `stateless.config.json`, `.jsonc`, `.js`, `.mjs`, `.cjs`, `.ts`, or `package.json#stateless`. */
export interface UserConfiguration {
  /** Address of the JSON schema, for editors. */
  readonly $schema?: string;
  /** Platform that verdicts are for; by default what the deployment manifests say. */
  readonly target?: Target;
  /** Functions that the platform calls and that nothing else shows to be: `src/jobs/nightly.ts#run`. */
  readonly entries?: readonly string[];
  /** Files, folders and globs that are looked at where the command line names none. */
  readonly include?: readonly string[];
  /** Globs of files to leave out, beside `.gitignore` and the defaults. */
  readonly ignore?: readonly string[];
  readonly rules?: UserRules;
  /** Rules for a part of the repository. A later override wins over an earlier one. */
  readonly overrides?: readonly { readonly files: readonly string[]; readonly rules?: UserRules }[];
  /** Durable store that `migrate` moves state to. */
  readonly store?: Store;
  /** How long migrated sessions live after their last write. */
  readonly sessionTtlSeconds?: number;
  /** Constructors and factories of clients, by package: `@shop/db`, `@shop/db.connect`. */
  readonly knownClients?: readonly string[];
}

/** Per rule its severity, or `off`; with `minConfidence`, only findings that are at least so certain count. */
export type UserRules = {
  readonly [rule in RuleId]?:
    'off' | Severity | { readonly severity?: 'off' | Severity; readonly minConfidence?: Confidence };
};

/** Gives the configuration back as it is: it only lets an editor complete and check it. */
export function defineConfig(configuration: UserConfiguration): UserConfiguration {
  return configuration;
}

import type { Store } from '../model/configuration.js';
import type { MakeStateStore } from '../model/state-store.js';
import type { AuditOptions } from '../pipeline.js';
import type { Transform } from '../transforms/transform.js';

/** What a migration is asked to do. */
export interface MigrateOptions extends AuditOptions {
  /** Where state moves to; by default the one durable client among the dependencies, else what fits the target. */
  readonly store?: Store;
  /** Who said so; `--store` by default. */
  readonly storeDetectedBy?: string;
  /** Apply steps that may change what the program answers. */
  readonly allowUnsafe?: boolean;
  /** Only these transforms. */
  readonly only?: readonly string[];
  /** Ids of steps that are not wanted. */
  readonly skip?: readonly string[];
  /** Life of a session since its last write. */
  readonly sessionTtlSeconds?: number;
  /** Leave a comment where a finding is not migrated. */
  readonly todo?: boolean;
  /** In place of the transforms of this package. */
  readonly transforms?: readonly Transform[];
  readonly makeStateStore?: MakeStateStore;
}

export const DEFAULT_SESSION_TTL = 3600;

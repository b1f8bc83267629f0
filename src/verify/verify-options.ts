import type { Target } from '../model/target.js';
import type { Mode } from '../model/verification.js';
import type { ProgramKind } from './containers/protocol.js';

/** The stores that can be started, or whose usual variables are handed to the program. */
export const STORES = ['redis', 'dynamodb', 'postgres'] as const;
export type VerifiedStore = (typeof STORES)[number];

/** What to verify, and how long. */
export interface VerifyOptions {
  /** Absolute path of the folder that the program lies in. */
  readonly root: string;
  /** `src/handler.ts#handler`, relative to the root; without an export, the single entry point of the file. */
  readonly entries: readonly string[];
  /** How the program is invoked; found out from what it exports by default. */
  readonly kind?: ProgramKind;
  /**
   * What is sent: payloads for functions, `{ method, path, headers, body }` for applications. `{ "$ref": "0.body.sid" }`
   * stands for a value of an earlier answer. With several entries, `{ "$entry": "login", "event": … }` names one. Made
   * from what the program reads where it is missing.
   */
  readonly events?: readonly unknown[];
  /** The version to compare with: the absolute path of a folder, or a git ref; the program itself by default. */
  readonly against?: string;
  readonly target?: Target;
  /** `immortal`, `fresh` and `fleet` by default, `concurrent` where the target serves several events at once. */
  readonly modes?: readonly Mode[];
  /** Random schedules of the fleet; 4 by default. */
  readonly runs?: number;
  /** Events in each of them; 120 by default. */
  readonly steps?: number;
  readonly seed?: string;
  /** Milliseconds after which nothing new is begun; two minutes by default. */
  readonly timeBudgetMs?: number;
  /** Milliseconds that one event may take; 5,000 by default. */
  readonly eventTimeoutMs?: number;
  /** Milliseconds that loading may take; 15,000 by default. */
  readonly initTimeoutMs?: number;
  /** Variables of the program. Of the caller's own, only what every program needs is handed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Hands the variables of this store on to the program. */
  readonly store?: VerifiedStore;
  /** Starts the server of the store on the loopback, and stops it afterwards. */
  readonly startStore?: boolean;
  /** The caller's environment; nothing else is read from the process. */
  readonly callerEnv?: Readonly<Record<string, string | undefined>>;
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** Stops what runs when it is aborted. */
  readonly signal?: AbortSignal;
}

export interface VerifyProgress {
  readonly mode: Mode | 'audit' | 'attribution';
  readonly done: number;
  readonly total: number;
}

import type { Target } from '../../model/target.js';
import type { ContainerEntry } from '../containers/protocol.js';
import type { Pool } from '../containers/pool.js';

/** A program that containers can load, in one of its forms. */
export interface Program {
  readonly pool: Pool;
  readonly entries: readonly ContainerEntry[];
  readonly env: Readonly<Record<string, string>>;
  readonly target: Target;
  readonly initTimeoutMs: number;
  readonly eventTimeoutMs: number;
  /** Whether functions run in containers of their own, as on function platforms; a server holds all its routes. */
  readonly separate: boolean;
}

/** One event of a trace, and the entry that it is for. */
export interface TraceEvent {
  readonly entry: number;
  readonly payload: unknown;
}

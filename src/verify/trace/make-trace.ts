import type { ClassifiedProgram } from '../../model/classified-program.js';
import type { FoundEntry } from '../program/find-entries.js';
import type { TraceEvent } from '../program/program.js';

/** A small trace from what the program reads of its events. Keys repeat on purpose, and differ on purpose. */
export function makeTrace(_program: ClassifiedProgram | null, entries: readonly FoundEntry[]): readonly TraceEvent[] {
  return entries.flatMap((_, entry) => [1, 2, 3].map((number) => ({ entry, payload: { id: `id-${number}` } })));
}

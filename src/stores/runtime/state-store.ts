import { cellOf } from './cell.js';
import { counterOf } from './counter.js';
import { engineOf } from './engine.js';
import type { CellOptions, StateStore } from './interface.js';
import { listOf } from './list.js';
import { mapOf, objectOf } from './map.js';
import { memoryRecords } from './memory-records.js';
import { onceOf } from './once.js';
import type { Records } from './records.js';
import { setOf } from './set.js';
import { isInMemory, namespaceOf } from './settings.js';
import { transact } from './transaction.js';

export interface StateStoreSettings {
  /** The name of the store, for messages. */
  readonly store: string;
  readonly packageName: string;
  /** Called at the first operation. */
  readonly open: (clock: () => number) => Records;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

export function stateStore(settings: StateStoreSettings): StateStore {
  const { store, packageName, open, clock = () => Date.now() } = settings;
  const engine = engineOf({
    store,
    namespace: () => namespaceOf(packageName),
    open: () => (isInMemory() ? memoryRecords(clock) : open(clock)),
    clock,
    longestPause: () => (isInMemory() ? 0 : LONGEST_PAUSE_MS),
  });
  return {
    counter: (name, options = {}) => counterOf(engine, name, options),
    cell: <T>(name: string, options: Partial<CellOptions<T>> = {}) => cellOf(engine, name, options),
    map: (name, options = {}) => mapOf(engine, name, options),
    object: (name, options = {}) => objectOf(engine, name, options),
    set: (name, options = {}) => setOf(engine, name, options),
    list: (name, options = {}) => listOf(engine, name, options),
    transaction: (work) => transact(engine, work),
    once: onceOf(engine),
    close: () => engine.close(),
  };
}

/** Rivals part soon; a longer pause only makes the function slower. */
const LONGEST_PAUSE_MS = 100;

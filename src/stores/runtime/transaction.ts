import type { Engine, Structure } from './engine.js';
import type { Entity, Transaction } from './interface.js';
import type { RecordChange, StoredRecord } from './records.js';

/**
 * Reads remember the version that they saw, writes wait. At the end everything is stored in one step if all versions are
 * still the same, else `work` runs again on what is there now.
 */
export async function transact<R>(engine: Engine, work: (tx: Transaction) => R | Promise<R>): Promise<R> {
  return engine.untilStored('transaction', async () => {
    const touched = new Map<string, Touched>();
    try {
      const result = await work(transactionOver(engine, touched));
      return (await isStored(engine, touched, true)) ? { result } : null;
    } catch (error) {
      // It may come from two values that were never there together: it counts only if all that was read still holds.
      if (await isStored(engine, touched, false)) throw error;
      return null;
    }
  });
}

interface Touched {
  readonly structure: Structure;
  readonly key: string;
  readonly before: Promise<StoredRecord | null>;
  /** The text that was set, null where it was removed, undefined where it was only read. */
  written: string | null | undefined;
}

interface Holder {
  readonly entity: Entity;
}

function transactionOver(engine: Engine, touched: Map<string, Touched>): Transaction {
  const touch = ({ entity }: Holder, given: unknown): Touched => {
    const structure = entity as Structure;
    const key = structure.toKey(given);
    const id = `${structure.name}\n${key}`;
    const known = touched.get(id);
    if (known !== undefined) return known;
    const before = engine.read(structure, key);
    // Whoever awaits it hears of the error; a write does not await.
    before.catch(() => null);
    const fresh: Touched = { structure, key, before, written: undefined };
    touched.set(id, fresh);
    return fresh;
  };
  const textOf = async (record: Touched): Promise<string | null> => {
    const before = await record.before;
    return record.written === undefined ? (before?.value ?? null) : record.written;
  };
  // The interface says which arguments go with which structure; here all of them are alike.
  const tx = {
    get: async (holder: Holder, key?: unknown) => {
      const record = touch(holder, key);
      return record.structure.fromText(await textOf(record));
    },
    has: async (holder: Holder, key: unknown) => (await textOf(touch(holder, key))) !== null,
    set: (holder: Holder, ...given: readonly unknown[]) => {
      const [key, value] = given.length > 1 ? given : [undefined, given[0]];
      const record = touch(holder, key);
      record.written = record.structure.toText(value, key);
    },
    add: (holder: Holder, value: unknown) => {
      const record = touch(holder, value);
      record.written = record.structure.toText(true);
    },
    delete: (holder: Holder, key: unknown) => {
      touch(holder, key).written = null;
    },
  };
  return tx as unknown as Transaction;
}

async function isStored(engine: Engine, touched: ReadonlyMap<string, Touched>, writes: boolean): Promise<boolean> {
  const changes: RecordChange[] = [];
  for (const { structure, key, before, written } of touched.values()) {
    const { value = null, version = null } = (await before) ?? {};
    const isKept = !writes || written === undefined || (written === value && structure.ttlSeconds === undefined);
    const next = isKept ? 'keep' : written === null ? null : engine.record(structure, key, written);
    changes.push({ of: engine.spaceOf(structure), key, expected: version, next });
  }
  const [first] = touched.values();
  // One value that was only read was there when it was read.
  if (first === undefined || (changes.length === 1 && changes[0]?.next === 'keep')) return true;
  return engine.call(first.structure, 'transaction', (records) => records.commit(changes));
}

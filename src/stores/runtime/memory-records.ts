import type { RecordChange, Records, RecordSpace, StoredRecord } from './records.js';

/**
 * Records in the memory of this process: for unit tests and first tries. They are gone with the process, and another
 * process has its own.
 */
export function memoryRecords(clock: () => number): Records {
  const spaces = new Map<string, Map<string, StoredRecord>>();
  const marks = new Map<string, string>();

  const space = ({ id }: RecordSpace): Map<string, StoredRecord> => {
    const known = spaces.get(id) ?? new Map<string, StoredRecord>();
    spaces.set(id, known);
    for (const { key, expiresAt } of known.values()) if (expiresAt !== null && expiresAt <= clock()) known.delete(key);
    return known;
  };
  const holds = ({ of, key, expected }: RecordChange) => (space(of).get(key)?.version ?? null) === expected;
  const apply = ({ of, key, next }: RecordChange): void => {
    if (next === null) space(of).delete(key);
    else if (next !== 'keep') space(of).set(key, next);
  };
  const changed = (of: RecordSpace, record: StoredRecord): void => {
    space(of).set(record.key, record);
  };

  return {
    read: (of, key) => Promise.resolve(space(of).get(key) ?? null),
    readAll: (of) => Promise.resolve([...space(of).values()]),
    count: (of) => Promise.resolve(space(of).size),
    put: (of, record) => after(space(of).set(record.key, record)),
    remove: (of, key) => Promise.resolve(space(of).delete(key)),
    removeAll: (of) => after(spaces.delete(of.id)),
    commit: (changes) => {
      const possible = changes.every(holds);
      if (possible) changes.forEach(apply);
      return Promise.resolve(possible);
    },
    add: (of, record, by) => {
      const sum = sumOf(space(of).get(record.key), record, by);
      if (sum === null) return Promise.resolve(null);
      changed(of, { ...record, value: String(sum) });
      return Promise.resolve(sum);
    },
    append: (of, record) => {
      const value = (space(of).get(record.key)?.value ?? '') + record.value;
      changed(of, { ...record, value });
      return Promise.resolve(value.split('\n').length - 1);
    },
    take: (of, end, version) => {
      const before = space(of).get('');
      const lines = before?.value.split('\n').slice(0, -1) ?? [];
      const taken = (end === 'first' ? lines.shift() : lines.pop()) ?? null;
      const value = lines.map((line) => `${line}\n`).join('');
      if (before !== undefined && taken !== null) changed(of, { ...before, version, value });
      return Promise.resolve(taken);
    },
    seed: (of, records, mark) => {
      const known = marks.get(of.id) ?? (space(of).size > 0 ? '' : mark);
      if (!marks.has(of.id) && known === mark) for (const record of records) changed(of, record);
      marks.set(of.id, known);
      return Promise.resolve(known);
    },
    wake: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function after(done: unknown): Promise<void> {
  return Promise.resolve(done).then(() => undefined);
}

function sumOf(before: StoredRecord | undefined, { value }: StoredRecord, by: number): number | null {
  if (before === undefined) return Number(value);
  const sum = Number(before.value) + by;
  return isInteger(before.value) && Number.isSafeInteger(sum) ? sum : null;
}

function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text));
}

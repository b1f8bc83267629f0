import { randomUUID } from 'node:crypto';
import { askedAgain, stateError, untilStored } from './attempts.js';
import { recordOf, seedOnce, sortKey, ttlOf, valueOfText, written, type Seeds } from './dynamodb-items.js';
import { dynamoTable, type DynamoTable } from './dynamodb-table.js';
import type { RecordChange, Records, RecordSpace, StoredRecord } from './records.js';
import { isExpired } from './settings.js';

const ALIVE = '(attribute_exists(#value) AND (attribute_not_exists(#expiresAt) OR #expiresAt > :now))';
const DEAD = '(attribute_not_exists(#value) OR #expiresAt <= :now)';

/**
 * One item for each record. Integers and lists are kept as what DynamoDB can add to and append to. `position` is the order
 * of insertion. Listing, counting and clearing go through all items of a structure and are no snapshot.
 */
export function dynamodbRecords(clock: () => number): Records {
  const table = dynamoTable();
  const seeds: Seeds = new Map();
  const { find, write, erase, commit, items } = singleRecords(table, seeds, clock);

  return {
    read: find,
    readAll: items,
    count: (of) => table.count(of.id, '#', ALIVE, { ':now': clock() }),
    put: (of, record) =>
      untilWritten(async () => {
        const isWritten =
          record.key === '' ? write(of, record) : (await write(of, record, ALIVE)) || write(of, record, DEAD);
        return (await isWritten) ? { result: undefined } : null;
      }),
    remove: async (of, key) => {
      const before = recordOf((await erase(of, key)) ?? {});
      return before !== null && !isExpired(before, clock());
    },
    removeAll: async (of) => {
      const keys = (await table.query(of.id, '#')).map((item) => String(item['sk']).slice(1));
      const seeded = seeds.get(of.id);
      for (const key of keys) if (seeded?.has(key)) await erase(of, key);
      await table.deleteAll(of.id, keys.filter((key) => !seeded?.has(key)).map(sortKey));
    },
    commit: async (changes) => {
      const [only] = changes;
      if (only !== undefined && changes.length === 1) return commit(only);
      throw stateError('a transaction over several entities is not possible on DynamoDB: keep them in one cell');
    },
    add: (of, record, by) =>
      untilWritten(async () => {
        const sum = await added(table, of, record, by, clock());
        if (sum !== null) return { result: sum };
        if ((await find(of, record.key)) !== null) return { result: null };
        const isCreated = await commit({ of, key: record.key, expected: null, next: record });
        return isCreated ? { result: Number(record.value) } : null;
      }),
    append: async (of, { key, value, version }) => {
      const values = { ':lines': valueOfText(value), ':none': [], ':version': version };
      const expression = 'SET #value = list_append(if_not_exists(#value, :none), :lines), #version = :version';
      const after = await table.updated(of.id, sortKey(key), expression, values);
      return (after?.['value'] as unknown[]).length;
    },
    take: (of, end, version) => taken(table, of, end, version),
    seed: (of, records, mark) => seedOnce(table, seeds, of, records, mark),
    wake: async () => {
      await askedAgain(() => table.get('@wake', '@'));
    },
    close: () => table.close(),
  };
}

function singleRecords(table: DynamoTable, seeds: Seeds, clock: () => number) {
  const find = async (of: RecordSpace, key: string): Promise<StoredRecord | null> => {
    const record = recordOf((await table.get(of.id, sortKey(key))) ?? {});
    return record === null || isExpired(record, clock()) ? null : record;
  };
  /** Whether the condition held. A record that comes to be takes a number, so that it is the last in order. */
  const write = async (of: RecordSpace, record: StoredRecord, condition?: string, expected?: string) => {
    const position = condition === DEAD && record.key !== '' ? await ticket(table, of) : null;
    const isSeed = seeds.get(of.id)?.has(record.key) === true;
    const { expression, values } = written(record, position, isSeed);
    const given = { ...values, ':now': clock(), ':expected': expected };
    return (await table.update(of.id, sortKey(record.key), expression, given, condition)) !== null;
  };
  /** Of an initial value something stays, or a process that is still writing the initial values would write it again. */
  const erase = async (of: RecordSpace, key: string, condition?: string, expected?: string) => {
    const values = { ':now': clock(), ':expected': expected, ':version': randomUUID() };
    if (seeds.get(of.id)?.has(key) !== true) return table.delete(of.id, sortKey(key), values, condition);
    const expression = 'SET #version = :version REMOVE #value, #expiresAt';
    return table.update(of.id, sortKey(key), expression, values, condition);
  };
  const commit = async ({ of, key, expected, next }: RecordChange): Promise<boolean> => {
    if (next === 'keep' || (next === null && expected === null)) {
      return ((await find(of, key))?.version ?? null) === expected;
    }
    const condition = expected === null ? DEAD : `#version = :expected AND ${ALIVE}`;
    if (next !== null) return write(of, next, condition, expected ?? undefined);
    return (await erase(of, key, condition, expected ?? undefined)) !== null;
  };
  const items = async (of: RecordSpace): Promise<StoredRecord[]> => {
    const found = (await table.query(of.id, '#')).sort((a, b) => Number(a['position']) - Number(b['position']));
    return found.flatMap((item) => recordOf(item) ?? []).filter((record) => !isExpired(record, clock()));
  };
  return { find, write, erase, commit, items };
}

/** The next number of a structure: greater than all that were given before. */
async function ticket(table: DynamoTable, { id }: RecordSpace): Promise<number> {
  const { position } = (await table.updated(id, '@position', 'ADD #position :one', { ':one': 1 })) ?? {};
  return Number(position);
}

async function added(
  table: DynamoTable,
  of: RecordSpace,
  { key, version, expiresAt }: StoredRecord,
  by: number,
  now: number,
): Promise<number | null> {
  const expiry = expiresAt === null ? '' : ', #expiresAt = :expiresAt, #ttl = :ttl';
  const values = {
    ':by': by,
    ':version': version,
    ':now': now,
    ':number': 'N',
    ':least': Math.max(Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER - by),
    ':most': Math.min(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - by),
    ':expiresAt': expiresAt,
    ':ttl': ttlOf(expiresAt),
  };
  const condition = `${ALIVE} AND attribute_type(#value, :number) AND #value BETWEEN :least AND :most`;
  const expression = `SET #value = #value + :by, #version = :version${expiry}`;
  const after = await table.updated(of.id, sortKey(key), expression, values, condition);
  return after === null ? null : Number(after['value']);
}

function taken(table: DynamoTable, of: RecordSpace, end: 'first' | 'last', version: string): Promise<string | null> {
  return untilWritten(async () => {
    const lines = (await table.get(of.id, sortKey('')))?.['value'] as string[] | undefined;
    if (lines === undefined || lines.length === 0) return { result: null };
    const index = end === 'first' ? 0 : lines.length - 1;
    const expression = `SET #version = :version REMOVE #value[${index}]`;
    // The last one is at this index only while the length is the same. Whoever takes the first may just take it.
    const condition = end === 'first' ? 'size(#value) > :zero' : 'size(#value) = :length';
    const values = { ':version': version, ':zero': 0, ':length': lines.length };
    const before = await table.update(of.id, sortKey(''), expression, values, condition);
    return before === null ? null : { result: (before['value'] as string[])[index] ?? null };
  });
}

function untilWritten<R>(attempt: () => Promise<{ readonly result: R } | null>): Promise<R> {
  return untilStored(attempt, 100, () => stateError('other processes were faster each time'));
}

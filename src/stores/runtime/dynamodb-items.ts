import type { DynamoItem, DynamoTable } from './dynamodb-table.js';
import { GRACE_MS, type RecordSpace, type StoredRecord } from './records.js';

/** The keys that each structure had at the start. */
export type Seeds = Map<string, ReadonlySet<string>>;

/** Sort keys with another first character are ours: `@initial`, `@position`. */
export function sortKey(key: string): string {
  return `#${key}`;
}

/** Null where there is no record, or only what is left of an initial value that was removed. */
export function recordOf(item: DynamoItem): StoredRecord | null {
  const { sk, value, version, expiresAt = null } = item;
  if (value === undefined) return null;
  return {
    key: String(sk).slice(1),
    value: Array.isArray(value)
      ? value.map((line) => `${String(line)}\n`).join('')
      : typeof value === 'number'
        ? String(value)
        : (value as string),
    version: String(version),
    expiresAt: expiresAt as number | null,
  };
}

/** Integers become numbers and lines lists, because DynamoDB can add to the one and append to the other. */
export function valueOfText(text: string): string | number | string[] {
  if (text === '') return [];
  if (text.endsWith('\n')) return text.slice(0, -1).split('\n');
  return /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

/** `ttl` is what DynamoDB collects by. Initial values are not collected: they would be written again. */
export function written(record: StoredRecord, position: number | null, isSeed: boolean) {
  const { value, version, expiresAt } = record;
  const expiry = expiresAt === null ? '' : `, #expiresAt = :expiresAt${isSeed ? '' : ', #ttl = :ttl'}`;
  const order = position === null ? '' : ', #position = :position';
  return {
    expression: `SET #value = :value, #version = :version${expiry}${order}${expiresAt === null ? ' REMOVE #expiresAt, #ttl' : ''}`,
    values: {
      ':value': valueOfText(value),
      ':version': version,
      ':expiresAt': expiresAt,
      ':ttl': ttlOf(expiresAt),
      ':position': position,
    },
  };
}

export function ttlOf(expiresAt: number | null): number | null {
  return expiresAt === null ? null : Math.ceil((expiresAt + GRACE_MS) / 1000);
}

/**
 * The first process writes down what the initial records are, in one item; from then on they count. Whoever sees that they
 * are not yet written out helps. Each is written where there never was one, so that a helper who comes late changes nothing.
 */
export async function seedOnce(
  table: DynamoTable,
  seeds: Seeds,
  of: RecordSpace,
  records: readonly StoredRecord[],
  mark: string,
): Promise<string> {
  const marker = (await table.get(of.id, MARKER)) ?? (await placedMarker(table, of, records, mark));
  const first = JSON.parse(String(marker['records'])) as StoredRecord[];
  seeds.set(of.id, new Set(first.map(({ key }) => key)));
  if (marker['done'] !== true) {
    for (const [index, record] of first.entries()) {
      const { expression, values } = written(record, index - first.length, true);
      await table.update(of.id, sortKey(record.key), expression, values, 'attribute_not_exists(pk)');
    }
    await table.update(of.id, MARKER, 'SET #done = :done', { ':done': true });
  }
  return String(marker['mark']);
}

const MARKER = '@initial';

async function placedMarker(
  table: DynamoTable,
  { id }: RecordSpace,
  records: readonly StoredRecord[],
  mark: string,
): Promise<DynamoItem> {
  const isUsed = (await table.query(id, '#')).length > 0;
  const marker = isUsed
    ? { pk: id, sk: MARKER, mark: '', records: '[]', done: true }
    : { pk: id, sk: MARKER, mark, records: JSON.stringify(records), done: false };
  if (await table.create(marker)) return marker;
  return (await table.get(id, MARKER)) ?? marker;
}

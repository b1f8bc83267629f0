import { Pool, type PoolClient } from 'pg';
import { messageOf, stateError } from './attempts.js';
import {
  ADD,
  APPEND,
  COLLECT,
  COUNT,
  CREATE,
  CREATE_RECORD,
  LOCK,
  PUT,
  READ,
  READ_ALL,
  READ_MARK,
  REMOVE,
  REMOVE_ALL,
  REMOVE_VERSION,
  REPLACE,
  SEED,
  TAKE_FIRST,
  TAKE_LAST,
} from './postgres-statements.js';
import { GRACE_MS, type RecordChange, type Records, type StoredRecord } from './records.js';
import { commandTimeout, required } from './settings.js';

type Query = (text: string, values: readonly unknown[]) => Promise<{ rows: Row[]; rowCount: number | null }>;

type Row = Record<string, unknown>;

/** One table of records. Each operation is one statement, or one transaction that has its structures for itself. */
export function postgresRecords(clock: () => number): Records {
  const pool = connectionPool();
  const withTable = tableMaker((text) => pool.query(text));
  const query: Query = (text, values) => withTable(() => pool.query<Row>(text, [...values]));
  const exclusively = <R>(ids: readonly string[], work: (query: Query) => Promise<R>): Promise<R> =>
    withTable(() => inTransaction(pool, ids, work));
  /** What expired long ago is dropped by one in a hundred writes. Nobody waits for its success. */
  const collect = async ({ expiresAt }: StoredRecord): Promise<void> => {
    if (expiresAt === null || Math.random() > 0.01) return;
    await query(COLLECT, [clock() - GRACE_MS]).catch(() => null);
  };

  return {
    read: async ({ id }, key) => stored((await query(READ, [id, key, clock()])).rows[0]),
    readAll: async ({ id }) => (await query(READ_ALL, [id, clock()])).rows.map((row) => stored(row)!),
    count: async ({ id }) => Number((await query(COUNT, [id, clock()])).rows[0]?.['count']),
    put: async ({ id }, record) => {
      await query(PUT, [...parameters(id, record), clock()]);
      await collect(record);
    },
    remove: async ({ id }, key) => (await query(REMOVE, [id, key, clock()])).rows[0]?.['alive'] === true,
    removeAll: ({ id }) =>
      exclusively([id], async (run) => {
        await run(REMOVE_ALL, [id]);
      }),
    commit: async (changes) => {
      const [only] = changes;
      if (changes.length === 1 && only !== undefined) return commitOne(query, only, clock());
      return exclusively(
        changes.map(({ of }) => of.id),
        async (run) => {
          for (const change of changes) if (!(await commitOne(run, change, clock()))) throw new Conflict();
          return true;
        },
      ).catch((error: unknown) => {
        if (error instanceof Conflict) return false;
        throw error;
      });
    },
    add: async ({ id }, record, by) => {
      const { rows } = await query(ADD, [...parameters(id, record), clock(), by]);
      return rows[0] === undefined ? null : Number(rows[0]['value']);
    },
    append: async ({ id }, record) =>
      Number((await query(APPEND, [...parameters(id, record), clock()])).rows[0]?.['lines']),
    take: async ({ id }, end, version) => {
      const { rows } = await query(end === 'first' ? TAKE_FIRST : TAKE_LAST, [id, version]);
      return (rows[0]?.['line'] ?? null) as string | null;
    },
    seed: async ({ id }, records, mark) => {
      const columns = (['key', 'value', 'version', 'expiresAt'] as const).map((name) => records.map((r) => r[name]));
      await query(SEED, [id, mark, ...columns]);
      return String((await query(READ_MARK, [id])).rows[0]?.['value']);
    },
    wake: () => tryIdle(pool),
    close: () => pool.end(),
  };
}

class Conflict extends Error {}

function connectionPool(): Pool {
  const limit = commandTimeout();
  const pool = new Pool({
    connectionString: required('DATABASE_URL', 'the address of the database: postgres://user:password@host:5432/name'),
    max: 5,
    connectionTimeoutMillis: limit * 1.5,
    query_timeout: limit,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
  });
  // A connection that dies while it waits leaves the pool by itself; without a listener it would end the process.
  pool.on('error', () => null);
  pool.on('connect', (client) => client.on('error', () => null));
  return pool;
}

/** Runs what needs the table, and makes the table when it is missing. What failed for want of it has done nothing. */
function tableMaker(run: (text: string) => Promise<unknown>): <R>(work: () => Promise<R>) => Promise<R> {
  return async (work) => {
    try {
      return await work();
    } catch (error) {
      if (codeOf(error) !== '42P01') throw error;
    }
    try {
      await run(CREATE);
    } catch (error) {
      // Another process was making it at the same moment.
      const isRace = ['23505', '42P07', '42710'].includes(codeOf(error));
      if (!isRace) throw stateError(`the table is missing (${messageOf(error)}); create it with:\n${CREATE}`, error);
    }
    return work();
  };
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code);
}

/** The structures are locked in the order of their names, so that two transactions never wait for each other. */
async function inTransaction<R>(pool: Pool, ids: readonly string[], work: (query: Query) => Promise<R>): Promise<R> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('BEGIN');
    for (const id of [...new Set(ids)].sort()) await client.query(LOCK, [id]);
    const result = await work((text, values) => client.query<Row>(text, [...values]));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function commitOne(query: Query, { of, key, expected, next }: RecordChange, now: number): Promise<boolean> {
  if (next === 'keep' || (next === null && expected === null)) {
    const { rows } = await query(READ, [of.id, key, now]);
    return (rows[0]?.['version'] ?? null) === expected;
  }
  const { rowCount } =
    next === null
      ? await query(REMOVE_VERSION, [of.id, key, expected, now])
      : expected === null
        ? await query(CREATE_RECORD, [...parameters(of.id, next), now])
        : await query(REPLACE, [...parameters(of.id, next), now, expected]);
  return rowCount === 1;
}

function parameters(id: string, { key, value, version, expiresAt }: StoredRecord): unknown[] {
  return [id, key, value, version, expiresAt];
}

function stored(row: Row | undefined): StoredRecord | null {
  if (row === undefined) return null;
  const { key, value, version, expires_at: expiresAt } = row;
  return { key: String(key), value: String(value), version: String(version), expiresAt: expiresAt as number | null };
}

/** Connections that died while the container was frozen leave the pool before somebody's statement is lost with them. */
async function tryIdle(pool: Pool): Promise<void> {
  const idle: PoolClient[] = await Promise.all(Array.from({ length: pool.idleCount }, () => pool.connect()));
  const tried = idle.map(async (client) => {
    try {
      await client.query('SELECT 1');
      client.release();
    } catch {
      client.release(true);
    }
  });
  await Promise.all(tried);
}

import { createHash, randomUUID } from 'node:crypto';
import { askedAgain, messageOf, stateError, turns, untilStored } from './attempts.js';
import type { Change, Entity } from './interface.js';
import type { Records, RecordSpace, StoredRecord } from './records.js';

/** What a structure is to the store: where its records lie, and what their texts mean. */
export interface Structure extends Entity {
  readonly kind: 'counter' | 'cell' | 'map' | 'object' | 'set' | 'list' | 'once';
  readonly group: string | undefined;
  readonly ttlSeconds: number | undefined;
  /** The records that it starts with, as key and text, or null where it starts empty. */
  readonly initial: (() => readonly (readonly [key: string, text: string])[]) | null;
  toKey(key: unknown): string;
  toText(value: unknown, key?: unknown): string;
  /** Null is the text of what is absent. */
  fromText(text: string | null): unknown;
}

export interface EngineSettings {
  /** For messages: `redis`. */
  readonly store: string;
  /** Asked at the first operation. */
  readonly namespace: () => string;
  readonly open: () => Records;
  readonly clock: () => number;
  /** The longest pause after a conflict, in milliseconds. */
  readonly longestPause: () => number;
}

export interface Engine {
  readonly clock: () => number;
  spaceOf(structure: Structure): RecordSpace;
  /** One operation of the store. Its error names the structure and the store. */
  call<R>(structure: Structure, what: string, work: (records: Records, of: RecordSpace) => Promise<R>): Promise<R>;
  read(structure: Structure, key: string): Promise<StoredRecord | null>;
  readAll(structure: Structure): Promise<StoredRecord[]>;
  count(structure: Structure): Promise<number>;
  write(structure: Structure, key: string, text: string): Promise<void>;
  /** Changes one record in one step. `change` may run again; null is the text of an absent record. */
  change<R>(structure: Structure, key: string, change: (text: string | null) => TextChange<R>): Promise<R>;
  /** Repeats what lost against other processes. */
  untilStored<R>(names: string, attempt: () => Promise<{ readonly result: R } | null>): Promise<R>;
  /** A record as it is written now. */
  record(structure: Structure, key: string, text: string): StoredRecord;
  close(): Promise<void>;
}

export interface TextChange<R> {
  readonly text: string | null;
  readonly result: R;
}

export function engineOf(settings: EngineSettings): Engine {
  const { clock } = settings;
  const opened = connection(settings.open);
  const inTurn = turns();

  const spaceOf = (structure: Structure): RecordSpace => {
    const namespace = settings.namespace();
    const { name, group } = structure;
    return { id: `${namespace}:${name}`, group: group === undefined ? null : `${namespace}:${group}` };
  };
  const record: Engine['record'] = ({ ttlSeconds }, key, value) => {
    const expiresAt = ttlSeconds === undefined ? null : clock() + ttlSeconds * 1000;
    return { key, value, version: randomUUID(), expiresAt };
  };
  const seeded = seedsOf(record);
  const call: Engine['call'] = async (structure, what, work) => {
    try {
      const records = await opened.use();
      const of = spaceOf(structure);
      await seeded(structure, records, of);
      return await work(records, of);
    } catch (error) {
      const { name, kind } = structure;
      throw stateError(`${name} (${kind} in ${settings.store}): ${what} failed: ${messageOf(error)}`, error);
    }
  };
  const read: Engine['read'] = (structure, key) =>
    call(structure, 'get', (records, of) => askedAgain(() => records.read(of, key)));
  const repeated: Engine['untilStored'] = (names, attempt) =>
    untilStored(attempt, settings.longestPause(), (attempts) =>
      stateError(`${names} (in ${settings.store}): other processes were faster ${attempts} times`),
    );

  return {
    clock,
    spaceOf,
    call,
    read,
    readAll: (structure) => call(structure, 'listing', (records, of) => askedAgain(() => records.readAll(of))),
    count: (structure) => call(structure, 'size', (records, of) => askedAgain(() => records.count(of))),
    write: (structure, key, text) =>
      call(structure, 'set', (records, of) => records.put(of, record(structure, key, text))),
    change: (structure, key, change) =>
      inTurn(`${structure.name}:${key}`, () =>
        repeated(nameOf(structure, key), async () => {
          const before = await read(structure, key);
          const { text, result } = change(before?.value ?? null);
          const isSame = text === (before?.value ?? null) && (text === null || structure.ttlSeconds === undefined);
          if (isSame) return { result };
          const next = text === null ? null : record(structure, key, text);
          const expected = before?.version ?? null;
          const stored = await call(structure, 'update', (records, of) =>
            records.commit([{ of, key, expected, next }]),
          );
          return stored ? { result } : null;
        }),
      ),
    untilStored: repeated,
    record,
    close: opened.close,
  };
}

/** `carts["u1"]`, or `visits` where a structure is one record. */
export function nameOf({ name }: Entity, key: string): string {
  return key === '' ? name : `${name}[${key}]`;
}

/** What the callback of an update gave, if it is what it has to be. */
export function checkedChange<C extends Change<unknown>>({ name }: Entity, given: C): C {
  if (typeof given === 'object' && given !== null && 'value' in given) return given;
  const isPromise = typeof (given as { then?: unknown } | null | undefined)?.then === 'function';
  throw new TypeError(
    isPromise
      ? `${name}: the callback of update is asynchronous, but it has to be one step`
      : `${name}: the callback of update has to return { value, result }`,
  );
}

/**
 * Opens once, at the first use. A container may have been frozen between two uses, and its sockets closed by the other
 * side: after a pause the connection is tried before anything is sent that must not be repeated.
 */
function connection(open: () => Records): {
  readonly use: () => Promise<Records>;
  readonly close: () => Promise<void>;
} {
  let opened: Records | null = null;
  let waking: Promise<void> | null = null;
  let used = Date.now();

  const use = async (): Promise<Records> => {
    opened ??= open();
    if (Date.now() - used > IDLE_MS) {
      waking ??= opened.wake().finally(() => {
        waking = null;
      });
    }
    await waking;
    used = Date.now();
    return opened;
  };
  const close = async (): Promise<void> => {
    const closing = opened;
    opened = null;
    await closing?.close();
  };
  return { use, close };
}

const IDLE_MS = 5_000;

/** Asks the store once about the initial values of each structure. What failed is asked again at the next use. */
function seedsOf(record: Engine['record']): (structure: Structure, records: Records, of: RecordSpace) => Promise<void> {
  const seeds = new Map<string, Promise<void>>();
  return async (structure, records, of) => {
    if (structure.initial === null) return;
    const known = seeds.get(of.id) ?? seed(structure, records, of, record);
    seeds.set(of.id, known);
    try {
      await known;
    } catch (error) {
      seeds.delete(of.id);
      throw error;
    }
  };
}

/**
 * Initial values are written once, by whichever process comes first. The mark is the hash of what this code would write:
 * another one means that the code was edited since, and that the edit has no effect on what is stored.
 */
async function seed(structure: Structure, records: Records, of: RecordSpace, record: Engine['record']): Promise<void> {
  const entries = structure.initial?.() ?? [];
  // An initial value with a clock or a random part is another one each time; that is no edit.
  const varies = JSON.stringify(entries) !== JSON.stringify(structure.initial?.() ?? []);
  const mark = varies ? 'varies' : createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);
  const first = await askedAgain(() =>
    records.seed(
      of,
      entries.map(([key, text]) => record(structure, key, text)),
      mark,
    ),
  );
  if (first === mark || first === 'varies' || varies) return;
  const what = first === '' ? 'has values already' : 'was stored with another initial value';
  process.emitWarning(`${structure.name} ${what}: the initial value in the code has no effect`, {
    code: 'STATE_INITIAL_VALUE',
  });
}

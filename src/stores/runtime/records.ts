/**
 * What a store has to be able to do. Every structure is made of records: a map has one for each entry, everything else has
 * one with the key ''. Each operation is one indivisible step of the store; none is repeated by the store's client,
 * because an answer that was lost does not tell whether the operation happened.
 */
export interface Records {
  /** Null where there is none, or its time has passed. */
  read(of: RecordSpace, key: string): Promise<StoredRecord | null>;
  /** In the order in which they came to be. One that was removed, or whose time has passed, comes to be anew. */
  readAll(of: RecordSpace): Promise<StoredRecord[]>;
  count(of: RecordSpace): Promise<number>;
  put(of: RecordSpace, record: StoredRecord): Promise<void>;
  /** Says whether there was one. */
  remove(of: RecordSpace, key: string): Promise<boolean>;
  removeAll(of: RecordSpace): Promise<void>;
  /** Makes all changes, or none where a record is no longer as expected, and says which. */
  commit(changes: readonly RecordChange[]): Promise<boolean>;
  /**
   * Adds to a record that holds a safe integer, or makes `record`. Gives the new value, or null where it did nothing
   * because the sum is not a safe integer or the value is no integer.
   */
  add(of: RecordSpace, record: StoredRecord, by: number): Promise<number | null>;
  /** Appends the lines of `record` to those that are there, and gives the number of lines. */
  append(of: RecordSpace, record: StoredRecord): Promise<number>;
  /** Takes a line out and gives it, without its end; null where there is none. `version` is the record's new one. */
  take(of: RecordSpace, end: 'first' | 'last', version: string): Promise<string | null>;
  /**
   * Writes the records if it is the first call ever for this structure and there are no records yet. Gives the mark of
   * the call that was first, '' where records were there without one. All of it is seen, or nothing.
   */
  seed(of: RecordSpace, records: readonly StoredRecord[], mark: string): Promise<string>;
  /** Makes sure that the connection still lives. It may have been frozen with its container and closed meanwhile. */
  wake(): Promise<void>;
  close(): Promise<void>;
}

/** The place of a structure in the store. */
export interface RecordSpace {
  /** `<namespace>:<name>` */
  readonly id: string;
  /** `<namespace>:<group>`, or null where the structure stands alone. */
  readonly group: string | null;
}

export interface StoredRecord {
  readonly key: string;
  readonly value: string;
  /** New with every write and never seen before: also what was removed and written again is not what it was. */
  readonly version: string;
  /** Milliseconds since 1970, or null for never. It is checked when the record is read; stores clean up when they like. */
  readonly expiresAt: number | null;
}

/** The record must still have the version `expected` (null: must not be there). `next` is null to remove it, or 'keep'. */
export interface RecordChange {
  readonly of: RecordSpace;
  readonly key: string;
  readonly expected: string | null;
  readonly next: StoredRecord | null | 'keep';
}

/** What is left of a record that nobody reads any more is kept for this long: clocks of containers differ. */
export const GRACE_MS = 60_000;

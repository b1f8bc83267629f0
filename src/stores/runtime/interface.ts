/** Makes the structures. Nothing connects before the first operation, so that a module can be imported without a store. */
export interface StateStore {
  /** A number. Absent, it is `initial` (0 where none is given). */
  counter(name: string, options?: CounterOptions): Counter;
  /** One value of any kind that can be kept. Without `initial` it is undefined until it is set. */
  cell<T>(name: string, options: CellOptions<T>): Cell<T>;
  cell<T>(name: string): Cell<T | undefined>;
  /** Entries by key, as a JavaScript Map has them: keys are primitives, `1` and `'1'` differ, insertion order is kept. */
  map<K extends Key, V>(name: string, options?: MapOptions<Iterable<readonly [K, V]>>): StateMap<K, V>;
  /** Entries by key, as a JavaScript object has them: keys are strings, integer-like keys come first, in ascending order. */
  object<V, K extends string = string>(
    name: string,
    options?: MapOptions<Readonly<Record<string, V>>>,
  ): StateMap<K, V, K | number>;
  /** Values without repetition, as a JavaScript Set has them: values are primitives, insertion order is kept. */
  set<T extends Key>(name: string, options?: MapOptions<Iterable<T>>): StateSet<T>;
  /** An array. It is one record of the store: made for hundreds of elements, not for hundreds of thousands. */
  list<T>(name: string, options?: ListOptions<T>): List<T>;
  /**
   * Reads and writes several entities as one: all writes are stored together, and only if nothing that was read has
   * changed meanwhile. Otherwise `work` runs again, so it must have no other effects. On a Redis cluster the structures
   * need the same `group`; on DynamoDB a transaction may touch one entity only.
   */
  transaction<R>(work: (tx: Transaction) => R | Promise<R>): Promise<R>;
  /**
   * Runs `work` for an event that may be delivered more than once, and gives its stored result to every later delivery.
   * While one delivery is at work another one fails, so that its source delivers it again later. A delivery that stopped
   * in the middle is taken over after `leaseSeconds`: what it had already written is then written again. Where that must
   * not be, keep the event's id in a `set` and change both in one `transaction`.
   */
  once<R>(eventId: string, work: () => R | Promise<R>, options?: OnceOptions): Promise<R>;
  /** Closes the connection, for scripts and tests; a function leaves it open. The next operation connects again. */
  close(): Promise<void>;
}

/** What a key of a map and a value of a set can be. */
export type Key = string | number | boolean | bigint | null | undefined;

/** The value that a structure starts with, or what makes it. It is written once, by whichever process comes first. */
export type Initial<T> = T | (() => T);

export interface StructureOptions {
  /** Structures of one group lie on one node of a Redis cluster, so that one transaction can reach all of them. */
  readonly group?: string;
}

export interface CounterOptions extends StructureOptions {
  readonly initial?: Initial<number>;
}

export interface CellOptions<T> extends StructureOptions {
  readonly initial: Initial<T>;
}

export interface ListOptions<T> extends StructureOptions {
  readonly initial?: Initial<readonly T[]>;
}

export interface MapOptions<I> extends StructureOptions {
  readonly initial?: Initial<I>;
  /** An entry is gone this long after it was last written. */
  readonly ttlSeconds?: number;
}

export interface OnceOptions {
  /** How long a result is kept: longer than the source delivers again. A day, where nothing is said. */
  readonly ttlSeconds?: number;
  /** How long one delivery may be at work: longer than the function's own time limit. 15 minutes, where nothing is said. */
  readonly leaseSeconds?: number;
}

/**
 * What the callback of `update` returns. `value` is stored; `undefined` removes the entry, or leaves it absent. `result`
 * is what `update` gives, from the attempt that was stored.
 */
export interface Change<V> {
  readonly value: V | undefined;
  readonly result?: unknown;
}

/** Every operation of a structure is one step that no other one can divide. */
export interface Counter {
  readonly entity: Entity;
  get(): Promise<number>;
  /** Adds `by` (1 where nothing is given) and gives the new value. */
  increment(by?: number): Promise<number>;
  set(value: number): Promise<void>;
  /** Sets `next` only if the value is `expected`, and says whether it did. */
  compareAndSet(expected: number, next: number): Promise<boolean>;
}

export interface Cell<T> {
  readonly entity: Entity;
  get(): Promise<T>;
  set(value: T): Promise<void>;
  /** Leaves `undefined`, also where there was an initial value. */
  delete(): Promise<void>;
  /**
   * Changes the value in one step. The callback gets a copy of the current value and may run again when another process
   * was faster: it is synchronous and does nothing else. `{ value: undefined }` leaves `undefined`.
   */
  update<C extends Change<T>>(change: (value: T) => C): Promise<C['result']>;
  /** The value, or where it is undefined what `make` gives, stored at once. Two processes get the same one. */
  getOrInsert(make: () => NonNullable<T> | T): Promise<T>;
}

/** `K` is what keys are when they are listed, `In` what is accepted as a key. */
export interface StateMap<K, V, In = K> {
  readonly entity: Entity;
  get(key: In): Promise<V | undefined>;
  has(key: In): Promise<boolean>;
  set(key: In, value: V): Promise<void>;
  /** Says whether there was an entry. */
  delete(key: In): Promise<boolean>;
  size(): Promise<number>;
  keys(): Promise<K[]>;
  values(): Promise<V[]>;
  entries(): Promise<[K, V][]>;
  clear(): Promise<void>;
  /**
   * Changes one entry in one step. The callback gets a copy of the value, or `undefined` where there is no entry (also
   * when another process removed it meanwhile). `{ value }` stores it, as a new entry where there was none;
   * `{ value: undefined }` removes the entry, or leaves it absent. The callback may run again when another process was
   * faster: it is synchronous and does nothing else. Gives the `result` of the attempt that was stored.
   */
  update<C extends Change<V>>(key: In, change: (value: V | undefined) => C): Promise<C['result']>;
  /** Adds `by` (1 where nothing is given) to a number, 0 where there is no entry, and gives the new value. */
  increment(key: In, by?: number): Promise<number>;
  /** The value, or where there is no entry what `make` gives, stored at once. Two processes get the same one. */
  getOrInsert(key: In, make: () => V): Promise<V>;
}

export interface StateSet<T> {
  readonly entity: Entity;
  /** Says whether the value is new: test and addition are one step. */
  add(value: T): Promise<boolean>;
  has(value: T): Promise<boolean>;
  /** Says whether the value was there. */
  delete(value: T): Promise<boolean>;
  size(): Promise<number>;
  values(): Promise<T[]>;
  clear(): Promise<void>;
}

export interface List<T> {
  readonly entity: Entity;
  /** Appends, and gives the new length. */
  push(...items: T[]): Promise<number>;
  /** Takes the first element out, or gives undefined. */
  shift(): Promise<T | undefined>;
  /** Takes the last element out, or gives undefined. */
  pop(): Promise<T | undefined>;
  length(): Promise<number>;
  /** A negative index counts from the end. */
  at(index: number): Promise<T | undefined>;
  toArray(): Promise<T[]>;
  replace(items: readonly T[]): Promise<void>;
  /**
   * Changes the array in one step, for everything that is not an operation of its own: filter, splice, sort. The callback
   * gets a copy and may run again: it is synchronous and does nothing else. `{ value: undefined }` leaves an empty array.
   */
  update<C extends Change<readonly T[]>>(change: (items: T[]) => C): Promise<C['result']>;
  /** Takes all elements out. */
  drain(): Promise<T[]>;
}

/** What `work` of a transaction may do. Reads see its own writes; nothing is stored before `work` has returned. */
export interface Transaction {
  get(entity: Counter): Promise<number>;
  get<T>(entity: Cell<T>): Promise<T>;
  get<T>(entity: List<T>): Promise<T[]>;
  get<K, V, In>(entity: StateMap<K, V, In>, key: In): Promise<V | undefined>;
  has<K, V, In>(entity: StateMap<K, V, In>, key: In): Promise<boolean>;
  has<T>(entity: StateSet<T>, value: T): Promise<boolean>;
  set(entity: Counter, value: number): void;
  set<T>(entity: Cell<T>, value: T): void;
  set<T>(entity: List<T>, items: readonly T[]): void;
  set<K, V, In>(entity: StateMap<K, V, In>, key: In, value: V): void;
  add<T>(entity: StateSet<T>, value: T): void;
  delete<K, V, In>(entity: StateMap<K, V, In>, key: In): void;
  delete<T>(entity: StateSet<T>, value: T): void;
}

/** Which records of the store a structure is. For `transaction`; nothing in it is meant to be used. */
export interface Entity {
  readonly name: string;
}

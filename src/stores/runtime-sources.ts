// Made from src/stores/runtime by `npm run stores`: change it there.
import type { RuntimeImport, RuntimeStatement } from './runtime-statement.js';

export const RUNTIME_IMPORTS: readonly RuntimeImport[] = [
  {
    "section": "list",
    "from": "node:crypto",
    "name": "randomUUID",
    "isType": false
  },
  {
    "section": "once",
    "from": "node:crypto",
    "name": "randomUUID",
    "isType": false
  },
  {
    "section": "engine",
    "from": "node:crypto",
    "name": "createHash",
    "isType": false
  },
  {
    "section": "engine",
    "from": "node:crypto",
    "name": "randomUUID",
    "isType": false
  },
  {
    "section": "redis-records",
    "from": "node:crypto",
    "name": "createHash",
    "isType": false
  },
  {
    "section": "ioredis-connection",
    "from": "ioredis",
    "name": "Cluster",
    "isType": false
  },
  {
    "section": "ioredis-connection",
    "from": "ioredis",
    "name": "Redis",
    "isType": false
  },
  {
    "section": "node-redis-connection",
    "from": "redis",
    "name": "createClient",
    "isType": false
  },
  {
    "section": "node-redis-connection",
    "from": "redis",
    "name": "createCluster",
    "isType": false
  },
  {
    "section": "dynamodb-records",
    "from": "node:crypto",
    "name": "randomUUID",
    "isType": false
  },
  {
    "section": "dynamodb-table",
    "from": "@aws-sdk/client-dynamodb",
    "name": "DynamoDBClient",
    "isType": false
  },
  {
    "section": "dynamodb-table",
    "from": "@aws-sdk/lib-dynamodb",
    "name": "BatchWriteCommand",
    "isType": false
  },
  {
    "section": "dynamodb-table",
    "from": "@aws-sdk/lib-dynamodb",
    "name": "BatchWriteCommandOutput",
    "isType": true
  },
  {
    "section": "dynamodb-table",
    "from": "@aws-sdk/lib-dynamodb",
    "name": "DeleteCommand",
    "isType": false
  },
  {
    "section": "dynamodb-table",
    "from": "@aws-sdk/lib-dynamodb",
    "name": "DynamoDBDocumentClient",
    "isType": false
  },
  {
    "section": "dynamodb-table",
    "from": "@aws-sdk/lib-dynamodb",
    "name": "GetCommand",
    "isType": false
  },
  {
    "section": "dynamodb-table",
    "from": "@aws-sdk/lib-dynamodb",
    "name": "PutCommand",
    "isType": false
  },
  {
    "section": "dynamodb-table",
    "from": "@aws-sdk/lib-dynamodb",
    "name": "QueryCommand",
    "isType": false
  },
  {
    "section": "dynamodb-table",
    "from": "@aws-sdk/lib-dynamodb",
    "name": "UpdateCommand",
    "isType": false
  },
  {
    "section": "postgres-records",
    "from": "pg",
    "name": "Pool",
    "isType": false
  },
  {
    "section": "postgres-records",
    "from": "pg",
    "name": "PoolClient",
    "isType": true
  }
];

export const RUNTIME_STATEMENTS: readonly RuntimeStatement[] = [
  {
    "section": "interface",
    "names": [
      "StateStore"
    ],
    "uses": [
      "Cell",
      "CellOptions",
      "Counter",
      "CounterOptions",
      "Iterable",
      "K",
      "Key",
      "List",
      "ListOptions",
      "MapOptions",
      "OnceOptions",
      "Promise",
      "R",
      "Readonly",
      "Record",
      "StateMap",
      "StateSet",
      "T",
      "Transaction",
      "V"
    ],
    "typescript": "/** Makes the structures. Nothing connects before the first operation, so that a module can be imported without a store. */\nexport interface StateStore {\n  /** A number. Absent, it is `initial` (0 where none is given). */\n  counter(name: string, options?: CounterOptions): Counter;\n  /** One value of any kind that can be kept. Without `initial` it is undefined until it is set. */\n  cell<T>(name: string, options: CellOptions<T>): Cell<T>;\n  cell<T>(name: string): Cell<T | undefined>;\n  /** Entries by key, as a JavaScript Map has them: keys are primitives, `1` and `'1'` differ, insertion order is kept. */\n  map<K extends Key, V>(name: string, options?: MapOptions<Iterable<readonly [K, V]>>): StateMap<K, V>;\n  /** Entries by key, as a JavaScript object has them: keys are strings, integer-like keys come first, in ascending order. */\n  object<V, K extends string = string>(\n    name: string,\n    options?: MapOptions<Readonly<Record<string, V>>>,\n  ): StateMap<K, V, K | number>;\n  /** Values without repetition, as a JavaScript Set has them: values are primitives, insertion order is kept. */\n  set<T extends Key>(name: string, options?: MapOptions<Iterable<T>>): StateSet<T>;\n  /** An array. It is one record of the store: made for hundreds of elements, not for hundreds of thousands. */\n  list<T>(name: string, options?: ListOptions<T>): List<T>;\n  /**\n   * Reads and writes several entities as one: all writes are stored together, and only if nothing that was read has\n   * changed meanwhile. Otherwise `work` runs again, so it must have no other effects. On a Redis cluster the structures\n   * need the same `group`; on DynamoDB a transaction may touch one entity only.\n   */\n  transaction<R>(work: (tx: Transaction) => R | Promise<R>): Promise<R>;\n  /**\n   * Runs `work` for an event that may be delivered more than once, and gives its stored result to every later delivery.\n   * While one delivery is at work another one fails, so that its source delivers it again later. A delivery that stopped\n   * in the middle is taken over after `leaseSeconds`: what it had already written is then written again. Where that must\n   * not be, keep the event's id in a `set` and change both in one `transaction`.\n   */\n  once<R>(eventId: string, work: () => R | Promise<R>, options?: OnceOptions): Promise<R>;\n  /** Closes the connection, for scripts and tests; a function leaves it open. The next operation connects again. */\n  close(): Promise<void>;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "Key"
    ],
    "uses": [],
    "typescript": "/** What a key of a map and a value of a set can be. */\nexport type Key = string | number | boolean | bigint | null | undefined;",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "Initial"
    ],
    "uses": [
      "T"
    ],
    "typescript": "/** The value that a structure starts with, or what makes it. It is written once, by whichever process comes first. */\nexport type Initial<T> = T | (() => T);",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "StructureOptions"
    ],
    "uses": [],
    "typescript": "export interface StructureOptions {\n  /** Structures of one group lie on one node of a Redis cluster, so that one transaction can reach all of them. */\n  readonly group?: string;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "CounterOptions"
    ],
    "uses": [
      "Initial",
      "StructureOptions"
    ],
    "typescript": "export interface CounterOptions extends StructureOptions {\n  readonly initial?: Initial<number>;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "CellOptions"
    ],
    "uses": [
      "Initial",
      "StructureOptions",
      "T"
    ],
    "typescript": "export interface CellOptions<T> extends StructureOptions {\n  readonly initial: Initial<T>;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "ListOptions"
    ],
    "uses": [
      "Initial",
      "StructureOptions",
      "T"
    ],
    "typescript": "export interface ListOptions<T> extends StructureOptions {\n  readonly initial?: Initial<readonly T[]>;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "MapOptions"
    ],
    "uses": [
      "I",
      "Initial",
      "StructureOptions"
    ],
    "typescript": "export interface MapOptions<I> extends StructureOptions {\n  readonly initial?: Initial<I>;\n  /** An entry is gone this long after it was last written. */\n  readonly ttlSeconds?: number;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "OnceOptions"
    ],
    "uses": [],
    "typescript": "export interface OnceOptions {\n  /** How long a result is kept: longer than the source delivers again. A day, where nothing is said. */\n  readonly ttlSeconds?: number;\n  /** How long one delivery may be at work: longer than the function's own time limit. 15 minutes, where nothing is said. */\n  readonly leaseSeconds?: number;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "Change"
    ],
    "uses": [
      "V"
    ],
    "typescript": "/**\n * What the callback of `update` returns. `value` is stored; `undefined` removes the entry, or leaves it absent. `result`\n * is what `update` gives, from the attempt that was stored.\n */\nexport interface Change<V> {\n  readonly value: V | undefined;\n  readonly result?: unknown;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "Counter"
    ],
    "uses": [
      "Entity",
      "Promise"
    ],
    "typescript": "/** Every operation of a structure is one step that no other one can divide. */\nexport interface Counter {\n  readonly entity: Entity;\n  get(): Promise<number>;\n  /** Adds `by` (1 where nothing is given) and gives the new value. */\n  increment(by?: number): Promise<number>;\n  set(value: number): Promise<void>;\n  /** Sets `next` only if the value is `expected`, and says whether it did. */\n  compareAndSet(expected: number, next: number): Promise<boolean>;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "Cell"
    ],
    "uses": [
      "C",
      "Change",
      "Entity",
      "NonNullable",
      "Promise",
      "T"
    ],
    "typescript": "export interface Cell<T> {\n  readonly entity: Entity;\n  get(): Promise<T>;\n  set(value: T): Promise<void>;\n  /** Leaves `undefined`, also where there was an initial value. */\n  delete(): Promise<void>;\n  /**\n   * Changes the value in one step. The callback gets a copy of the current value and may run again when another process\n   * was faster: it is synchronous and does nothing else. `{ value: undefined }` leaves `undefined`.\n   */\n  update<C extends Change<T>>(change: (value: T) => C): Promise<C['result']>;\n  /** The value, or where it is undefined what `make` gives, stored at once. Two processes get the same one. */\n  getOrInsert(make: () => NonNullable<T> | T): Promise<T>;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "StateMap"
    ],
    "uses": [
      "C",
      "Change",
      "Entity",
      "In",
      "K",
      "Promise",
      "V"
    ],
    "typescript": "/** `K` is what keys are when they are listed, `In` what is accepted as a key. */\nexport interface StateMap<K, V, In = K> {\n  readonly entity: Entity;\n  get(key: In): Promise<V | undefined>;\n  has(key: In): Promise<boolean>;\n  set(key: In, value: V): Promise<void>;\n  /** Says whether there was an entry. */\n  delete(key: In): Promise<boolean>;\n  size(): Promise<number>;\n  keys(): Promise<K[]>;\n  values(): Promise<V[]>;\n  entries(): Promise<[K, V][]>;\n  clear(): Promise<void>;\n  /**\n   * Changes one entry in one step. The callback gets a copy of the value, or `undefined` where there is no entry (also\n   * when another process removed it meanwhile). `{ value }` stores it, as a new entry where there was none;\n   * `{ value: undefined }` removes the entry, or leaves it absent. The callback may run again when another process was\n   * faster: it is synchronous and does nothing else. Gives the `result` of the attempt that was stored.\n   */\n  update<C extends Change<V>>(key: In, change: (value: V | undefined) => C): Promise<C['result']>;\n  /** Adds `by` (1 where nothing is given) to a number, 0 where there is no entry, and gives the new value. */\n  increment(key: In, by?: number): Promise<number>;\n  /** The value, or where there is no entry what `make` gives, stored at once. Two processes get the same one. */\n  getOrInsert(key: In, make: () => V): Promise<V>;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "StateSet"
    ],
    "uses": [
      "Entity",
      "Promise",
      "T"
    ],
    "typescript": "export interface StateSet<T> {\n  readonly entity: Entity;\n  /** Says whether the value is new: test and addition are one step. */\n  add(value: T): Promise<boolean>;\n  has(value: T): Promise<boolean>;\n  /** Says whether the value was there. */\n  delete(value: T): Promise<boolean>;\n  size(): Promise<number>;\n  values(): Promise<T[]>;\n  clear(): Promise<void>;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "List"
    ],
    "uses": [
      "C",
      "Change",
      "Entity",
      "Promise",
      "T"
    ],
    "typescript": "export interface List<T> {\n  readonly entity: Entity;\n  /** Appends, and gives the new length. */\n  push(...items: T[]): Promise<number>;\n  /** Takes the first element out, or gives undefined. */\n  shift(): Promise<T | undefined>;\n  /** Takes the last element out, or gives undefined. */\n  pop(): Promise<T | undefined>;\n  length(): Promise<number>;\n  /** A negative index counts from the end. */\n  at(index: number): Promise<T | undefined>;\n  toArray(): Promise<T[]>;\n  replace(items: readonly T[]): Promise<void>;\n  /**\n   * Changes the array in one step, for everything that is not an operation of its own: filter, splice, sort. The callback\n   * gets a copy and may run again: it is synchronous and does nothing else. `{ value: undefined }` leaves an empty array.\n   */\n  update<C extends Change<readonly T[]>>(change: (items: T[]) => C): Promise<C['result']>;\n  /** Takes all elements out. */\n  drain(): Promise<T[]>;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "Transaction"
    ],
    "uses": [
      "Cell",
      "Counter",
      "In",
      "K",
      "List",
      "Promise",
      "StateMap",
      "StateSet",
      "T",
      "V"
    ],
    "typescript": "/** What `work` of a transaction may do. Reads see its own writes; nothing is stored before `work` has returned. */\nexport interface Transaction {\n  get(entity: Counter): Promise<number>;\n  get<T>(entity: Cell<T>): Promise<T>;\n  get<T>(entity: List<T>): Promise<T[]>;\n  get<K, V, In>(entity: StateMap<K, V, In>, key: In): Promise<V | undefined>;\n  has<K, V, In>(entity: StateMap<K, V, In>, key: In): Promise<boolean>;\n  has<T>(entity: StateSet<T>, value: T): Promise<boolean>;\n  set(entity: Counter, value: number): void;\n  set<T>(entity: Cell<T>, value: T): void;\n  set<T>(entity: List<T>, items: readonly T[]): void;\n  set<K, V, In>(entity: StateMap<K, V, In>, key: In, value: V): void;\n  add<T>(entity: StateSet<T>, value: T): void;\n  delete<K, V, In>(entity: StateMap<K, V, In>, key: In): void;\n  delete<T>(entity: StateSet<T>, value: T): void;\n}",
    "javascript": ""
  },
  {
    "section": "interface",
    "names": [
      "Entity"
    ],
    "uses": [],
    "typescript": "/** Which records of the store a structure is. For `transaction`; nothing in it is meant to be used. */\nexport interface Entity {\n  readonly name: string;\n}",
    "javascript": ""
  },
  {
    "section": "state-store",
    "names": [
      "StateStoreSettings"
    ],
    "uses": [
      "Records"
    ],
    "typescript": "interface StateStoreSettings {\n  /** The name of the store, for messages. */\n  readonly store: string;\n  readonly packageName: string;\n  /** Called at the first operation. */\n  readonly open: (clock: () => number) => Records;\n  /** Milliseconds since 1970. */\n  readonly clock?: () => number;\n}",
    "javascript": ""
  },
  {
    "section": "state-store",
    "names": [
      "stateStore"
    ],
    "uses": [
      "CellOptions",
      "Date",
      "LONGEST_PAUSE_MS",
      "Partial",
      "StateStore",
      "StateStoreSettings",
      "T",
      "cellOf",
      "clock",
      "counterOf",
      "engine",
      "engineOf",
      "isInMemory",
      "listOf",
      "mapOf",
      "memoryRecords",
      "name",
      "namespaceOf",
      "objectOf",
      "onceOf",
      "open",
      "options",
      "packageName",
      "setOf",
      "settings",
      "store",
      "transact",
      "work"
    ],
    "typescript": "function stateStore(settings: StateStoreSettings): StateStore {\n  const { store, packageName, open, clock = () => Date.now() } = settings;\n  const engine = engineOf({\n    store,\n    namespace: () => namespaceOf(packageName),\n    open: () => (isInMemory() ? memoryRecords(clock) : open(clock)),\n    clock,\n    longestPause: () => (isInMemory() ? 0 : LONGEST_PAUSE_MS),\n  });\n  return {\n    counter: (name, options = {}) => counterOf(engine, name, options),\n    cell: <T>(name: string, options: Partial<CellOptions<T>> = {}) => cellOf(engine, name, options),\n    map: (name, options = {}) => mapOf(engine, name, options),\n    object: (name, options = {}) => objectOf(engine, name, options),\n    set: (name, options = {}) => setOf(engine, name, options),\n    list: (name, options = {}) => listOf(engine, name, options),\n    transaction: (work) => transact(engine, work),\n    once: onceOf(engine),\n    close: () => engine.close(),\n  };\n}",
    "javascript": "function stateStore(settings) {\n  const { store, packageName, open, clock = () => Date.now() } = settings;\n  const engine = engineOf({\n    store,\n    namespace: () => namespaceOf(packageName),\n    open: () => (isInMemory() ? memoryRecords(clock) : open(clock)),\n    clock,\n    longestPause: () => (isInMemory() ? 0 : LONGEST_PAUSE_MS),\n  });\n  return {\n    counter: (name, options = {}) => counterOf(engine, name, options),\n    cell: (name, options = {}) => cellOf(engine, name, options),\n    map: (name, options = {}) => mapOf(engine, name, options),\n    object: (name, options = {}) => objectOf(engine, name, options),\n    set: (name, options = {}) => setOf(engine, name, options),\n    list: (name, options = {}) => listOf(engine, name, options),\n    transaction: (work) => transact(engine, work),\n    once: onceOf(engine),\n    close: () => engine.close(),\n  };\n}"
  },
  {
    "section": "state-store",
    "names": [
      "LONGEST_PAUSE_MS"
    ],
    "uses": [],
    "typescript": "/** Rivals part soon; a longer pause only makes the function slower. */\nconst LONGEST_PAUSE_MS = 100;",
    "javascript": "/** Rivals part soon; a longer pause only makes the function slower. */\nconst LONGEST_PAUSE_MS = 100;"
  },
  {
    "section": "counter",
    "names": [
      "counterOf"
    ],
    "uses": [
      "Counter",
      "CounterOptions",
      "Engine",
      "Object",
      "Structure",
      "by",
      "current",
      "engine",
      "expected",
      "group",
      "increment",
      "initial",
      "isExpected",
      "name",
      "next",
      "numberOf",
      "numberText",
      "structure",
      "text",
      "undefined",
      "value",
      "valueOf"
    ],
    "typescript": "function counterOf(engine: Engine, name: string, { initial, group }: CounterOptions): Counter {\n  const structure: Structure = {\n    name,\n    kind: 'counter',\n    group,\n    ttlSeconds: undefined,\n    initial: initial === undefined || Object.is(initial, 0) ? null : () => [['', numberText(name, valueOf(initial))]],\n    toKey: () => '',\n    toText: (value) => numberText(name, value),\n    fromText: (text) => numberOf(name, text),\n  };\n  return {\n    entity: structure,\n    get: async () => numberOf(name, (await engine.read(structure, ''))?.value ?? null),\n    increment: (by = 1) => increment(engine, structure, '', by),\n    set: (value) => engine.write(structure, '', numberText(name, value)),\n    compareAndSet: (expected, next) =>\n      engine.change(structure, '', (text) => {\n        const current = numberOf(name, text);\n        const isExpected = current === expected || Object.is(current, expected);\n        return isExpected ? { text: numberText(name, next), result: true } : { text, result: false };\n      }),\n  };\n}",
    "javascript": "function counterOf(engine, name, { initial, group }) {\n  const structure = {\n    name,\n    kind: 'counter',\n    group,\n    ttlSeconds: undefined,\n    initial: initial === undefined || Object.is(initial, 0) ? null : () => [['', numberText(name, valueOf(initial))]],\n    toKey: () => '',\n    toText: (value) => numberText(name, value),\n    fromText: (text) => numberOf(name, text),\n  };\n  return {\n    entity: structure,\n    get: async () => numberOf(name, (await engine.read(structure, ''))?.value ?? null),\n    increment: (by = 1) => increment(engine, structure, '', by),\n    set: (value) => engine.write(structure, '', numberText(name, value)),\n    compareAndSet: (expected, next) =>\n      engine.change(structure, '', (text) => {\n        const current = numberOf(name, text);\n        const isExpected = current === expected || Object.is(current, expected);\n        return isExpected ? { text: numberText(name, next), result: true } : { text, result: false };\n      }),\n  };\n}"
  },
  {
    "section": "counter",
    "names": [
      "increment"
    ],
    "uses": [
      "Engine",
      "Number",
      "Object",
      "Promise",
      "String",
      "Structure",
      "by",
      "encode",
      "engine",
      "key",
      "numberOf",
      "numberText",
      "of",
      "record",
      "records",
      "structure",
      "sum",
      "text"
    ],
    "typescript": "/** In the store itself for safe integers, else by comparing and setting: stores add otherwise than JavaScript does. */\nasync function increment(engine: Engine, structure: Structure, key: string, by: number): Promise<number> {\n  if (Number.isSafeInteger(by) && !Object.is(by, -0)) {\n    const record = engine.record(structure, key, String(by));\n    const sum = await engine.call(structure, 'increment', (records, of) => records.add(of, record, by));\n    if (sum !== null) return sum;\n  }\n  return engine.change(structure, key, (text) => {\n    const sum = numberOf(structure.name, text) + numberOf(structure.name, encode(by, structure.name));\n    return { text: numberText(structure.name, sum), result: sum };\n  });\n}",
    "javascript": "/** In the store itself for safe integers, else by comparing and setting: stores add otherwise than JavaScript does. */\nasync function increment(engine, structure, key, by) {\n  if (Number.isSafeInteger(by) && !Object.is(by, -0)) {\n    const record = engine.record(structure, key, String(by));\n    const sum = await engine.call(structure, 'increment', (records, of) => records.add(of, record, by));\n    if (sum !== null) return sum;\n  }\n  return engine.change(structure, key, (text) => {\n    const sum = numberOf(structure.name, text) + numberOf(structure.name, encode(by, structure.name));\n    return { text: numberText(structure.name, sum), result: sum };\n  });\n}"
  },
  {
    "section": "counter",
    "names": [
      "valueOf"
    ],
    "uses": [
      "Initial",
      "T",
      "initial"
    ],
    "typescript": "function valueOf<T>(initial: Initial<T>): T {\n  return typeof initial === 'function' ? (initial as () => T)() : initial;\n}",
    "javascript": "function valueOf(initial) {\n  return typeof initial === 'function' ? initial() : initial;\n}"
  },
  {
    "section": "counter",
    "names": [
      "numberText"
    ],
    "uses": [
      "TypeError",
      "encode",
      "name",
      "value"
    ],
    "typescript": "function numberText(name: string, value: unknown): string {\n  if (typeof value !== 'number') throw new TypeError(`${name}: ${typeof value} is not a number`);\n  return encode(value, name);\n}",
    "javascript": "function numberText(name, value) {\n  if (typeof value !== 'number') throw new TypeError(`${name}: ${typeof value} is not a number`);\n  return encode(value, name);\n}"
  },
  {
    "section": "counter",
    "names": [
      "numberOf"
    ],
    "uses": [
      "TypeError",
      "decode",
      "name",
      "text",
      "value"
    ],
    "typescript": "function numberOf(name: string, text: string | null): number {\n  const value = text === null ? 0 : decode(text);\n  if (typeof value !== 'number') throw new TypeError(`${name}: ${typeof value} is not a number`);\n  return value;\n}",
    "javascript": "function numberOf(name, text) {\n  const value = text === null ? 0 : decode(text);\n  if (typeof value !== 'number') throw new TypeError(`${name}: ${typeof value} is not a number`);\n  return value;\n}"
  },
  {
    "section": "cell",
    "names": [
      "cellOf"
    ],
    "uses": [
      "Cell",
      "CellOptions",
      "Engine",
      "NOTHING",
      "Object",
      "Partial",
      "Promise",
      "Structure",
      "T",
      "change",
      "checkedChange",
      "decode",
      "encode",
      "engine",
      "fromText",
      "group",
      "initial",
      "isPlain",
      "known",
      "made",
      "make",
      "name",
      "options",
      "result",
      "set",
      "structure",
      "text",
      "undefined",
      "value",
      "valueOf"
    ],
    "typescript": "function cellOf<T>(engine: Engine, name: string, options: Partial<CellOptions<T>>): Cell<T> {\n  const { initial, group } = options;\n  // What is the same in every process need not be written to be known.\n  const isPlain = initial === undefined || NOTHING.some((value) => Object.is(value, initial));\n  const fromText = (text: string | null): T =>\n    (text === null ? (isPlain ? (initial as T) : undefined) : decode(text)) as T;\n  const structure: Structure = {\n    name,\n    kind: 'cell',\n    group,\n    ttlSeconds: undefined,\n    initial: isPlain ? null : () => [['', encode(valueOf(initial), name)]],\n    toKey: () => '',\n    toText: (value) => encode(value, name),\n    fromText,\n  };\n  const set = (value: unknown): Promise<void> => engine.write(structure, '', encode(value, name));\n  return {\n    entity: structure,\n    get: async () => fromText((await engine.read(structure, ''))?.value ?? null),\n    set,\n    delete: () => set(undefined),\n    update: (change) =>\n      engine.change(structure, '', (text) => {\n        const { value, result } = checkedChange(structure, change(fromText(text)));\n        return { text: encode(value, name), result };\n      }),\n    getOrInsert: async (make) => {\n      const known = fromText((await engine.read(structure, ''))?.value ?? null);\n      if (known !== undefined) return known;\n      return engine.change(structure, '', (text) => {\n        if (fromText(text) !== undefined) return { text, result: fromText(text) };\n        const made = encode(make(), name);\n        return { text: made, result: decode(made) as T };\n      });\n    },\n  };\n}",
    "javascript": "function cellOf(engine, name, options) {\n  const { initial, group } = options;\n  // What is the same in every process need not be written to be known.\n  const isPlain = initial === undefined || NOTHING.some((value) => Object.is(value, initial));\n  const fromText = (text) => (text === null ? (isPlain ? initial : undefined) : decode(text));\n  const structure = {\n    name,\n    kind: 'cell',\n    group,\n    ttlSeconds: undefined,\n    initial: isPlain ? null : () => [['', encode(valueOf(initial), name)]],\n    toKey: () => '',\n    toText: (value) => encode(value, name),\n    fromText,\n  };\n  const set = (value) => engine.write(structure, '', encode(value, name));\n  return {\n    entity: structure,\n    get: async () => fromText((await engine.read(structure, ''))?.value ?? null),\n    set,\n    delete: () => set(undefined),\n    update: (change) =>\n      engine.change(structure, '', (text) => {\n        const { value, result } = checkedChange(structure, change(fromText(text)));\n        return { text: encode(value, name), result };\n      }),\n    getOrInsert: async (make) => {\n      const known = fromText((await engine.read(structure, ''))?.value ?? null);\n      if (known !== undefined) return known;\n      return engine.change(structure, '', (text) => {\n        if (fromText(text) !== undefined) return { text, result: fromText(text) };\n        const made = encode(make(), name);\n        return { text: made, result: decode(made) };\n      });\n    },\n  };\n}"
  },
  {
    "section": "cell",
    "names": [
      "NOTHING"
    ],
    "uses": [],
    "typescript": "const NOTHING: readonly unknown[] = [null, false, 0, ''];",
    "javascript": "const NOTHING = [null, false, 0, ''];"
  },
  {
    "section": "map",
    "names": [
      "mapOf"
    ],
    "uses": [
      "Engine",
      "Iterable",
      "K",
      "Key",
      "MapOptions",
      "StateMap",
      "V",
      "engine",
      "entriesOf",
      "initial",
      "keyText",
      "keys",
      "mapStructure",
      "name",
      "options",
      "seeds",
      "undefined",
      "valueOf"
    ],
    "typescript": "function mapOf<K extends Key, V>(\n  engine: Engine,\n  name: string,\n  options: MapOptions<Iterable<readonly [K, V]>>,\n): StateMap<K, V> {\n  const { initial } = options;\n  const seeds = initial === undefined ? null : () => [...valueOf(initial)];\n  return entriesOf<K, V, K>(engine, mapStructure('map', name, options, keyText, seeds), (keys) => keys as K[]);\n}",
    "javascript": "function mapOf(engine, name, options) {\n  const { initial } = options;\n  const seeds = initial === undefined ? null : () => [...valueOf(initial)];\n  return entriesOf(engine, mapStructure('map', name, options, keyText, seeds), (keys) => keys);\n}"
  },
  {
    "section": "map",
    "names": [
      "objectOf"
    ],
    "uses": [
      "Engine",
      "K",
      "MapOptions",
      "Object",
      "Readonly",
      "Record",
      "StateMap",
      "String",
      "V",
      "engine",
      "entriesOf",
      "inObjectOrder",
      "initial",
      "key",
      "keyText",
      "keys",
      "mapStructure",
      "name",
      "of",
      "options",
      "seeds",
      "toKey",
      "undefined",
      "valueOf"
    ],
    "typescript": "function objectOf<V, K extends string>(\n  engine: Engine,\n  name: string,\n  options: MapOptions<Readonly<Record<string, V>>>,\n): StateMap<K, V, K | number> {\n  const { initial } = options;\n  const seeds = initial === undefined ? null : () => Object.entries(valueOf(initial));\n  const toKey = (of: string, key: unknown): string => keyText(of, typeof key === 'symbol' ? key : String(key));\n  return entriesOf<K, V, K | number>(engine, mapStructure('object', name, options, toKey, seeds), (keys) =>\n    inObjectOrder(keys as K[]),\n  );\n}",
    "javascript": "function objectOf(engine, name, options) {\n  const { initial } = options;\n  const seeds = initial === undefined ? null : () => Object.entries(valueOf(initial));\n  const toKey = (of, key) => keyText(of, typeof key === 'symbol' ? key : String(key));\n  return entriesOf(engine, mapStructure('object', name, options, toKey, seeds), (keys) => inObjectOrder(keys));\n}"
  },
  {
    "section": "map",
    "names": [
      "keyText"
    ],
    "uses": [
      "TypeError",
      "encode",
      "key",
      "name"
    ],
    "typescript": "/** The text of a primitive. As in a Map, -0 is the key 0. */\nfunction keyText(name: string, key: unknown): string {\n  if (typeof key === 'symbol' || typeof key === 'function' || (typeof key === 'object' && key !== null)) {\n    throw new TypeError(`${name}: a key is a ${typeof key}, but a store knows keys by value: use its id`);\n  }\n  return encode(key === 0 ? 0 : key, name);\n}",
    "javascript": "/** The text of a primitive. As in a Map, -0 is the key 0. */\nfunction keyText(name, key) {\n  if (typeof key === 'symbol' || typeof key === 'function' || (typeof key === 'object' && key !== null)) {\n    throw new TypeError(`${name}: a key is a ${typeof key}, but a store knows keys by value: use its id`);\n  }\n  return encode(key === 0 ? 0 : key, name);\n}"
  },
  {
    "section": "map",
    "names": [
      "mapStructure"
    ],
    "uses": [
      "MapOptions",
      "Structure",
      "checkedTtl",
      "decode",
      "encode",
      "group",
      "key",
      "kind",
      "name",
      "nameOf",
      "seeds",
      "text",
      "toKey",
      "toText",
      "ttlSeconds",
      "undefined",
      "value"
    ],
    "typescript": "function mapStructure(\n  kind: 'map' | 'object',\n  name: string,\n  { group, ttlSeconds }: MapOptions<unknown>,\n  toKey: (name: string, key: unknown) => string,\n  seeds: (() => (readonly [unknown, unknown])[]) | null,\n): Structure {\n  const toText = (value: unknown, key: unknown): string => encode(value, nameOf({ name }, toKey(name, key)));\n  return {\n    name,\n    kind,\n    group,\n    ttlSeconds: checkedTtl(name, ttlSeconds),\n    initial: seeds && (() => seeds().map(([key, value]) => [toKey(name, key), toText(value, key)])),\n    toKey: (key) => toKey(name, key),\n    toText,\n    fromText: (text) => (text === null ? undefined : decode(text)),\n  };\n}",
    "javascript": "function mapStructure(kind, name, { group, ttlSeconds }, toKey, seeds) {\n  const toText = (value, key) => encode(value, nameOf({ name }, toKey(name, key)));\n  return {\n    name,\n    kind,\n    group,\n    ttlSeconds: checkedTtl(name, ttlSeconds),\n    initial: seeds && (() => seeds().map(([key, value]) => [toKey(name, key), toText(value, key)])),\n    toKey: (key) => toKey(name, key),\n    toText,\n    fromText: (text) => (text === null ? undefined : decode(text)),\n  };\n}"
  },
  {
    "section": "map",
    "names": [
      "checkedTtl"
    ],
    "uses": [
      "Number",
      "RangeError",
      "name",
      "ttlSeconds",
      "undefined"
    ],
    "typescript": "function checkedTtl(name: string, ttlSeconds: number | undefined): number | undefined {\n  if (ttlSeconds === undefined || (Number.isFinite(ttlSeconds) && ttlSeconds > 0)) return ttlSeconds;\n  throw new RangeError(`${name}: ttlSeconds is ${ttlSeconds}, but it has to be a positive number`);\n}",
    "javascript": "function checkedTtl(name, ttlSeconds) {\n  if (ttlSeconds === undefined || (Number.isFinite(ttlSeconds) && ttlSeconds > 0)) return ttlSeconds;\n  throw new RangeError(`${name}: ttlSeconds is ${ttlSeconds}, but it has to be a positive number`);\n}"
  },
  {
    "section": "map",
    "names": [
      "entriesOf"
    ],
    "uses": [
      "Engine",
      "In",
      "K",
      "Map",
      "Promise",
      "StateMap",
      "Structure",
      "V",
      "by",
      "byKey",
      "change",
      "checkedChange",
      "decode",
      "engine",
      "entries",
      "fromText",
      "inOrder",
      "increment",
      "key",
      "known",
      "make",
      "of",
      "read",
      "records",
      "result",
      "stored",
      "structure",
      "text",
      "undefined",
      "value"
    ],
    "typescript": "function entriesOf<K, V, In>(\n  engine: Engine,\n  structure: Structure,\n  inOrder: (keys: unknown[]) => K[],\n): StateMap<K, V, In> {\n  const fromText = (text: string | null): V | undefined => structure.fromText(text) as V | undefined;\n  const read = async (key: In): Promise<string | null> =>\n    (await engine.read(structure, structure.toKey(key)))?.value ?? null;\n  const entries = async (): Promise<[K, V][]> => {\n    const records = await engine.readAll(structure);\n    const byKey = new Map(records.map(({ key, value }) => [decode(key), value]));\n    return inOrder([...byKey.keys()]).map((key) => [key, fromText(byKey.get(key) ?? null) as V]);\n  };\n  return {\n    entity: structure,\n    get: async (key) => fromText(await read(key)),\n    has: async (key) => (await read(key)) !== null,\n    set: async (key, value) => engine.write(structure, structure.toKey(key), structure.toText(value, key)),\n    delete: async (key) => {\n      const text = structure.toKey(key);\n      return engine.call(structure, 'delete', (records, of) => records.remove(of, text));\n    },\n    size: () => engine.count(structure),\n    keys: async () => inOrder((await engine.readAll(structure)).map(({ key }) => decode(key))),\n    values: async () => (await entries()).map(([, value]) => value),\n    entries,\n    clear: () => engine.call(structure, 'clear', (records, of) => records.removeAll(of)),\n    update: async (key, change) =>\n      engine.change(structure, structure.toKey(key), (text) => {\n        const { value, result } = checkedChange(structure, change(fromText(text)));\n        return { text: value === undefined ? null : structure.toText(value, key), result };\n      }),\n    increment: async (key, by = 1) => increment(engine, structure, structure.toKey(key), by),\n    getOrInsert: async (key, make) => {\n      const known = await read(key);\n      if (known !== null) return fromText(known) as V;\n      return engine.change(structure, structure.toKey(key), (text) => {\n        const stored = text ?? structure.toText(make(), key);\n        return { text: stored, result: fromText(stored) as V };\n      });\n    },\n  };\n}",
    "javascript": "function entriesOf(engine, structure, inOrder) {\n  const fromText = (text) => structure.fromText(text);\n  const read = async (key) => (await engine.read(structure, structure.toKey(key)))?.value ?? null;\n  const entries = async () => {\n    const records = await engine.readAll(structure);\n    const byKey = new Map(records.map(({ key, value }) => [decode(key), value]));\n    return inOrder([...byKey.keys()]).map((key) => [key, fromText(byKey.get(key) ?? null)]);\n  };\n  return {\n    entity: structure,\n    get: async (key) => fromText(await read(key)),\n    has: async (key) => (await read(key)) !== null,\n    set: async (key, value) => engine.write(structure, structure.toKey(key), structure.toText(value, key)),\n    delete: async (key) => {\n      const text = structure.toKey(key);\n      return engine.call(structure, 'delete', (records, of) => records.remove(of, text));\n    },\n    size: () => engine.count(structure),\n    keys: async () => inOrder((await engine.readAll(structure)).map(({ key }) => decode(key))),\n    values: async () => (await entries()).map(([, value]) => value),\n    entries,\n    clear: () => engine.call(structure, 'clear', (records, of) => records.removeAll(of)),\n    update: async (key, change) =>\n      engine.change(structure, structure.toKey(key), (text) => {\n        const { value, result } = checkedChange(structure, change(fromText(text)));\n        return { text: value === undefined ? null : structure.toText(value, key), result };\n      }),\n    increment: async (key, by = 1) => increment(engine, structure, structure.toKey(key), by),\n    getOrInsert: async (key, make) => {\n      const known = await read(key);\n      if (known !== null) return fromText(known);\n      return engine.change(structure, structure.toKey(key), (text) => {\n        const stored = text ?? structure.toText(make(), key);\n        return { text: stored, result: fromText(stored) };\n      });\n    },\n  };\n}"
  },
  {
    "section": "map",
    "names": [
      "inObjectOrder"
    ],
    "uses": [
      "K",
      "Number",
      "String",
      "a",
      "b",
      "indexes",
      "isIndex",
      "key",
      "keys"
    ],
    "typescript": "/** Integer-like keys first, in ascending order, then the others in the order of their insertion. */\nfunction inObjectOrder<K extends string>(keys: K[]): K[] {\n  const isIndex = (key: string): boolean => String(Number(key) >>> 0) === key && key !== '4294967295';\n  const indexes = keys.filter(isIndex).sort((a, b) => Number(a) - Number(b));\n  return [...indexes, ...keys.filter((key) => !isIndex(key))];\n}",
    "javascript": "/** Integer-like keys first, in ascending order, then the others in the order of their insertion. */\nfunction inObjectOrder(keys) {\n  const isIndex = (key) => String(Number(key) >>> 0) === key && key !== '4294967295';\n  const indexes = keys.filter(isIndex).sort((a, b) => Number(a) - Number(b));\n  return [...indexes, ...keys.filter((key) => !isIndex(key))];\n}"
  },
  {
    "section": "set",
    "names": [
      "setOf"
    ],
    "uses": [
      "Engine",
      "Iterable",
      "Key",
      "MapOptions",
      "PRESENT",
      "StateSet",
      "Structure",
      "T",
      "checkedTtl",
      "decode",
      "engine",
      "group",
      "initial",
      "key",
      "keyText",
      "name",
      "of",
      "options",
      "records",
      "structure",
      "text",
      "ttlSeconds",
      "undefined",
      "value",
      "valueOf"
    ],
    "typescript": "function setOf<T extends Key>(engine: Engine, name: string, options: MapOptions<Iterable<T>>): StateSet<T> {\n  const { initial, group, ttlSeconds } = options;\n  const structure: Structure = {\n    name,\n    kind: 'set',\n    group,\n    ttlSeconds: checkedTtl(name, ttlSeconds),\n    initial: initial === undefined ? null : () => [...valueOf(initial)].map((value) => [keyText(name, value), PRESENT]),\n    toKey: (value) => keyText(name, value),\n    toText: () => PRESENT,\n    fromText: (text) => text !== null,\n  };\n  return {\n    entity: structure,\n    add: async (value) =>\n      engine.change(structure, structure.toKey(value), (text) => ({ text: PRESENT, result: text === null })),\n    has: async (value) => (await engine.read(structure, structure.toKey(value))) !== null,\n    delete: async (value) => {\n      const key = structure.toKey(value);\n      return engine.call(structure, 'delete', (records, of) => records.remove(of, key));\n    },\n    size: () => engine.count(structure),\n    values: async () => (await engine.readAll(structure)).map(({ key }) => decode(key) as T),\n    clear: () => engine.call(structure, 'clear', (records, of) => records.removeAll(of)),\n  };\n}",
    "javascript": "function setOf(engine, name, options) {\n  const { initial, group, ttlSeconds } = options;\n  const structure = {\n    name,\n    kind: 'set',\n    group,\n    ttlSeconds: checkedTtl(name, ttlSeconds),\n    initial: initial === undefined ? null : () => [...valueOf(initial)].map((value) => [keyText(name, value), PRESENT]),\n    toKey: (value) => keyText(name, value),\n    toText: () => PRESENT,\n    fromText: (text) => text !== null,\n  };\n  return {\n    entity: structure,\n    add: async (value) =>\n      engine.change(structure, structure.toKey(value), (text) => ({ text: PRESENT, result: text === null })),\n    has: async (value) => (await engine.read(structure, structure.toKey(value))) !== null,\n    delete: async (value) => {\n      const key = structure.toKey(value);\n      return engine.call(structure, 'delete', (records, of) => records.remove(of, key));\n    },\n    size: () => engine.count(structure),\n    values: async () => (await engine.readAll(structure)).map(({ key }) => decode(key)),\n    clear: () => engine.call(structure, 'clear', (records, of) => records.removeAll(of)),\n  };\n}"
  },
  {
    "section": "set",
    "names": [
      "PRESENT"
    ],
    "uses": [],
    "typescript": "const PRESENT = 'true';",
    "javascript": "const PRESENT = 'true';"
  },
  {
    "section": "list",
    "names": [
      "listOf"
    ],
    "uses": [
      "Engine",
      "List",
      "ListOptions",
      "Promise",
      "Structure",
      "T",
      "change",
      "checkedChange",
      "decode",
      "decodeLines",
      "encodeLines",
      "end",
      "engine",
      "group",
      "index",
      "initial",
      "items",
      "line",
      "name",
      "of",
      "randomUUID",
      "read",
      "record",
      "records",
      "result",
      "structure",
      "take",
      "text",
      "undefined",
      "value",
      "valueOf",
      "version"
    ],
    "typescript": "function listOf<T>(engine: Engine, name: string, { initial, group }: ListOptions<T>): List<T> {\n  const structure: Structure = {\n    name,\n    kind: 'list',\n    group,\n    ttlSeconds: undefined,\n    initial: initial === undefined ? null : () => [['', encodeLines(valueOf(initial), name)]],\n    toKey: () => '',\n    toText: (items) => encodeLines(items as T[], name),\n    fromText: (text) => decodeLines(text ?? ''),\n  };\n  const read = async (): Promise<T[]> => decodeLines((await engine.read(structure, ''))?.value ?? '') as T[];\n  const take = async (end: 'first' | 'last'): Promise<T | undefined> => {\n    const version = randomUUID();\n    const line = await engine.call(structure, end === 'first' ? 'shift' : 'pop', (records, of) =>\n      records.take(of, end, version),\n    );\n    return line === null ? undefined : (decode(line) as T);\n  };\n  return {\n    entity: structure,\n    push: async (...items) => {\n      if (items.length === 0) return (await read()).length;\n      const record = engine.record(structure, '', encodeLines(items, name));\n      return engine.call(structure, 'push', (records, of) => records.append(of, record));\n    },\n    shift: () => take('first'),\n    pop: () => take('last'),\n    length: async () => (await read()).length,\n    at: async (index) => {\n      const items = await read();\n      return items[index < 0 ? items.length + index : index];\n    },\n    toArray: read,\n    replace: async (items) => engine.write(structure, '', encodeLines(items, name)),\n    update: (change) =>\n      engine.change(structure, '', (text) => {\n        const { value, result } = checkedChange(structure, change(decodeLines(text ?? '') as T[]));\n        return { text: encodeLines(value ?? [], name), result };\n      }),\n    drain: () =>\n      engine.change(structure, '', (text) => ({\n        text: text === null ? null : '',\n        result: decodeLines(text ?? '') as T[],\n      })),\n  };\n}",
    "javascript": "function listOf(engine, name, { initial, group }) {\n  const structure = {\n    name,\n    kind: 'list',\n    group,\n    ttlSeconds: undefined,\n    initial: initial === undefined ? null : () => [['', encodeLines(valueOf(initial), name)]],\n    toKey: () => '',\n    toText: (items) => encodeLines(items, name),\n    fromText: (text) => decodeLines(text ?? ''),\n  };\n  const read = async () => decodeLines((await engine.read(structure, ''))?.value ?? '');\n  const take = async (end) => {\n    const version = randomUUID();\n    const line = await engine.call(structure, end === 'first' ? 'shift' : 'pop', (records, of) =>\n      records.take(of, end, version),\n    );\n    return line === null ? undefined : decode(line);\n  };\n  return {\n    entity: structure,\n    push: async (...items) => {\n      if (items.length === 0) return (await read()).length;\n      const record = engine.record(structure, '', encodeLines(items, name));\n      return engine.call(structure, 'push', (records, of) => records.append(of, record));\n    },\n    shift: () => take('first'),\n    pop: () => take('last'),\n    length: async () => (await read()).length,\n    at: async (index) => {\n      const items = await read();\n      return items[index < 0 ? items.length + index : index];\n    },\n    toArray: read,\n    replace: async (items) => engine.write(structure, '', encodeLines(items, name)),\n    update: (change) =>\n      engine.change(structure, '', (text) => {\n        const { value, result } = checkedChange(structure, change(decodeLines(text ?? '')));\n        return { text: encodeLines(value ?? [], name), result };\n      }),\n    drain: () =>\n      engine.change(structure, '', (text) => ({\n        text: text === null ? null : '',\n        result: decodeLines(text ?? ''),\n      })),\n  };\n}"
  },
  {
    "section": "transaction",
    "names": [
      "transact"
    ],
    "uses": [
      "Engine",
      "Map",
      "Promise",
      "R",
      "Touched",
      "Transaction",
      "engine",
      "error",
      "isStored",
      "result",
      "touched",
      "transactionOver",
      "work"
    ],
    "typescript": "/**\n * Reads remember the version that they saw, writes wait. At the end everything is stored in one step if all versions are\n * still the same, else `work` runs again on what is there now.\n */\nasync function transact<R>(engine: Engine, work: (tx: Transaction) => R | Promise<R>): Promise<R> {\n  return engine.untilStored('transaction', async () => {\n    const touched = new Map<string, Touched>();\n    try {\n      const result = await work(transactionOver(engine, touched));\n      return (await isStored(engine, touched, true)) ? { result } : null;\n    } catch (error) {\n      // It may come from two values that were never there together: it counts only if all that was read still holds.\n      if (await isStored(engine, touched, false)) throw error;\n      return null;\n    }\n  });\n}",
    "javascript": "/**\n * Reads remember the version that they saw, writes wait. At the end everything is stored in one step if all versions are\n * still the same, else `work` runs again on what is there now.\n */\nasync function transact(engine, work) {\n  return engine.untilStored('transaction', async () => {\n    const touched = new Map();\n    try {\n      const result = await work(transactionOver(engine, touched));\n      return (await isStored(engine, touched, true)) ? { result } : null;\n    } catch (error) {\n      // It may come from two values that were never there together: it counts only if all that was read still holds.\n      if (await isStored(engine, touched, false)) throw error;\n      return null;\n    }\n  });\n}"
  },
  {
    "section": "transaction",
    "names": [
      "Touched"
    ],
    "uses": [
      "Promise",
      "StoredRecord",
      "Structure"
    ],
    "typescript": "interface Touched {\n  readonly structure: Structure;\n  readonly key: string;\n  readonly before: Promise<StoredRecord | null>;\n  /** The text that was set, null where it was removed, undefined where it was only read. */\n  written: string | null | undefined;\n}",
    "javascript": ""
  },
  {
    "section": "transaction",
    "names": [
      "Holder"
    ],
    "uses": [
      "Entity"
    ],
    "typescript": "interface Holder {\n  readonly entity: Entity;\n}",
    "javascript": ""
  },
  {
    "section": "transaction",
    "names": [
      "transactionOver"
    ],
    "uses": [
      "Engine",
      "Holder",
      "Map",
      "Promise",
      "Structure",
      "Touched",
      "Transaction",
      "before",
      "engine",
      "entity",
      "fresh",
      "given",
      "holder",
      "id",
      "key",
      "known",
      "record",
      "structure",
      "textOf",
      "touch",
      "touched",
      "tx",
      "undefined",
      "value"
    ],
    "typescript": "function transactionOver(engine: Engine, touched: Map<string, Touched>): Transaction {\n  const touch = ({ entity }: Holder, given: unknown): Touched => {\n    const structure = entity as Structure;\n    const key = structure.toKey(given);\n    const id = `${structure.name}\\n${key}`;\n    const known = touched.get(id);\n    if (known !== undefined) return known;\n    const before = engine.read(structure, key);\n    // Whoever awaits it hears of the error; a write does not await.\n    before.catch(() => null);\n    const fresh: Touched = { structure, key, before, written: undefined };\n    touched.set(id, fresh);\n    return fresh;\n  };\n  const textOf = async (record: Touched): Promise<string | null> => {\n    const before = await record.before;\n    return record.written === undefined ? (before?.value ?? null) : record.written;\n  };\n  // The interface says which arguments go with which structure; here all of them are alike.\n  const tx = {\n    get: async (holder: Holder, key?: unknown) => {\n      const record = touch(holder, key);\n      return record.structure.fromText(await textOf(record));\n    },\n    has: async (holder: Holder, key: unknown) => (await textOf(touch(holder, key))) !== null,\n    set: (holder: Holder, ...given: readonly unknown[]) => {\n      const [key, value] = given.length > 1 ? given : [undefined, given[0]];\n      const record = touch(holder, key);\n      record.written = record.structure.toText(value, key);\n    },\n    add: (holder: Holder, value: unknown) => {\n      const record = touch(holder, value);\n      record.written = record.structure.toText(true);\n    },\n    delete: (holder: Holder, key: unknown) => {\n      touch(holder, key).written = null;\n    },\n  };\n  return tx as unknown as Transaction;\n}",
    "javascript": "function transactionOver(engine, touched) {\n  const touch = ({ entity }, given) => {\n    const structure = entity;\n    const key = structure.toKey(given);\n    const id = `${structure.name}\\n${key}`;\n    const known = touched.get(id);\n    if (known !== undefined) return known;\n    const before = engine.read(structure, key);\n    // Whoever awaits it hears of the error; a write does not await.\n    before.catch(() => null);\n    const fresh = { structure, key, before, written: undefined };\n    touched.set(id, fresh);\n    return fresh;\n  };\n  const textOf = async (record) => {\n    const before = await record.before;\n    return record.written === undefined ? (before?.value ?? null) : record.written;\n  };\n  // The interface says which arguments go with which structure; here all of them are alike.\n  const tx = {\n    get: async (holder, key) => {\n      const record = touch(holder, key);\n      return record.structure.fromText(await textOf(record));\n    },\n    has: async (holder, key) => (await textOf(touch(holder, key))) !== null,\n    set: (holder, ...given) => {\n      const [key, value] = given.length > 1 ? given : [undefined, given[0]];\n      const record = touch(holder, key);\n      record.written = record.structure.toText(value, key);\n    },\n    add: (holder, value) => {\n      const record = touch(holder, value);\n      record.written = record.structure.toText(true);\n    },\n    delete: (holder, key) => {\n      touch(holder, key).written = null;\n    },\n  };\n  return tx;\n}"
  },
  {
    "section": "transaction",
    "names": [
      "isStored"
    ],
    "uses": [
      "Engine",
      "Promise",
      "ReadonlyMap",
      "RecordChange",
      "Touched",
      "before",
      "changes",
      "engine",
      "first",
      "isKept",
      "key",
      "next",
      "records",
      "structure",
      "touched",
      "undefined",
      "value",
      "version",
      "writes",
      "written"
    ],
    "typescript": "async function isStored(engine: Engine, touched: ReadonlyMap<string, Touched>, writes: boolean): Promise<boolean> {\n  const changes: RecordChange[] = [];\n  for (const { structure, key, before, written } of touched.values()) {\n    const { value = null, version = null } = (await before) ?? {};\n    const isKept = !writes || written === undefined || (written === value && structure.ttlSeconds === undefined);\n    const next = isKept ? 'keep' : written === null ? null : engine.record(structure, key, written);\n    changes.push({ of: engine.spaceOf(structure), key, expected: version, next });\n  }\n  const [first] = touched.values();\n  // One value that was only read was there when it was read.\n  if (first === undefined || (changes.length === 1 && changes[0]?.next === 'keep')) return true;\n  return engine.call(first.structure, 'transaction', (records) => records.commit(changes));\n}",
    "javascript": "async function isStored(engine, touched, writes) {\n  const changes = [];\n  for (const { structure, key, before, written } of touched.values()) {\n    const { value = null, version = null } = (await before) ?? {};\n    const isKept = !writes || written === undefined || (written === value && structure.ttlSeconds === undefined);\n    const next = isKept ? 'keep' : written === null ? null : engine.record(structure, key, written);\n    changes.push({ of: engine.spaceOf(structure), key, expected: version, next });\n  }\n  const [first] = touched.values();\n  // One value that was only read was there when it was read.\n  if (first === undefined || (changes.length === 1 && changes[0]?.next === 'keep')) return true;\n  return engine.call(first.structure, 'transaction', (records) => records.commit(changes));\n}"
  },
  {
    "section": "once",
    "names": [
      "DAY"
    ],
    "uses": [],
    "typescript": "const DAY = 86_400;",
    "javascript": "const DAY = 86_400;"
  },
  {
    "section": "once",
    "names": [
      "LONGEST_FUNCTION"
    ],
    "uses": [],
    "typescript": "const LONGEST_FUNCTION = 900;",
    "javascript": "const LONGEST_FUNCTION = 900;"
  },
  {
    "section": "once",
    "names": [
      "onceOf"
    ],
    "uses": [
      "DAY",
      "Delivery",
      "Engine",
      "LONGEST_FUNCTION",
      "Math",
      "OnceOptions",
      "Promise",
      "R",
      "StateStore",
      "before",
      "claim",
      "deliveries",
      "engine",
      "error",
      "eventId",
      "isFree",
      "known",
      "leaseSeconds",
      "mapOf",
      "now",
      "options",
      "randomUUID",
      "result",
      "stateError",
      "ttlSeconds",
      "undefined",
      "value",
      "work"
    ],
    "typescript": "/** A claim with a time limit becomes the result; only the delivery that holds the claim may turn it into one. */\nfunction onceOf(engine: Engine): StateStore['once'] {\n  return async <R>(eventId: string, work: () => R | Promise<R>, options: OnceOptions = {}): Promise<R> => {\n    const { ttlSeconds = DAY, leaseSeconds = LONGEST_FUNCTION } = options;\n    const deliveries = mapOf<string, Delivery>(engine, 'once', { ttlSeconds: Math.max(ttlSeconds, leaseSeconds) });\n    const claim = randomUUID();\n    const known = await deliveries.update(eventId, (before) => {\n      const isFree = before === undefined || (before.claim !== null && before.until <= engine.clock());\n      const value = isFree ? { claim, until: engine.clock() + leaseSeconds * 1000, result: undefined } : before;\n      return { value, result: value };\n    });\n    if (known.claim === null) return known.result as R;\n    if (known.claim !== claim) throw stateError(`once: ${eventId} is being worked on by another delivery`);\n    let result: R;\n    try {\n      result = await work();\n    } catch (error) {\n      await deliveries.update(eventId, (now) => ({ value: now?.claim === claim ? undefined : now }));\n      throw error;\n    }\n    await deliveries.update(eventId, (now) => ({\n      value: now?.claim === claim ? { claim: null, until: 0, result } : now,\n    }));\n    return result;\n  };\n}",
    "javascript": "/** A claim with a time limit becomes the result; only the delivery that holds the claim may turn it into one. */\nfunction onceOf(engine) {\n  return async (eventId, work, options = {}) => {\n    const { ttlSeconds = DAY, leaseSeconds = LONGEST_FUNCTION } = options;\n    const deliveries = mapOf(engine, 'once', { ttlSeconds: Math.max(ttlSeconds, leaseSeconds) });\n    const claim = randomUUID();\n    const known = await deliveries.update(eventId, (before) => {\n      const isFree = before === undefined || (before.claim !== null && before.until <= engine.clock());\n      const value = isFree ? { claim, until: engine.clock() + leaseSeconds * 1000, result: undefined } : before;\n      return { value, result: value };\n    });\n    if (known.claim === null) return known.result;\n    if (known.claim !== claim) throw stateError(`once: ${eventId} is being worked on by another delivery`);\n    let result;\n    try {\n      result = await work();\n    } catch (error) {\n      await deliveries.update(eventId, (now) => ({ value: now?.claim === claim ? undefined : now }));\n      throw error;\n    }\n    await deliveries.update(eventId, (now) => ({\n      value: now?.claim === claim ? { claim: null, until: 0, result } : now,\n    }));\n    return result;\n  };\n}"
  },
  {
    "section": "once",
    "names": [
      "Delivery"
    ],
    "uses": [],
    "typescript": "interface Delivery {\n  /** Null when the work is done. */\n  readonly claim: string | null;\n  readonly until: number;\n  readonly result: unknown;\n}",
    "javascript": ""
  },
  {
    "section": "engine",
    "names": [
      "Structure"
    ],
    "uses": [
      "Entity"
    ],
    "typescript": "/** What a structure is to the store: where its records lie, and what their texts mean. */\ninterface Structure extends Entity {\n  readonly kind: 'counter' | 'cell' | 'map' | 'object' | 'set' | 'list' | 'once';\n  readonly group: string | undefined;\n  readonly ttlSeconds: number | undefined;\n  /** The records that it starts with, as key and text, or null where it starts empty. */\n  readonly initial: (() => readonly (readonly [key: string, text: string])[]) | null;\n  toKey(key: unknown): string;\n  toText(value: unknown, key?: unknown): string;\n  /** Null is the text of what is absent. */\n  fromText(text: string | null): unknown;\n}",
    "javascript": ""
  },
  {
    "section": "engine",
    "names": [
      "EngineSettings"
    ],
    "uses": [
      "Records"
    ],
    "typescript": "interface EngineSettings {\n  /** For messages: `redis`. */\n  readonly store: string;\n  /** Asked at the first operation. */\n  readonly namespace: () => string;\n  readonly open: () => Records;\n  readonly clock: () => number;\n  /** The longest pause after a conflict, in milliseconds. */\n  readonly longestPause: () => number;\n}",
    "javascript": ""
  },
  {
    "section": "engine",
    "names": [
      "Engine"
    ],
    "uses": [
      "Promise",
      "R",
      "RecordSpace",
      "Records",
      "StoredRecord",
      "Structure",
      "TextChange"
    ],
    "typescript": "interface Engine {\n  readonly clock: () => number;\n  spaceOf(structure: Structure): RecordSpace;\n  /** One operation of the store. Its error names the structure and the store. */\n  call<R>(structure: Structure, what: string, work: (records: Records, of: RecordSpace) => Promise<R>): Promise<R>;\n  read(structure: Structure, key: string): Promise<StoredRecord | null>;\n  readAll(structure: Structure): Promise<StoredRecord[]>;\n  count(structure: Structure): Promise<number>;\n  write(structure: Structure, key: string, text: string): Promise<void>;\n  /** Changes one record in one step. `change` may run again; null is the text of an absent record. */\n  change<R>(structure: Structure, key: string, change: (text: string | null) => TextChange<R>): Promise<R>;\n  /** Repeats what lost against other processes. */\n  untilStored<R>(names: string, attempt: () => Promise<{ readonly result: R } | null>): Promise<R>;\n  /** A record as it is written now. */\n  record(structure: Structure, key: string, text: string): StoredRecord;\n  close(): Promise<void>;\n}",
    "javascript": ""
  },
  {
    "section": "engine",
    "names": [
      "TextChange"
    ],
    "uses": [
      "R"
    ],
    "typescript": "interface TextChange<R> {\n  readonly text: string | null;\n  readonly result: R;\n}",
    "javascript": ""
  },
  {
    "section": "engine",
    "names": [
      "engineOf"
    ],
    "uses": [
      "Engine",
      "EngineSettings",
      "RecordSpace",
      "Structure",
      "askedAgain",
      "attempt",
      "attempts",
      "before",
      "call",
      "change",
      "clock",
      "connection",
      "error",
      "expected",
      "expiresAt",
      "group",
      "inTurn",
      "isSame",
      "key",
      "kind",
      "messageOf",
      "name",
      "nameOf",
      "names",
      "namespace",
      "next",
      "of",
      "opened",
      "randomUUID",
      "read",
      "record",
      "records",
      "repeated",
      "result",
      "seeded",
      "seedsOf",
      "settings",
      "spaceOf",
      "stateError",
      "stored",
      "structure",
      "text",
      "ttlSeconds",
      "turns",
      "undefined",
      "untilStored",
      "value",
      "what",
      "work"
    ],
    "typescript": "function engineOf(settings: EngineSettings): Engine {\n  const { clock } = settings;\n  const opened = connection(settings.open);\n  const inTurn = turns();\n\n  const spaceOf = (structure: Structure): RecordSpace => {\n    const namespace = settings.namespace();\n    const { name, group } = structure;\n    return { id: `${namespace}:${name}`, group: group === undefined ? null : `${namespace}:${group}` };\n  };\n  const record: Engine['record'] = ({ ttlSeconds }, key, value) => {\n    const expiresAt = ttlSeconds === undefined ? null : clock() + ttlSeconds * 1000;\n    return { key, value, version: randomUUID(), expiresAt };\n  };\n  const seeded = seedsOf(record);\n  const call: Engine['call'] = async (structure, what, work) => {\n    try {\n      const records = await opened.use();\n      const of = spaceOf(structure);\n      await seeded(structure, records, of);\n      return await work(records, of);\n    } catch (error) {\n      const { name, kind } = structure;\n      throw stateError(`${name} (${kind} in ${settings.store}): ${what} failed: ${messageOf(error)}`, error);\n    }\n  };\n  const read: Engine['read'] = (structure, key) =>\n    call(structure, 'get', (records, of) => askedAgain(() => records.read(of, key)));\n  const repeated: Engine['untilStored'] = (names, attempt) =>\n    untilStored(attempt, settings.longestPause(), (attempts) =>\n      stateError(`${names} (in ${settings.store}): other processes were faster ${attempts} times`),\n    );\n\n  return {\n    clock,\n    spaceOf,\n    call,\n    read,\n    readAll: (structure) => call(structure, 'listing', (records, of) => askedAgain(() => records.readAll(of))),\n    count: (structure) => call(structure, 'size', (records, of) => askedAgain(() => records.count(of))),\n    write: (structure, key, text) =>\n      call(structure, 'set', (records, of) => records.put(of, record(structure, key, text))),\n    change: (structure, key, change) =>\n      inTurn(`${structure.name}:${key}`, () =>\n        repeated(nameOf(structure, key), async () => {\n          const before = await read(structure, key);\n          const { text, result } = change(before?.value ?? null);\n          const isSame = text === (before?.value ?? null) && (text === null || structure.ttlSeconds === undefined);\n          if (isSame) return { result };\n          const next = text === null ? null : record(structure, key, text);\n          const expected = before?.version ?? null;\n          const stored = await call(structure, 'update', (records, of) =>\n            records.commit([{ of, key, expected, next }]),\n          );\n          return stored ? { result } : null;\n        }),\n      ),\n    untilStored: repeated,\n    record,\n    close: opened.close,\n  };\n}",
    "javascript": "function engineOf(settings) {\n  const { clock } = settings;\n  const opened = connection(settings.open);\n  const inTurn = turns();\n\n  const spaceOf = (structure) => {\n    const namespace = settings.namespace();\n    const { name, group } = structure;\n    return { id: `${namespace}:${name}`, group: group === undefined ? null : `${namespace}:${group}` };\n  };\n  const record = ({ ttlSeconds }, key, value) => {\n    const expiresAt = ttlSeconds === undefined ? null : clock() + ttlSeconds * 1000;\n    return { key, value, version: randomUUID(), expiresAt };\n  };\n  const seeded = seedsOf(record);\n  const call = async (structure, what, work) => {\n    try {\n      const records = await opened.use();\n      const of = spaceOf(structure);\n      await seeded(structure, records, of);\n      return await work(records, of);\n    } catch (error) {\n      const { name, kind } = structure;\n      throw stateError(`${name} (${kind} in ${settings.store}): ${what} failed: ${messageOf(error)}`, error);\n    }\n  };\n  const read = (structure, key) => call(structure, 'get', (records, of) => askedAgain(() => records.read(of, key)));\n  const repeated = (names, attempt) =>\n    untilStored(attempt, settings.longestPause(), (attempts) =>\n      stateError(`${names} (in ${settings.store}): other processes were faster ${attempts} times`),\n    );\n\n  return {\n    clock,\n    spaceOf,\n    call,\n    read,\n    readAll: (structure) => call(structure, 'listing', (records, of) => askedAgain(() => records.readAll(of))),\n    count: (structure) => call(structure, 'size', (records, of) => askedAgain(() => records.count(of))),\n    write: (structure, key, text) =>\n      call(structure, 'set', (records, of) => records.put(of, record(structure, key, text))),\n    change: (structure, key, change) =>\n      inTurn(`${structure.name}:${key}`, () =>\n        repeated(nameOf(structure, key), async () => {\n          const before = await read(structure, key);\n          const { text, result } = change(before?.value ?? null);\n          const isSame = text === (before?.value ?? null) && (text === null || structure.ttlSeconds === undefined);\n          if (isSame) return { result };\n          const next = text === null ? null : record(structure, key, text);\n          const expected = before?.version ?? null;\n          const stored = await call(structure, 'update', (records, of) =>\n            records.commit([{ of, key, expected, next }]),\n          );\n          return stored ? { result } : null;\n        }),\n      ),\n    untilStored: repeated,\n    record,\n    close: opened.close,\n  };\n}"
  },
  {
    "section": "engine",
    "names": [
      "nameOf"
    ],
    "uses": [
      "Entity",
      "key",
      "name"
    ],
    "typescript": "/** `carts[\"u1\"]`, or `visits` where a structure is one record. */\nfunction nameOf({ name }: Entity, key: string): string {\n  return key === '' ? name : `${name}[${key}]`;\n}",
    "javascript": "/** `carts[\"u1\"]`, or `visits` where a structure is one record. */\nfunction nameOf({ name }, key) {\n  return key === '' ? name : `${name}[${key}]`;\n}"
  },
  {
    "section": "engine",
    "names": [
      "checkedChange"
    ],
    "uses": [
      "C",
      "Change",
      "Entity",
      "TypeError",
      "given",
      "isPromise",
      "name"
    ],
    "typescript": "/** What the callback of an update gave, if it is what it has to be. */\nfunction checkedChange<C extends Change<unknown>>({ name }: Entity, given: C): C {\n  if (typeof given === 'object' && given !== null && 'value' in given) return given;\n  const isPromise = typeof (given as { then?: unknown } | null | undefined)?.then === 'function';\n  throw new TypeError(\n    isPromise\n      ? `${name}: the callback of update is asynchronous, but it has to be one step`\n      : `${name}: the callback of update has to return { value, result }`,\n  );\n}",
    "javascript": "/** What the callback of an update gave, if it is what it has to be. */\nfunction checkedChange({ name }, given) {\n  if (typeof given === 'object' && given !== null && 'value' in given) return given;\n  const isPromise = typeof given?.then === 'function';\n  throw new TypeError(\n    isPromise\n      ? `${name}: the callback of update is asynchronous, but it has to be one step`\n      : `${name}: the callback of update has to return { value, result }`,\n  );\n}"
  },
  {
    "section": "engine",
    "names": [
      "connection"
    ],
    "uses": [
      "Date",
      "IDLE_MS",
      "Promise",
      "Records",
      "close",
      "closing",
      "open",
      "opened",
      "use",
      "used",
      "waking"
    ],
    "typescript": "/**\n * Opens once, at the first use. A container may have been frozen between two uses, and its sockets closed by the other\n * side: after a pause the connection is tried before anything is sent that must not be repeated.\n */\nfunction connection(open: () => Records): {\n  readonly use: () => Promise<Records>;\n  readonly close: () => Promise<void>;\n} {\n  let opened: Records | null = null;\n  let waking: Promise<void> | null = null;\n  let used = Date.now();\n\n  const use = async (): Promise<Records> => {\n    opened ??= open();\n    if (Date.now() - used > IDLE_MS) {\n      waking ??= opened.wake().finally(() => {\n        waking = null;\n      });\n    }\n    await waking;\n    used = Date.now();\n    return opened;\n  };\n  const close = async (): Promise<void> => {\n    const closing = opened;\n    opened = null;\n    await closing?.close();\n  };\n  return { use, close };\n}",
    "javascript": "/**\n * Opens once, at the first use. A container may have been frozen between two uses, and its sockets closed by the other\n * side: after a pause the connection is tried before anything is sent that must not be repeated.\n */\nfunction connection(open) {\n  let opened = null;\n  let waking = null;\n  let used = Date.now();\n\n  const use = async () => {\n    opened ??= open();\n    if (Date.now() - used > IDLE_MS) {\n      waking ??= opened.wake().finally(() => {\n        waking = null;\n      });\n    }\n    await waking;\n    used = Date.now();\n    return opened;\n  };\n  const close = async () => {\n    const closing = opened;\n    opened = null;\n    await closing?.close();\n  };\n  return { use, close };\n}"
  },
  {
    "section": "engine",
    "names": [
      "IDLE_MS"
    ],
    "uses": [],
    "typescript": "const IDLE_MS = 5_000;",
    "javascript": "const IDLE_MS = 5_000;"
  },
  {
    "section": "engine",
    "names": [
      "seedsOf"
    ],
    "uses": [
      "Engine",
      "Map",
      "Promise",
      "RecordSpace",
      "Records",
      "Structure",
      "error",
      "known",
      "of",
      "record",
      "records",
      "seed",
      "seeds",
      "structure"
    ],
    "typescript": "/** Asks the store once about the initial values of each structure. What failed is asked again at the next use. */\nfunction seedsOf(record: Engine['record']): (structure: Structure, records: Records, of: RecordSpace) => Promise<void> {\n  const seeds = new Map<string, Promise<void>>();\n  return async (structure, records, of) => {\n    if (structure.initial === null) return;\n    const known = seeds.get(of.id) ?? seed(structure, records, of, record);\n    seeds.set(of.id, known);\n    try {\n      await known;\n    } catch (error) {\n      seeds.delete(of.id);\n      throw error;\n    }\n  };\n}",
    "javascript": "/** Asks the store once about the initial values of each structure. What failed is asked again at the next use. */\nfunction seedsOf(record) {\n  const seeds = new Map();\n  return async (structure, records, of) => {\n    if (structure.initial === null) return;\n    const known = seeds.get(of.id) ?? seed(structure, records, of, record);\n    seeds.set(of.id, known);\n    try {\n      await known;\n    } catch (error) {\n      seeds.delete(of.id);\n      throw error;\n    }\n  };\n}"
  },
  {
    "section": "engine",
    "names": [
      "seed"
    ],
    "uses": [
      "Engine",
      "JSON",
      "Promise",
      "RecordSpace",
      "Records",
      "Structure",
      "askedAgain",
      "createHash",
      "entries",
      "first",
      "key",
      "mark",
      "of",
      "process",
      "record",
      "records",
      "structure",
      "text",
      "varies",
      "what"
    ],
    "typescript": "/**\n * Initial values are written once, by whichever process comes first. The mark is the hash of what this code would write:\n * another one means that the code was edited since, and that the edit has no effect on what is stored.\n */\nasync function seed(structure: Structure, records: Records, of: RecordSpace, record: Engine['record']): Promise<void> {\n  const entries = structure.initial?.() ?? [];\n  // An initial value with a clock or a random part is another one each time; that is no edit.\n  const varies = JSON.stringify(entries) !== JSON.stringify(structure.initial?.() ?? []);\n  const mark = varies ? 'varies' : createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);\n  const first = await askedAgain(() =>\n    records.seed(\n      of,\n      entries.map(([key, text]) => record(structure, key, text)),\n      mark,\n    ),\n  );\n  if (first === mark || first === 'varies' || varies) return;\n  const what = first === '' ? 'has values already' : 'was stored with another initial value';\n  process.emitWarning(`${structure.name} ${what}: the initial value in the code has no effect`, {\n    code: 'STATE_INITIAL_VALUE',\n  });\n}",
    "javascript": "/**\n * Initial values are written once, by whichever process comes first. The mark is the hash of what this code would write:\n * another one means that the code was edited since, and that the edit has no effect on what is stored.\n */\nasync function seed(structure, records, of, record) {\n  const entries = structure.initial?.() ?? [];\n  // An initial value with a clock or a random part is another one each time; that is no edit.\n  const varies = JSON.stringify(entries) !== JSON.stringify(structure.initial?.() ?? []);\n  const mark = varies ? 'varies' : createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);\n  const first = await askedAgain(() =>\n    records.seed(\n      of,\n      entries.map(([key, text]) => record(structure, key, text)),\n      mark,\n    ),\n  );\n  if (first === mark || first === 'varies' || varies) return;\n  const what = first === '' ? 'has values already' : 'was stored with another initial value';\n  process.emitWarning(`${structure.name} ${what}: the initial value in the code has no effect`, {\n    code: 'STATE_INITIAL_VALUE',\n  });\n}"
  },
  {
    "section": "attempts",
    "names": [
      "untilStored"
    ],
    "uses": [
      "ATTEMPTS",
      "Error",
      "Math",
      "Promise",
      "R",
      "attempt",
      "count",
      "exhausted",
      "longestPause",
      "pause",
      "stored"
    ],
    "typescript": "/** Tries until an attempt is stored. Null is a conflict; the pause after it is random, so that rivals part. */\nasync function untilStored<R>(\n  attempt: () => Promise<{ readonly result: R } | null>,\n  longestPause: number,\n  exhausted: (attempts: number) => Error,\n): Promise<R> {\n  for (let count = 0; count < ATTEMPTS; count++) {\n    if (count > 0 && longestPause > 0) await pause(Math.random() * Math.min(longestPause, 2 ** count));\n    const stored = await attempt();\n    if (stored !== null) return stored.result;\n  }\n  throw exhausted(ATTEMPTS);\n}",
    "javascript": "/** Tries until an attempt is stored. Null is a conflict; the pause after it is random, so that rivals part. */\nasync function untilStored(attempt, longestPause, exhausted) {\n  for (let count = 0; count < ATTEMPTS; count++) {\n    if (count > 0 && longestPause > 0) await pause(Math.random() * Math.min(longestPause, 2 ** count));\n    const stored = await attempt();\n    if (stored !== null) return stored.result;\n  }\n  throw exhausted(ATTEMPTS);\n}"
  },
  {
    "section": "attempts",
    "names": [
      "ATTEMPTS"
    ],
    "uses": [],
    "typescript": "const ATTEMPTS = 50;",
    "javascript": "const ATTEMPTS = 50;"
  },
  {
    "section": "attempts",
    "names": [
      "askedAgain"
    ],
    "uses": [
      "Math",
      "Promise",
      "R",
      "ask",
      "pause"
    ],
    "typescript": "/** For what changes nothing and may be asked again. */\nasync function askedAgain<R>(ask: () => Promise<R>): Promise<R> {\n  try {\n    return await ask();\n  } catch {\n    await pause(Math.random() * 50);\n    return ask();\n  }\n}",
    "javascript": "/** For what changes nothing and may be asked again. */\nasync function askedAgain(ask) {\n  try {\n    return await ask();\n  } catch {\n    await pause(Math.random() * 50);\n    return ask();\n  }\n}"
  },
  {
    "section": "attempts",
    "names": [
      "pause"
    ],
    "uses": [
      "Promise",
      "milliseconds",
      "resolve",
      "setTimeout"
    ],
    "typescript": "function pause(milliseconds: number): Promise<void> {\n  return new Promise((resolve) => {\n    setTimeout(resolve, milliseconds);\n  });\n}",
    "javascript": "function pause(milliseconds) {\n  return new Promise((resolve) => {\n    setTimeout(resolve, milliseconds);\n  });\n}"
  },
  {
    "section": "attempts",
    "names": [
      "within"
    ],
    "uses": [
      "Promise",
      "R",
      "ReturnType",
      "clearTimeout",
      "late",
      "milliseconds",
      "reject",
      "setTimeout",
      "stateError",
      "timer",
      "what",
      "work"
    ],
    "typescript": "/** The running timer keeps the process alive for as long as something is awaited, so connections need not. */\nasync function within<R>(milliseconds: number, work: Promise<R>, what: string): Promise<R> {\n  let timer: ReturnType<typeof setTimeout> | undefined;\n  const late = new Promise<never>((_, reject) => {\n    timer = setTimeout(() => {\n      reject(stateError(`${what} took longer than ${milliseconds} ms`));\n    }, milliseconds);\n  });\n  try {\n    return await Promise.race([work, late]);\n  } finally {\n    clearTimeout(timer);\n  }\n}",
    "javascript": "/** The running timer keeps the process alive for as long as something is awaited, so connections need not. */\nasync function within(milliseconds, work, what) {\n  let timer;\n  const late = new Promise((_, reject) => {\n    timer = setTimeout(() => {\n      reject(stateError(`${what} took longer than ${milliseconds} ms`));\n    }, milliseconds);\n  });\n  try {\n    return await Promise.race([work, late]);\n  } finally {\n    clearTimeout(timer);\n  }\n}"
  },
  {
    "section": "attempts",
    "names": [
      "turns"
    ],
    "uses": [
      "Map",
      "Promise",
      "R",
      "key",
      "last",
      "turn",
      "work"
    ],
    "typescript": "/** Lets callers with the same key run one after another: within one process there is no need for conflicts. */\nfunction turns(): <R>(key: string, work: () => Promise<R>) => Promise<R> {\n  const last = new Map<string, Promise<unknown>>();\n  return async (key, work) => {\n    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);\n    last.set(key, turn);\n    try {\n      return await turn;\n    } finally {\n      if (last.get(key) === turn) last.delete(key);\n    }\n  };\n}",
    "javascript": "/** Lets callers with the same key run one after another: within one process there is no need for conflicts. */\nfunction turns() {\n  const last = new Map();\n  return async (key, work) => {\n    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);\n    last.set(key, turn);\n    try {\n      return await turn;\n    } finally {\n      if (last.get(key) === turn) last.delete(key);\n    }\n  };\n}"
  },
  {
    "section": "attempts",
    "names": [
      "stateError"
    ],
    "uses": [
      "Error",
      "Object",
      "cause",
      "message",
      "undefined"
    ],
    "typescript": "function stateError(message: string, cause?: unknown): Error {\n  return Object.assign(new Error(message), { name: 'StateStoreError', ...(cause === undefined ? {} : { cause }) });\n}",
    "javascript": "function stateError(message, cause) {\n  return Object.assign(new Error(message), { name: 'StateStoreError', ...(cause === undefined ? {} : { cause }) });\n}"
  },
  {
    "section": "attempts",
    "names": [
      "messageOf"
    ],
    "uses": [
      "Error",
      "String",
      "error"
    ],
    "typescript": "function messageOf(error: unknown): string {\n  return error instanceof Error ? error.message || error.name : String(error);\n}",
    "javascript": "function messageOf(error) {\n  return error instanceof Error ? error.message || error.name : String(error);\n}"
  },
  {
    "section": "settings",
    "names": [
      "required"
    ],
    "uses": [
      "meaning",
      "name",
      "process",
      "stateError",
      "undefined",
      "value"
    ],
    "typescript": "/** An environment variable that has to be there by the first operation; importing a module never needs one. */\nfunction required(name: string, meaning: string): string {\n  const value = process.env[name];\n  if (value === undefined || value === '') throw stateError(`the environment variable ${name} is missing: ${meaning}`);\n  return value;\n}",
    "javascript": "/** An environment variable that has to be there by the first operation; importing a module never needs one. */\nfunction required(name, meaning) {\n  const value = process.env[name];\n  if (value === undefined || value === '') throw stateError(`the environment variable ${name} is missing: ${meaning}`);\n  return value;\n}"
  },
  {
    "section": "settings",
    "names": [
      "namespaceOf"
    ],
    "uses": [
      "namespace",
      "packageName",
      "process",
      "stage",
      "stateError"
    ],
    "typescript": "/** Structures of two packages, or of two stages of one, never meet in one store. */\nfunction namespaceOf(packageName: string): string {\n  const stage = process.env['STAGE'];\n  const namespace = process.env['STATE_NAMESPACE'] ?? (stage ? `${packageName}-${stage}` : packageName);\n  if (/^[^{}\\s]+$/.test(namespace)) return namespace;\n  throw stateError(`STATE_NAMESPACE is '${namespace}', but it may hold neither braces nor blanks, and not be empty`);\n}",
    "javascript": "/** Structures of two packages, or of two stages of one, never meet in one store. */\nfunction namespaceOf(packageName) {\n  const stage = process.env['STAGE'];\n  const namespace = process.env['STATE_NAMESPACE'] ?? (stage ? `${packageName}-${stage}` : packageName);\n  if (/^[^{}\\s]+$/.test(namespace)) return namespace;\n  throw stateError(`STATE_NAMESPACE is '${namespace}', but it may hold neither braces nor blanks, and not be empty`);\n}"
  },
  {
    "section": "settings",
    "names": [
      "isInMemory"
    ],
    "uses": [
      "process",
      "stateError",
      "undefined",
      "url"
    ],
    "typescript": "/** `STATE_URL=memory:` puts everything into the memory of the process. What is deployed must not. */\nfunction isInMemory(): boolean {\n  const url = process.env['STATE_URL'];\n  if (url === undefined || url === '') return false;\n  if (url !== 'memory:') throw stateError(`STATE_URL is '${url}', but it can only be 'memory:'`);\n  if (process.env['AWS_LAMBDA_FUNCTION_NAME']) {\n    throw stateError('STATE_URL=memory: is for tests: a deployed function would lose its state');\n  }\n  return true;\n}",
    "javascript": "/** `STATE_URL=memory:` puts everything into the memory of the process. What is deployed must not. */\nfunction isInMemory() {\n  const url = process.env['STATE_URL'];\n  if (url === undefined || url === '') return false;\n  if (url !== 'memory:') throw stateError(`STATE_URL is '${url}', but it can only be 'memory:'`);\n  if (process.env['AWS_LAMBDA_FUNCTION_NAME']) {\n    throw stateError('STATE_URL=memory: is for tests: a deployed function would lose its state');\n  }\n  return true;\n}"
  },
  {
    "section": "settings",
    "names": [
      "commandTimeout"
    ],
    "uses": [
      "Number",
      "given",
      "process",
      "stateError"
    ],
    "typescript": "/**\n * How long one command may take; connecting may take half as long again. Both together are less than the 3 seconds that a\n * Lambda function has where nothing is said.\n */\nfunction commandTimeout(): number {\n  const given = Number(process.env['STATE_TIMEOUT_MS'] || 1000);\n  if (Number.isFinite(given) && given > 0) return given;\n  throw stateError('STATE_TIMEOUT_MS has to be a number of milliseconds');\n}",
    "javascript": "/**\n * How long one command may take; connecting may take half as long again. Both together are less than the 3 seconds that a\n * Lambda function has where nothing is said.\n */\nfunction commandTimeout() {\n  const given = Number(process.env['STATE_TIMEOUT_MS'] || 1000);\n  if (Number.isFinite(given) && given > 0) return given;\n  throw stateError('STATE_TIMEOUT_MS has to be a number of milliseconds');\n}"
  },
  {
    "section": "settings",
    "names": [
      "isExpired"
    ],
    "uses": [
      "Pick",
      "StoredRecord",
      "expiresAt",
      "now"
    ],
    "typescript": "function isExpired({ expiresAt }: Pick<StoredRecord, 'expiresAt'>, now: number): boolean {\n  return expiresAt !== null && expiresAt <= now;\n}",
    "javascript": "function isExpired({ expiresAt }, now) {\n  return expiresAt !== null && expiresAt <= now;\n}"
  },
  {
    "section": "encoding",
    "names": [
      "encode"
    ],
    "uses": [
      "JSON",
      "Map",
      "Set",
      "plain",
      "root",
      "value"
    ],
    "typescript": "/**\n * A value as text that gives back the same value: JSON, and what JSON cannot say as `{\"$\": [kind, …]}`. A part that occurs\n * twice stays one part. What would come back as something else is refused, with its path from `root`.\n */\nfunction encode(value: unknown, root: string): string {\n  return JSON.stringify(plain(value, root, { known: new Map(), open: new Set() }));\n}",
    "javascript": "/**\n * A value as text that gives back the same value: JSON, and what JSON cannot say as `{\"$\": [kind, …]}`. A part that occurs\n * twice stays one part. What would come back as something else is refused, with its path from `root`.\n */\nfunction encode(value, root) {\n  return JSON.stringify(plain(value, root, { known: new Map(), open: new Set() }));\n}"
  },
  {
    "section": "encoding",
    "names": [
      "decode"
    ],
    "uses": [
      "JSON",
      "revived",
      "text"
    ],
    "typescript": "/** The value that `encode` made the text of, every time a new copy. */\nfunction decode(text: string): unknown {\n  return revived(JSON.parse(text), []);\n}",
    "javascript": "/** The value that `encode` made the text of, every time a new copy. */\nfunction decode(text) {\n  return revived(JSON.parse(text), []);\n}"
  },
  {
    "section": "encoding",
    "names": [
      "encodeLines"
    ],
    "uses": [
      "encode",
      "index",
      "item",
      "items",
      "root"
    ],
    "typescript": "/** An array as text with one line for each element, so that a store can append and take without reading the rest. */\nfunction encodeLines(items: readonly unknown[], root: string): string {\n  return items.map((item, index) => `${encode(item, `${root}[${index}]`)}\\n`).join('');\n}",
    "javascript": "/** An array as text with one line for each element, so that a store can append and take without reading the rest. */\nfunction encodeLines(items, root) {\n  return items.map((item, index) => `${encode(item, `${root}[${index}]`)}\\n`).join('');\n}"
  },
  {
    "section": "encoding",
    "names": [
      "decodeLines"
    ],
    "uses": [
      "decode",
      "text"
    ],
    "typescript": "function decodeLines(text: string): unknown[] {\n  return text === '' ? [] : text.slice(0, -1).split('\\n').map(decode);\n}",
    "javascript": "function decodeLines(text) {\n  return text === '' ? [] : text.slice(0, -1).split('\\n').map(decode);\n}"
  },
  {
    "section": "encoding",
    "names": [
      "Met"
    ],
    "uses": [
      "Map",
      "Set"
    ],
    "typescript": "/** The objects met so far, numbered in the order in which they were met, and those that are being written right now. */\ninterface Met {\n  readonly known: Map<object, number>;\n  readonly open: Set<object>;\n}",
    "javascript": ""
  },
  {
    "section": "encoding",
    "names": [
      "plain"
    ],
    "uses": [
      "Met",
      "Number",
      "Object",
      "String",
      "TypeError",
      "met",
      "path",
      "plainObject",
      "special",
      "value"
    ],
    "typescript": "function plain(value: unknown, path: string, met: Met): unknown {\n  switch (typeof value) {\n    case 'string':\n    case 'boolean':\n      return value;\n    case 'number':\n      if (Number.isFinite(value) && !Object.is(value, -0)) return value;\n      return special('number', Object.is(value, -0) ? '-0' : String(value));\n    case 'undefined':\n      return special('undefined');\n    case 'bigint':\n      return special('bigint', String(value));\n    case 'object':\n      return value === null ? null : plainObject(value, path, met);\n    default:\n      throw new TypeError(`${path} is a ${typeof value}, which cannot be kept in a store`);\n  }\n}",
    "javascript": "function plain(value, path, met) {\n  switch (typeof value) {\n    case 'string':\n    case 'boolean':\n      return value;\n    case 'number':\n      if (Number.isFinite(value) && !Object.is(value, -0)) return value;\n      return special('number', Object.is(value, -0) ? '-0' : String(value));\n    case 'undefined':\n      return special('undefined');\n    case 'bigint':\n      return special('bigint', String(value));\n    case 'object':\n      return value === null ? null : plainObject(value, path, met);\n    default:\n      throw new TypeError(`${path} is a ${typeof value}, which cannot be kept in a store`);\n  }\n}"
  },
  {
    "section": "encoding",
    "names": [
      "special"
    ],
    "uses": [
      "content",
      "kind"
    ],
    "typescript": "function special(kind: string, ...content: readonly unknown[]): unknown {\n  return { $: [kind, ...content] };\n}",
    "javascript": "function special(kind, ...content) {\n  return { $: [kind, ...content] };\n}"
  },
  {
    "section": "encoding",
    "names": [
      "plainObject"
    ],
    "uses": [
      "Met",
      "TypeError",
      "known",
      "met",
      "path",
      "plainContent",
      "result",
      "special",
      "undefined",
      "value"
    ],
    "typescript": "function plainObject(value: object, path: string, met: Met): unknown {\n  if (met.open.has(value)) throw new TypeError(`${path} contains itself, so it cannot be kept in a store`);\n  const known = met.known.get(value);\n  if (known !== undefined) return special('same', known);\n  met.known.set(value, met.known.size);\n  met.open.add(value);\n  const result = plainContent(value, path, met);\n  met.open.delete(value);\n  return result;\n}",
    "javascript": "function plainObject(value, path, met) {\n  if (met.open.has(value)) throw new TypeError(`${path} contains itself, so it cannot be kept in a store`);\n  const known = met.known.get(value);\n  if (known !== undefined) return special('same', known);\n  met.known.set(value, met.known.size);\n  met.open.add(value);\n  const result = plainContent(value, path, met);\n  met.open.delete(value);\n  return result;\n}"
  },
  {
    "section": "encoding",
    "names": [
      "plainContent"
    ],
    "uses": [
      "Array",
      "Date",
      "Map",
      "Met",
      "Set",
      "TypeError",
      "bytes",
      "bytesOf",
      "dateNumber",
      "describe",
      "entries",
      "index",
      "isNamed",
      "isRecord",
      "item",
      "key",
      "met",
      "path",
      "plain",
      "plainArray",
      "plainRecord",
      "shown",
      "special",
      "value"
    ],
    "typescript": "function plainContent(value: object, path: string, met: Met): unknown {\n  if (Array.isArray(value)) return plainArray(value, path, met);\n  if (isRecord(value)) return plainRecord(value, path, met);\n  if (isNamed(value, 'Date')) return special('Date', dateNumber(value as Date));\n  if (isNamed(value, 'Map')) {\n    const entries = [...(value as Map<unknown, unknown>)].map(([key, item], index) => [\n      plain(key, `${path}.keys()[${index}]`, met),\n      plain(item, `${path}.get(${shown(key)})`, met),\n    ]);\n    return special('Map', entries);\n  }\n  if (isNamed(value, 'Set')) {\n    return special(\n      'Set',\n      [...(value as Set<unknown>)].map((item, index) => plain(item, `${path}.values()[${index}]`, met)),\n    );\n  }\n  const bytes = bytesOf(value);\n  if (bytes !== null) return special(...bytes);\n  throw new TypeError(`${path} is ${describe(value)}, which would come back as a plain object`);\n}",
    "javascript": "function plainContent(value, path, met) {\n  if (Array.isArray(value)) return plainArray(value, path, met);\n  if (isRecord(value)) return plainRecord(value, path, met);\n  if (isNamed(value, 'Date')) return special('Date', dateNumber(value));\n  if (isNamed(value, 'Map')) {\n    const entries = [...value].map(([key, item], index) => [\n      plain(key, `${path}.keys()[${index}]`, met),\n      plain(item, `${path}.get(${shown(key)})`, met),\n    ]);\n    return special('Map', entries);\n  }\n  if (isNamed(value, 'Set')) {\n    return special(\n      'Set',\n      [...value].map((item, index) => plain(item, `${path}.values()[${index}]`, met)),\n    );\n  }\n  const bytes = bytesOf(value);\n  if (bytes !== null) return special(...bytes);\n  throw new TypeError(`${path} is ${describe(value)}, which would come back as a plain object`);\n}"
  },
  {
    "section": "encoding",
    "names": [
      "shown"
    ],
    "uses": [
      "JSON",
      "String",
      "key"
    ],
    "typescript": "function shown(key: unknown): string {\n  return typeof key === 'object' && key !== null ? '…' : typeof key === 'string' ? JSON.stringify(key) : String(key);\n}",
    "javascript": "function shown(key) {\n  return typeof key === 'object' && key !== null ? '…' : typeof key === 'string' ? JSON.stringify(key) : String(key);\n}"
  },
  {
    "section": "encoding",
    "names": [
      "dateNumber"
    ],
    "uses": [
      "Date",
      "Number",
      "date",
      "time"
    ],
    "typescript": "/** An invalid date has no time. */\nfunction dateNumber(date: Date): number | null {\n  const time = date.getTime();\n  return Number.isNaN(time) ? null : time;\n}",
    "javascript": "/** An invalid date has no time. */\nfunction dateNumber(date) {\n  const time = date.getTime();\n  return Number.isNaN(time) ? null : time;\n}"
  },
  {
    "section": "encoding",
    "names": [
      "plainArray"
    ],
    "uses": [
      "Met",
      "Object",
      "TypeError",
      "array",
      "holes",
      "index",
      "met",
      "path",
      "plain",
      "result",
      "special"
    ],
    "typescript": "function plainArray(array: readonly unknown[], path: string, met: Met): unknown[] {\n  const result: unknown[] = [];\n  let holes = 0;\n  for (let index = 0; index < array.length; index++) {\n    if (!(index in array)) holes++;\n    result.push(index in array ? plain(array[index], `${path}[${index}]`, met) : special('hole'));\n  }\n  if (Object.keys(array).length !== array.length - holes) {\n    throw new TypeError(`${path} is an array with properties beside its elements, which would be lost`);\n  }\n  return result;\n}",
    "javascript": "function plainArray(array, path, met) {\n  const result = [];\n  let holes = 0;\n  for (let index = 0; index < array.length; index++) {\n    if (!(index in array)) holes++;\n    result.push(index in array ? plain(array[index], `${path}[${index}]`, met) : special('hole'));\n  }\n  if (Object.keys(array).length !== array.length - holes) {\n    throw new TypeError(`${path} is an array with properties beside its elements, which would be lost`);\n  }\n  return result;\n}"
  },
  {
    "section": "encoding",
    "names": [
      "isRecord"
    ],
    "uses": [
      "Object",
      "prototype",
      "value"
    ],
    "typescript": "/** An object without a class, also one that comes from another realm (a test runner's). */\nfunction isRecord(value: object): boolean {\n  const prototype = Object.getPrototypeOf(value) as object | null;\n  if (prototype === null) return true;\n  return (\n    Object.getPrototypeOf(prototype) === null && Object.prototype.hasOwnProperty.call(prototype, 'propertyIsEnumerable')\n  );\n}",
    "javascript": "/** An object without a class, also one that comes from another realm (a test runner's). */\nfunction isRecord(value) {\n  const prototype = Object.getPrototypeOf(value);\n  if (prototype === null) return true;\n  return (\n    Object.getPrototypeOf(prototype) === null && Object.prototype.hasOwnProperty.call(prototype, 'propertyIsEnumerable')\n  );\n}"
  },
  {
    "section": "encoding",
    "names": [
      "plainRecord"
    ],
    "uses": [
      "Met",
      "Object",
      "Record",
      "Reflect",
      "String",
      "TypeError",
      "at",
      "key",
      "met",
      "path",
      "pathTo",
      "place",
      "plain",
      "property",
      "record",
      "result",
      "special",
      "undefined"
    ],
    "typescript": "function plainRecord(record: object, path: string, met: Met): unknown {\n  const result: Record<string, unknown> = {};\n  for (const key of Reflect.ownKeys(record)) {\n    const at = typeof key === 'string' ? pathTo(path, key) : `${path}[${String(key)}]`;\n    const property = Object.getOwnPropertyDescriptor(record, key);\n    if (typeof key === 'symbol' || property === undefined || !property.enumerable || !('value' in property)) {\n      throw new TypeError(`${at} is a symbol, a getter or not enumerable, so it would be lost`);\n    }\n    place(result, key, plain(property.value, at, met));\n  }\n  if (Object.getPrototypeOf(record) === null) return special('dictionary', result);\n  return '$' in result ? special('object', result) : result;\n}",
    "javascript": "function plainRecord(record, path, met) {\n  const result = {};\n  for (const key of Reflect.ownKeys(record)) {\n    const at = typeof key === 'string' ? pathTo(path, key) : `${path}[${String(key)}]`;\n    const property = Object.getOwnPropertyDescriptor(record, key);\n    if (typeof key === 'symbol' || property === undefined || !property.enumerable || !('value' in property)) {\n      throw new TypeError(`${at} is a symbol, a getter or not enumerable, so it would be lost`);\n    }\n    place(result, key, plain(property.value, at, met));\n  }\n  if (Object.getPrototypeOf(record) === null) return special('dictionary', result);\n  return '$' in result ? special('object', result) : result;\n}"
  },
  {
    "section": "encoding",
    "names": [
      "pathTo"
    ],
    "uses": [
      "JSON",
      "key",
      "path"
    ],
    "typescript": "function pathTo(path: string, key: string): string {\n  return /^[\\w$]+$/.test(key) && !/^\\d/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;\n}",
    "javascript": "function pathTo(path, key) {\n  return /^[\\w$]+$/.test(key) && !/^\\d/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;\n}"
  },
  {
    "section": "encoding",
    "names": [
      "place"
    ],
    "uses": [
      "Object",
      "key",
      "target",
      "value"
    ],
    "typescript": "/** Sets an own property whatever its name is: assigning `__proto__` would do something else. */\nfunction place(target: object, key: string, value: unknown): void {\n  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });\n}",
    "javascript": "/** Sets an own property whatever its name is: assigning `__proto__` would do something else. */\nfunction place(target, key, value) {\n  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });\n}"
  },
  {
    "section": "encoding",
    "names": [
      "isNamed"
    ],
    "uses": [
      "Object",
      "name",
      "value"
    ],
    "typescript": "/** Whether it is of a built-in class itself: a subclass has fields and methods of its own. */\nfunction isNamed(value: object, name: string): boolean {\n  return Object.prototype.toString.call(value) === `[object ${name}]` && value.constructor.name === name;\n}",
    "javascript": "/** Whether it is of a built-in class itself: a subclass has fields and methods of its own. */\nfunction isNamed(value, name) {\n  return Object.prototype.toString.call(value) === `[object ${name}]` && value.constructor.name === name;\n}"
  },
  {
    "section": "encoding",
    "names": [
      "ARRAYS"
    ],
    "uses": [
      "ArrayBuffer",
      "BigInt64Array",
      "BigUint64Array",
      "DataView",
      "Float32Array",
      "Float64Array",
      "Int16Array",
      "Int32Array",
      "Int8Array",
      "Uint16Array",
      "Uint32Array",
      "Uint8Array",
      "Uint8ClampedArray",
      "bytes"
    ],
    "typescript": "const ARRAYS: readonly (readonly [string, (bytes: ArrayBuffer) => object])[] = [\n  ['ArrayBuffer', (bytes) => bytes],\n  ['DataView', (bytes) => new DataView(bytes)],\n  ['Uint8Array', (bytes) => new Uint8Array(bytes)],\n  ['Uint8ClampedArray', (bytes) => new Uint8ClampedArray(bytes)],\n  ['Uint16Array', (bytes) => new Uint16Array(bytes)],\n  ['Uint32Array', (bytes) => new Uint32Array(bytes)],\n  ['Int8Array', (bytes) => new Int8Array(bytes)],\n  ['Int16Array', (bytes) => new Int16Array(bytes)],\n  ['Int32Array', (bytes) => new Int32Array(bytes)],\n  ['Float32Array', (bytes) => new Float32Array(bytes)],\n  ['Float64Array', (bytes) => new Float64Array(bytes)],\n  ['BigInt64Array', (bytes) => new BigInt64Array(bytes)],\n  ['BigUint64Array', (bytes) => new BigUint64Array(bytes)],\n];",
    "javascript": "const ARRAYS = [\n  ['ArrayBuffer', (bytes) => bytes],\n  ['DataView', (bytes) => new DataView(bytes)],\n  ['Uint8Array', (bytes) => new Uint8Array(bytes)],\n  ['Uint8ClampedArray', (bytes) => new Uint8ClampedArray(bytes)],\n  ['Uint16Array', (bytes) => new Uint16Array(bytes)],\n  ['Uint32Array', (bytes) => new Uint32Array(bytes)],\n  ['Int8Array', (bytes) => new Int8Array(bytes)],\n  ['Int16Array', (bytes) => new Int16Array(bytes)],\n  ['Int32Array', (bytes) => new Int32Array(bytes)],\n  ['Float32Array', (bytes) => new Float32Array(bytes)],\n  ['Float64Array', (bytes) => new Float64Array(bytes)],\n  ['BigInt64Array', (bytes) => new BigInt64Array(bytes)],\n  ['BigUint64Array', (bytes) => new BigUint64Array(bytes)],\n];"
  },
  {
    "section": "encoding",
    "names": [
      "bytesOf"
    ],
    "uses": [
      "ARRAYS",
      "ArrayBuffer",
      "Buffer",
      "bytes",
      "candidate",
      "isNamed",
      "name",
      "undefined",
      "value"
    ],
    "typescript": "function bytesOf(value: object): [string, string] | null {\n  if (Buffer.isBuffer(value)) return ['Buffer', value.toString('base64')];\n  const name = ARRAYS.find(([candidate]) => isNamed(value, candidate))?.[0];\n  if (name === undefined) return null;\n  const bytes = ArrayBuffer.isView(value)\n    ? Buffer.from(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength)\n    : Buffer.from(value as ArrayBuffer);\n  return [name, bytes.toString('base64')];\n}",
    "javascript": "function bytesOf(value) {\n  if (Buffer.isBuffer(value)) return ['Buffer', value.toString('base64')];\n  const name = ARRAYS.find(([candidate]) => isNamed(value, candidate))?.[0];\n  if (name === undefined) return null;\n  const bytes = ArrayBuffer.isView(value)\n    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)\n    : Buffer.from(value);\n  return [name, bytes.toString('base64')];\n}"
  },
  {
    "section": "encoding",
    "names": [
      "describe"
    ],
    "uses": [
      "name",
      "value"
    ],
    "typescript": "function describe(value: object): string {\n  const name = (value as { constructor?: { name?: unknown } }).constructor?.name;\n  if (name === 'Promise') return 'a promise (an await is missing)';\n  return typeof name === 'string' && name !== '' && name !== 'Object' ? `an instance of ${name}` : 'not a plain object';\n}",
    "javascript": "function describe(value) {\n  const name = value.constructor?.name;\n  if (name === 'Promise') return 'a promise (an await is missing)';\n  return typeof name === 'string' && name !== '' && name !== 'Object' ? `an instance of ${name}` : 'not a plain object';\n}"
  },
  {
    "section": "encoding",
    "names": [
      "revived"
    ],
    "uses": [
      "Array",
      "Object",
      "content",
      "met",
      "node",
      "revivedArray",
      "revivedRecord",
      "revivedSpecial",
      "undefined"
    ],
    "typescript": "function revived(node: unknown, met: unknown[]): unknown {\n  if (typeof node !== 'object' || node === null) return node;\n  if (Array.isArray(node)) return revivedArray(node, met);\n  const content = (node as { $?: unknown }).$;\n  if (content !== undefined && Object.keys(node).length === 1) return revivedSpecial(content as unknown[], met);\n  return revivedRecord(node, met);\n}",
    "javascript": "function revived(node, met) {\n  if (typeof node !== 'object' || node === null) return node;\n  if (Array.isArray(node)) return revivedArray(node, met);\n  const content = node.$;\n  if (content !== undefined && Object.keys(node).length === 1) return revivedSpecial(content, met);\n  return revivedRecord(node, met);\n}"
  },
  {
    "section": "encoding",
    "names": [
      "revivedArray"
    ],
    "uses": [
      "Array",
      "Reflect",
      "array",
      "index",
      "isHole",
      "item",
      "met",
      "revived"
    ],
    "typescript": "function revivedArray(array: unknown[], met: unknown[]): unknown[] {\n  met.push(array);\n  for (let index = 0; index < array.length; index++) {\n    const item = array[index] as { $?: unknown } | null;\n    const isHole = typeof item === 'object' && item !== null && Array.isArray(item.$) && item.$[0] === 'hole';\n    if (isHole) Reflect.deleteProperty(array, index);\n    else array[index] = revived(item, met);\n  }\n  return array;\n}",
    "javascript": "function revivedArray(array, met) {\n  met.push(array);\n  for (let index = 0; index < array.length; index++) {\n    const item = array[index];\n    const isHole = typeof item === 'object' && item !== null && Array.isArray(item.$) && item.$[0] === 'hole';\n    if (isHole) Reflect.deleteProperty(array, index);\n    else array[index] = revived(item, met);\n  }\n  return array;\n}"
  },
  {
    "section": "encoding",
    "names": [
      "revivedRecord"
    ],
    "uses": [
      "Object",
      "into",
      "item",
      "key",
      "met",
      "place",
      "record",
      "revived"
    ],
    "typescript": "function revivedRecord(record: object, met: unknown[], into: object = record): object {\n  met.push(into);\n  for (const [key, item] of Object.entries(record)) place(into, key, revived(item, met));\n  return into;\n}",
    "javascript": "function revivedRecord(record, met, into = record) {\n  met.push(into);\n  for (const [key, item] of Object.entries(record)) place(into, key, revived(item, met));\n  return into;\n}"
  },
  {
    "section": "encoding",
    "names": [
      "revivedSpecial"
    ],
    "uses": [
      "BigInt",
      "Map",
      "Number",
      "Object",
      "Set",
      "content",
      "empty",
      "emptyOf",
      "item",
      "key",
      "kind",
      "met",
      "revived",
      "revivedRecord",
      "undefined"
    ],
    "typescript": "function revivedSpecial([kind, content]: unknown[], met: unknown[]): unknown {\n  switch (kind) {\n    case 'undefined':\n      return undefined;\n    case 'number':\n      return Number(content);\n    case 'bigint':\n      return BigInt(content as string);\n    case 'same':\n      return met[content as number];\n    case 'object':\n      return revivedRecord(content as object, met);\n    case 'dictionary':\n      return revivedRecord(content as object, met, Object.create(null) as object);\n    default: {\n      const empty = emptyOf(kind, content);\n      met.push(empty);\n      if (empty instanceof Map) {\n        for (const [key, item] of content as [unknown, unknown][]) empty.set(revived(key, met), revived(item, met));\n      } else if (empty instanceof Set) {\n        for (const item of content as unknown[]) empty.add(revived(item, met));\n      }\n      return empty;\n    }\n  }\n}",
    "javascript": "function revivedSpecial([kind, content], met) {\n  switch (kind) {\n    case 'undefined':\n      return undefined;\n    case 'number':\n      return Number(content);\n    case 'bigint':\n      return BigInt(content);\n    case 'same':\n      return met[content];\n    case 'object':\n      return revivedRecord(content, met);\n    case 'dictionary':\n      return revivedRecord(content, met, Object.create(null));\n    default: {\n      const empty = emptyOf(kind, content);\n      met.push(empty);\n      if (empty instanceof Map) {\n        for (const [key, item] of content) empty.set(revived(key, met), revived(item, met));\n      } else if (empty instanceof Set) {\n        for (const item of content) empty.add(revived(item, met));\n      }\n      return empty;\n    }\n  }\n}"
  },
  {
    "section": "encoding",
    "names": [
      "emptyOf"
    ],
    "uses": [
      "ARRAYS",
      "Buffer",
      "Date",
      "Map",
      "Number",
      "Set",
      "String",
      "TypeError",
      "Uint8Array",
      "bytes",
      "content",
      "kind",
      "make",
      "name",
      "undefined"
    ],
    "typescript": "function emptyOf(kind: unknown, content: unknown): object {\n  if (kind === 'Map') return new Map();\n  if (kind === 'Set') return new Set();\n  if (kind === 'Date') return new Date((content as number | null) ?? Number.NaN);\n  const bytes = Buffer.from(content as string, 'base64');\n  if (kind === 'Buffer') return bytes;\n  const make = ARRAYS.find(([name]) => name === kind)?.[1];\n  if (make === undefined) throw new TypeError(`a value of the kind ${String(kind)} was written by a newer version`);\n  return make(new Uint8Array(bytes).buffer);\n}",
    "javascript": "function emptyOf(kind, content) {\n  if (kind === 'Map') return new Map();\n  if (kind === 'Set') return new Set();\n  if (kind === 'Date') return new Date(content ?? Number.NaN);\n  const bytes = Buffer.from(content, 'base64');\n  if (kind === 'Buffer') return bytes;\n  const make = ARRAYS.find(([name]) => name === kind)?.[1];\n  if (make === undefined) throw new TypeError(`a value of the kind ${String(kind)} was written by a newer version`);\n  return make(new Uint8Array(bytes).buffer);\n}"
  },
  {
    "section": "records",
    "names": [
      "Records"
    ],
    "uses": [
      "Promise",
      "RecordChange",
      "RecordSpace",
      "StoredRecord"
    ],
    "typescript": "/**\n * What a store has to be able to do. Every structure is made of records: a map has one for each entry, everything else has\n * one with the key ''. Each operation is one indivisible step of the store; none is repeated by the store's client,\n * because an answer that was lost does not tell whether the operation happened.\n */\ninterface Records {\n  /** Null where there is none, or its time has passed. */\n  read(of: RecordSpace, key: string): Promise<StoredRecord | null>;\n  /** In the order in which they came to be. One that was removed, or whose time has passed, comes to be anew. */\n  readAll(of: RecordSpace): Promise<StoredRecord[]>;\n  count(of: RecordSpace): Promise<number>;\n  put(of: RecordSpace, record: StoredRecord): Promise<void>;\n  /** Says whether there was one. */\n  remove(of: RecordSpace, key: string): Promise<boolean>;\n  removeAll(of: RecordSpace): Promise<void>;\n  /** Makes all changes, or none where a record is no longer as expected, and says which. */\n  commit(changes: readonly RecordChange[]): Promise<boolean>;\n  /**\n   * Adds to a record that holds a safe integer, or makes `record`. Gives the new value, or null where it did nothing\n   * because the sum is not a safe integer or the value is no integer.\n   */\n  add(of: RecordSpace, record: StoredRecord, by: number): Promise<number | null>;\n  /** Appends the lines of `record` to those that are there, and gives the number of lines. */\n  append(of: RecordSpace, record: StoredRecord): Promise<number>;\n  /** Takes a line out and gives it, without its end; null where there is none. `version` is the record's new one. */\n  take(of: RecordSpace, end: 'first' | 'last', version: string): Promise<string | null>;\n  /**\n   * Writes the records if it is the first call ever for this structure and there are no records yet. Gives the mark of\n   * the call that was first, '' where records were there without one. All of it is seen, or nothing.\n   */\n  seed(of: RecordSpace, records: readonly StoredRecord[], mark: string): Promise<string>;\n  /** Makes sure that the connection still lives. It may have been frozen with its container and closed meanwhile. */\n  wake(): Promise<void>;\n  close(): Promise<void>;\n}",
    "javascript": ""
  },
  {
    "section": "records",
    "names": [
      "RecordSpace"
    ],
    "uses": [],
    "typescript": "/** The place of a structure in the store. */\ninterface RecordSpace {\n  /** `<namespace>:<name>` */\n  readonly id: string;\n  /** `<namespace>:<group>`, or null where the structure stands alone. */\n  readonly group: string | null;\n}",
    "javascript": ""
  },
  {
    "section": "records",
    "names": [
      "StoredRecord"
    ],
    "uses": [],
    "typescript": "interface StoredRecord {\n  readonly key: string;\n  readonly value: string;\n  /** New with every write and never seen before: also what was removed and written again is not what it was. */\n  readonly version: string;\n  /** Milliseconds since 1970, or null for never. It is checked when the record is read; stores clean up when they like. */\n  readonly expiresAt: number | null;\n}",
    "javascript": ""
  },
  {
    "section": "records",
    "names": [
      "RecordChange"
    ],
    "uses": [
      "RecordSpace",
      "StoredRecord"
    ],
    "typescript": "/** The record must still have the version `expected` (null: must not be there). `next` is null to remove it, or 'keep'. */\ninterface RecordChange {\n  readonly of: RecordSpace;\n  readonly key: string;\n  readonly expected: string | null;\n  readonly next: StoredRecord | null | 'keep';\n}",
    "javascript": ""
  },
  {
    "section": "records",
    "names": [
      "GRACE_MS"
    ],
    "uses": [],
    "typescript": "/** What is left of a record that nobody reads any more is kept for this long: clocks of containers differ. */\nconst GRACE_MS = 60_000;",
    "javascript": "/** What is left of a record that nobody reads any more is kept for this long: clocks of containers differ. */\nconst GRACE_MS = 60_000;"
  },
  {
    "section": "redis-records",
    "names": [
      "RedisConnection"
    ],
    "uses": [
      "Promise"
    ],
    "typescript": "/** A client that is connected. It repeats nothing and queues nothing, and fails in time. */\ninterface RedisConnection {\n  /** A command; on a cluster the key says which node gets it. */\n  send(key: string, command: readonly string[]): Promise<unknown>;\n  close(): Promise<void>;\n}",
    "javascript": ""
  },
  {
    "section": "redis-records",
    "names": [
      "redisRecords"
    ],
    "uses": [
      "ADD",
      "APPEND",
      "COMMIT",
      "COUNT",
      "Number",
      "PUT",
      "Promise",
      "READ_ALL",
      "REMOVE",
      "Records",
      "RedisConnection",
      "SEED",
      "StoredRecord",
      "String",
      "TAKE",
      "alive",
      "args",
      "by",
      "changeFields",
      "changes",
      "clock",
      "close",
      "connect",
      "createHash",
      "end",
      "entries",
      "error",
      "expiry",
      "fields",
      "first",
      "flat",
      "index",
      "isExpired",
      "key",
      "keys",
      "keysOf",
      "mark",
      "messageOf",
      "now",
      "of",
      "order",
      "reconnecting",
      "record",
      "records",
      "rest",
      "run",
      "script",
      "send",
      "sum",
      "unpacked",
      "version",
      "wake"
    ],
    "typescript": "/** `connect` is called again at the next use after `lost` was. */\nfunction redisRecords(connect: (lost: () => void) => Promise<RedisConnection>, clock: () => number): Records {\n  const { send, close, wake } = reconnecting(connect);\n  const now = (): string => String(clock());\n  const run = async (script: string, keys: readonly string[], ...args: readonly string[]): Promise<unknown> => {\n    const [first = ''] = keys;\n    const rest = [String(keys.length), ...keys, ...args];\n    try {\n      return await send(first, ['EVALSHA', createHash('sha1').update(script).digest('hex'), ...rest]);\n    } catch (error) {\n      // The server does not know the script yet: it has done nothing.\n      if (!messageOf(error).startsWith('NOSCRIPT')) throw error;\n      return send(first, ['EVAL', script, ...rest]);\n    }\n  };\n  const alive = (record: StoredRecord | null): StoredRecord | null =>\n    record === null || isExpired(record, clock()) ? null : record;\n\n  return {\n    read: async (of, key) => {\n      const [entries] = keysOf(of);\n      return alive(unpacked(key, await send(entries, ['HGET', entries, key])));\n    },\n    readAll: async (of) => {\n      const flat = (await run(READ_ALL, keysOf(of))) as string[];\n      return flat.flatMap((key, index) => (index % 2 === 0 ? (alive(unpacked(key, flat[index + 1])) ?? []) : []));\n    },\n    count: async (of) => Number(await run(COUNT, keysOf(of), now())),\n    put: async (of, record) => {\n      await run(PUT, keysOf(of), now(), ...fields(record));\n    },\n    remove: async (of, key) => (await run(REMOVE, keysOf(of), now(), key)) === 1,\n    removeAll: async (of) => {\n      const keys = keysOf(of);\n      await send(keys[0], ['DEL', ...keys]);\n    },\n    commit: async (changes) => {\n      const keys = changes.flatMap(({ of }) => keysOf(of));\n      return (await run(COMMIT, keys, now(), ...changes.flatMap(changeFields))) === 1;\n    },\n    add: async (of, record, by) => {\n      const sum = await run(ADD, keysOf(of), now(), ...fields(record), String(by));\n      return sum === null ? null : Number(sum);\n    },\n    append: async (of, record) => Number(await run(APPEND, keysOf(of), now(), ...fields(record))),\n    take: async (of, end, version) => (await run(TAKE, keysOf(of), now(), version, end)) as string | null,\n    seed: async (of, records, mark) => {\n      const [entries, order, expiry] = keysOf(of);\n      const keys = [entries, order, expiry, `${entries}:initial`];\n      return String(await run(SEED, keys, now(), mark, ...records.flatMap(fields)));\n    },\n    wake,\n    close,\n  };\n}",
    "javascript": "/** `connect` is called again at the next use after `lost` was. */\nfunction redisRecords(connect, clock) {\n  const { send, close, wake } = reconnecting(connect);\n  const now = () => String(clock());\n  const run = async (script, keys, ...args) => {\n    const [first = ''] = keys;\n    const rest = [String(keys.length), ...keys, ...args];\n    try {\n      return await send(first, ['EVALSHA', createHash('sha1').update(script).digest('hex'), ...rest]);\n    } catch (error) {\n      // The server does not know the script yet: it has done nothing.\n      if (!messageOf(error).startsWith('NOSCRIPT')) throw error;\n      return send(first, ['EVAL', script, ...rest]);\n    }\n  };\n  const alive = (record) => (record === null || isExpired(record, clock()) ? null : record);\n\n  return {\n    read: async (of, key) => {\n      const [entries] = keysOf(of);\n      return alive(unpacked(key, await send(entries, ['HGET', entries, key])));\n    },\n    readAll: async (of) => {\n      const flat = await run(READ_ALL, keysOf(of));\n      return flat.flatMap((key, index) => (index % 2 === 0 ? (alive(unpacked(key, flat[index + 1])) ?? []) : []));\n    },\n    count: async (of) => Number(await run(COUNT, keysOf(of), now())),\n    put: async (of, record) => {\n      await run(PUT, keysOf(of), now(), ...fields(record));\n    },\n    remove: async (of, key) => (await run(REMOVE, keysOf(of), now(), key)) === 1,\n    removeAll: async (of) => {\n      const keys = keysOf(of);\n      await send(keys[0], ['DEL', ...keys]);\n    },\n    commit: async (changes) => {\n      const keys = changes.flatMap(({ of }) => keysOf(of));\n      return (await run(COMMIT, keys, now(), ...changes.flatMap(changeFields))) === 1;\n    },\n    add: async (of, record, by) => {\n      const sum = await run(ADD, keysOf(of), now(), ...fields(record), String(by));\n      return sum === null ? null : Number(sum);\n    },\n    append: async (of, record) => Number(await run(APPEND, keysOf(of), now(), ...fields(record))),\n    take: async (of, end, version) => await run(TAKE, keysOf(of), now(), version, end),\n    seed: async (of, records, mark) => {\n      const [entries, order, expiry] = keysOf(of);\n      const keys = [entries, order, expiry, `${entries}:initial`];\n      return String(await run(SEED, keys, now(), mark, ...records.flatMap(fields)));\n    },\n    wake,\n    close,\n  };\n}"
  },
  {
    "section": "redis-records",
    "names": [
      "keysOf"
    ],
    "uses": [
      "RecordSpace",
      "base",
      "group",
      "id"
    ],
    "typescript": "/** The part in braces decides about the slot: all keys of a structure, and of a group, are on one node. */\nfunction keysOf({ id, group }: RecordSpace): [entries: string, order: string, expiry: string] {\n  const base = group === null ? `{${id}}` : `{${group}}:${id}`;\n  return [base, `${base}:order`, `${base}:expiry`];\n}",
    "javascript": "/** The part in braces decides about the slot: all keys of a structure, and of a group, are on one node. */\nfunction keysOf({ id, group }) {\n  const base = group === null ? `{${id}}` : `{${group}}:${id}`;\n  return [base, `${base}:order`, `${base}:expiry`];\n}"
  },
  {
    "section": "redis-records",
    "names": [
      "fields"
    ],
    "uses": [
      "StoredRecord",
      "String",
      "expiresAt",
      "key",
      "value",
      "version"
    ],
    "typescript": "function fields({ key, version, expiresAt, value }: StoredRecord): string[] {\n  return [key, version, expiresAt === null ? '-' : String(expiresAt), value];\n}",
    "javascript": "function fields({ key, version, expiresAt, value }) {\n  return [key, version, expiresAt === null ? '-' : String(expiresAt), value];\n}"
  },
  {
    "section": "redis-records",
    "names": [
      "changeFields"
    ],
    "uses": [
      "RecordChange",
      "expected",
      "fields",
      "key",
      "next",
      "what",
      "written"
    ],
    "typescript": "function changeFields({ key, expected, next }: RecordChange): string[] {\n  const what = next === null ? 'remove' : next === 'keep' ? 'keep' : 'put';\n  const written = next === null || next === 'keep' ? ['', '', ''] : fields(next).slice(1);\n  return [what, key, expected ?? '', ...written];\n}",
    "javascript": "function changeFields({ key, expected, next }) {\n  const what = next === null ? 'remove' : next === 'keep' ? 'keep' : 'put';\n  const written = next === null || next === 'keep' ? ['', '', ''] : fields(next).slice(1);\n  return [what, key, expected ?? '', ...written];\n}"
  },
  {
    "section": "redis-records",
    "names": [
      "unpacked"
    ],
    "uses": [
      "Number",
      "StoredRecord",
      "expires",
      "key",
      "packed",
      "value",
      "version"
    ],
    "typescript": "function unpacked(key: string, packed: unknown): StoredRecord | null {\n  if (typeof packed !== 'string') return null;\n  const [version = '', expires = ''] = packed.split(' ', 2);\n  const value = packed.slice(version.length + expires.length + 2);\n  return { key, value, version, expiresAt: expires === '-' ? null : Number(expires) };\n}",
    "javascript": "function unpacked(key, packed) {\n  if (typeof packed !== 'string') return null;\n  const [version = '', expires = ''] = packed.split(' ', 2);\n  const value = packed.slice(version.length + expires.length + 2);\n  return { key, value, version, expiresAt: expires === '-' ? null : Number(expires) };\n}"
  },
  {
    "section": "redis-records",
    "names": [
      "reconnecting"
    ],
    "uses": [
      "Pick",
      "Promise",
      "Records",
      "RedisConnection",
      "attempt",
      "closing",
      "clusterHint",
      "command",
      "connect",
      "connection",
      "error",
      "key",
      "messageOf",
      "opened",
      "send",
      "stateError"
    ],
    "typescript": "/** One connection, made at the first use. A lost one is replaced at the next use, never while a command is under way. */\nfunction reconnecting(\n  connect: (lost: () => void) => Promise<RedisConnection>,\n): Pick<RedisConnection, 'send' | 'close'> & Pick<Records, 'wake'> {\n  let opened: Promise<RedisConnection> | null = null;\n  const connection = (): Promise<RedisConnection> => {\n    if (opened !== null) return opened;\n    const attempt = connect(() => {\n      if (opened === attempt) opened = null;\n    });\n    attempt.catch(() => {\n      if (opened === attempt) opened = null;\n    });\n    opened = attempt;\n    return attempt;\n  };\n  const send: RedisConnection['send'] = async (key, command) => {\n    try {\n      return await (await connection()).send(key, command);\n    } catch (error) {\n      if (/^(MOVED|CROSSSLOT)/.test(messageOf(error))) throw stateError(clusterHint(messageOf(error)), error);\n      throw error;\n    }\n  };\n  return {\n    send,\n    wake: async () => {\n      try {\n        await send('', ['PING']);\n      } catch {\n        opened = null;\n      }\n    },\n    close: async () => {\n      const closing = opened;\n      opened = null;\n      await (await closing)?.close();\n    },\n  };\n}",
    "javascript": "/** One connection, made at the first use. A lost one is replaced at the next use, never while a command is under way. */\nfunction reconnecting(connect) {\n  let opened = null;\n  const connection = () => {\n    if (opened !== null) return opened;\n    const attempt = connect(() => {\n      if (opened === attempt) opened = null;\n    });\n    attempt.catch(() => {\n      if (opened === attempt) opened = null;\n    });\n    opened = attempt;\n    return attempt;\n  };\n  const send = async (key, command) => {\n    try {\n      return await (await connection()).send(key, command);\n    } catch (error) {\n      if (/^(MOVED|CROSSSLOT)/.test(messageOf(error))) throw stateError(clusterHint(messageOf(error)), error);\n      throw error;\n    }\n  };\n  return {\n    send,\n    wake: async () => {\n      try {\n        await send('', ['PING']);\n      } catch {\n        opened = null;\n      }\n    },\n    close: async () => {\n      const closing = opened;\n      opened = null;\n      await (await closing)?.close();\n    },\n  };\n}"
  },
  {
    "section": "redis-records",
    "names": [
      "clusterHint"
    ],
    "uses": [
      "message"
    ],
    "typescript": "function clusterHint(message: string): string {\n  return message.startsWith('MOVED')\n    ? 'this is a Redis cluster: add ?cluster=true to REDIS_URL'\n    : 'on a Redis cluster the structures of one transaction need the same `group`';\n}",
    "javascript": "function clusterHint(message) {\n  return message.startsWith('MOVED')\n    ? 'this is a Redis cluster: add ?cluster=true to REDIS_URL'\n    : 'on a Redis cluster the structures of one transaction need the same `group`';\n}"
  },
  {
    "section": "redis-scripts",
    "names": [
      "COMMON"
    ],
    "uses": [],
    "typescript": "/**\n * Each operation is one script, so nothing comes between its steps. A structure has three keys in one slot of a cluster: a\n * hash with a field for each record (version, expiry and value, parted by blanks), the order of its fields, and their\n * expiry. Numbers are added by the script, because INCRBYFLOAT adds otherwise than JavaScript does.\n */\nconst COMMON = `\nlocal MAX_SAFE = 9007199254740991\nlocal GRACE = 60000\n\nlocal function load(at, key, now)\n  local packed = redis.call('HGET', KEYS[at], key)\n  if not packed then return nil end\n  local version, expires, value = string.match(packed, '^(%S+) (%S+) (.*)$')\n  if expires ~= '-' and tonumber(expires) <= now then return nil end\n  return value, version, expires\nend\n\nlocal function drop(at, key)\n  redis.call('HDEL', KEYS[at], key)\n  redis.call('ZREM', KEYS[at + 1], key)\n  redis.call('ZREM', KEYS[at + 2], key)\nend\n\n-- What expired long ago is dropped by whoever writes; the keys themselves expire after their last record.\nlocal function collect(at, now)\n  local old = redis.call('ZRANGEBYSCORE', KEYS[at + 2], '-inf', now - GRACE, 'LIMIT', 0, 20)\n  for _, key in ipairs(old) do drop(at, key) end\n  local last = redis.call('ZREVRANGE', KEYS[at + 2], 0, 0, 'WITHSCORES')\n  local all_expire = redis.call('ZCARD', KEYS[at + 2]) == redis.call('HLEN', KEYS[at])\n  for i = at, at + 2 do\n    if last[2] and all_expire then\n      redis.call('PEXPIRE', KEYS[i], string.format('%.0f', tonumber(last[2]) - now + GRACE))\n    else\n      redis.call('PERSIST', KEYS[i])\n    end\n  end\nend\n\nlocal function save(at, key, version, expires, value, is_new, now)\n  redis.call('HSET', KEYS[at], key, version .. ' ' .. expires .. ' ' .. value)\n  if key == '' then return end\n  if is_new then\n    local last = redis.call('ZREVRANGE', KEYS[at + 1], 0, 0, 'WITHSCORES')\n    redis.call('ZADD', KEYS[at + 1], tonumber(last[2] or 0) + 1, key)\n  end\n  if expires == '-' then\n    redis.call('ZREM', KEYS[at + 2], key)\n  else\n    redis.call('ZADD', KEYS[at + 2], expires, key)\n  end\n  collect(at, now)\nend\n`;",
    "javascript": "/**\n * Each operation is one script, so nothing comes between its steps. A structure has three keys in one slot of a cluster: a\n * hash with a field for each record (version, expiry and value, parted by blanks), the order of its fields, and their\n * expiry. Numbers are added by the script, because INCRBYFLOAT adds otherwise than JavaScript does.\n */\nconst COMMON = `\nlocal MAX_SAFE = 9007199254740991\nlocal GRACE = 60000\n\nlocal function load(at, key, now)\n  local packed = redis.call('HGET', KEYS[at], key)\n  if not packed then return nil end\n  local version, expires, value = string.match(packed, '^(%S+) (%S+) (.*)$')\n  if expires ~= '-' and tonumber(expires) <= now then return nil end\n  return value, version, expires\nend\n\nlocal function drop(at, key)\n  redis.call('HDEL', KEYS[at], key)\n  redis.call('ZREM', KEYS[at + 1], key)\n  redis.call('ZREM', KEYS[at + 2], key)\nend\n\n-- What expired long ago is dropped by whoever writes; the keys themselves expire after their last record.\nlocal function collect(at, now)\n  local old = redis.call('ZRANGEBYSCORE', KEYS[at + 2], '-inf', now - GRACE, 'LIMIT', 0, 20)\n  for _, key in ipairs(old) do drop(at, key) end\n  local last = redis.call('ZREVRANGE', KEYS[at + 2], 0, 0, 'WITHSCORES')\n  local all_expire = redis.call('ZCARD', KEYS[at + 2]) == redis.call('HLEN', KEYS[at])\n  for i = at, at + 2 do\n    if last[2] and all_expire then\n      redis.call('PEXPIRE', KEYS[i], string.format('%.0f', tonumber(last[2]) - now + GRACE))\n    else\n      redis.call('PERSIST', KEYS[i])\n    end\n  end\nend\n\nlocal function save(at, key, version, expires, value, is_new, now)\n  redis.call('HSET', KEYS[at], key, version .. ' ' .. expires .. ' ' .. value)\n  if key == '' then return end\n  if is_new then\n    local last = redis.call('ZREVRANGE', KEYS[at + 1], 0, 0, 'WITHSCORES')\n    redis.call('ZADD', KEYS[at + 1], tonumber(last[2] or 0) + 1, key)\n  end\n  if expires == '-' then\n    redis.call('ZREM', KEYS[at + 2], key)\n  else\n    redis.call('ZADD', KEYS[at + 2], expires, key)\n  end\n  collect(at, now)\nend\n`;"
  },
  {
    "section": "redis-scripts",
    "names": [
      "PUT"
    ],
    "uses": [
      "COMMON"
    ],
    "typescript": "/** ARGV: now, key, version, expiry, value. */\nconst PUT = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal before = load(1, ARGV[2], now)\nsave(1, ARGV[2], ARGV[3], ARGV[4], ARGV[5], not before, now)\n`;",
    "javascript": "/** ARGV: now, key, version, expiry, value. */\nconst PUT = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal before = load(1, ARGV[2], now)\nsave(1, ARGV[2], ARGV[3], ARGV[4], ARGV[5], not before, now)\n`;"
  },
  {
    "section": "redis-scripts",
    "names": [
      "REMOVE"
    ],
    "uses": [
      "COMMON"
    ],
    "typescript": "/** ARGV: now, key. */\nconst REMOVE = `${COMMON}\nlocal before = load(1, ARGV[2], tonumber(ARGV[1]))\ndrop(1, ARGV[2])\nreturn before and 1 or 0\n`;",
    "javascript": "/** ARGV: now, key. */\nconst REMOVE = `${COMMON}\nlocal before = load(1, ARGV[2], tonumber(ARGV[1]))\ndrop(1, ARGV[2])\nreturn before and 1 or 0\n`;"
  },
  {
    "section": "redis-scripts",
    "names": [
      "COMMIT"
    ],
    "uses": [
      "COMMON"
    ],
    "typescript": "/** ARGV: now, then for each change: what, key, expected version or '', version, expiry, value. */\nconst COMMIT = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal count = (#ARGV - 1) / 6\nlocal is_new = {}\nfor i = 1, count do\n  local at, first = i * 3 - 2, i * 6 - 4\n  local _, version = load(at, ARGV[first + 1], now)\n  if (version or '') ~= ARGV[first + 2] then return 0 end\n  is_new[i] = not version\nend\nfor i = 1, count do\n  local at, first = i * 3 - 2, i * 6 - 4\n  if ARGV[first] == 'put' then\n    save(at, ARGV[first + 1], ARGV[first + 3], ARGV[first + 4], ARGV[first + 5], is_new[i], now)\n  elseif ARGV[first] == 'remove' then\n    drop(at, ARGV[first + 1])\n  end\nend\nreturn 1\n`;",
    "javascript": "/** ARGV: now, then for each change: what, key, expected version or '', version, expiry, value. */\nconst COMMIT = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal count = (#ARGV - 1) / 6\nlocal is_new = {}\nfor i = 1, count do\n  local at, first = i * 3 - 2, i * 6 - 4\n  local _, version = load(at, ARGV[first + 1], now)\n  if (version or '') ~= ARGV[first + 2] then return 0 end\n  is_new[i] = not version\nend\nfor i = 1, count do\n  local at, first = i * 3 - 2, i * 6 - 4\n  if ARGV[first] == 'put' then\n    save(at, ARGV[first + 1], ARGV[first + 3], ARGV[first + 4], ARGV[first + 5], is_new[i], now)\n  elseif ARGV[first] == 'remove' then\n    drop(at, ARGV[first + 1])\n  end\nend\nreturn 1\n`;"
  },
  {
    "section": "redis-scripts",
    "names": [
      "ADD"
    ],
    "uses": [
      "COMMON"
    ],
    "typescript": "/** ARGV: now, key, version, expiry, value where there is none, what to add. */\nconst ADD = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal before = load(1, ARGV[2], now)\nlocal sum = tonumber(before and ARGV[6] or ARGV[5])\nif before then\n  if not string.match(before, '^%-?%d+$') or math.abs(tonumber(before)) > MAX_SAFE then return false end\n  sum = tonumber(before) + sum\nend\nif math.abs(sum) > MAX_SAFE then return false end\nlocal text = string.format('%.0f', sum)\nsave(1, ARGV[2], ARGV[3], ARGV[4], text, not before, now)\nreturn text\n`;",
    "javascript": "/** ARGV: now, key, version, expiry, value where there is none, what to add. */\nconst ADD = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal before = load(1, ARGV[2], now)\nlocal sum = tonumber(before and ARGV[6] or ARGV[5])\nif before then\n  if not string.match(before, '^%-?%d+$') or math.abs(tonumber(before)) > MAX_SAFE then return false end\n  sum = tonumber(before) + sum\nend\nif math.abs(sum) > MAX_SAFE then return false end\nlocal text = string.format('%.0f', sum)\nsave(1, ARGV[2], ARGV[3], ARGV[4], text, not before, now)\nreturn text\n`;"
  },
  {
    "section": "redis-scripts",
    "names": [
      "APPEND"
    ],
    "uses": [
      "COMMON"
    ],
    "typescript": "/** ARGV: now, key, version, expiry, lines. */\nconst APPEND = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal before = load(1, ARGV[2], now)\nlocal value = (before or '') .. ARGV[5]\nsave(1, ARGV[2], ARGV[3], ARGV[4], value, not before, now)\nlocal _, lines = string.gsub(value, '\\\\n', '\\\\n')\nreturn lines\n`;",
    "javascript": "/** ARGV: now, key, version, expiry, lines. */\nconst APPEND = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal before = load(1, ARGV[2], now)\nlocal value = (before or '') .. ARGV[5]\nsave(1, ARGV[2], ARGV[3], ARGV[4], value, not before, now)\nlocal _, lines = string.gsub(value, '\\\\n', '\\\\n')\nreturn lines\n`;"
  },
  {
    "section": "redis-scripts",
    "names": [
      "TAKE"
    ],
    "uses": [
      "COMMON"
    ],
    "typescript": "/** ARGV: now, version, first or last. */\nconst TAKE = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal value, _, expires = load(1, '', now)\nif not value or value == '' then return false end\nlocal line, rest\nif ARGV[3] == 'first' then\n  local ends = string.find(value, '\\\\n', 1, true)\n  line, rest = string.sub(value, 1, ends - 1), string.sub(value, ends + 1)\nelse\n  local behind = string.find(string.reverse(value), '\\\\n', 2, true) or #value + 1\n  local begins = #value - behind + 2\n  line, rest = string.sub(value, begins, -2), string.sub(value, 1, begins - 1)\nend\nsave(1, '', ARGV[2], expires, rest, false, now)\nreturn line\n`;",
    "javascript": "/** ARGV: now, version, first or last. */\nconst TAKE = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal value, _, expires = load(1, '', now)\nif not value or value == '' then return false end\nlocal line, rest\nif ARGV[3] == 'first' then\n  local ends = string.find(value, '\\\\n', 1, true)\n  line, rest = string.sub(value, 1, ends - 1), string.sub(value, ends + 1)\nelse\n  local behind = string.find(string.reverse(value), '\\\\n', 2, true) or #value + 1\n  local begins = #value - behind + 2\n  line, rest = string.sub(value, begins, -2), string.sub(value, 1, begins - 1)\nend\nsave(1, '', ARGV[2], expires, rest, false, now)\nreturn line\n`;"
  },
  {
    "section": "redis-scripts",
    "names": [
      "READ_ALL"
    ],
    "uses": [],
    "typescript": "/** Key and packed record in turn, in the order of insertion. */\nconst READ_ALL = `\nlocal keys = redis.call('ZRANGE', KEYS[2], 0, -1)\nlocal found = {}\nfor from = 1, #keys, 1000 do\n  local part = {}\n  for i = from, math.min(from + 999, #keys) do part[#part + 1] = keys[i] end\n  local values = redis.call('HMGET', KEYS[1], unpack(part))\n  for i, value in ipairs(values) do\n    found[#found + 1] = part[i]\n    found[#found + 1] = value\n  end\nend\nreturn found\n`;",
    "javascript": "/** Key and packed record in turn, in the order of insertion. */\nconst READ_ALL = `\nlocal keys = redis.call('ZRANGE', KEYS[2], 0, -1)\nlocal found = {}\nfor from = 1, #keys, 1000 do\n  local part = {}\n  for i = from, math.min(from + 999, #keys) do part[#part + 1] = keys[i] end\n  local values = redis.call('HMGET', KEYS[1], unpack(part))\n  for i, value in ipairs(values) do\n    found[#found + 1] = part[i]\n    found[#found + 1] = value\n  end\nend\nreturn found\n`;"
  },
  {
    "section": "redis-scripts",
    "names": [
      "COUNT"
    ],
    "uses": [],
    "typescript": "/** ARGV: now. */\nconst COUNT = `\nreturn redis.call('HLEN', KEYS[1]) - redis.call('ZCOUNT', KEYS[3], '-inf', ARGV[1])\n`;",
    "javascript": "/** ARGV: now. */\nconst COUNT = `\nreturn redis.call('HLEN', KEYS[1]) - redis.call('ZCOUNT', KEYS[3], '-inf', ARGV[1])\n`;"
  },
  {
    "section": "redis-scripts",
    "names": [
      "SEED"
    ],
    "uses": [
      "COMMON"
    ],
    "typescript": "/** KEYS: those of the structure and the one of the mark. ARGV: now, mark, then for each record: key, version, expiry, value. */\nconst SEED = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal known = redis.call('GET', KEYS[4])\nif known then return known end\nlocal mark = redis.call('EXISTS', KEYS[1]) == 1 and '' or ARGV[2]\nredis.call('SET', KEYS[4], mark)\nif mark == '' then return mark end\nfor i = 3, #ARGV, 4 do\n  save(1, ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], true, now)\nend\nreturn mark\n`;",
    "javascript": "/** KEYS: those of the structure and the one of the mark. ARGV: now, mark, then for each record: key, version, expiry, value. */\nconst SEED = `${COMMON}\nlocal now = tonumber(ARGV[1])\nlocal known = redis.call('GET', KEYS[4])\nif known then return known end\nlocal mark = redis.call('EXISTS', KEYS[1]) == 1 and '' or ARGV[2]\nredis.call('SET', KEYS[4], mark)\nif mark == '' then return mark end\nfor i = 3, #ARGV, 4 do\n  save(1, ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], true, now)\nend\nreturn mark\n`;"
  },
  {
    "section": "redis-address",
    "names": [
      "RedisAddress"
    ],
    "uses": [],
    "typescript": "interface RedisAddress {\n  /** One address, or the nodes of a cluster that are known at the start. */\n  readonly urls: readonly string[];\n  readonly isCluster: boolean;\n  /** For messages: without the password. */\n  readonly shown: string;\n}",
    "javascript": ""
  },
  {
    "section": "redis-address",
    "names": [
      "redisAddress"
    ],
    "uses": [
      "RedisAddress",
      "given",
      "part",
      "required",
      "url",
      "urls"
    ],
    "typescript": "/** `redis://host:6379`, `rediss://…` for TLS; several addresses with commas between, or `?cluster=true`, are a cluster. */\nfunction redisAddress(): RedisAddress {\n  const given = required('REDIS_URL', 'the address of the Redis server, such as redis://localhost:6379');\n  const urls = given.split(',').map((part) => part.trim().replace(/[?&]cluster=true\\b/, ''));\n  return {\n    urls,\n    isCluster: urls.length > 1 || /[?&]cluster=true\\b/.test(given),\n    shown: urls.map((url) => url.replace(/\\/\\/[^@/]*@/, '//')).join(', '),\n  };\n}",
    "javascript": "/** `redis://host:6379`, `rediss://…` for TLS; several addresses with commas between, or `?cluster=true`, are a cluster. */\nfunction redisAddress() {\n  const given = required('REDIS_URL', 'the address of the Redis server, such as redis://localhost:6379');\n  const urls = given.split(',').map((part) => part.trim().replace(/[?&]cluster=true\\b/, ''));\n  return {\n    urls,\n    isCluster: urls.length > 1 || /[?&]cluster=true\\b/.test(given),\n    shown: urls.map((url) => url.replace(/\\/\\/[^@/]*@/, '//')).join(', '),\n  };\n}"
  },
  {
    "section": "ioredis-connection",
    "names": [
      "connectRedis"
    ],
    "uses": [
      "Cluster",
      "Promise",
      "Redis",
      "RedisConnection",
      "args",
      "client",
      "clusterOptions",
      "command",
      "commandTimeout",
      "error",
      "isCluster",
      "isReply",
      "letProcessEnd",
      "limit",
      "lost",
      "messageOf",
      "options",
      "optionsFor",
      "problem",
      "redisAddress",
      "reply",
      "shown",
      "stateError",
      "urls",
      "within"
    ],
    "typescript": "async function connectRedis(lost: () => void): Promise<RedisConnection> {\n  const { urls, isCluster, shown } = redisAddress();\n  const limit = commandTimeout();\n  const options = optionsFor(limit);\n  const client = isCluster ? new Cluster([...urls], clusterOptions(options, urls)) : new Redis(urls[0] ?? '', options);\n  let problem: unknown = null;\n  client.on('error', (error: unknown) => {\n    problem = error;\n  });\n  client.on('end', lost);\n  client.on('close', lost);\n  try {\n    await within(limit * 1.5, client.connect(), 'connecting');\n  } catch (error) {\n    client.disconnect();\n    throw stateError(`cannot connect to ${shown}: ${messageOf(problem ?? error)}`, error);\n  }\n  letProcessEnd(client);\n  return {\n    send: async (_key, [command = '', ...args]) => {\n      const reply = client.call(command, args);\n      try {\n        return await within(limit, reply, command);\n      } catch (error) {\n        // A command without an answer: nobody knows whether this connection still lives.\n        if (!isReply(error)) client.disconnect();\n        throw error;\n      }\n    },\n    close: async () => {\n      await within(limit, client.quit(), 'QUIT');\n    },\n  };\n}",
    "javascript": "async function connectRedis(lost) {\n  const { urls, isCluster, shown } = redisAddress();\n  const limit = commandTimeout();\n  const options = optionsFor(limit);\n  const client = isCluster ? new Cluster([...urls], clusterOptions(options, urls)) : new Redis(urls[0] ?? '', options);\n  let problem = null;\n  client.on('error', (error) => {\n    problem = error;\n  });\n  client.on('end', lost);\n  client.on('close', lost);\n  try {\n    await within(limit * 1.5, client.connect(), 'connecting');\n  } catch (error) {\n    client.disconnect();\n    throw stateError(`cannot connect to ${shown}: ${messageOf(problem ?? error)}`, error);\n  }\n  letProcessEnd(client);\n  return {\n    send: async (_key, [command = '', ...args]) => {\n      const reply = client.call(command, args);\n      try {\n        return await within(limit, reply, command);\n      } catch (error) {\n        // A command without an answer: nobody knows whether this connection still lives.\n        if (!isReply(error)) client.disconnect();\n        throw error;\n      }\n    },\n    close: async () => {\n      await within(limit, client.quit(), 'QUIT');\n    },\n  };\n}"
  },
  {
    "section": "ioredis-connection",
    "names": [
      "optionsFor"
    ],
    "uses": [
      "limit"
    ],
    "typescript": "function optionsFor(limit: number) {\n  return {\n    lazyConnect: true,\n    connectTimeout: limit * 1.5,\n    // Whether a command that was under way has happened is not known: nothing is sent twice or later.\n    enableOfflineQueue: false,\n    autoResendUnfulfilledCommands: false,\n    maxRetriesPerRequest: 0,\n    retryStrategy: () => null,\n  };\n}",
    "javascript": "function optionsFor(limit) {\n  return {\n    lazyConnect: true,\n    connectTimeout: limit * 1.5,\n    // Whether a command that was under way has happened is not known: nothing is sent twice or later.\n    enableOfflineQueue: false,\n    autoResendUnfulfilledCommands: false,\n    maxRetriesPerRequest: 0,\n    retryStrategy: () => null,\n  };\n}"
  },
  {
    "section": "ioredis-connection",
    "names": [
      "clusterOptions"
    ],
    "uses": [
      "ReturnType",
      "URL",
      "decodeURIComponent",
      "first",
      "options",
      "optionsFor",
      "password",
      "urls",
      "username"
    ],
    "typescript": "function clusterOptions(options: ReturnType<typeof optionsFor>, urls: readonly string[]) {\n  const first = new URL(urls[0] ?? '');\n  const { username, password } = first;\n  return {\n    lazyConnect: true,\n    enableOfflineQueue: false,\n    clusterRetryStrategy: () => null,\n    retryDelayOnFailover: 0,\n    slotsRefreshInterval: 0,\n    // Redirections are answers: a command that was redirected has not happened.\n    maxRedirections: 16,\n    redisOptions: {\n      ...options,\n      ...(username ? { username: decodeURIComponent(username) } : {}),\n      ...(password ? { password: decodeURIComponent(password) } : {}),\n      ...(first.protocol === 'rediss:' ? { tls: {} } : {}),\n    },\n  };\n}",
    "javascript": "function clusterOptions(options, urls) {\n  const first = new URL(urls[0] ?? '');\n  const { username, password } = first;\n  return {\n    lazyConnect: true,\n    enableOfflineQueue: false,\n    clusterRetryStrategy: () => null,\n    retryDelayOnFailover: 0,\n    slotsRefreshInterval: 0,\n    // Redirections are answers: a command that was redirected has not happened.\n    maxRedirections: 16,\n    redisOptions: {\n      ...options,\n      ...(username ? { username: decodeURIComponent(username) } : {}),\n      ...(password ? { password: decodeURIComponent(password) } : {}),\n      ...(first.protocol === 'rediss:' ? { tls: {} } : {}),\n    },\n  };\n}"
  },
  {
    "section": "ioredis-connection",
    "names": [
      "isReply"
    ],
    "uses": [
      "Error",
      "error"
    ],
    "typescript": "function isReply(error: unknown): boolean {\n  return error instanceof Error && error.name === 'ReplyError';\n}",
    "javascript": "function isReply(error) {\n  return error instanceof Error && error.name === 'ReplyError';\n}"
  },
  {
    "section": "ioredis-connection",
    "names": [
      "letProcessEnd"
    ],
    "uses": [
      "Cluster",
      "Redis",
      "client",
      "node"
    ],
    "typescript": "/** A connection that waits for nothing keeps no process alive; within() does while something is awaited. */\nfunction letProcessEnd(client: Redis | Cluster): void {\n  for (const node of client instanceof Cluster ? client.nodes() : [client]) node.stream?.unref?.();\n}",
    "javascript": "/** A connection that waits for nothing keeps no process alive; within() does while something is awaited. */\nfunction letProcessEnd(client) {\n  for (const node of client instanceof Cluster ? client.nodes() : [client]) node.stream?.unref?.();\n}"
  },
  {
    "section": "node-redis-connection",
    "names": [
      "connectRedis"
    ],
    "uses": [
      "Promise",
      "RedisConnection",
      "address",
      "client",
      "clusterClient",
      "command",
      "commandTimeout",
      "error",
      "isReply",
      "key",
      "limit",
      "lost",
      "messageOf",
      "problem",
      "redisAddress",
      "singleClient",
      "stateError",
      "within"
    ],
    "typescript": "async function connectRedis(lost: () => void): Promise<RedisConnection> {\n  const address = redisAddress();\n  const limit = commandTimeout();\n  const client = address.isCluster ? clusterClient(address, limit) : singleClient(address, limit);\n  let problem: unknown = null;\n  client.onError((error) => {\n    problem = error;\n    lost();\n  });\n  try {\n    await within(limit * 1.5, client.connect(), 'connecting');\n  } catch (error) {\n    client.discard();\n    throw stateError(`cannot connect to ${address.shown}: ${messageOf(problem ?? error)}`, error);\n  }\n  return {\n    send: async (key, command) => {\n      try {\n        return await within(limit, client.send(key, [...command]), command[0] ?? '');\n      } catch (error) {\n        // A command without an answer: nobody knows whether this connection still lives.\n        if (!isReply(error)) {\n          lost();\n          client.discard();\n        }\n        throw error;\n      }\n    },\n    close: () => within(limit, client.close(), 'closing'),\n  };\n}",
    "javascript": "async function connectRedis(lost) {\n  const address = redisAddress();\n  const limit = commandTimeout();\n  const client = address.isCluster ? clusterClient(address, limit) : singleClient(address, limit);\n  let problem = null;\n  client.onError((error) => {\n    problem = error;\n    lost();\n  });\n  try {\n    await within(limit * 1.5, client.connect(), 'connecting');\n  } catch (error) {\n    client.discard();\n    throw stateError(`cannot connect to ${address.shown}: ${messageOf(problem ?? error)}`, error);\n  }\n  return {\n    send: async (key, command) => {\n      try {\n        return await within(limit, client.send(key, [...command]), command[0] ?? '');\n      } catch (error) {\n        // A command without an answer: nobody knows whether this connection still lives.\n        if (!isReply(error)) {\n          lost();\n          client.discard();\n        }\n        throw error;\n      }\n    },\n    close: () => within(limit, client.close(), 'closing'),\n  };\n}"
  },
  {
    "section": "node-redis-connection",
    "names": [
      "Client"
    ],
    "uses": [
      "Promise"
    ],
    "typescript": "/** What is the same for a single server and a cluster. */\ninterface Client {\n  onError(listener: (error: unknown) => void): void;\n  connect(): Promise<void>;\n  send(key: string, command: string[]): Promise<unknown>;\n  close(): Promise<void>;\n  discard(): void;\n}",
    "javascript": ""
  },
  {
    "section": "node-redis-connection",
    "names": [
      "optionsFor"
    ],
    "uses": [
      "const",
      "limit",
      "socket"
    ],
    "typescript": "/** Whether a command that was under way has happened is not known: nothing is sent twice or later. */\nfunction optionsFor(limit: number) {\n  const socket = { connectTimeout: limit * 1.5, reconnectStrategy: false as const };\n  return { disableOfflineQueue: true, socket };\n}",
    "javascript": "/** Whether a command that was under way has happened is not known: nothing is sent twice or later. */\nfunction optionsFor(limit) {\n  const socket = { connectTimeout: limit * 1.5, reconnectStrategy: false };\n  return { disableOfflineQueue: true, socket };\n}"
  },
  {
    "section": "node-redis-connection",
    "names": [
      "singleClient"
    ],
    "uses": [
      "Client",
      "RedisAddress",
      "client",
      "command",
      "createClient",
      "limit",
      "listener",
      "optionsFor",
      "urls"
    ],
    "typescript": "function singleClient({ urls }: RedisAddress, limit: number): Client {\n  const client = createClient({ url: urls[0] ?? '', ...optionsFor(limit) });\n  return {\n    onError: (listener) => void client.on('error', listener),\n    connect: async () => {\n      await client.connect();\n      // A connection that waits for nothing keeps no process alive; within() does while something is awaited.\n      client.unref();\n    },\n    send: (_key, command) => client.sendCommand(command),\n    close: () => client.close(),\n    discard: () => {\n      if (client.isOpen) client.destroy();\n    },\n  };\n}",
    "javascript": "function singleClient({ urls }, limit) {\n  const client = createClient({ url: urls[0] ?? '', ...optionsFor(limit) });\n  return {\n    onError: (listener) => void client.on('error', listener),\n    connect: async () => {\n      await client.connect();\n      // A connection that waits for nothing keeps no process alive; within() does while something is awaited.\n      client.unref();\n    },\n    send: (_key, command) => client.sendCommand(command),\n    close: () => client.close(),\n    discard: () => {\n      if (client.isOpen) client.destroy();\n    },\n  };\n}"
  },
  {
    "section": "node-redis-connection",
    "names": [
      "clusterClient"
    ],
    "uses": [
      "Client",
      "RedisAddress",
      "URL",
      "client",
      "command",
      "createCluster",
      "decodeURIComponent",
      "key",
      "limit",
      "listener",
      "options",
      "optionsFor",
      "password",
      "protocol",
      "socket",
      "url",
      "urls",
      "username"
    ],
    "typescript": "function clusterClient({ urls }: RedisAddress, limit: number): Client {\n  const { username, password, protocol } = new URL(urls[0] ?? '');\n  const { socket, ...options } = optionsFor(limit);\n  const client = createCluster({\n    rootNodes: urls.map((url) => ({ url })),\n    defaults: {\n      ...options,\n      socket: protocol === 'rediss:' ? { ...socket, tls: true } : socket,\n      ...(username ? { username: decodeURIComponent(username) } : {}),\n      ...(password ? { password: decodeURIComponent(password) } : {}),\n    },\n  });\n  return {\n    onError: (listener) => void client.on('error', listener),\n    connect: async () => {\n      await client.connect();\n    },\n    // Redirections are answers: a command that was redirected has not happened.\n    send: (key, command) => client.sendCommand(key, false, command),\n    close: () => client.close(),\n    discard: () => {\n      if (client.isOpen) client.destroy();\n    },\n  };\n}",
    "javascript": "function clusterClient({ urls }, limit) {\n  const { username, password, protocol } = new URL(urls[0] ?? '');\n  const { socket, ...options } = optionsFor(limit);\n  const client = createCluster({\n    rootNodes: urls.map((url) => ({ url })),\n    defaults: {\n      ...options,\n      socket: protocol === 'rediss:' ? { ...socket, tls: true } : socket,\n      ...(username ? { username: decodeURIComponent(username) } : {}),\n      ...(password ? { password: decodeURIComponent(password) } : {}),\n    },\n  });\n  return {\n    onError: (listener) => void client.on('error', listener),\n    connect: async () => {\n      await client.connect();\n    },\n    // Redirections are answers: a command that was redirected has not happened.\n    send: (key, command) => client.sendCommand(key, false, command),\n    close: () => client.close(),\n    discard: () => {\n      if (client.isOpen) client.destroy();\n    },\n  };\n}"
  },
  {
    "section": "node-redis-connection",
    "names": [
      "isReply"
    ],
    "uses": [
      "Error",
      "error"
    ],
    "typescript": "/** `WRONGTYPE …`, `ERR …`: the server has answered. */\nfunction isReply(error: unknown): boolean {\n  return error instanceof Error && error.name !== 'StateStoreError' && /^[A-Z]{3,} /.test(error.message);\n}",
    "javascript": "/** `WRONGTYPE …`, `ERR …`: the server has answered. */\nfunction isReply(error) {\n  return error instanceof Error && error.name !== 'StateStoreError' && /^[A-Z]{3,} /.test(error.message);\n}"
  },
  {
    "section": "dynamodb-records",
    "names": [
      "ALIVE"
    ],
    "uses": [],
    "typescript": "const ALIVE = '(attribute_exists(#value) AND (attribute_not_exists(#expiresAt) OR #expiresAt > :now))';",
    "javascript": "const ALIVE = '(attribute_exists(#value) AND (attribute_not_exists(#expiresAt) OR #expiresAt > :now))';"
  },
  {
    "section": "dynamodb-records",
    "names": [
      "DEAD"
    ],
    "uses": [],
    "typescript": "const DEAD = '(attribute_not_exists(#value) OR #expiresAt <= :now)';",
    "javascript": "const DEAD = '(attribute_not_exists(#value) OR #expiresAt <= :now)';"
  },
  {
    "section": "dynamodb-records",
    "names": [
      "dynamodbRecords"
    ],
    "uses": [
      "ALIVE",
      "DEAD",
      "Map",
      "Number",
      "Records",
      "Seeds",
      "String",
      "added",
      "after",
      "askedAgain",
      "before",
      "by",
      "changes",
      "clock",
      "commit",
      "dynamoTable",
      "end",
      "erase",
      "expression",
      "find",
      "isCreated",
      "isExpired",
      "isWritten",
      "item",
      "items",
      "key",
      "keys",
      "mark",
      "of",
      "only",
      "record",
      "recordOf",
      "records",
      "seedOnce",
      "seeded",
      "seeds",
      "singleRecords",
      "sortKey",
      "stateError",
      "sum",
      "table",
      "taken",
      "undefined",
      "untilWritten",
      "value",
      "valueOfText",
      "values",
      "version",
      "write"
    ],
    "typescript": "/**\n * One item for each record. Integers and lists are kept as what DynamoDB can add to and append to. `position` is the order\n * of insertion. Listing, counting and clearing go through all items of a structure and are no snapshot.\n */\nfunction dynamodbRecords(clock: () => number): Records {\n  const table = dynamoTable();\n  const seeds: Seeds = new Map();\n  const { find, write, erase, commit, items } = singleRecords(table, seeds, clock);\n\n  return {\n    read: find,\n    readAll: items,\n    count: (of) => table.count(of.id, '#', ALIVE, { ':now': clock() }),\n    put: (of, record) =>\n      untilWritten(async () => {\n        const isWritten =\n          record.key === '' ? write(of, record) : (await write(of, record, ALIVE)) || write(of, record, DEAD);\n        return (await isWritten) ? { result: undefined } : null;\n      }),\n    remove: async (of, key) => {\n      const before = recordOf((await erase(of, key)) ?? {});\n      return before !== null && !isExpired(before, clock());\n    },\n    removeAll: async (of) => {\n      const keys = (await table.query(of.id, '#')).map((item) => String(item['sk']).slice(1));\n      const seeded = seeds.get(of.id);\n      for (const key of keys) if (seeded?.has(key)) await erase(of, key);\n      await table.deleteAll(of.id, keys.filter((key) => !seeded?.has(key)).map(sortKey));\n    },\n    commit: async (changes) => {\n      const [only] = changes;\n      if (only !== undefined && changes.length === 1) return commit(only);\n      throw stateError('a transaction over several entities is not possible on DynamoDB: keep them in one cell');\n    },\n    add: (of, record, by) =>\n      untilWritten(async () => {\n        const sum = await added(table, of, record, by, clock());\n        if (sum !== null) return { result: sum };\n        if ((await find(of, record.key)) !== null) return { result: null };\n        const isCreated = await commit({ of, key: record.key, expected: null, next: record });\n        return isCreated ? { result: Number(record.value) } : null;\n      }),\n    append: async (of, { key, value, version }) => {\n      const values = { ':lines': valueOfText(value), ':none': [], ':version': version };\n      const expression = 'SET #value = list_append(if_not_exists(#value, :none), :lines), #version = :version';\n      const after = await table.updated(of.id, sortKey(key), expression, values);\n      return (after?.['value'] as unknown[]).length;\n    },\n    take: (of, end, version) => taken(table, of, end, version),\n    seed: (of, records, mark) => seedOnce(table, seeds, of, records, mark),\n    wake: async () => {\n      await askedAgain(() => table.get('@wake', '@'));\n    },\n    close: () => table.close(),\n  };\n}",
    "javascript": "/**\n * One item for each record. Integers and lists are kept as what DynamoDB can add to and append to. `position` is the order\n * of insertion. Listing, counting and clearing go through all items of a structure and are no snapshot.\n */\nfunction dynamodbRecords(clock) {\n  const table = dynamoTable();\n  const seeds = new Map();\n  const { find, write, erase, commit, items } = singleRecords(table, seeds, clock);\n\n  return {\n    read: find,\n    readAll: items,\n    count: (of) => table.count(of.id, '#', ALIVE, { ':now': clock() }),\n    put: (of, record) =>\n      untilWritten(async () => {\n        const isWritten =\n          record.key === '' ? write(of, record) : (await write(of, record, ALIVE)) || write(of, record, DEAD);\n        return (await isWritten) ? { result: undefined } : null;\n      }),\n    remove: async (of, key) => {\n      const before = recordOf((await erase(of, key)) ?? {});\n      return before !== null && !isExpired(before, clock());\n    },\n    removeAll: async (of) => {\n      const keys = (await table.query(of.id, '#')).map((item) => String(item['sk']).slice(1));\n      const seeded = seeds.get(of.id);\n      for (const key of keys) if (seeded?.has(key)) await erase(of, key);\n      await table.deleteAll(of.id, keys.filter((key) => !seeded?.has(key)).map(sortKey));\n    },\n    commit: async (changes) => {\n      const [only] = changes;\n      if (only !== undefined && changes.length === 1) return commit(only);\n      throw stateError('a transaction over several entities is not possible on DynamoDB: keep them in one cell');\n    },\n    add: (of, record, by) =>\n      untilWritten(async () => {\n        const sum = await added(table, of, record, by, clock());\n        if (sum !== null) return { result: sum };\n        if ((await find(of, record.key)) !== null) return { result: null };\n        const isCreated = await commit({ of, key: record.key, expected: null, next: record });\n        return isCreated ? { result: Number(record.value) } : null;\n      }),\n    append: async (of, { key, value, version }) => {\n      const values = { ':lines': valueOfText(value), ':none': [], ':version': version };\n      const expression = 'SET #value = list_append(if_not_exists(#value, :none), :lines), #version = :version';\n      const after = await table.updated(of.id, sortKey(key), expression, values);\n      return (after?.['value']).length;\n    },\n    take: (of, end, version) => taken(table, of, end, version),\n    seed: (of, records, mark) => seedOnce(table, seeds, of, records, mark),\n    wake: async () => {\n      await askedAgain(() => table.get('@wake', '@'));\n    },\n    close: () => table.close(),\n  };\n}"
  },
  {
    "section": "dynamodb-records",
    "names": [
      "singleRecords"
    ],
    "uses": [
      "ALIVE",
      "DEAD",
      "DynamoTable",
      "Number",
      "Promise",
      "RecordChange",
      "RecordSpace",
      "Seeds",
      "StoredRecord",
      "a",
      "b",
      "clock",
      "commit",
      "condition",
      "erase",
      "expected",
      "expression",
      "find",
      "found",
      "given",
      "isExpired",
      "isSeed",
      "item",
      "items",
      "key",
      "next",
      "of",
      "position",
      "randomUUID",
      "record",
      "recordOf",
      "seeds",
      "sortKey",
      "table",
      "ticket",
      "undefined",
      "values",
      "write",
      "written"
    ],
    "typescript": "function singleRecords(table: DynamoTable, seeds: Seeds, clock: () => number) {\n  const find = async (of: RecordSpace, key: string): Promise<StoredRecord | null> => {\n    const record = recordOf((await table.get(of.id, sortKey(key))) ?? {});\n    return record === null || isExpired(record, clock()) ? null : record;\n  };\n  /** Whether the condition held. A record that comes to be takes a number, so that it is the last in order. */\n  const write = async (of: RecordSpace, record: StoredRecord, condition?: string, expected?: string) => {\n    const position = condition === DEAD && record.key !== '' ? await ticket(table, of) : null;\n    const isSeed = seeds.get(of.id)?.has(record.key) === true;\n    const { expression, values } = written(record, position, isSeed);\n    const given = { ...values, ':now': clock(), ':expected': expected };\n    return (await table.update(of.id, sortKey(record.key), expression, given, condition)) !== null;\n  };\n  /** Of an initial value something stays, or a process that is still writing the initial values would write it again. */\n  const erase = async (of: RecordSpace, key: string, condition?: string, expected?: string) => {\n    const values = { ':now': clock(), ':expected': expected, ':version': randomUUID() };\n    if (seeds.get(of.id)?.has(key) !== true) return table.delete(of.id, sortKey(key), values, condition);\n    const expression = 'SET #version = :version REMOVE #value, #expiresAt';\n    return table.update(of.id, sortKey(key), expression, values, condition);\n  };\n  const commit = async ({ of, key, expected, next }: RecordChange): Promise<boolean> => {\n    if (next === 'keep' || (next === null && expected === null)) {\n      return ((await find(of, key))?.version ?? null) === expected;\n    }\n    const condition = expected === null ? DEAD : `#version = :expected AND ${ALIVE}`;\n    if (next !== null) return write(of, next, condition, expected ?? undefined);\n    return (await erase(of, key, condition, expected ?? undefined)) !== null;\n  };\n  const items = async (of: RecordSpace): Promise<StoredRecord[]> => {\n    const found = (await table.query(of.id, '#')).sort((a, b) => Number(a['position']) - Number(b['position']));\n    return found.flatMap((item) => recordOf(item) ?? []).filter((record) => !isExpired(record, clock()));\n  };\n  return { find, write, erase, commit, items };\n}",
    "javascript": "function singleRecords(table, seeds, clock) {\n  const find = async (of, key) => {\n    const record = recordOf((await table.get(of.id, sortKey(key))) ?? {});\n    return record === null || isExpired(record, clock()) ? null : record;\n  };\n  /** Whether the condition held. A record that comes to be takes a number, so that it is the last in order. */\n  const write = async (of, record, condition, expected) => {\n    const position = condition === DEAD && record.key !== '' ? await ticket(table, of) : null;\n    const isSeed = seeds.get(of.id)?.has(record.key) === true;\n    const { expression, values } = written(record, position, isSeed);\n    const given = { ...values, ':now': clock(), ':expected': expected };\n    return (await table.update(of.id, sortKey(record.key), expression, given, condition)) !== null;\n  };\n  /** Of an initial value something stays, or a process that is still writing the initial values would write it again. */\n  const erase = async (of, key, condition, expected) => {\n    const values = { ':now': clock(), ':expected': expected, ':version': randomUUID() };\n    if (seeds.get(of.id)?.has(key) !== true) return table.delete(of.id, sortKey(key), values, condition);\n    const expression = 'SET #version = :version REMOVE #value, #expiresAt';\n    return table.update(of.id, sortKey(key), expression, values, condition);\n  };\n  const commit = async ({ of, key, expected, next }) => {\n    if (next === 'keep' || (next === null && expected === null)) {\n      return ((await find(of, key))?.version ?? null) === expected;\n    }\n    const condition = expected === null ? DEAD : `#version = :expected AND ${ALIVE}`;\n    if (next !== null) return write(of, next, condition, expected ?? undefined);\n    return (await erase(of, key, condition, expected ?? undefined)) !== null;\n  };\n  const items = async (of) => {\n    const found = (await table.query(of.id, '#')).sort((a, b) => Number(a['position']) - Number(b['position']));\n    return found.flatMap((item) => recordOf(item) ?? []).filter((record) => !isExpired(record, clock()));\n  };\n  return { find, write, erase, commit, items };\n}"
  },
  {
    "section": "dynamodb-records",
    "names": [
      "ticket"
    ],
    "uses": [
      "DynamoTable",
      "Number",
      "Promise",
      "RecordSpace",
      "id",
      "position",
      "table"
    ],
    "typescript": "/** The next number of a structure: greater than all that were given before. */\nasync function ticket(table: DynamoTable, { id }: RecordSpace): Promise<number> {\n  const { position } = (await table.updated(id, '@position', 'ADD #position :one', { ':one': 1 })) ?? {};\n  return Number(position);\n}",
    "javascript": "/** The next number of a structure: greater than all that were given before. */\nasync function ticket(table, { id }) {\n  const { position } = (await table.updated(id, '@position', 'ADD #position :one', { ':one': 1 })) ?? {};\n  return Number(position);\n}"
  },
  {
    "section": "dynamodb-records",
    "names": [
      "added"
    ],
    "uses": [
      "ALIVE",
      "DynamoTable",
      "Math",
      "Number",
      "Promise",
      "RecordSpace",
      "StoredRecord",
      "after",
      "by",
      "condition",
      "expiresAt",
      "expiry",
      "expression",
      "key",
      "now",
      "of",
      "sortKey",
      "table",
      "ttlOf",
      "values",
      "version"
    ],
    "typescript": "async function added(\n  table: DynamoTable,\n  of: RecordSpace,\n  { key, version, expiresAt }: StoredRecord,\n  by: number,\n  now: number,\n): Promise<number | null> {\n  const expiry = expiresAt === null ? '' : ', #expiresAt = :expiresAt, #ttl = :ttl';\n  const values = {\n    ':by': by,\n    ':version': version,\n    ':now': now,\n    ':number': 'N',\n    ':least': Math.max(Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER - by),\n    ':most': Math.min(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - by),\n    ':expiresAt': expiresAt,\n    ':ttl': ttlOf(expiresAt),\n  };\n  const condition = `${ALIVE} AND attribute_type(#value, :number) AND #value BETWEEN :least AND :most`;\n  const expression = `SET #value = #value + :by, #version = :version${expiry}`;\n  const after = await table.updated(of.id, sortKey(key), expression, values, condition);\n  return after === null ? null : Number(after['value']);\n}",
    "javascript": "async function added(table, of, { key, version, expiresAt }, by, now) {\n  const expiry = expiresAt === null ? '' : ', #expiresAt = :expiresAt, #ttl = :ttl';\n  const values = {\n    ':by': by,\n    ':version': version,\n    ':now': now,\n    ':number': 'N',\n    ':least': Math.max(Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER - by),\n    ':most': Math.min(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - by),\n    ':expiresAt': expiresAt,\n    ':ttl': ttlOf(expiresAt),\n  };\n  const condition = `${ALIVE} AND attribute_type(#value, :number) AND #value BETWEEN :least AND :most`;\n  const expression = `SET #value = #value + :by, #version = :version${expiry}`;\n  const after = await table.updated(of.id, sortKey(key), expression, values, condition);\n  return after === null ? null : Number(after['value']);\n}"
  },
  {
    "section": "dynamodb-records",
    "names": [
      "taken"
    ],
    "uses": [
      "DynamoTable",
      "Promise",
      "RecordSpace",
      "before",
      "condition",
      "end",
      "expression",
      "index",
      "lines",
      "of",
      "sortKey",
      "table",
      "undefined",
      "untilWritten",
      "values",
      "version"
    ],
    "typescript": "function taken(table: DynamoTable, of: RecordSpace, end: 'first' | 'last', version: string): Promise<string | null> {\n  return untilWritten(async () => {\n    const lines = (await table.get(of.id, sortKey('')))?.['value'] as string[] | undefined;\n    if (lines === undefined || lines.length === 0) return { result: null };\n    const index = end === 'first' ? 0 : lines.length - 1;\n    const expression = `SET #version = :version REMOVE #value[${index}]`;\n    // The last one is at this index only while the length is the same. Whoever takes the first may just take it.\n    const condition = end === 'first' ? 'size(#value) > :zero' : 'size(#value) = :length';\n    const values = { ':version': version, ':zero': 0, ':length': lines.length };\n    const before = await table.update(of.id, sortKey(''), expression, values, condition);\n    return before === null ? null : { result: (before['value'] as string[])[index] ?? null };\n  });\n}",
    "javascript": "function taken(table, of, end, version) {\n  return untilWritten(async () => {\n    const lines = (await table.get(of.id, sortKey('')))?.['value'];\n    if (lines === undefined || lines.length === 0) return { result: null };\n    const index = end === 'first' ? 0 : lines.length - 1;\n    const expression = `SET #version = :version REMOVE #value[${index}]`;\n    // The last one is at this index only while the length is the same. Whoever takes the first may just take it.\n    const condition = end === 'first' ? 'size(#value) > :zero' : 'size(#value) = :length';\n    const values = { ':version': version, ':zero': 0, ':length': lines.length };\n    const before = await table.update(of.id, sortKey(''), expression, values, condition);\n    return before === null ? null : { result: before['value'][index] ?? null };\n  });\n}"
  },
  {
    "section": "dynamodb-records",
    "names": [
      "untilWritten"
    ],
    "uses": [
      "Promise",
      "R",
      "attempt",
      "stateError",
      "untilStored"
    ],
    "typescript": "function untilWritten<R>(attempt: () => Promise<{ readonly result: R } | null>): Promise<R> {\n  return untilStored(attempt, 100, () => stateError('other processes were faster each time'));\n}",
    "javascript": "function untilWritten(attempt) {\n  return untilStored(attempt, 100, () => stateError('other processes were faster each time'));\n}"
  },
  {
    "section": "dynamodb-items",
    "names": [
      "Seeds"
    ],
    "uses": [
      "Map",
      "ReadonlySet"
    ],
    "typescript": "/** The keys that each structure had at the start. */\ntype Seeds = Map<string, ReadonlySet<string>>;",
    "javascript": ""
  },
  {
    "section": "dynamodb-items",
    "names": [
      "sortKey"
    ],
    "uses": [
      "key"
    ],
    "typescript": "/** Sort keys with another first character are ours: `@initial`, `@position`. */\nfunction sortKey(key: string): string {\n  return `#${key}`;\n}",
    "javascript": "/** Sort keys with another first character are ours: `@initial`, `@position`. */\nfunction sortKey(key) {\n  return `#${key}`;\n}"
  },
  {
    "section": "dynamodb-items",
    "names": [
      "recordOf"
    ],
    "uses": [
      "Array",
      "DynamoItem",
      "StoredRecord",
      "String",
      "expiresAt",
      "item",
      "line",
      "sk",
      "undefined",
      "value",
      "version"
    ],
    "typescript": "/** Null where there is no record, or only what is left of an initial value that was removed. */\nfunction recordOf(item: DynamoItem): StoredRecord | null {\n  const { sk, value, version, expiresAt = null } = item;\n  if (value === undefined) return null;\n  return {\n    key: String(sk).slice(1),\n    value: Array.isArray(value)\n      ? value.map((line) => `${String(line)}\\n`).join('')\n      : typeof value === 'number'\n        ? String(value)\n        : (value as string),\n    version: String(version),\n    expiresAt: expiresAt as number | null,\n  };\n}",
    "javascript": "/** Null where there is no record, or only what is left of an initial value that was removed. */\nfunction recordOf(item) {\n  const { sk, value, version, expiresAt = null } = item;\n  if (value === undefined) return null;\n  return {\n    key: String(sk).slice(1),\n    value: Array.isArray(value)\n      ? value.map((line) => `${String(line)}\\n`).join('')\n      : typeof value === 'number'\n        ? String(value)\n        : value,\n    version: String(version),\n    expiresAt: expiresAt,\n  };\n}"
  },
  {
    "section": "dynamodb-items",
    "names": [
      "valueOfText"
    ],
    "uses": [
      "Number",
      "text"
    ],
    "typescript": "/** Integers become numbers and lines lists, because DynamoDB can add to the one and append to the other. */\nfunction valueOfText(text: string): string | number | string[] {\n  if (text === '') return [];\n  if (text.endsWith('\\n')) return text.slice(0, -1).split('\\n');\n  return /^-?\\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;\n}",
    "javascript": "/** Integers become numbers and lines lists, because DynamoDB can add to the one and append to the other. */\nfunction valueOfText(text) {\n  if (text === '') return [];\n  if (text.endsWith('\\n')) return text.slice(0, -1).split('\\n');\n  return /^-?\\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;\n}"
  },
  {
    "section": "dynamodb-items",
    "names": [
      "written"
    ],
    "uses": [
      "StoredRecord",
      "expiresAt",
      "expiry",
      "isSeed",
      "order",
      "position",
      "record",
      "ttlOf",
      "value",
      "valueOfText",
      "version"
    ],
    "typescript": "/** `ttl` is what DynamoDB collects by. Initial values are not collected: they would be written again. */\nfunction written(record: StoredRecord, position: number | null, isSeed: boolean) {\n  const { value, version, expiresAt } = record;\n  const expiry = expiresAt === null ? '' : `, #expiresAt = :expiresAt${isSeed ? '' : ', #ttl = :ttl'}`;\n  const order = position === null ? '' : ', #position = :position';\n  return {\n    expression: `SET #value = :value, #version = :version${expiry}${order}${expiresAt === null ? ' REMOVE #expiresAt, #ttl' : ''}`,\n    values: {\n      ':value': valueOfText(value),\n      ':version': version,\n      ':expiresAt': expiresAt,\n      ':ttl': ttlOf(expiresAt),\n      ':position': position,\n    },\n  };\n}",
    "javascript": "/** `ttl` is what DynamoDB collects by. Initial values are not collected: they would be written again. */\nfunction written(record, position, isSeed) {\n  const { value, version, expiresAt } = record;\n  const expiry = expiresAt === null ? '' : `, #expiresAt = :expiresAt${isSeed ? '' : ', #ttl = :ttl'}`;\n  const order = position === null ? '' : ', #position = :position';\n  return {\n    expression: `SET #value = :value, #version = :version${expiry}${order}${expiresAt === null ? ' REMOVE #expiresAt, #ttl' : ''}`,\n    values: {\n      ':value': valueOfText(value),\n      ':version': version,\n      ':expiresAt': expiresAt,\n      ':ttl': ttlOf(expiresAt),\n      ':position': position,\n    },\n  };\n}"
  },
  {
    "section": "dynamodb-items",
    "names": [
      "ttlOf"
    ],
    "uses": [
      "GRACE_MS",
      "Math",
      "expiresAt"
    ],
    "typescript": "function ttlOf(expiresAt: number | null): number | null {\n  return expiresAt === null ? null : Math.ceil((expiresAt + GRACE_MS) / 1000);\n}",
    "javascript": "function ttlOf(expiresAt) {\n  return expiresAt === null ? null : Math.ceil((expiresAt + GRACE_MS) / 1000);\n}"
  },
  {
    "section": "dynamodb-items",
    "names": [
      "seedOnce"
    ],
    "uses": [
      "DynamoTable",
      "JSON",
      "MARKER",
      "Promise",
      "RecordSpace",
      "Seeds",
      "Set",
      "StoredRecord",
      "String",
      "expression",
      "first",
      "index",
      "key",
      "mark",
      "marker",
      "of",
      "placedMarker",
      "record",
      "records",
      "seeds",
      "sortKey",
      "table",
      "values",
      "written"
    ],
    "typescript": "/**\n * The first process writes down what the initial records are, in one item; from then on they count. Whoever sees that they\n * are not yet written out helps. Each is written where there never was one, so that a helper who comes late changes nothing.\n */\nasync function seedOnce(\n  table: DynamoTable,\n  seeds: Seeds,\n  of: RecordSpace,\n  records: readonly StoredRecord[],\n  mark: string,\n): Promise<string> {\n  const marker = (await table.get(of.id, MARKER)) ?? (await placedMarker(table, of, records, mark));\n  const first = JSON.parse(String(marker['records'])) as StoredRecord[];\n  seeds.set(of.id, new Set(first.map(({ key }) => key)));\n  if (marker['done'] !== true) {\n    for (const [index, record] of first.entries()) {\n      const { expression, values } = written(record, index - first.length, true);\n      await table.update(of.id, sortKey(record.key), expression, values, 'attribute_not_exists(pk)');\n    }\n    await table.update(of.id, MARKER, 'SET #done = :done', { ':done': true });\n  }\n  return String(marker['mark']);\n}",
    "javascript": "/**\n * The first process writes down what the initial records are, in one item; from then on they count. Whoever sees that they\n * are not yet written out helps. Each is written where there never was one, so that a helper who comes late changes nothing.\n */\nasync function seedOnce(table, seeds, of, records, mark) {\n  const marker = (await table.get(of.id, MARKER)) ?? (await placedMarker(table, of, records, mark));\n  const first = JSON.parse(String(marker['records']));\n  seeds.set(of.id, new Set(first.map(({ key }) => key)));\n  if (marker['done'] !== true) {\n    for (const [index, record] of first.entries()) {\n      const { expression, values } = written(record, index - first.length, true);\n      await table.update(of.id, sortKey(record.key), expression, values, 'attribute_not_exists(pk)');\n    }\n    await table.update(of.id, MARKER, 'SET #done = :done', { ':done': true });\n  }\n  return String(marker['mark']);\n}"
  },
  {
    "section": "dynamodb-items",
    "names": [
      "MARKER"
    ],
    "uses": [],
    "typescript": "const MARKER = '@initial';",
    "javascript": "const MARKER = '@initial';"
  },
  {
    "section": "dynamodb-items",
    "names": [
      "placedMarker"
    ],
    "uses": [
      "DynamoItem",
      "DynamoTable",
      "JSON",
      "MARKER",
      "Promise",
      "RecordSpace",
      "StoredRecord",
      "id",
      "isUsed",
      "mark",
      "marker",
      "records",
      "table"
    ],
    "typescript": "async function placedMarker(\n  table: DynamoTable,\n  { id }: RecordSpace,\n  records: readonly StoredRecord[],\n  mark: string,\n): Promise<DynamoItem> {\n  const isUsed = (await table.query(id, '#')).length > 0;\n  const marker = isUsed\n    ? { pk: id, sk: MARKER, mark: '', records: '[]', done: true }\n    : { pk: id, sk: MARKER, mark, records: JSON.stringify(records), done: false };\n  if (await table.create(marker)) return marker;\n  return (await table.get(id, MARKER)) ?? marker;\n}",
    "javascript": "async function placedMarker(table, { id }, records, mark) {\n  const isUsed = (await table.query(id, '#')).length > 0;\n  const marker = isUsed\n    ? { pk: id, sk: MARKER, mark: '', records: '[]', done: true }\n    : { pk: id, sk: MARKER, mark, records: JSON.stringify(records), done: false };\n  if (await table.create(marker)) return marker;\n  return (await table.get(id, MARKER)) ?? marker;\n}"
  },
  {
    "section": "dynamodb-table",
    "names": [
      "DynamoItem"
    ],
    "uses": [
      "Readonly",
      "Record"
    ],
    "typescript": "type DynamoItem = Readonly<Record<string, unknown>>;",
    "javascript": ""
  },
  {
    "section": "dynamodb-table",
    "names": [
      "Values"
    ],
    "uses": [
      "Readonly",
      "Record"
    ],
    "typescript": "type Values = Readonly<Record<string, unknown>>;",
    "javascript": ""
  },
  {
    "section": "dynamodb-table",
    "names": [
      "DynamoTable"
    ],
    "uses": [
      "DynamoItem",
      "Promise",
      "Values"
    ],
    "typescript": "/** The table, by its keys `pk` and `sk`. Null is what a condition refused. Names and values may be given that no expression uses. */\ninterface DynamoTable {\n  get(pk: string, sk: string): Promise<DynamoItem | null>;\n  /** Gives the item as it was, `{}` where there was none. */\n  update(pk: string, sk: string, expression: string, values: Values, condition?: string): Promise<DynamoItem | null>;\n  /** Gives the attributes that were written, as they are now. */\n  updated(pk: string, sk: string, expression: string, values: Values, condition?: string): Promise<DynamoItem | null>;\n  delete(pk: string, sk: string, values: Values, condition?: string): Promise<DynamoItem | null>;\n  /** Whether it was written: only where there is none. */\n  create(item: DynamoItem): Promise<boolean>;\n  /** All items whose sort key begins so. */\n  query(pk: string, prefix: string): Promise<DynamoItem[]>;\n  count(pk: string, prefix: string, filter: string, values: Values): Promise<number>;\n  deleteAll(pk: string, sks: readonly string[]): Promise<void>;\n  close(): Promise<void>;\n}",
    "javascript": ""
  },
  {
    "section": "dynamodb-table",
    "names": [
      "dynamoTable"
    ],
    "uses": [
      "DeleteCommand",
      "DynamoDBClient",
      "DynamoDBDocumentClient",
      "DynamoTable",
      "GetCommand",
      "Promise",
      "PutCommand",
      "R",
      "TableName",
      "UpdateCommand",
      "UpdateExpression",
      "Values",
      "checked",
      "client",
      "commandTimeout",
      "condition",
      "const",
      "deleteAll",
      "done",
      "filter",
      "given",
      "input",
      "item",
      "limit",
      "pages",
      "pk",
      "prefix",
      "request",
      "requestHandler",
      "required",
      "send",
      "sk",
      "sks",
      "undefined",
      "unlessRefused",
      "untilNotThrottled",
      "update",
      "used",
      "values",
      "within"
    ],
    "typescript": "function dynamoTable(): DynamoTable {\n  const TableName = required('STATE_TABLE', 'the name of the DynamoDB table');\n  const limit = commandTimeout();\n  // A request without an answer may have been done: nothing is sent twice.\n  const requestHandler = { connectionTimeout: limit, requestTimeout: limit };\n  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 1, requestHandler }));\n  const send = <R>(request: () => Promise<R>): Promise<R> =>\n    untilNotThrottled(() => within(limit, request(), `table ${TableName}`), TableName);\n  const update = (pk: string, sk: string, UpdateExpression: string, values: Values, condition?: string) => ({\n    TableName,\n    Key: { pk, sk },\n    UpdateExpression,\n    ...(condition === undefined ? {} : { ConditionExpression: condition }),\n    ...used([UpdateExpression, condition ?? ''], values),\n  });\n  return {\n    get: async (pk, sk) => {\n      const input = { TableName, Key: { pk, sk }, ConsistentRead: true };\n      return (await send(() => client.send(new GetCommand(input)))).Item ?? null;\n    },\n    update: async (...given) => {\n      const input = { ...update(...given), ReturnValues: 'ALL_OLD' as const };\n      return unlessRefused(async () => (await send(() => client.send(new UpdateCommand(input)))).Attributes);\n    },\n    updated: async (...given) => {\n      const input = { ...update(...given), ReturnValues: 'UPDATED_NEW' as const };\n      return unlessRefused(async () => (await send(() => client.send(new UpdateCommand(input)))).Attributes);\n    },\n    delete: async (pk, sk, values, condition) => {\n      const checked = condition === undefined ? {} : { ConditionExpression: condition, ...used([condition], values) };\n      const input = { TableName, Key: { pk, sk }, ReturnValues: 'ALL_OLD' as const, ...checked };\n      return unlessRefused(async () => (await send(() => client.send(new DeleteCommand(input)))).Attributes);\n    },\n    create: async (item) => {\n      const input = { TableName, Item: { ...item }, ConditionExpression: 'attribute_not_exists(pk)' };\n      const done = await unlessRefused(async () => {\n        await send(() => client.send(new PutCommand(input)));\n        return {};\n      });\n      return done !== null;\n    },\n    query: async (pk, prefix) => [...(await pages(client, TableName, send, pk, prefix)).items],\n    count: async (pk, prefix, filter, values) =>\n      (await pages(client, TableName, send, pk, prefix, filter, values)).count,\n    deleteAll: (pk, sks) => deleteAll(client, TableName, send, pk, sks),\n    close: () => {\n      client.destroy();\n      return Promise.resolve();\n    },\n  };\n}",
    "javascript": "function dynamoTable() {\n  const TableName = required('STATE_TABLE', 'the name of the DynamoDB table');\n  const limit = commandTimeout();\n  // A request without an answer may have been done: nothing is sent twice.\n  const requestHandler = { connectionTimeout: limit, requestTimeout: limit };\n  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 1, requestHandler }));\n  const send = (request) => untilNotThrottled(() => within(limit, request(), `table ${TableName}`), TableName);\n  const update = (pk, sk, UpdateExpression, values, condition) => ({\n    TableName,\n    Key: { pk, sk },\n    UpdateExpression,\n    ...(condition === undefined ? {} : { ConditionExpression: condition }),\n    ...used([UpdateExpression, condition ?? ''], values),\n  });\n  return {\n    get: async (pk, sk) => {\n      const input = { TableName, Key: { pk, sk }, ConsistentRead: true };\n      return (await send(() => client.send(new GetCommand(input)))).Item ?? null;\n    },\n    update: async (...given) => {\n      const input = { ...update(...given), ReturnValues: 'ALL_OLD' };\n      return unlessRefused(async () => (await send(() => client.send(new UpdateCommand(input)))).Attributes);\n    },\n    updated: async (...given) => {\n      const input = { ...update(...given), ReturnValues: 'UPDATED_NEW' };\n      return unlessRefused(async () => (await send(() => client.send(new UpdateCommand(input)))).Attributes);\n    },\n    delete: async (pk, sk, values, condition) => {\n      const checked = condition === undefined ? {} : { ConditionExpression: condition, ...used([condition], values) };\n      const input = { TableName, Key: { pk, sk }, ReturnValues: 'ALL_OLD', ...checked };\n      return unlessRefused(async () => (await send(() => client.send(new DeleteCommand(input)))).Attributes);\n    },\n    create: async (item) => {\n      const input = { TableName, Item: { ...item }, ConditionExpression: 'attribute_not_exists(pk)' };\n      const done = await unlessRefused(async () => {\n        await send(() => client.send(new PutCommand(input)));\n        return {};\n      });\n      return done !== null;\n    },\n    query: async (pk, prefix) => [...(await pages(client, TableName, send, pk, prefix)).items],\n    count: async (pk, prefix, filter, values) =>\n      (await pages(client, TableName, send, pk, prefix, filter, values)).count,\n    deleteAll: (pk, sks) => deleteAll(client, TableName, send, pk, sks),\n    close: () => {\n      client.destroy();\n      return Promise.resolve();\n    },\n  };\n}"
  },
  {
    "section": "dynamodb-table",
    "names": [
      "Send"
    ],
    "uses": [
      "Promise",
      "R"
    ],
    "typescript": "type Send = <R>(request: () => Promise<R>) => Promise<R>;",
    "javascript": ""
  },
  {
    "section": "dynamodb-table",
    "names": [
      "pages"
    ],
    "uses": [
      "DynamoDBDocumentClient",
      "DynamoItem",
      "KeyConditionExpression",
      "Promise",
      "QueryCommand",
      "Send",
      "TableName",
      "Values",
      "client",
      "const",
      "filter",
      "found",
      "from",
      "input",
      "page",
      "pk",
      "prefix",
      "send",
      "undefined",
      "used",
      "values"
    ],
    "typescript": "/** All pages of a query: with a filter the number of items, else the items. */\nasync function pages(\n  client: DynamoDBDocumentClient,\n  TableName: string,\n  send: Send,\n  pk: string,\n  prefix: string,\n  filter: string | null = null,\n  values: Values = {},\n): Promise<{ readonly items: readonly DynamoItem[]; readonly count: number }> {\n  const found: { items: DynamoItem[]; count: number } = { items: [], count: 0 };\n  let from: DynamoItem | undefined;\n  do {\n    const KeyConditionExpression = 'pk = :pk AND begins_with(sk, :prefix)';\n    const input = {\n      TableName,\n      ConsistentRead: true,\n      KeyConditionExpression,\n      ...(filter === null ? {} : { FilterExpression: filter, Select: 'COUNT' as const }),\n      ...(from === undefined ? {} : { ExclusiveStartKey: from }),\n      ...used([KeyConditionExpression, filter ?? ''], { ...values, ':pk': pk, ':prefix': prefix }),\n    };\n    const page = await send(() => client.send(new QueryCommand(input)));\n    found.items.push(...(page.Items ?? []));\n    found.count += page.Count ?? 0;\n    from = page.LastEvaluatedKey;\n  } while (from !== undefined);\n  return found;\n}",
    "javascript": "/** All pages of a query: with a filter the number of items, else the items. */\nasync function pages(client, TableName, send, pk, prefix, filter = null, values = {}) {\n  const found = { items: [], count: 0 };\n  let from;\n  do {\n    const KeyConditionExpression = 'pk = :pk AND begins_with(sk, :prefix)';\n    const input = {\n      TableName,\n      ConsistentRead: true,\n      KeyConditionExpression,\n      ...(filter === null ? {} : { FilterExpression: filter, Select: 'COUNT' }),\n      ...(from === undefined ? {} : { ExclusiveStartKey: from }),\n      ...used([KeyConditionExpression, filter ?? ''], { ...values, ':pk': pk, ':prefix': prefix }),\n    };\n    const page = await send(() => client.send(new QueryCommand(input)));\n    found.items.push(...(page.Items ?? []));\n    found.count += page.Count ?? 0;\n    from = page.LastEvaluatedKey;\n  } while (from !== undefined);\n  return found;\n}"
  },
  {
    "section": "dynamodb-table",
    "names": [
      "deleteAll"
    ],
    "uses": [
      "BatchWriteCommand",
      "BatchWriteCommandOutput",
      "DynamoDBDocumentClient",
      "NonNullable",
      "Object",
      "Promise",
      "Send",
      "TableName",
      "client",
      "from",
      "input",
      "pk",
      "requests",
      "rest",
      "send",
      "sk",
      "sks"
    ],
    "typescript": "/** In batches, as many times as it takes. */\nasync function deleteAll(\n  client: DynamoDBDocumentClient,\n  TableName: string,\n  send: Send,\n  pk: string,\n  sks: readonly string[],\n): Promise<void> {\n  for (let from = 0; from < sks.length; from += 25) {\n    const requests = sks.slice(from, from + 25).map((sk) => ({ DeleteRequest: { Key: { pk, sk } } }));\n    let rest: NonNullable<BatchWriteCommandOutput['UnprocessedItems']> = {\n      [TableName]: requests,\n    };\n    while (Object.keys(rest).length > 0) {\n      const input = { RequestItems: rest };\n      rest = (await send(() => client.send(new BatchWriteCommand(input)))).UnprocessedItems ?? {};\n    }\n  }\n}",
    "javascript": "/** In batches, as many times as it takes. */\nasync function deleteAll(client, TableName, send, pk, sks) {\n  for (let from = 0; from < sks.length; from += 25) {\n    const requests = sks.slice(from, from + 25).map((sk) => ({ DeleteRequest: { Key: { pk, sk } } }));\n    let rest = {\n      [TableName]: requests,\n    };\n    while (Object.keys(rest).length > 0) {\n      const input = { RequestItems: rest };\n      rest = (await send(() => client.send(new BatchWriteCommand(input)))).UnprocessedItems ?? {};\n    }\n  }\n}"
  },
  {
    "section": "dynamodb-table",
    "names": [
      "used"
    ],
    "uses": [
      "Object",
      "Set",
      "Values",
      "expressions",
      "given",
      "name",
      "names",
      "text",
      "values"
    ],
    "typescript": "/** The names and values that occur in the expressions: DynamoDB refuses any other. */\nfunction used(expressions: readonly string[], values: Values) {\n  const text = expressions.join(' ');\n  const names = [...new Set(text.match(/#\\w+/g) ?? [])];\n  const given = [...new Set(text.match(/:\\w+/g) ?? [])];\n  return {\n    ...(names.length === 0\n      ? {}\n      : { ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])) }),\n    ...(given.length === 0\n      ? {}\n      : { ExpressionAttributeValues: Object.fromEntries(given.map((name) => [name, values[name]])) }),\n  };\n}",
    "javascript": "/** The names and values that occur in the expressions: DynamoDB refuses any other. */\nfunction used(expressions, values) {\n  const text = expressions.join(' ');\n  const names = [...new Set(text.match(/#\\w+/g) ?? [])];\n  const given = [...new Set(text.match(/:\\w+/g) ?? [])];\n  return {\n    ...(names.length === 0\n      ? {}\n      : { ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])) }),\n    ...(given.length === 0\n      ? {}\n      : { ExpressionAttributeValues: Object.fromEntries(given.map((name) => [name, values[name]])) }),\n  };\n}"
  },
  {
    "section": "dynamodb-table",
    "names": [
      "unlessRefused"
    ],
    "uses": [
      "DynamoItem",
      "Promise",
      "error",
      "request"
    ],
    "typescript": "async function unlessRefused(request: () => Promise<DynamoItem | undefined>): Promise<DynamoItem | null> {\n  try {\n    return (await request()) ?? {};\n  } catch (error) {\n    if ((error as { name?: unknown }).name === 'ConditionalCheckFailedException') return null;\n    throw error;\n  }\n}",
    "javascript": "async function unlessRefused(request) {\n  try {\n    return (await request()) ?? {};\n  } catch (error) {\n    if (error.name === 'ConditionalCheckFailedException') return null;\n    throw error;\n  }\n}"
  },
  {
    "section": "dynamodb-table",
    "names": [
      "THROTTLED"
    ],
    "uses": [],
    "typescript": "const THROTTLED = [\n  'ProvisionedThroughputExceededException',\n  'RequestLimitExceeded',\n  'ThrottlingException',\n  'TransactionConflictException',\n];",
    "javascript": "const THROTTLED = [\n  'ProvisionedThroughputExceededException',\n  'RequestLimitExceeded',\n  'ThrottlingException',\n  'TransactionConflictException',\n];"
  },
  {
    "section": "dynamodb-table",
    "names": [
      "untilNotThrottled"
    ],
    "uses": [
      "Math",
      "Promise",
      "R",
      "THROTTLED",
      "attempt",
      "error",
      "messageOf",
      "name",
      "pause",
      "request",
      "stateError",
      "table"
    ],
    "typescript": "/** A request that was throttled has not been done. */\nasync function untilNotThrottled<R>(request: () => Promise<R>, table: string): Promise<R> {\n  for (let attempt = 0; ; attempt++) {\n    try {\n      return await request();\n    } catch (error) {\n      const { name } = error as { name?: string };\n      if (name === 'ResourceNotFoundException')\n        throw stateError(`there is no table ${table}: ${messageOf(error)}`, error);\n      if (!THROTTLED.includes(name ?? '') || attempt === 6) throw error;\n      await pause(Math.random() * 25 * 2 ** attempt);\n    }\n  }\n}",
    "javascript": "/** A request that was throttled has not been done. */\nasync function untilNotThrottled(request, table) {\n  for (let attempt = 0; ; attempt++) {\n    try {\n      return await request();\n    } catch (error) {\n      const { name } = error;\n      if (name === 'ResourceNotFoundException')\n        throw stateError(`there is no table ${table}: ${messageOf(error)}`, error);\n      if (!THROTTLED.includes(name ?? '') || attempt === 6) throw error;\n      await pause(Math.random() * 25 * 2 ** attempt);\n    }\n  }\n}"
  },
  {
    "section": "postgres-records",
    "names": [
      "Query"
    ],
    "uses": [
      "Promise",
      "Row"
    ],
    "typescript": "type Query = (text: string, values: readonly unknown[]) => Promise<{ rows: Row[]; rowCount: number | null }>;",
    "javascript": ""
  },
  {
    "section": "postgres-records",
    "names": [
      "Row"
    ],
    "uses": [
      "Record"
    ],
    "typescript": "type Row = Record<string, unknown>;",
    "javascript": ""
  },
  {
    "section": "postgres-records",
    "names": [
      "postgresRecords"
    ],
    "uses": [
      "ADD",
      "APPEND",
      "COLLECT",
      "COUNT",
      "Conflict",
      "GRACE_MS",
      "Math",
      "Number",
      "PUT",
      "Promise",
      "Query",
      "R",
      "READ",
      "READ_ALL",
      "READ_MARK",
      "REMOVE",
      "REMOVE_ALL",
      "Records",
      "Row",
      "SEED",
      "StoredRecord",
      "String",
      "TAKE_FIRST",
      "TAKE_LAST",
      "by",
      "change",
      "changes",
      "clock",
      "collect",
      "columns",
      "commitOne",
      "connectionPool",
      "const",
      "end",
      "error",
      "exclusively",
      "expiresAt",
      "id",
      "ids",
      "inTransaction",
      "key",
      "mark",
      "name",
      "of",
      "only",
      "parameters",
      "pool",
      "query",
      "r",
      "record",
      "records",
      "row",
      "rows",
      "run",
      "stored",
      "tableMaker",
      "text",
      "tryIdle",
      "undefined",
      "values",
      "version",
      "withTable",
      "work"
    ],
    "typescript": "/** One table of records. Each operation is one statement, or one transaction that has its structures for itself. */\nfunction postgresRecords(clock: () => number): Records {\n  const pool = connectionPool();\n  const withTable = tableMaker((text) => pool.query(text));\n  const query: Query = (text, values) => withTable(() => pool.query<Row>(text, [...values]));\n  const exclusively = <R>(ids: readonly string[], work: (query: Query) => Promise<R>): Promise<R> =>\n    withTable(() => inTransaction(pool, ids, work));\n  /** What expired long ago is dropped by one in a hundred writes. Nobody waits for its success. */\n  const collect = async ({ expiresAt }: StoredRecord): Promise<void> => {\n    if (expiresAt === null || Math.random() > 0.01) return;\n    await query(COLLECT, [clock() - GRACE_MS]).catch(() => null);\n  };\n\n  return {\n    read: async ({ id }, key) => stored((await query(READ, [id, key, clock()])).rows[0]),\n    readAll: async ({ id }) => (await query(READ_ALL, [id, clock()])).rows.map((row) => stored(row)!),\n    count: async ({ id }) => Number((await query(COUNT, [id, clock()])).rows[0]?.['count']),\n    put: async ({ id }, record) => {\n      await query(PUT, [...parameters(id, record), clock()]);\n      await collect(record);\n    },\n    remove: async ({ id }, key) => (await query(REMOVE, [id, key, clock()])).rows[0]?.['alive'] === true,\n    removeAll: ({ id }) =>\n      exclusively([id], async (run) => {\n        await run(REMOVE_ALL, [id]);\n      }),\n    commit: async (changes) => {\n      const [only] = changes;\n      if (changes.length === 1 && only !== undefined) return commitOne(query, only, clock());\n      return exclusively(\n        changes.map(({ of }) => of.id),\n        async (run) => {\n          for (const change of changes) if (!(await commitOne(run, change, clock()))) throw new Conflict();\n          return true;\n        },\n      ).catch((error: unknown) => {\n        if (error instanceof Conflict) return false;\n        throw error;\n      });\n    },\n    add: async ({ id }, record, by) => {\n      const { rows } = await query(ADD, [...parameters(id, record), clock(), by]);\n      return rows[0] === undefined ? null : Number(rows[0]['value']);\n    },\n    append: async ({ id }, record) =>\n      Number((await query(APPEND, [...parameters(id, record), clock()])).rows[0]?.['lines']),\n    take: async ({ id }, end, version) => {\n      const { rows } = await query(end === 'first' ? TAKE_FIRST : TAKE_LAST, [id, version]);\n      return (rows[0]?.['line'] ?? null) as string | null;\n    },\n    seed: async ({ id }, records, mark) => {\n      const columns = (['key', 'value', 'version', 'expiresAt'] as const).map((name) => records.map((r) => r[name]));\n      await query(SEED, [id, mark, ...columns]);\n      return String((await query(READ_MARK, [id])).rows[0]?.['value']);\n    },\n    wake: () => tryIdle(pool),\n    close: () => pool.end(),\n  };\n}",
    "javascript": "/** One table of records. Each operation is one statement, or one transaction that has its structures for itself. */\nfunction postgresRecords(clock) {\n  const pool = connectionPool();\n  const withTable = tableMaker((text) => pool.query(text));\n  const query = (text, values) => withTable(() => pool.query(text, [...values]));\n  const exclusively = (ids, work) => withTable(() => inTransaction(pool, ids, work));\n  /** What expired long ago is dropped by one in a hundred writes. Nobody waits for its success. */\n  const collect = async ({ expiresAt }) => {\n    if (expiresAt === null || Math.random() > 0.01) return;\n    await query(COLLECT, [clock() - GRACE_MS]).catch(() => null);\n  };\n\n  return {\n    read: async ({ id }, key) => stored((await query(READ, [id, key, clock()])).rows[0]),\n    readAll: async ({ id }) => (await query(READ_ALL, [id, clock()])).rows.map((row) => stored(row)),\n    count: async ({ id }) => Number((await query(COUNT, [id, clock()])).rows[0]?.['count']),\n    put: async ({ id }, record) => {\n      await query(PUT, [...parameters(id, record), clock()]);\n      await collect(record);\n    },\n    remove: async ({ id }, key) => (await query(REMOVE, [id, key, clock()])).rows[0]?.['alive'] === true,\n    removeAll: ({ id }) =>\n      exclusively([id], async (run) => {\n        await run(REMOVE_ALL, [id]);\n      }),\n    commit: async (changes) => {\n      const [only] = changes;\n      if (changes.length === 1 && only !== undefined) return commitOne(query, only, clock());\n      return exclusively(\n        changes.map(({ of }) => of.id),\n        async (run) => {\n          for (const change of changes) if (!(await commitOne(run, change, clock()))) throw new Conflict();\n          return true;\n        },\n      ).catch((error) => {\n        if (error instanceof Conflict) return false;\n        throw error;\n      });\n    },\n    add: async ({ id }, record, by) => {\n      const { rows } = await query(ADD, [...parameters(id, record), clock(), by]);\n      return rows[0] === undefined ? null : Number(rows[0]['value']);\n    },\n    append: async ({ id }, record) =>\n      Number((await query(APPEND, [...parameters(id, record), clock()])).rows[0]?.['lines']),\n    take: async ({ id }, end, version) => {\n      const { rows } = await query(end === 'first' ? TAKE_FIRST : TAKE_LAST, [id, version]);\n      return rows[0]?.['line'] ?? null;\n    },\n    seed: async ({ id }, records, mark) => {\n      const columns = ['key', 'value', 'version', 'expiresAt'].map((name) => records.map((r) => r[name]));\n      await query(SEED, [id, mark, ...columns]);\n      return String((await query(READ_MARK, [id])).rows[0]?.['value']);\n    },\n    wake: () => tryIdle(pool),\n    close: () => pool.end(),\n  };\n}"
  },
  {
    "section": "postgres-records",
    "names": [
      "Conflict"
    ],
    "uses": [
      "Error"
    ],
    "typescript": "class Conflict extends Error {}",
    "javascript": "class Conflict extends Error {}"
  },
  {
    "section": "postgres-records",
    "names": [
      "connectionPool"
    ],
    "uses": [
      "Pool",
      "client",
      "commandTimeout",
      "limit",
      "pool",
      "required"
    ],
    "typescript": "function connectionPool(): Pool {\n  const limit = commandTimeout();\n  const pool = new Pool({\n    connectionString: required('DATABASE_URL', 'the address of the database: postgres://user:password@host:5432/name'),\n    max: 5,\n    connectionTimeoutMillis: limit * 1.5,\n    query_timeout: limit,\n    idleTimeoutMillis: 30_000,\n    allowExitOnIdle: true,\n  });\n  // A connection that dies while it waits leaves the pool by itself; without a listener it would end the process.\n  pool.on('error', () => null);\n  pool.on('connect', (client) => client.on('error', () => null));\n  return pool;\n}",
    "javascript": "function connectionPool() {\n  const limit = commandTimeout();\n  const pool = new Pool({\n    connectionString: required('DATABASE_URL', 'the address of the database: postgres://user:password@host:5432/name'),\n    max: 5,\n    connectionTimeoutMillis: limit * 1.5,\n    query_timeout: limit,\n    idleTimeoutMillis: 30_000,\n    allowExitOnIdle: true,\n  });\n  // A connection that dies while it waits leaves the pool by itself; without a listener it would end the process.\n  pool.on('error', () => null);\n  pool.on('connect', (client) => client.on('error', () => null));\n  return pool;\n}"
  },
  {
    "section": "postgres-records",
    "names": [
      "tableMaker"
    ],
    "uses": [
      "CREATE",
      "Promise",
      "R",
      "codeOf",
      "error",
      "isRace",
      "messageOf",
      "run",
      "stateError",
      "work"
    ],
    "typescript": "/** Runs what needs the table, and makes the table when it is missing. What failed for want of it has done nothing. */\nfunction tableMaker(run: (text: string) => Promise<unknown>): <R>(work: () => Promise<R>) => Promise<R> {\n  return async (work) => {\n    try {\n      return await work();\n    } catch (error) {\n      if (codeOf(error) !== '42P01') throw error;\n    }\n    try {\n      await run(CREATE);\n    } catch (error) {\n      // Another process was making it at the same moment.\n      const isRace = ['23505', '42P07', '42710'].includes(codeOf(error));\n      if (!isRace) throw stateError(`the table is missing (${messageOf(error)}); create it with:\\n${CREATE}`, error);\n    }\n    return work();\n  };\n}",
    "javascript": "/** Runs what needs the table, and makes the table when it is missing. What failed for want of it has done nothing. */\nfunction tableMaker(run) {\n  return async (work) => {\n    try {\n      return await work();\n    } catch (error) {\n      if (codeOf(error) !== '42P01') throw error;\n    }\n    try {\n      await run(CREATE);\n    } catch (error) {\n      // Another process was making it at the same moment.\n      const isRace = ['23505', '42P07', '42710'].includes(codeOf(error));\n      if (!isRace) throw stateError(`the table is missing (${messageOf(error)}); create it with:\\n${CREATE}`, error);\n    }\n    return work();\n  };\n}"
  },
  {
    "section": "postgres-records",
    "names": [
      "codeOf"
    ],
    "uses": [
      "String",
      "error"
    ],
    "typescript": "function codeOf(error: unknown): string {\n  return String((error as { code?: unknown } | null)?.code);\n}",
    "javascript": "function codeOf(error) {\n  return String(error?.code);\n}"
  },
  {
    "section": "postgres-records",
    "names": [
      "inTransaction"
    ],
    "uses": [
      "LOCK",
      "Pool",
      "Promise",
      "Query",
      "R",
      "Row",
      "Set",
      "broken",
      "client",
      "error",
      "id",
      "ids",
      "pool",
      "result",
      "text",
      "values",
      "work"
    ],
    "typescript": "/** The structures are locked in the order of their names, so that two transactions never wait for each other. */\nasync function inTransaction<R>(pool: Pool, ids: readonly string[], work: (query: Query) => Promise<R>): Promise<R> {\n  const client = await pool.connect();\n  let broken = false;\n  try {\n    await client.query('BEGIN');\n    for (const id of [...new Set(ids)].sort()) await client.query(LOCK, [id]);\n    const result = await work((text, values) => client.query<Row>(text, [...values]));\n    await client.query('COMMIT');\n    return result;\n  } catch (error) {\n    await client.query('ROLLBACK').catch(() => {\n      broken = true;\n    });\n    throw error;\n  } finally {\n    client.release(broken);\n  }\n}",
    "javascript": "/** The structures are locked in the order of their names, so that two transactions never wait for each other. */\nasync function inTransaction(pool, ids, work) {\n  const client = await pool.connect();\n  let broken = false;\n  try {\n    await client.query('BEGIN');\n    for (const id of [...new Set(ids)].sort()) await client.query(LOCK, [id]);\n    const result = await work((text, values) => client.query(text, [...values]));\n    await client.query('COMMIT');\n    return result;\n  } catch (error) {\n    await client.query('ROLLBACK').catch(() => {\n      broken = true;\n    });\n    throw error;\n  } finally {\n    client.release(broken);\n  }\n}"
  },
  {
    "section": "postgres-records",
    "names": [
      "commitOne"
    ],
    "uses": [
      "CREATE_RECORD",
      "Promise",
      "Query",
      "READ",
      "REMOVE_VERSION",
      "REPLACE",
      "RecordChange",
      "expected",
      "key",
      "next",
      "now",
      "of",
      "parameters",
      "query",
      "rowCount",
      "rows"
    ],
    "typescript": "async function commitOne(query: Query, { of, key, expected, next }: RecordChange, now: number): Promise<boolean> {\n  if (next === 'keep' || (next === null && expected === null)) {\n    const { rows } = await query(READ, [of.id, key, now]);\n    return (rows[0]?.['version'] ?? null) === expected;\n  }\n  const { rowCount } =\n    next === null\n      ? await query(REMOVE_VERSION, [of.id, key, expected, now])\n      : expected === null\n        ? await query(CREATE_RECORD, [...parameters(of.id, next), now])\n        : await query(REPLACE, [...parameters(of.id, next), now, expected]);\n  return rowCount === 1;\n}",
    "javascript": "async function commitOne(query, { of, key, expected, next }, now) {\n  if (next === 'keep' || (next === null && expected === null)) {\n    const { rows } = await query(READ, [of.id, key, now]);\n    return (rows[0]?.['version'] ?? null) === expected;\n  }\n  const { rowCount } =\n    next === null\n      ? await query(REMOVE_VERSION, [of.id, key, expected, now])\n      : expected === null\n        ? await query(CREATE_RECORD, [...parameters(of.id, next), now])\n        : await query(REPLACE, [...parameters(of.id, next), now, expected]);\n  return rowCount === 1;\n}"
  },
  {
    "section": "postgres-records",
    "names": [
      "parameters"
    ],
    "uses": [
      "StoredRecord",
      "expiresAt",
      "id",
      "key",
      "value",
      "version"
    ],
    "typescript": "function parameters(id: string, { key, value, version, expiresAt }: StoredRecord): unknown[] {\n  return [id, key, value, version, expiresAt];\n}",
    "javascript": "function parameters(id, { key, value, version, expiresAt }) {\n  return [id, key, value, version, expiresAt];\n}"
  },
  {
    "section": "postgres-records",
    "names": [
      "stored"
    ],
    "uses": [
      "Row",
      "StoredRecord",
      "String",
      "expiresAt",
      "key",
      "row",
      "undefined",
      "value",
      "version"
    ],
    "typescript": "function stored(row: Row | undefined): StoredRecord | null {\n  if (row === undefined) return null;\n  const { key, value, version, expires_at: expiresAt } = row;\n  return { key: String(key), value: String(value), version: String(version), expiresAt: expiresAt as number | null };\n}",
    "javascript": "function stored(row) {\n  if (row === undefined) return null;\n  const { key, value, version, expires_at: expiresAt } = row;\n  return { key: String(key), value: String(value), version: String(version), expiresAt: expiresAt };\n}"
  },
  {
    "section": "postgres-records",
    "names": [
      "tryIdle"
    ],
    "uses": [
      "Array",
      "Pool",
      "PoolClient",
      "Promise",
      "client",
      "idle",
      "pool",
      "tried"
    ],
    "typescript": "/** Connections that died while the container was frozen leave the pool before somebody's statement is lost with them. */\nasync function tryIdle(pool: Pool): Promise<void> {\n  const idle: PoolClient[] = await Promise.all(Array.from({ length: pool.idleCount }, () => pool.connect()));\n  const tried = idle.map(async (client) => {\n    try {\n      await client.query('SELECT 1');\n      client.release();\n    } catch {\n      client.release(true);\n    }\n  });\n  await Promise.all(tried);\n}",
    "javascript": "/** Connections that died while the container was frozen leave the pool before somebody's statement is lost with them. */\nasync function tryIdle(pool) {\n  const idle = await Promise.all(Array.from({ length: pool.idleCount }, () => pool.connect()));\n  const tried = idle.map(async (client) => {\n    try {\n      await client.query('SELECT 1');\n      client.release();\n    } catch {\n      client.release(true);\n    }\n  });\n  await Promise.all(tried);\n}"
  },
  {
    "section": "postgres-statements",
    "names": [
      "CREATE"
    ],
    "uses": [],
    "typescript": "/**\n * Who writes to a structure shares its lock, who changes all of it has the lock alone: so that nothing is written between\n * the parts of a transaction. `position` is the order of insertion; what expired and is written again is inserted anew.\n */\nconst CREATE = `CREATE TABLE IF NOT EXISTS state_store (\n  structure text NOT NULL,\n  key text NOT NULL,\n  value text NOT NULL,\n  version text NOT NULL,\n  expires_at double precision,\n  position bigserial,\n  PRIMARY KEY (structure, key)\n);\nCREATE INDEX IF NOT EXISTS state_store_expires_at ON state_store (expires_at) WHERE expires_at IS NOT NULL;`;",
    "javascript": "/**\n * Who writes to a structure shares its lock, who changes all of it has the lock alone: so that nothing is written between\n * the parts of a transaction. `position` is the order of insertion; what expired and is written again is inserted anew.\n */\nconst CREATE = `CREATE TABLE IF NOT EXISTS state_store (\n  structure text NOT NULL,\n  key text NOT NULL,\n  value text NOT NULL,\n  version text NOT NULL,\n  expires_at double precision,\n  position bigserial,\n  PRIMARY KEY (structure, key)\n);\nCREATE INDEX IF NOT EXISTS state_store_expires_at ON state_store (expires_at) WHERE expires_at IS NOT NULL;`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "SHARED"
    ],
    "uses": [],
    "typescript": "const SHARED = `guard AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(hashtextextended('state_store:' || $1, 0)))`;",
    "javascript": "const SHARED = `guard AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(hashtextextended('state_store:' || $1, 0)))`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "NEW"
    ],
    "uses": [],
    "typescript": "const NEW = `INSERT INTO state_store AS s (structure, key, value, version, expires_at)\n  SELECT $1, $2, $3, $4, $5::double precision FROM guard\n  ON CONFLICT (structure, key) DO UPDATE SET version = excluded.version, expires_at = excluded.expires_at,\n    position = CASE WHEN s.expires_at <= $6 THEN excluded.position ELSE s.position END`;",
    "javascript": "const NEW = `INSERT INTO state_store AS s (structure, key, value, version, expires_at)\n  SELECT $1, $2, $3, $4, $5::double precision FROM guard\n  ON CONFLICT (structure, key) DO UPDATE SET version = excluded.version, expires_at = excluded.expires_at,\n    position = CASE WHEN s.expires_at <= $6 THEN excluded.position ELSE s.position END`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "ALIVE"
    ],
    "uses": [],
    "typescript": "const ALIVE = '(s.expires_at IS NULL OR s.expires_at > ';",
    "javascript": "const ALIVE = '(s.expires_at IS NULL OR s.expires_at > ';"
  },
  {
    "section": "postgres-statements",
    "names": [
      "LOCK"
    ],
    "uses": [],
    "typescript": "const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('state_store:' || $1, 0))`;",
    "javascript": "const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('state_store:' || $1, 0))`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "READ"
    ],
    "uses": [
      "ALIVE"
    ],
    "typescript": "const READ = `SELECT key, value, version, expires_at FROM state_store s\n  WHERE structure = $1 AND key = $2 AND ${ALIVE}$3)`;",
    "javascript": "const READ = `SELECT key, value, version, expires_at FROM state_store s\n  WHERE structure = $1 AND key = $2 AND ${ALIVE}$3)`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "READ_ALL"
    ],
    "uses": [
      "ALIVE"
    ],
    "typescript": "const READ_ALL = `SELECT key, value, version, expires_at FROM state_store s\n  WHERE structure = $1 AND ${ALIVE}$2) ORDER BY position`;",
    "javascript": "const READ_ALL = `SELECT key, value, version, expires_at FROM state_store s\n  WHERE structure = $1 AND ${ALIVE}$2) ORDER BY position`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "COUNT"
    ],
    "uses": [
      "ALIVE"
    ],
    "typescript": "const COUNT = `SELECT count(*) AS count FROM state_store s WHERE structure = $1 AND ${ALIVE}$2)`;",
    "javascript": "const COUNT = `SELECT count(*) AS count FROM state_store s WHERE structure = $1 AND ${ALIVE}$2)`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "PUT"
    ],
    "uses": [
      "NEW",
      "SHARED"
    ],
    "typescript": "const PUT = `WITH ${SHARED} ${NEW}, value = excluded.value`;",
    "javascript": "const PUT = `WITH ${SHARED} ${NEW}, value = excluded.value`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "CREATE_RECORD"
    ],
    "uses": [
      "PUT"
    ],
    "typescript": "/** Only where there is none, or its time has passed. */\nconst CREATE_RECORD = `${PUT} WHERE s.expires_at <= $6`;",
    "javascript": "/** Only where there is none, or its time has passed. */\nconst CREATE_RECORD = `${PUT} WHERE s.expires_at <= $6`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "REPLACE"
    ],
    "uses": [
      "ALIVE",
      "SHARED"
    ],
    "typescript": "const REPLACE = `WITH ${SHARED}\n  UPDATE state_store s SET value = $3, version = $4, expires_at = $5::double precision FROM guard\n  WHERE structure = $1 AND key = $2 AND version = $7 AND ${ALIVE}$6)`;",
    "javascript": "const REPLACE = `WITH ${SHARED}\n  UPDATE state_store s SET value = $3, version = $4, expires_at = $5::double precision FROM guard\n  WHERE structure = $1 AND key = $2 AND version = $7 AND ${ALIVE}$6)`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "REMOVE"
    ],
    "uses": [
      "ALIVE",
      "SHARED"
    ],
    "typescript": "const REMOVE = `WITH ${SHARED}\n  DELETE FROM state_store s USING guard WHERE structure = $1 AND key = $2 RETURNING ${ALIVE}$3) AS alive`;",
    "javascript": "const REMOVE = `WITH ${SHARED}\n  DELETE FROM state_store s USING guard WHERE structure = $1 AND key = $2 RETURNING ${ALIVE}$3) AS alive`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "REMOVE_VERSION"
    ],
    "uses": [
      "ALIVE",
      "SHARED"
    ],
    "typescript": "const REMOVE_VERSION = `WITH ${SHARED}\n  DELETE FROM state_store s USING guard WHERE structure = $1 AND key = $2 AND version = $3 AND ${ALIVE}$4)`;",
    "javascript": "const REMOVE_VERSION = `WITH ${SHARED}\n  DELETE FROM state_store s USING guard WHERE structure = $1 AND key = $2 AND version = $3 AND ${ALIVE}$4)`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "REMOVE_ALL"
    ],
    "uses": [],
    "typescript": "const REMOVE_ALL = 'DELETE FROM state_store WHERE structure = $1';",
    "javascript": "const REMOVE_ALL = 'DELETE FROM state_store WHERE structure = $1';"
  },
  {
    "section": "postgres-statements",
    "names": [
      "ADD"
    ],
    "uses": [
      "NEW",
      "SHARED"
    ],
    "typescript": "/** Of safe integers only: `numeric` would add anything else otherwise than JavaScript does. */\nconst ADD = `WITH ${SHARED} ${NEW},\n    value = CASE WHEN s.expires_at <= $6 THEN excluded.value ELSE (s.value::numeric + $7::numeric)::text END\n  WHERE s.expires_at <= $6 OR CASE WHEN s.value ~ '^-?[0-9]{1,16}$'\n    THEN abs(s.value::numeric) <= 9007199254740991 AND abs(s.value::numeric + $7::numeric) <= 9007199254740991\n    ELSE false END\n  RETURNING s.value`;",
    "javascript": "/** Of safe integers only: `numeric` would add anything else otherwise than JavaScript does. */\nconst ADD = `WITH ${SHARED} ${NEW},\n    value = CASE WHEN s.expires_at <= $6 THEN excluded.value ELSE (s.value::numeric + $7::numeric)::text END\n  WHERE s.expires_at <= $6 OR CASE WHEN s.value ~ '^-?[0-9]{1,16}$'\n    THEN abs(s.value::numeric) <= 9007199254740991 AND abs(s.value::numeric + $7::numeric) <= 9007199254740991\n    ELSE false END\n  RETURNING s.value`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "APPEND"
    ],
    "uses": [
      "NEW",
      "SHARED"
    ],
    "typescript": "const APPEND = `WITH ${SHARED} ${NEW},\n    value = CASE WHEN s.expires_at <= $6 THEN excluded.value ELSE s.value || excluded.value END\n  RETURNING length(s.value) - length(replace(s.value, E'\\\\n', '')) AS lines`;",
    "javascript": "const APPEND = `WITH ${SHARED} ${NEW},\n    value = CASE WHEN s.expires_at <= $6 THEN excluded.value ELSE s.value || excluded.value END\n  RETURNING length(s.value) - length(replace(s.value, E'\\\\n', '')) AS lines`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "TAKEN"
    ],
    "uses": [
      "SHARED"
    ],
    "typescript": "const TAKEN = `WITH ${SHARED}, before AS (\n    SELECT value FROM state_store, guard WHERE structure = $1 AND key = '' AND value <> '' FOR UPDATE OF state_store)`;",
    "javascript": "const TAKEN = `WITH ${SHARED}, before AS (\n    SELECT value FROM state_store, guard WHERE structure = $1 AND key = '' AND value <> '' FOR UPDATE OF state_store)`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "TAKE_FIRST"
    ],
    "uses": [
      "TAKEN"
    ],
    "typescript": "const TAKE_FIRST = `${TAKEN}\n  UPDATE state_store s SET version = $2, value = substr(before.value, position(E'\\\\n' IN before.value) + 1) FROM before\n  WHERE structure = $1 AND key = '' RETURNING split_part(before.value, E'\\\\n', 1) AS line`;",
    "javascript": "const TAKE_FIRST = `${TAKEN}\n  UPDATE state_store s SET version = $2, value = substr(before.value, position(E'\\\\n' IN before.value) + 1) FROM before\n  WHERE structure = $1 AND key = '' RETURNING split_part(before.value, E'\\\\n', 1) AS line`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "LAST_LINE"
    ],
    "uses": [],
    "typescript": "const LAST_LINE = `substring(before.value FROM E'[^\\\\n]*\\\\n$')`;",
    "javascript": "const LAST_LINE = `substring(before.value FROM E'[^\\\\n]*\\\\n$')`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "TAKE_LAST"
    ],
    "uses": [
      "LAST_LINE",
      "TAKEN"
    ],
    "typescript": "const TAKE_LAST = `${TAKEN}\n  UPDATE state_store s SET version = $2, value = left(before.value, -length(${LAST_LINE})) FROM before\n  WHERE structure = $1 AND key = '' RETURNING left(${LAST_LINE}, -1) AS line`;",
    "javascript": "const TAKE_LAST = `${TAKEN}\n  UPDATE state_store s SET version = $2, value = left(before.value, -length(${LAST_LINE})) FROM before\n  WHERE structure = $1 AND key = '' RETURNING left(${LAST_LINE}, -1) AS line`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "SEED"
    ],
    "uses": [],
    "typescript": "/** The mark is a record of a structure that no name can be: every name has a namespace in front. */\nconst SEED = `WITH guard AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended('state_store:' || $1, 0))),\n  mark AS (\n    INSERT INTO state_store (structure, key, value, version)\n    SELECT '@initial', $1,\n      CASE WHEN EXISTS (SELECT 1 FROM state_store WHERE structure = $1) THEN '' ELSE $2 END, '' FROM guard\n    ON CONFLICT DO NOTHING RETURNING value)\n  INSERT INTO state_store (structure, key, value, version, expires_at)\n  SELECT $1, r.key, r.value, r.version, r.expires_at\n  FROM mark, unnest($3::text[], $4::text[], $5::text[], $6::double precision[])\n    WITH ORDINALITY AS r (key, value, version, expires_at, number)\n  WHERE mark.value <> '' ORDER BY r.number`;",
    "javascript": "/** The mark is a record of a structure that no name can be: every name has a namespace in front. */\nconst SEED = `WITH guard AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended('state_store:' || $1, 0))),\n  mark AS (\n    INSERT INTO state_store (structure, key, value, version)\n    SELECT '@initial', $1,\n      CASE WHEN EXISTS (SELECT 1 FROM state_store WHERE structure = $1) THEN '' ELSE $2 END, '' FROM guard\n    ON CONFLICT DO NOTHING RETURNING value)\n  INSERT INTO state_store (structure, key, value, version, expires_at)\n  SELECT $1, r.key, r.value, r.version, r.expires_at\n  FROM mark, unnest($3::text[], $4::text[], $5::text[], $6::double precision[])\n    WITH ORDINALITY AS r (key, value, version, expires_at, number)\n  WHERE mark.value <> '' ORDER BY r.number`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "READ_MARK"
    ],
    "uses": [],
    "typescript": "const READ_MARK = `SELECT value FROM state_store WHERE structure = '@initial' AND key = $1`;",
    "javascript": "const READ_MARK = `SELECT value FROM state_store WHERE structure = '@initial' AND key = $1`;"
  },
  {
    "section": "postgres-statements",
    "names": [
      "COLLECT"
    ],
    "uses": [],
    "typescript": "const COLLECT = `DELETE FROM state_store WHERE expires_at < $1 AND ctid IN (\n  SELECT ctid FROM state_store WHERE expires_at < $1 LIMIT 500)`;",
    "javascript": "const COLLECT = `DELETE FROM state_store WHERE expires_at < $1 AND ctid IN (\n  SELECT ctid FROM state_store WHERE expires_at < $1 LIMIT 500)`;"
  },
  {
    "section": "memory-records",
    "names": [
      "memoryRecords"
    ],
    "uses": [
      "Map",
      "Promise",
      "RecordChange",
      "RecordSpace",
      "Records",
      "StoredRecord",
      "String",
      "after",
      "apply",
      "before",
      "by",
      "changed",
      "changes",
      "clock",
      "end",
      "expected",
      "expiresAt",
      "holds",
      "id",
      "key",
      "known",
      "line",
      "lines",
      "mark",
      "marks",
      "next",
      "of",
      "possible",
      "record",
      "records",
      "space",
      "spaces",
      "sum",
      "sumOf",
      "taken",
      "undefined",
      "value",
      "version"
    ],
    "typescript": "/**\n * Records in the memory of this process: for unit tests and first tries. They are gone with the process, and another\n * process has its own.\n */\nfunction memoryRecords(clock: () => number): Records {\n  const spaces = new Map<string, Map<string, StoredRecord>>();\n  const marks = new Map<string, string>();\n\n  const space = ({ id }: RecordSpace): Map<string, StoredRecord> => {\n    const known = spaces.get(id) ?? new Map<string, StoredRecord>();\n    spaces.set(id, known);\n    for (const { key, expiresAt } of known.values()) if (expiresAt !== null && expiresAt <= clock()) known.delete(key);\n    return known;\n  };\n  const holds = ({ of, key, expected }: RecordChange) => (space(of).get(key)?.version ?? null) === expected;\n  const apply = ({ of, key, next }: RecordChange): void => {\n    if (next === null) space(of).delete(key);\n    else if (next !== 'keep') space(of).set(key, next);\n  };\n  const changed = (of: RecordSpace, record: StoredRecord): void => {\n    space(of).set(record.key, record);\n  };\n\n  return {\n    read: (of, key) => Promise.resolve(space(of).get(key) ?? null),\n    readAll: (of) => Promise.resolve([...space(of).values()]),\n    count: (of) => Promise.resolve(space(of).size),\n    put: (of, record) => after(space(of).set(record.key, record)),\n    remove: (of, key) => Promise.resolve(space(of).delete(key)),\n    removeAll: (of) => after(spaces.delete(of.id)),\n    commit: (changes) => {\n      const possible = changes.every(holds);\n      if (possible) changes.forEach(apply);\n      return Promise.resolve(possible);\n    },\n    add: (of, record, by) => {\n      const sum = sumOf(space(of).get(record.key), record, by);\n      if (sum === null) return Promise.resolve(null);\n      changed(of, { ...record, value: String(sum) });\n      return Promise.resolve(sum);\n    },\n    append: (of, record) => {\n      const value = (space(of).get(record.key)?.value ?? '') + record.value;\n      changed(of, { ...record, value });\n      return Promise.resolve(value.split('\\n').length - 1);\n    },\n    take: (of, end, version) => {\n      const before = space(of).get('');\n      const lines = before?.value.split('\\n').slice(0, -1) ?? [];\n      const taken = (end === 'first' ? lines.shift() : lines.pop()) ?? null;\n      const value = lines.map((line) => `${line}\\n`).join('');\n      if (before !== undefined && taken !== null) changed(of, { ...before, version, value });\n      return Promise.resolve(taken);\n    },\n    seed: (of, records, mark) => {\n      const known = marks.get(of.id) ?? (space(of).size > 0 ? '' : mark);\n      if (!marks.has(of.id) && known === mark) for (const record of records) changed(of, record);\n      marks.set(of.id, known);\n      return Promise.resolve(known);\n    },\n    wake: () => Promise.resolve(),\n    close: () => Promise.resolve(),\n  };\n}",
    "javascript": "/**\n * Records in the memory of this process: for unit tests and first tries. They are gone with the process, and another\n * process has its own.\n */\nfunction memoryRecords(clock) {\n  const spaces = new Map();\n  const marks = new Map();\n\n  const space = ({ id }) => {\n    const known = spaces.get(id) ?? new Map();\n    spaces.set(id, known);\n    for (const { key, expiresAt } of known.values()) if (expiresAt !== null && expiresAt <= clock()) known.delete(key);\n    return known;\n  };\n  const holds = ({ of, key, expected }) => (space(of).get(key)?.version ?? null) === expected;\n  const apply = ({ of, key, next }) => {\n    if (next === null) space(of).delete(key);\n    else if (next !== 'keep') space(of).set(key, next);\n  };\n  const changed = (of, record) => {\n    space(of).set(record.key, record);\n  };\n\n  return {\n    read: (of, key) => Promise.resolve(space(of).get(key) ?? null),\n    readAll: (of) => Promise.resolve([...space(of).values()]),\n    count: (of) => Promise.resolve(space(of).size),\n    put: (of, record) => after(space(of).set(record.key, record)),\n    remove: (of, key) => Promise.resolve(space(of).delete(key)),\n    removeAll: (of) => after(spaces.delete(of.id)),\n    commit: (changes) => {\n      const possible = changes.every(holds);\n      if (possible) changes.forEach(apply);\n      return Promise.resolve(possible);\n    },\n    add: (of, record, by) => {\n      const sum = sumOf(space(of).get(record.key), record, by);\n      if (sum === null) return Promise.resolve(null);\n      changed(of, { ...record, value: String(sum) });\n      return Promise.resolve(sum);\n    },\n    append: (of, record) => {\n      const value = (space(of).get(record.key)?.value ?? '') + record.value;\n      changed(of, { ...record, value });\n      return Promise.resolve(value.split('\\n').length - 1);\n    },\n    take: (of, end, version) => {\n      const before = space(of).get('');\n      const lines = before?.value.split('\\n').slice(0, -1) ?? [];\n      const taken = (end === 'first' ? lines.shift() : lines.pop()) ?? null;\n      const value = lines.map((line) => `${line}\\n`).join('');\n      if (before !== undefined && taken !== null) changed(of, { ...before, version, value });\n      return Promise.resolve(taken);\n    },\n    seed: (of, records, mark) => {\n      const known = marks.get(of.id) ?? (space(of).size > 0 ? '' : mark);\n      if (!marks.has(of.id) && known === mark) for (const record of records) changed(of, record);\n      marks.set(of.id, known);\n      return Promise.resolve(known);\n    },\n    wake: () => Promise.resolve(),\n    close: () => Promise.resolve(),\n  };\n}"
  },
  {
    "section": "memory-records",
    "names": [
      "after"
    ],
    "uses": [
      "Promise",
      "done",
      "undefined"
    ],
    "typescript": "function after(done: unknown): Promise<void> {\n  return Promise.resolve(done).then(() => undefined);\n}",
    "javascript": "function after(done) {\n  return Promise.resolve(done).then(() => undefined);\n}"
  },
  {
    "section": "memory-records",
    "names": [
      "sumOf"
    ],
    "uses": [
      "Number",
      "StoredRecord",
      "before",
      "by",
      "isInteger",
      "sum",
      "undefined",
      "value"
    ],
    "typescript": "function sumOf(before: StoredRecord | undefined, { value }: StoredRecord, by: number): number | null {\n  if (before === undefined) return Number(value);\n  const sum = Number(before.value) + by;\n  return isInteger(before.value) && Number.isSafeInteger(sum) ? sum : null;\n}",
    "javascript": "function sumOf(before, { value }, by) {\n  if (before === undefined) return Number(value);\n  const sum = Number(before.value) + by;\n  return isInteger(before.value) && Number.isSafeInteger(sum) ? sum : null;\n}"
  },
  {
    "section": "memory-records",
    "names": [
      "isInteger"
    ],
    "uses": [
      "Number",
      "text"
    ],
    "typescript": "function isInteger(text: string): boolean {\n  return /^-?\\d+$/.test(text) && Number.isSafeInteger(Number(text));\n}",
    "javascript": "function isInteger(text) {\n  return /^-?\\d+$/.test(text) && Number.isSafeInteger(Number(text));\n}"
  }
];

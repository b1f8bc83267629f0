import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Key, List, StateMap, StateSet, StateStore } from '../../src/stores/runtime/interface.js';

/** Random operations on a structure and on what JavaScript itself has for it give the same answers. */
export function likeJavaScript(store: () => StateStore, numRuns: number): void {
  /** Few runs with many operations each: every operation is a round trip. */
  const runs = <T>(given: fc.Arbitrary<T>, check: (given: T) => Promise<void>): Promise<void> =>
    fc.assert(fc.asyncProperty(given, check), { numRuns });
  let names = 0;
  const fresh = (kind: string): string => `${kind}-${++names}`;

  describe('like JavaScript', () => {
    it('map is a Map', () =>
      runs(fc.array(mapOperation(key, value), LENGTH), async (operations) => {
        const real = store().map<Key, unknown>(fresh('map'));
        const model = new Map<Key, unknown>();
        for (const operation of operations) same(await onMap(real, operation), onModel(model, operation), operation);
        same(await real.entries(), [...model]);
        same(await real.size(), model.size);
      }));

    it('object is an object', () =>
      runs(fc.array(mapOperation(objectKey, value), LENGTH), async (operations) => {
        const real = store().object<unknown>(fresh('object'));
        const model: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
        for (const operation of operations) same(await onMap(real, operation), onObject(model, operation), operation);
        same(await real.entries(), Object.entries(model));
        same(await real.keys(), Object.keys(model));
        same(await real.values(), Object.values(model));
      }));

    it('set is a Set', () =>
      runs(fc.array(fc.tuple(fc.constantFrom('add', 'has', 'delete', 'clear'), key), LENGTH), async (operations) => {
        const real = store().set<Key>(fresh('set'));
        const model = new Set<Key>();
        for (const [what, item] of operations) same(await onSet(real, what, item), onSetModel(model, what, item), what);
        same(await real.values(), [...model]);
        same(await real.size(), model.size);
      }));

    it('list is an array', () =>
      runs(fc.array(listOperation, LENGTH), async (operations) => {
        const real = store().list<unknown>(fresh('list'));
        const model: unknown[] = [];
        for (const operation of operations) same(await onList(real, operation), onArray(model, operation), operation);
        same(await real.toArray(), model);
        same(await real.length(), model.length);
      }));

    it('counter is a number', () =>
      runs(fc.array(number, LENGTH), async (amounts) => {
        const real = store().counter(fresh('counter'));
        const entry = store().map<string, number>(fresh('numbers'));
        let model = 0;
        for (const amount of amounts) {
          model += amount;
          same(await real.increment(amount), model, amount);
          same(await entry.increment('n', amount), model, amount);
        }
        same([await real.get(), (await entry.get('n')) ?? 0], [model, model]);
      }));

    it('cell gives back what it got', () =>
      runs(value, async (given) => {
        const real = store().cell<unknown>(fresh('cell'));
        await real.set(given);
        same(await real.get(), given);
      }));
  });
}

const LENGTH = { maxLength: 12 };

function same(actual: unknown, expected: unknown, after?: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  expect({ after, actual }).toStrictEqual({ after, actual: expected });
  throw new Error('equal to the one comparison, not to the other');
}

/** Few keys, so that they meet; among them those that are easily taken for one another. */
const key: fc.Arbitrary<Key> = fc.constantFrom(
  1,
  '1',
  0,
  -0,
  Number.NaN,
  'NaN',
  null,
  'null',
  undefined,
  true,
  10n,
  'ä\n',
);
const objectKey: fc.Arbitrary<string> = fc.constantFrom(
  'b',
  'a',
  '10',
  '9',
  '01',
  '-1',
  '1.5',
  '4294967295',
  '__proto__',
);
const number = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double(),
  fc.constantFrom(0.1, 0.2, -0, 2 ** 53, -(2 ** 53) + 1),
);

const value: fc.Arbitrary<unknown> = fc
  .anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withUnicodeString: true,
    key: fc.oneof(fc.string(), fc.constantFrom('$', '__proto__', 'constructor', '0')),
    maxDepth: 3,
  })
  .filter((given) => given !== undefined);

type MapOperation<K> =
  | { readonly what: 'get' | 'has' | 'delete' | 'clear'; readonly key: K }
  | { readonly what: 'set' | 'update' | 'getOrInsert'; readonly key: K; readonly value: unknown };

function mapOperation<K>(keys: fc.Arbitrary<K>, values: fc.Arbitrary<unknown>): fc.Arbitrary<MapOperation<K>> {
  const reading = fc.record({ what: fc.constantFrom('get', 'has', 'delete', 'delete', 'clear'), key: keys });
  const writing = fc.record({ what: fc.constantFrom('set', 'set', 'update', 'getOrInsert'), key: keys, value: values });
  return fc.oneof(reading, { arbitrary: writing, weight: 2 }) as fc.Arbitrary<MapOperation<K>>;
}

async function onMap<K, In>(map: StateMap<K, unknown, In>, operation: MapOperation<In>): Promise<unknown> {
  switch (operation.what) {
    case 'get':
      return map.get(operation.key);
    case 'has':
      return map.has(operation.key);
    case 'delete':
      return map.delete(operation.key);
    case 'clear':
      return map.clear();
    case 'set':
      return map.set(operation.key, operation.value);
    case 'update':
      return map.update(operation.key, (before) => ({ value: [operation.value], result: before }));
    case 'getOrInsert':
      return map.getOrInsert(operation.key, () => operation.value);
  }
}

function onModel<K>(map: Map<K, unknown>, operation: MapOperation<K>): unknown {
  const before = map.get(operation.key);
  const had = map.has(operation.key);
  switch (operation.what) {
    case 'get':
      return before;
    case 'has':
      return had;
    case 'delete':
      return map.delete(operation.key);
    case 'clear':
      return map.clear();
    case 'set':
      return void map.set(operation.key, operation.value);
    case 'update':
      map.set(operation.key, [operation.value]);
      return before;
    case 'getOrInsert':
      if (!had) map.set(operation.key, operation.value);
      return map.get(operation.key);
  }
}

/** An object as it is written to by hand. */
function onObject(object: Record<string, unknown>, operation: MapOperation<string>): unknown {
  const { key: name } = operation;
  const before = object[name];
  const had = name in object;
  switch (operation.what) {
    case 'get':
      return before;
    case 'has':
      return had;
    case 'delete':
      Reflect.deleteProperty(object, name);
      return had;
    case 'clear':
      for (const each of Object.keys(object)) Reflect.deleteProperty(object, each);
      return undefined;
    case 'set':
      object[name] = operation.value;
      return undefined;
    case 'update':
      object[name] = [operation.value];
      return before;
    case 'getOrInsert':
      return had ? before : (object[name] = operation.value);
  }
}

type SetOperation = 'add' | 'has' | 'delete' | 'clear';

async function onSet(set: StateSet<Key>, what: string, item: Key): Promise<unknown> {
  return set[what as SetOperation](item);
}

function onSetModel(set: Set<Key>, what: string, item: Key): unknown {
  const had = set.has(item);
  const answer = set[what as SetOperation](item);
  return what === 'add' ? !had : answer;
}

type ListOperation =
  | { readonly what: 'push'; readonly items: readonly unknown[] }
  | { readonly what: 'shift' | 'pop' | 'drain' | 'reverse' }
  | { readonly what: 'at' | 'splice'; readonly index: number }
  | { readonly what: 'replace'; readonly items: readonly unknown[] };

const items = fc.array(fc.oneof(value, fc.constantFrom(undefined, 'line\nend', '')), { maxLength: 3 });
const listOperation = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant('push'), items }) },
  fc.record({ what: fc.constantFrom('shift', 'pop', 'shift', 'pop', 'drain', 'reverse') }),
  fc.record({ what: fc.constantFrom('at', 'splice'), index: fc.integer({ min: -3, max: 4 }) }),
  fc.record({ what: fc.constant('replace'), items }),
) as fc.Arbitrary<ListOperation>;

async function onList(list: List<unknown>, operation: ListOperation): Promise<unknown> {
  switch (operation.what) {
    case 'push':
      return list.push(...operation.items);
    case 'shift':
      return list.shift();
    case 'pop':
      return list.pop();
    case 'drain':
      return list.drain();
    case 'reverse':
      return list.update((array) => ({ value: array.reverse() }));
    case 'at':
      return list.at(operation.index);
    case 'splice':
      return list.update((array) => {
        const result = array.splice(operation.index, 1);
        return { value: array, result };
      });
    case 'replace':
      return list.replace(operation.items);
  }
}

function onArray(array: unknown[], operation: ListOperation): unknown {
  switch (operation.what) {
    case 'push':
      return array.push(...operation.items);
    case 'shift':
      return array.shift();
    case 'pop':
      return array.pop();
    case 'drain':
      return array.splice(0);
    case 'reverse':
      return void array.reverse();
    case 'at':
      return array.at(operation.index);
    case 'splice':
      return array.splice(operation.index, 1);
    case 'replace':
      return void array.splice(0, Infinity, ...operation.items);
  }
}

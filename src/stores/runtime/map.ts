import { increment, valueOf } from './counter.js';
import { decode, encode } from './encoding.js';
import { checkedChange, nameOf, type Engine, type Structure } from './engine.js';
import type { Key, MapOptions, StateMap } from './interface.js';

export function mapOf<K extends Key, V>(
  engine: Engine,
  name: string,
  options: MapOptions<Iterable<readonly [K, V]>>,
): StateMap<K, V> {
  const { initial } = options;
  const seeds = initial === undefined ? null : () => [...valueOf(initial)];
  return entriesOf<K, V, K>(engine, mapStructure('map', name, options, keyText, seeds), (keys) => keys as K[]);
}

export function objectOf<V, K extends string>(
  engine: Engine,
  name: string,
  options: MapOptions<Readonly<Record<string, V>>>,
): StateMap<K, V, K | number> {
  const { initial } = options;
  const seeds = initial === undefined ? null : () => Object.entries(valueOf(initial));
  const toKey = (of: string, key: unknown): string => keyText(of, typeof key === 'symbol' ? key : String(key));
  return entriesOf<K, V, K | number>(engine, mapStructure('object', name, options, toKey, seeds), (keys) =>
    inObjectOrder(keys as K[]),
  );
}

/** The text of a primitive. As in a Map, -0 is the key 0. */
export function keyText(name: string, key: unknown): string {
  if (typeof key === 'symbol' || typeof key === 'function' || (typeof key === 'object' && key !== null)) {
    throw new TypeError(`${name}: a key is a ${typeof key}, but a store knows keys by value: use its id`);
  }
  return encode(key === 0 ? 0 : key, name);
}

function mapStructure(
  kind: 'map' | 'object',
  name: string,
  { group, ttlSeconds }: MapOptions<unknown>,
  toKey: (name: string, key: unknown) => string,
  seeds: (() => (readonly [unknown, unknown])[]) | null,
): Structure {
  const toText = (value: unknown, key: unknown): string => encode(value, nameOf({ name }, toKey(name, key)));
  return {
    name,
    kind,
    group,
    ttlSeconds: checkedTtl(name, ttlSeconds),
    initial: seeds && (() => seeds().map(([key, value]) => [toKey(name, key), toText(value, key)])),
    toKey: (key) => toKey(name, key),
    toText,
    fromText: (text) => (text === null ? undefined : decode(text)),
  };
}

export function checkedTtl(name: string, ttlSeconds: number | undefined): number | undefined {
  if (ttlSeconds === undefined || (Number.isFinite(ttlSeconds) && ttlSeconds > 0)) return ttlSeconds;
  throw new RangeError(`${name}: ttlSeconds is ${ttlSeconds}, but it has to be a positive number`);
}

function entriesOf<K, V, In>(
  engine: Engine,
  structure: Structure,
  inOrder: (keys: unknown[]) => K[],
): StateMap<K, V, In> {
  const fromText = (text: string | null): V | undefined => structure.fromText(text) as V | undefined;
  const read = async (key: In): Promise<string | null> =>
    (await engine.read(structure, structure.toKey(key)))?.value ?? null;
  const entries = async (): Promise<[K, V][]> => {
    const records = await engine.readAll(structure);
    const byKey = new Map(records.map(({ key, value }) => [decode(key), value]));
    return inOrder([...byKey.keys()]).map((key) => [key, fromText(byKey.get(key) ?? null) as V]);
  };
  return {
    entity: structure,
    get: async (key) => fromText(await read(key)),
    has: async (key) => (await read(key)) !== null,
    set: async (key, value) => engine.write(structure, structure.toKey(key), structure.toText(value, key)),
    delete: async (key) => {
      const text = structure.toKey(key);
      return engine.call(structure, 'delete', (records, of) => records.remove(of, text));
    },
    size: () => engine.count(structure),
    keys: async () => inOrder((await engine.readAll(structure)).map(({ key }) => decode(key))),
    values: async () => (await entries()).map(([, value]) => value),
    entries,
    clear: () => engine.call(structure, 'clear', (records, of) => records.removeAll(of)),
    update: async (key, change) =>
      engine.change(structure, structure.toKey(key), (text) => {
        const { value, result } = checkedChange(structure, change(fromText(text)));
        return { text: value === undefined ? null : structure.toText(value, key), result };
      }),
    increment: async (key, by = 1) => increment(engine, structure, structure.toKey(key), by),
    getOrInsert: async (key, make) => {
      const known = await read(key);
      if (known !== null) return fromText(known) as V;
      return engine.change(structure, structure.toKey(key), (text) => {
        const stored = text ?? structure.toText(make(), key);
        return { text: stored, result: fromText(stored) as V };
      });
    },
  };
}

/** Integer-like keys first, in ascending order, then the others in the order of their insertion. */
function inObjectOrder<K extends string>(keys: K[]): K[] {
  const isIndex = (key: string): boolean => String(Number(key) >>> 0) === key && key !== '4294967295';
  const indexes = keys.filter(isIndex).sort((a, b) => Number(a) - Number(b));
  return [...indexes, ...keys.filter((key) => !isIndex(key))];
}

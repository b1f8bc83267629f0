import { valueOf } from './counter.js';
import { decode } from './encoding.js';
import type { Engine, Structure } from './engine.js';
import type { Key, MapOptions, StateSet } from './interface.js';
import { checkedTtl, keyText } from './map.js';

export function setOf<T extends Key>(engine: Engine, name: string, options: MapOptions<Iterable<T>>): StateSet<T> {
  const { initial, group, ttlSeconds } = options;
  const structure: Structure = {
    name,
    kind: 'set',
    group,
    ttlSeconds: checkedTtl(name, ttlSeconds),
    initial: initial === undefined ? null : () => [...valueOf(initial)].map((value) => [keyText(name, value), PRESENT]),
    toKey: (value) => keyText(name, value),
    toText: () => PRESENT,
    fromText: (text) => text !== null,
  };
  return {
    entity: structure,
    add: async (value) =>
      engine.change(structure, structure.toKey(value), (text) => ({ text: PRESENT, result: text === null })),
    has: async (value) => (await engine.read(structure, structure.toKey(value))) !== null,
    delete: async (value) => {
      const key = structure.toKey(value);
      return engine.call(structure, 'delete', (records, of) => records.remove(of, key));
    },
    size: () => engine.count(structure),
    values: async () => (await engine.readAll(structure)).map(({ key }) => decode(key) as T),
    clear: () => engine.call(structure, 'clear', (records, of) => records.removeAll(of)),
  };
}

const PRESENT = 'true';

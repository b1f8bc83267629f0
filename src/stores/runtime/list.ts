import { randomUUID } from 'node:crypto';
import { valueOf } from './counter.js';
import { decode, decodeLines, encodeLines } from './encoding.js';
import { checkedChange, type Engine, type Structure } from './engine.js';
import type { List, ListOptions } from './interface.js';

export function listOf<T>(engine: Engine, name: string, { initial, group }: ListOptions<T>): List<T> {
  const structure: Structure = {
    name,
    kind: 'list',
    group,
    ttlSeconds: undefined,
    initial: initial === undefined ? null : () => [['', encodeLines(valueOf(initial), name)]],
    toKey: () => '',
    toText: (items) => encodeLines(items as T[], name),
    fromText: (text) => decodeLines(text ?? ''),
  };
  const read = async (): Promise<T[]> => decodeLines((await engine.read(structure, ''))?.value ?? '') as T[];
  const take = async (end: 'first' | 'last'): Promise<T | undefined> => {
    const version = randomUUID();
    const line = await engine.call(structure, end === 'first' ? 'shift' : 'pop', (records, of) =>
      records.take(of, end, version),
    );
    return line === null ? undefined : (decode(line) as T);
  };
  return {
    entity: structure,
    push: async (...items) => {
      if (items.length === 0) return (await read()).length;
      const record = engine.record(structure, '', encodeLines(items, name));
      return engine.call(structure, 'push', (records, of) => records.append(of, record));
    },
    shift: () => take('first'),
    pop: () => take('last'),
    length: async () => (await read()).length,
    at: async (index) => {
      const items = await read();
      return items[index < 0 ? items.length + index : index];
    },
    toArray: read,
    replace: async (items) => engine.write(structure, '', encodeLines(items, name)),
    update: (change) =>
      engine.change(structure, '', (text) => {
        const { value, result } = checkedChange(structure, change(decodeLines(text ?? '') as T[]));
        return { text: encodeLines(value ?? [], name), result };
      }),
    drain: () =>
      engine.change(structure, '', (text) => ({
        text: text === null ? null : '',
        result: decodeLines(text ?? '') as T[],
      })),
  };
}

import { valueOf } from './counter.js';
import { decode, encode } from './encoding.js';
import { checkedChange, type Engine, type Structure } from './engine.js';
import type { Cell, CellOptions } from './interface.js';

export function cellOf<T>(engine: Engine, name: string, options: Partial<CellOptions<T>>): Cell<T> {
  const { initial, group } = options;
  // What is the same in every process need not be written to be known.
  const isPlain = initial === undefined || NOTHING.some((value) => Object.is(value, initial));
  const fromText = (text: string | null): T =>
    (text === null ? (isPlain ? (initial as T) : undefined) : decode(text)) as T;
  const structure: Structure = {
    name,
    kind: 'cell',
    group,
    ttlSeconds: undefined,
    initial: isPlain ? null : () => [['', encode(valueOf(initial), name)]],
    toKey: () => '',
    toText: (value) => encode(value, name),
    fromText,
  };
  const set = (value: unknown): Promise<void> => engine.write(structure, '', encode(value, name));
  return {
    entity: structure,
    get: async () => fromText((await engine.read(structure, ''))?.value ?? null),
    set,
    delete: () => set(undefined),
    update: (change) =>
      engine.change(structure, '', (text) => {
        const { value, result } = checkedChange(structure, change(fromText(text)));
        return { text: encode(value, name), result };
      }),
    getOrInsert: async (make) => {
      const known = fromText((await engine.read(structure, ''))?.value ?? null);
      if (known !== undefined) return known;
      return engine.change(structure, '', (text) => {
        if (fromText(text) !== undefined) return { text, result: fromText(text) };
        const made = encode(make(), name);
        return { text: made, result: decode(made) as T };
      });
    },
  };
}

const NOTHING: readonly unknown[] = [null, false, 0, ''];

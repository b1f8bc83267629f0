import { decode, encode } from './encoding.js';
import type { Engine, Structure } from './engine.js';
import type { Counter, CounterOptions, Initial } from './interface.js';

export function counterOf(engine: Engine, name: string, { initial, group }: CounterOptions): Counter {
  const structure: Structure = {
    name,
    kind: 'counter',
    group,
    ttlSeconds: undefined,
    initial: initial === undefined || Object.is(initial, 0) ? null : () => [['', numberText(name, valueOf(initial))]],
    toKey: () => '',
    toText: (value) => numberText(name, value),
    fromText: (text) => numberOf(name, text),
  };
  return {
    entity: structure,
    get: async () => numberOf(name, (await engine.read(structure, ''))?.value ?? null),
    increment: (by = 1) => increment(engine, structure, '', by),
    set: (value) => engine.write(structure, '', numberText(name, value)),
    compareAndSet: (expected, next) =>
      engine.change(structure, '', (text) => {
        const current = numberOf(name, text);
        const isExpected = current === expected || Object.is(current, expected);
        return isExpected ? { text: numberText(name, next), result: true } : { text, result: false };
      }),
  };
}

/** In the store itself for safe integers, else by comparing and setting: stores add otherwise than JavaScript does. */
export async function increment(engine: Engine, structure: Structure, key: string, by: number): Promise<number> {
  if (Number.isSafeInteger(by) && !Object.is(by, -0)) {
    const record = engine.record(structure, key, String(by));
    const sum = await engine.call(structure, 'increment', (records, of) => records.add(of, record, by));
    if (sum !== null) return sum;
  }
  return engine.change(structure, key, (text) => {
    const sum = numberOf(structure.name, text) + numberOf(structure.name, encode(by, structure.name));
    return { text: numberText(structure.name, sum), result: sum };
  });
}

export function valueOf<T>(initial: Initial<T>): T {
  return typeof initial === 'function' ? (initial as () => T)() : initial;
}

function numberText(name: string, value: unknown): string {
  if (typeof value !== 'number') throw new TypeError(`${name}: ${typeof value} is not a number`);
  return encode(value, name);
}

function numberOf(name: string, text: string | null): number {
  const value = text === null ? 0 : decode(text);
  if (typeof value !== 'number') throw new TypeError(`${name}: ${typeof value} is not a number`);
  return value;
}

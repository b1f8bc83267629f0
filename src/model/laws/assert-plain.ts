import type { Breach } from './breach.js';

/** M1: primitives, arrays, plain objects, and the Maps, Sets and typed arrays that the model declares. */
export function assertPlain(result: unknown, fail: Breach): void {
  const seen = new Set<object>();
  const pending: Item[] = [];
  const look = (value: unknown, key: string, parent: Item | null): void => {
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
      fail('M1', fileOf(parent), `${pathTo(parent, key)} is a ${typeof value}`);
    }
    // What is frozen was checked after the stage before.
    if (typeof value !== 'object' || value === null || seen.has(value) || Object.isFrozen(value)) return;
    seen.add(value);
    if (!ArrayBuffer.isView(value)) pending.push({ value, key, parent });
  };
  look(result, 'result', null);
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const { value } = item;
    if (!isPlain(value)) fail('M1', fileOf(item), `${pathTo(item.parent, item.key)} is a ${value.constructor.name}`);
    for (const [key, part] of partsOf(value)) look(part, key, item);
  }
}

interface Item {
  readonly value: object;
  readonly key: string;
  readonly parent: Item | null;
}

function isPlain(value: object): boolean {
  if (Array.isArray(value) || value instanceof Map || value instanceof Set) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function* partsOf(value: object): Generator<[string, unknown]> {
  if (value instanceof Map) {
    for (const [key, part] of value) {
      if (typeof key === 'object') yield ['key', key];
      yield [typeof key === 'object' ? 'value' : String(key), part];
    }
  } else if (value instanceof Set) for (const part of value) yield ['member', part];
  else yield* Object.entries(value);
}

function pathTo(parent: Item | null, key: string): string {
  const keys = [key];
  for (let at = parent; at; at = at.parent) keys.push(at.key);
  return keys.reverse().join('.');
}

/** The module that a value belongs to, where a record on the way to it has a path. */
function fileOf(item: Item | null): string | null {
  for (let at = item; at; at = at.parent) {
    const { path, file } = at.value as { path?: unknown; file?: unknown };
    if (typeof path === 'string') return path;
    if (typeof file === 'string') return file;
  }
  return null;
}

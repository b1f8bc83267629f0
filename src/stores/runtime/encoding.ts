/**
 * A value as text that gives back the same value: JSON, and what JSON cannot say as `{"$": [kind, …]}`. A part that occurs
 * twice stays one part. What would come back as something else is refused, with its path from `root`.
 */
export function encode(value: unknown, root: string): string {
  return JSON.stringify(plain(value, root, { known: new Map(), open: new Set() }));
}

/** The value that `encode` made the text of, every time a new copy. */
export function decode(text: string): unknown {
  return revived(JSON.parse(text), []);
}

/** An array as text with one line for each element, so that a store can append and take without reading the rest. */
export function encodeLines(items: readonly unknown[], root: string): string {
  return items.map((item, index) => `${encode(item, `${root}[${index}]`)}\n`).join('');
}

export function decodeLines(text: string): unknown[] {
  return text === '' ? [] : text.slice(0, -1).split('\n').map(decode);
}

/** The objects met so far, numbered in the order in which they were met, and those that are being written right now. */
interface Met {
  readonly known: Map<object, number>;
  readonly open: Set<object>;
}

function plain(value: unknown, path: string, met: Met): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value) && !Object.is(value, -0)) return value;
      return special('number', Object.is(value, -0) ? '-0' : String(value));
    case 'undefined':
      return special('undefined');
    case 'bigint':
      return special('bigint', String(value));
    case 'object':
      return value === null ? null : plainObject(value, path, met);
    default:
      throw new TypeError(`${path} is a ${typeof value}, which cannot be kept in a store`);
  }
}

function special(kind: string, ...content: readonly unknown[]): unknown {
  return { $: [kind, ...content] };
}

function plainObject(value: object, path: string, met: Met): unknown {
  if (met.open.has(value)) throw new TypeError(`${path} contains itself, so it cannot be kept in a store`);
  const known = met.known.get(value);
  if (known !== undefined) return special('same', known);
  met.known.set(value, met.known.size);
  met.open.add(value);
  const result = plainContent(value, path, met);
  met.open.delete(value);
  return result;
}

function plainContent(value: object, path: string, met: Met): unknown {
  if (Array.isArray(value)) return plainArray(value, path, met);
  if (isRecord(value)) return plainRecord(value, path, met);
  if (isNamed(value, 'Date')) return special('Date', dateNumber(value as Date));
  if (isNamed(value, 'Map')) {
    const entries = [...(value as Map<unknown, unknown>)].map(([key, item], index) => [
      plain(key, `${path}.keys()[${index}]`, met),
      plain(item, `${path}.get(${shown(key)})`, met),
    ]);
    return special('Map', entries);
  }
  if (isNamed(value, 'Set')) {
    return special(
      'Set',
      [...(value as Set<unknown>)].map((item, index) => plain(item, `${path}.values()[${index}]`, met)),
    );
  }
  const bytes = bytesOf(value);
  if (bytes !== null) return special(...bytes);
  throw new TypeError(`${path} is ${describe(value)}, which would come back as a plain object`);
}

function shown(key: unknown): string {
  return typeof key === 'object' && key !== null ? '…' : typeof key === 'string' ? JSON.stringify(key) : String(key);
}

/** An invalid date has no time. */
function dateNumber(date: Date): number | null {
  const time = date.getTime();
  return Number.isNaN(time) ? null : time;
}

function plainArray(array: readonly unknown[], path: string, met: Met): unknown[] {
  const result: unknown[] = [];
  let holes = 0;
  for (let index = 0; index < array.length; index++) {
    if (!(index in array)) holes++;
    result.push(index in array ? plain(array[index], `${path}[${index}]`, met) : special('hole'));
  }
  if (Object.keys(array).length !== array.length - holes) {
    throw new TypeError(`${path} is an array with properties beside its elements, which would be lost`);
  }
  return result;
}

/** An object without a class, also one that comes from another realm (a test runner's). */
function isRecord(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null) return true;
  return (
    Object.getPrototypeOf(prototype) === null && Object.prototype.hasOwnProperty.call(prototype, 'propertyIsEnumerable')
  );
}

function plainRecord(record: object, path: string, met: Met): unknown {
  const result: Record<string, unknown> = {};
  for (const key of Reflect.ownKeys(record)) {
    const at = typeof key === 'string' ? pathTo(path, key) : `${path}[${String(key)}]`;
    const property = Object.getOwnPropertyDescriptor(record, key);
    if (typeof key === 'symbol' || property === undefined || !property.enumerable || !('value' in property)) {
      throw new TypeError(`${at} is a symbol, a getter or not enumerable, so it would be lost`);
    }
    place(result, key, plain(property.value, at, met));
  }
  if (Object.getPrototypeOf(record) === null) return special('dictionary', result);
  return '$' in result ? special('object', result) : result;
}

function pathTo(path: string, key: string): string {
  return /^[\w$]+$/.test(key) && !/^\d/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** Sets an own property whatever its name is: assigning `__proto__` would do something else. */
function place(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Whether it is of a built-in class itself: a subclass has fields and methods of its own. */
function isNamed(value: object, name: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${name}]` && value.constructor.name === name;
}

const ARRAYS: readonly (readonly [string, (bytes: ArrayBuffer) => object])[] = [
  ['ArrayBuffer', (bytes) => bytes],
  ['DataView', (bytes) => new DataView(bytes)],
  ['Uint8Array', (bytes) => new Uint8Array(bytes)],
  ['Uint8ClampedArray', (bytes) => new Uint8ClampedArray(bytes)],
  ['Uint16Array', (bytes) => new Uint16Array(bytes)],
  ['Uint32Array', (bytes) => new Uint32Array(bytes)],
  ['Int8Array', (bytes) => new Int8Array(bytes)],
  ['Int16Array', (bytes) => new Int16Array(bytes)],
  ['Int32Array', (bytes) => new Int32Array(bytes)],
  ['Float32Array', (bytes) => new Float32Array(bytes)],
  ['Float64Array', (bytes) => new Float64Array(bytes)],
  ['BigInt64Array', (bytes) => new BigInt64Array(bytes)],
  ['BigUint64Array', (bytes) => new BigUint64Array(bytes)],
];

function bytesOf(value: object): [string, string] | null {
  if (Buffer.isBuffer(value)) return ['Buffer', value.toString('base64')];
  const name = ARRAYS.find(([candidate]) => isNamed(value, candidate))?.[0];
  if (name === undefined) return null;
  const bytes = ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength)
    : Buffer.from(value as ArrayBuffer);
  return [name, bytes.toString('base64')];
}

function describe(value: object): string {
  const name = (value as { constructor?: { name?: unknown } }).constructor?.name;
  if (name === 'Promise') return 'a promise (an await is missing)';
  return typeof name === 'string' && name !== '' && name !== 'Object' ? `an instance of ${name}` : 'not a plain object';
}

function revived(node: unknown, met: unknown[]): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return revivedArray(node, met);
  const content = (node as { $?: unknown }).$;
  if (content !== undefined && Object.keys(node).length === 1) return revivedSpecial(content as unknown[], met);
  return revivedRecord(node, met);
}

function revivedArray(array: unknown[], met: unknown[]): unknown[] {
  met.push(array);
  for (let index = 0; index < array.length; index++) {
    const item = array[index] as { $?: unknown } | null;
    const isHole = typeof item === 'object' && item !== null && Array.isArray(item.$) && item.$[0] === 'hole';
    if (isHole) Reflect.deleteProperty(array, index);
    else array[index] = revived(item, met);
  }
  return array;
}

function revivedRecord(record: object, met: unknown[], into: object = record): object {
  met.push(into);
  for (const [key, item] of Object.entries(record)) place(into, key, revived(item, met));
  return into;
}

function revivedSpecial([kind, content]: unknown[], met: unknown[]): unknown {
  switch (kind) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(content);
    case 'bigint':
      return BigInt(content as string);
    case 'same':
      return met[content as number];
    case 'object':
      return revivedRecord(content as object, met);
    case 'dictionary':
      return revivedRecord(content as object, met, Object.create(null) as object);
    default: {
      const empty = emptyOf(kind, content);
      met.push(empty);
      if (empty instanceof Map) {
        for (const [key, item] of content as [unknown, unknown][]) empty.set(revived(key, met), revived(item, met));
      } else if (empty instanceof Set) {
        for (const item of content as unknown[]) empty.add(revived(item, met));
      }
      return empty;
    }
  }
}

function emptyOf(kind: unknown, content: unknown): object {
  if (kind === 'Map') return new Map();
  if (kind === 'Set') return new Set();
  if (kind === 'Date') return new Date((content as number | null) ?? Number.NaN);
  const bytes = Buffer.from(content as string, 'base64');
  if (kind === 'Buffer') return bytes;
  const make = ARRAYS.find(([name]) => name === kind)?.[1];
  if (make === undefined) throw new TypeError(`a value of the kind ${String(kind)} was written by a newer version`);
  return make(new Uint8Array(bytes).buffer);
}

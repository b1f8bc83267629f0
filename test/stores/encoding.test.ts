import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, decodeLines, encode, encodeLines } from '../../src/stores/runtime/encoding.js';

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
  key: fc.oneof(fc.string(), fc.constantFrom('$', '__proto__', 'constructor', 'toJSON', '0')),
});

describe('a value that is kept', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(anything, (value) => isDeepStrictEqual(decode(encode(value, 'v')), value)),
      { numRuns: 1000 },
    );
  });

  it('is one line without a zero character, so every store can hold it', () => {
    fc.assert(
      fc.property(
        anything,
        (value) => !/[\n\0]|[\ud800-\udfff]/.test(encode(value, 'v').replace(/[\ud800-\udbff][\udc00-\udfff]/g, '')),
      ),
    );
  });

  it.each([
    ['a buffer', Buffer.from([0, 255, 10])],
    ['an empty buffer', Buffer.alloc(0)],
    ['an array buffer', new Uint8Array([1, 2]).buffer],
    ['a part of an array buffer', new Uint16Array(new Uint16Array([1, 2, 3]).buffer, 2, 1)],
    ['an invalid date', new Date(Number.NaN)],
    ['what looks like our own notation', { $: ['undefined'] }],
    ['the same with more', { $: 1, other: 2 }],
    ['nested', [{ $: [{ $: [] }] }]],
    ['big', { n: -(2n ** 70n), inf: -Infinity, nan: Number.NaN, zero: -0 }],
    ['lone surrogates', '\ud800 and \udfff'],
  ])('%s', (_, value) => {
    expect(decode(encode(value, 'v'))).toStrictEqual(value);
    expect(Object.prototype.toString.call(decode(encode(value, 'v')))).toBe(Object.prototype.toString.call(value));
  });

  it('keeps a part that occurs twice one part', () => {
    const address = { street: 'Harbour Road' };
    const copy = decode(encode({ billing: address, all: [new Map([['a', address]]), address] }, 'v')) as {
      billing: unknown;
      all: [Map<string, unknown>, unknown];
    };
    expect(copy.all[1]).toBe(copy.billing);
    expect(copy.all[0].get('a')).toBe(copy.billing);
    expect(copy.billing).not.toBe(address);
  });

  it('does not set a prototype', () => {
    const value = JSON.parse('{"__proto__":{"admin":true}}') as object;
    const copy = decode(encode(value, 'v')) as { admin?: boolean };
    expect(copy.admin).toBe(undefined);
    expect(Object.keys(copy)).toEqual(['__proto__']);
  });
});

describe('what would come back as something else is refused', () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const order = Object.setPrototypeOf(
    new Map(),
    Object.create(Map.prototype, { constructor: { value: function Order() {} } }) as object,
  ) as object;
  it.each([
    [{ a: [{ pay: () => 1 }] }, 'cart.a[0].pay is a function'],
    [{ 'a b': Symbol('x') }, 'cart["a b"] is a symbol'],
    [circle, 'cart.self contains itself'],
    [{ at: Promise.resolve(1) }, 'cart.at is a promise (an await is missing)'],
    [order, 'cart is an instance of Order'],
    [{ e: new Error('x') }, 'cart.e is an instance of Error'],
    [{ r: /x/ }, 'cart.r is an instance of RegExp'],
    [new Map([['k', { f: () => 1 }]]), 'cart.get("k").f is a function'],
    [new Set([() => 1]), 'cart.values()[0] is a function'],
    [Object.assign([1], { total: 3 }), 'cart is an array with properties'],
    [
      {
        get total() {
          return 1;
        },
      },
      'cart.total is a symbol, a getter or not enumerable',
    ],
    [{ [Symbol.for('id')]: 1 }, 'cart[Symbol(id)] is a symbol'],
    [Object.create({ inherited: 1 }), 'cart is not a plain object'],
  ])('%o', (value, message) => {
    expect(() => encode(value, 'cart')).toThrow(message);
  });
});

describe('lines', () => {
  it('are one for each element', () => {
    fc.assert(
      fc.property(fc.array(anything), fc.array(anything), (some, more) => {
        const text = encodeLines(some, 'l') + encodeLines(more, 'l');
        expect(text.split('\n').length - 1).toBe(some.length + more.length);
        return isDeepStrictEqual(decodeLines(text), [...some, ...more]);
      }),
    );
  });
});

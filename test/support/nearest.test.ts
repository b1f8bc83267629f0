import { expect, test } from 'vitest';
import { nearest } from '../../src/support/nearest.js';

test.each([
  ['formt', 'format'],
  ['FORMAT', 'format'],
  ['fromat', 'format'],
  ['form', 'format'],
  ['fo', null],
  ['banana', null],
  ['', null],
  ['__proto__', null],
])('%s → %s', (given, expected) => {
  expect(nearest(given, ['format', 'output', 'constructor'])).toBe(expected);
});

test('takes the nearest, and the first of equals', () => {
  expect(nearest('cat', ['cart', 'cats', 'carts'])).toBe('cart');
  expect(nearest('in-memory-sesion', ['in-memory-queue', 'in-memory-session'])).toBe('in-memory-session');
});

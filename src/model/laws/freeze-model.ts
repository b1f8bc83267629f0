import { InvariantError } from '../../support/invariant.js';

/**
 * M3: makes a stage's result unchangeable, so that a later stage that writes into it fails where it does so. Typed arrays
 * cannot be frozen and are left.
 */
export function freezeModel(result: unknown): void {
  const pending = [result];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) continue;
    if (value instanceof Map) {
      for (const [key, part] of value) pending.push(key, part);
      seal(value, ['set', 'delete', 'clear']);
    } else if (value instanceof Set) {
      for (const part of value) pending.push(part);
      seal(value, ['add', 'delete', 'clear']);
    } else for (const part of Object.values(value)) pending.push(part);
    Object.freeze(value);
  }
}

function seal(collection: object, methods: readonly string[]): void {
  for (const name of methods) {
    Object.defineProperty(collection, name, {
      value: () => {
        throw new InvariantError(`M3 is broken: a stage calls ${name}() on what it was given`);
      },
    });
  }
}

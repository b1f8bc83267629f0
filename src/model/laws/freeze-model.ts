import { InvariantError } from '../../support/invariant.js';

/**
 * M3: makes a stage's result unchangeable, so that a later stage that writes into it fails where it does so. Typed arrays
 * cannot be frozen and are left.
 */
export function freezeModel(result: unknown): void {
  const pending: object[] = [];
  const look = (value: unknown): void => {
    if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Object.isFrozen(value))
      pending.push(value);
  };
  look(result);
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (Object.isFrozen(value)) continue;
    if (value instanceof Map) {
      for (const [key, part] of value) [key, part].forEach(look);
      seal(value, ['set', 'delete', 'clear']);
    } else if (value instanceof Set) {
      for (const part of value) look(part);
      seal(value, ['add', 'delete', 'clear']);
    } else for (const part of Object.values(value)) look(part);
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

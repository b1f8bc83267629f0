import type { StateAccess } from '../../../model/state.js';

/** What a method does to the container that it is called on. */
export interface MethodEffect {
  readonly kind: StateAccess['kind'];
  /** Position of the key and of the stored value among the arguments; -1 for none. */
  readonly key: number;
  readonly value: number;
}

const effect = (kind: StateAccess['kind'], key = -1, value = -1): MethodEffect => ({ kind, key, value });

const ARRAY: Readonly<Record<string, MethodEffect>> = {
  push: effect('mutate', -1, 0),
  unshift: effect('mutate', -1, 0),
  splice: effect('mutate', 0, 2),
  pop: effect('delete'),
  shift: effect('delete'),
  fill: effect('mutate', -1, 0),
  sort: effect('mutate'),
  reverse: effect('mutate'),
  copyWithin: effect('mutate'),
};
const KEYED: Readonly<Record<string, MethodEffect>> = {
  set: effect('mutate', 0, 1),
  add: effect('mutate', 0, 0),
  delete: effect('delete', 0),
  clear: effect('delete'),
  get: effect('read', 0),
  has: effect('read', 0),
};

/** What a method call does to a builtin container. Unlisted methods read it. */
export function methodEffect(what: 'array' | 'Map' | 'Set' | 'WeakMap' | 'WeakSet', method: string): MethodEffect {
  const table = what === 'array' ? ARRAY : KEYED;
  return (Object.hasOwn(table, method) ? table[method] : undefined) ?? effect('read');
}

/** Functions of packages and of the language that write to their first argument. */
export const WRITES_FIRST_ARGUMENT =
  /^(@Object\.(assign|defineProperty|defineProperties|setPrototypeOf)|@Reflect\.(set|defineProperty)|(lodash|lodash-es|underscore)(\.(assign|merge|set|extend|defaults|remove|pull|unset|defaultsDeep))|lodash\.(assign|merge|set|defaultsdeep))$/;

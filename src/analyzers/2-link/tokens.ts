import type { Expr } from '../../model/code.js';
import type { Token } from '../../model/flow.js';
import type { Linker } from './linker.js';
import { newToken } from './solver.js';

export function functionToken(linker: Linker, fn: number): number {
  const { functions } = linker.known;
  const known = functions[fn] as number;
  return known >= 0 ? known : (functions[fn] = newToken(linker.solver, { t: 'function', fn }));
}

export function classToken(linker: Linker, cls: number): number {
  const { classes } = linker.known;
  const known = classes[cls] as number;
  return known >= 0 ? known : (classes[cls] = newToken(linker.solver, { t: 'class', cls }));
}

export function prototypeToken(linker: Linker, cls: number): number {
  const { prototypes } = linker.known;
  const known = prototypes[cls] as number;
  return known >= 0 ? known : (prototypes[cls] = newToken(linker.solver, { t: 'prototype', cls }));
}

/** What `super` means inside a class: it inherits from the prototypes of the superclasses. */
export function superToken(linker: Linker, cls: number): number {
  const { supers } = linker.known;
  const known = supers[cls] as number;
  return known >= 0 ? known : (supers[cls] = newToken(linker.solver, { t: 'prototype', cls: -1 }));
}

/** What instances of a constructor function share: `Store.prototype`. */
export function functionPrototypeToken(linker: Linker, fn: number): number {
  const { functionPrototypes } = linker.known;
  const known = functionPrototypes[fn] as number;
  return known >= 0 ? known : (functionPrototypes[fn] = newToken(linker.solver, { t: 'prototype', cls: -1 }));
}

/** The object that a data file is read into: one for all modules that require it. */
export function dataToken(linker: Linker, name: string): number {
  const known = linker.known.files.get(name);
  if (known !== undefined) return known;
  const token = newToken(linker.solver, { t: 'object', what: 'object', cls: -1, origin: '', fn: -1, expr: null });
  linker.known.files.set(name, token);
  return token;
}

export function globalToken(linker: Linker): number {
  const { global } = linker.known;
  const known = global[0] as number;
  return known >= 0 ? known : (global[0] = newToken(linker.solver, { t: 'global' }));
}

export function namespaceToken(linker: Linker, module: number): number {
  const { namespaces } = linker.known;
  const known = namespaces[module] as number;
  return known >= 0 ? known : (namespaces[module] = newToken(linker.solver, { t: 'namespace', module }));
}

/** The token of something external, or -1 where its origin is too deep to be of use. */
export function externalToken(linker: Linker, origin: string): number {
  const known = linker.known.externals.get(origin);
  if (known !== undefined) return known;
  const token = isTooDeep(origin) ? -1 : newToken(linker.solver, { t: 'external', origin });
  linker.known.externals.set(origin, token);
  return token;
}

const MOST_SEGMENTS = 5;

export function isTooDeep(origin: string): boolean {
  let segments = 0;
  for (let i = 0; i < origin.length; i++) if (origin.charCodeAt(i) === 46 && ++segments > MOST_SEGMENTS) return true;
  return origin.length > 160;
}

type ObjectKind = 'object' | 'array' | 'Map' | 'Set' | 'WeakMap' | 'WeakSet' | 'regexp';

/** The token of what one expression creates. `role` tells apart several creations of one expression. */
export function createdToken(linker: Linker, fn: number, expr: Expr, what: ObjectKind, role = ''): number {
  return createdAt(linker, fn, expr, what, -1, '', role);
}

/** The token of an external object made by one call or construction. */
export function externalResult(linker: Linker, fn: number, expr: Expr, origin: string): number {
  return isTooDeep(origin) ? -1 : createdAt(linker, fn, expr, 'external', -1, origin, '');
}

/** The token of the instances that one `new` expression makes. */
export function instanceToken(linker: Linker, fn: number, expr: Expr, cls: number): number {
  return createdAt(linker, fn, expr, 'instance', cls, '', '');
}

type ObjectToken = Extract<Token, { t: 'object' }>;

/** Finds the token by everything that tells it apart from others of the same place, or makes it. */
function createdAt(
  linker: Linker,
  fn: number,
  expr: Expr,
  what: ObjectToken['what'],
  cls: number,
  origin: string,
  role: string,
): number {
  const { created } = linker.known;
  const place = fn * BEYOND_ANY_POSITION + expr.pos;
  const last = created.get(place);
  for (let at = last; at; at = at.earlier) {
    const value = linker.solver.tokens[at.token] as ObjectToken;
    if (value.what !== what || value.cls !== cls || value.origin !== origin || at.role !== role) continue;
    if (value.expr?.k === expr.k) return at.token;
  }
  const token = newToken(linker.solver, { t: 'object', what, cls, origin, fn, expr });
  created.set(place, { token, role, earlier: last });
  return token;
}

/** The product with the number of any function is still an exact number. */
const BEYOND_ANY_POSITION = 2 ** 30;

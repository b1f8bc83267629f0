import type { Expr } from '../../model/code.js';
import type { ImplicitCall } from '../../model/linked-program.js';
import type { ProgramIndex } from '../../model/program-index.js';
import type { Resolution } from '../../model/project.js';
import { internToken } from './solver.js';
import type { Solver } from './solver.js';

/** What the parts of the linker share while one program is linked. */
export interface Linker {
  readonly index: ProgramIndex;
  readonly solver: Solver;
  /** Where each import of each module leads. */
  readonly resolutions: readonly (readonly Resolution[])[];
  /** Names of accessors anywhere in the program: only reads and writes of these can run code. */
  readonly accessorNames: ReadonlySet<string>;
  /** Getter and setter functions by the token that owns them. */
  readonly accessors: Map<number, { readonly name: string; readonly fn: number; readonly kind: 'getter' | 'setter' }[]>;
  /** Calls without a call expression: accessors, field initialisers, static blocks. */
  readonly implicitCalls: ImplicitCall[];
  readonly bindingCount: number;
  readonly functionCount: number;
  /** A node that never holds anything. */
  readonly nothing: number;
}

/** Node of a binding, by its program-wide number. */
export function variableNode(binding: number): number {
  return binding;
}

export function returnNode(linker: Linker, fn: number): number {
  return linker.bindingCount + fn;
}

export function thisNode(linker: Linker, fn: number): number {
  return linker.bindingCount + linker.functionCount + fn;
}

/** Node of `module.exports`. */
export function exportsNode(linker: Linker, module: number): number {
  return linker.bindingCount + 2 * linker.functionCount + module;
}

/** Number of nodes that exist from the start. */
export function firstFreeNode(index: ProgramIndex): number {
  return (index.bindingBase.at(-1) as number) + 2 * (index.functionBase.at(-1) as number) + index.modules.length + 1;
}

export function functionToken(linker: Linker, fn: number): number {
  return internToken(linker.solver, `f${fn}`, () => ({ t: 'function', fn }));
}

export function classToken(linker: Linker, cls: number): number {
  return internToken(linker.solver, `c${cls}`, () => ({ t: 'class', cls }));
}

export function prototypeToken(linker: Linker, cls: number): number {
  return internToken(linker.solver, `p${cls}`, () => ({ t: 'prototype', cls }));
}

/** The object that a data file is read into: one for all modules that require it. */
export function dataToken(linker: Linker, name: string): number {
  return internToken(linker.solver, `d${name}`, () => ({
    t: 'object',
    what: 'object',
    cls: -1,
    origin: '',
    fn: -1,
    expr: null,
  }));
}

/** What instances of a constructor function share: `Store.prototype`. */
export function functionPrototypeToken(linker: Linker, fn: number): number {
  return internToken(linker.solver, `q${fn}`, () => ({ t: 'prototype', cls: -1 }));
}

export function globalToken(linker: Linker): number {
  return internToken(linker.solver, 'global', () => ({ t: 'global' }));
}

export function namespaceToken(linker: Linker, module: number): number {
  return internToken(linker.solver, `n${module}`, () => ({ t: 'namespace', module }));
}

/** The token of something external, or -1 where its origin is too deep to be of use. */
export function externalToken(linker: Linker, origin: string): number {
  if (isTooDeep(origin)) return -1;
  return internToken(linker.solver, `x${origin}`, () => ({ t: 'external', origin }));
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
  const key = `o${fn}:${expr.pos}:${expr.k}${role}:${what}`;
  return internToken(linker.solver, key, () => ({ t: 'object', what, cls: -1, origin: '', fn, expr }));
}

/** The token of an external object made by one call or construction. */
export function externalResult(linker: Linker, fn: number, expr: Expr, origin: string): number {
  if (isTooDeep(origin)) return -1;
  const key = `e${fn}:${expr.pos}:${origin}`;
  return internToken(linker.solver, key, () => ({ t: 'object', what: 'external', cls: -1, origin, fn, expr }));
}

/** The token of the instances that one `new` expression makes. */
export function instanceToken(linker: Linker, fn: number, expr: Expr, cls: number): number {
  const key = `i${fn}:${expr.pos}:${cls}`;
  return internToken(linker.solver, key, () => ({ t: 'object', what: 'instance', cls, origin: '', fn, expr }));
}

/** What `super` means inside a class: it inherits from the prototypes of the superclasses. */
export function superToken(linker: Linker, cls: number): number {
  return internToken(linker.solver, `s${cls}`, () => ({ t: 'prototype', cls: -1 }));
}

import type { Expr } from '../../model/code.js';
import { functionAt } from '../../model/program-index.js';
import type { StateAccess } from '../../model/state.js';
import type { StateUse } from './state/collect-accesses.js';
import { placeOf } from './judge.js';
import type { Judge, Slot } from './judge.js';

/** Splits a binding's accesses into the parts that are judged apart: each named path up to its first element. */
export function slotsOf(judge: Judge, use: StateUse): Slot[] {
  const byPath = new Map<string, StateAccess[]>();
  for (const access of use.accesses) {
    const path = slotPath(judge, access);
    const list = byPath.get(path);
    if (list) list.push(access);
    else byPath.set(path, [access]);
  }
  if (!byPath.has('')) byPath.set('', []);
  const whole = use.accesses
    .filter((access) => access.path.length === 0 && access.kind === 'read' && isWhole(judge, access))
    .slice(0, MOST_WHOLE_READS);
  return [...byPath].map(([path, accesses]) => {
    const all = path === '' ? accesses : [...accesses, ...whole];
    const reads = all.filter(({ kind }) => kind === 'read' || kind === 'size');
    const readExprs = new Set<Expr>(reads.map(({ expr }) => expr));
    // An assignment also evaluates to what it stores: `return (client = client || make())`.
    for (const { expr } of accesses) if (expr.k === 'assign') readExprs.add(expr.target);
    const holds = new Set(all.flatMap(({ chain }) => chain));
    const readers = new Set(reads.map(({ fn }) => fn));
    return {
      root: use.root,
      path,
      accesses: all,
      readExprs,
      readers,
      holds,
      beside: use.accesses,
      answers: new Map<number, boolean>(),
    };
  });
}

/** How many reads of a whole object are held against each of its fields: one that matters is among the first. */
const MOST_WHOLE_READS = 40;

/**
 * The path to the first element; for an object of a class that lies inside an element, the path to the first element in
 * it: what happens to it says nothing about the entries around it.
 */
function slotPath(judge: Judge, { path, chain }: StateAccess): string {
  const { tokens } = judge.program.flow;
  const element = path.indexOf('*');
  if (element < 0) return path.join('.');
  const isInstance = (at: number): boolean => {
    const value = tokens[chain[at] ?? -1];
    return value?.t === 'object' && value.what === 'instance';
  };
  for (let at = element + 2; at <= path.length; at++) {
    if (!isInstance(at)) continue;
    const next = path.indexOf('*', at);
    return (next < 0 ? path : path.slice(0, next)).join('.');
  }
  return path.slice(0, element).join('.');
}

/** Whether a read takes the whole value, and not only one of its members. */
function isWhole(judge: Judge, access: StateAccess): boolean {
  const parent = placeOf(judge, access.fn, access.expr)?.parent;
  return !(parent?.k === 'member' && parent.object === access.expr);
}

/** Writes that happen after the module has loaded, beside what gives a fresh object its first value. */
export function lateWrites(judge: Judge, slot: Slot): StateAccess[] {
  return slot.accesses.filter((access) => isWrite(access) && isLate(access) && !isFirstValue(judge, access));
}

/** Reads that happen after the module has loaded. */
export function lateReads(slot: Slot): StateAccess[] {
  return slot.accesses.filter((access) => (access.kind === 'read' || access.kind === 'size') && isLate(access));
}

export function isWrite(access: StateAccess): boolean {
  return access.kind === 'assign' || access.kind === 'mutate' || access.kind === 'delete';
}

export function isLate(access: StateAccess): boolean {
  return access.phases.has('invoke') || access.phases.has('background');
}

/** Declarations, constructors and field initialisers: they make the object, they do not change it. */
export function isFirstValue(judge: Judge, access: StateAccess): boolean {
  if (access.expr.k === 'assign' && access.expr.declares) return true;
  const { kind } = functionAt(judge.program.index, access.fn);
  if (kind !== 'constructor' && kind !== 'field-initialiser') return false;
  const target = access.expr.k === 'assign' ? access.expr.target : null;
  return target?.k === 'member' && target.object.k === 'this';
}

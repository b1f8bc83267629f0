import type { Expr } from '../../../model/code.js';
import type { StateAccess } from '../../../model/state.js';
import { functionAt } from '../../../model/program-index.js';
import { walkExpr, walkFunction } from '../../../model/walk-code.js';
import { placeOf } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { guardOf } from './guard.js';
import { readsClock } from './clock.js';

export type Bound = 'expires' | 'limited' | null;

/** What keeps a container from growing for ever or from answering with what is long past. */
export function boundOf(judge: Judge, slot: Slot, writes: readonly StateAccess[]): Bound {
  if (expires(judge, slot, writes)) return 'expires';
  return isTrimmed(judge, slot, writes) ? 'limited' : null;
}

/** An entry's age is compared with the clock, or a timer removes it. */
function expires(judge: Judge, slot: Slot, writes: readonly StateAccess[]): boolean {
  if (writes.some((write) => write.kind === 'delete' && write.phases.has('background'))) return true;
  if (writes.some((write) => guardOf(judge, slot, write).expired)) return true;
  return functionsOf(slot).some((fn) => comparesAge(judge, slot, fn));
}

function functionsOf(slot: Slot): number[] {
  return [...new Set(slot.accesses.filter(({ kind }) => kind === 'read' || kind === 'size').map(({ fn }) => fn))];
}

/** A comparison in a function that reads the slot involves both the clock and something that was read. */
function comparesAge(judge: Judge, slot: Slot, fn: number): boolean {
  let found = false;
  walkFunction(functionAt(judge.program.index, fn), (part) => {
    if (found) return;
    if (part.k === 'operator' && /^[<>]=?$/.test(part.op)) found = readsClock(judge, fn, part);
    else if (part.k === 'call') {
      const site = judge.siteOf.get(part);
      found = site !== undefined && site.targets.some((target) => isAgeTest(judge, target));
    }
  });
  return found && slot.accesses.length > 0;
}

/** `isFresh(entry)`: a small function of the program that compares with the clock. */
function isAgeTest(judge: Judge, fn: number): boolean {
  let found = false;
  walkFunction(functionAt(judge.program.index, fn), (part) => {
    if (part.k === 'operator' && /^[<>]=?$/.test(part.op) && readsClock(judge, fn, part)) found = true;
  });
  return found;
}

/** Removal hangs on the number of entries. */
export function isTrimmed(judge: Judge, slot: Slot, writes: readonly StateAccess[]): boolean {
  const sizes = new Set(slot.accesses.filter(({ kind }) => kind === 'size').map(({ expr }) => expr));
  return writes.some((write) => {
    if (write.kind !== 'delete' && write.op !== 'splice' && write.op !== 'length') return false;
    if (hangsOnRoom(judge, slot, write)) return true;
    for (
      let condition = placeOf(judge, write.fn, write.expr)?.conditions ?? null;
      condition;
      condition = condition.outer
    ) {
      let mentioned = false;
      walkExpr(condition.test, (part) => {
        if (part.k !== 'operator' || !/^[<>]=?$/.test(part.op)) return;
        if (part.parts.some((side) => sizes.has(side) || isSize(side)) && !part.parts.some(isZero)) mentioned = true;
      });
      if (mentioned) return true;
    }
    return false;
  });
}

/** A number that every entry takes from, and every removal gives back: `if (!this.room) this.evictOldest()`. */
function hangsOnRoom(judge: Judge, slot: Slot, removal: StateAccess): boolean {
  const counters = slot.beside.filter(
    (access) =>
      access.kind === 'assign' &&
      /^(\+\+|--|\+=|-=)$/.test(access.op) &&
      slot.accesses.some(({ fn }) => fn === access.fn),
  );
  if (counters.length === 0) return false;
  const isRoom = (part: Expr): boolean =>
    slot.beside.some(
      (read) =>
        read.expr === part &&
        read.kind === 'read' &&
        counters.some(({ path }) => path.join('.') === read.path.join('.')),
    );
  const calls = (judge.program.callsTo[removal.fn] ?? []).flatMap(({ from, site, timing }) => {
    const call = timing === 'now' ? judge.program.flow.calls[site] : undefined;
    return call ? [{ fn: from, expr: call.expr }] : [];
  });
  return [removal, ...calls].some(({ fn, expr }) => {
    for (let condition = placeOf(judge, fn, expr)?.conditions ?? null; condition; condition = condition.outer) {
      let tests = false;
      walkExpr(condition.test, (part) => {
        if (isRoom(part)) tests = true;
      });
      if (tests) return true;
    }
    return false;
  });
}

function isSize(expr: Expr): boolean {
  return expr.k === 'member' && (expr.name === 'size' || expr.name === 'length');
}

/** `size > 0` asks whether there is anything, and limits nothing. */
function isZero(expr: Expr): boolean {
  return expr.k === 'literal' && expr.value === 0;
}

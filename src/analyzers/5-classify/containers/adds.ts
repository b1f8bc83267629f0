import type { Expr } from '../../../model/code.js';
import { bindingIn } from '../../../model/program-index.js';
import type { StateAccess, View } from '../../../model/state.js';
import { mentions, placeOf, walkDeep } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { isMadeOnTheSpot, readsClock } from '../signals/clock.js';
import { sideEffectIn } from '../signals/effects.js';
import type { Guard } from '../signals/guard.js';
import { lateReads } from '../slots.js';
import { guardIn, isDerivedIn, isRandomIn, labelsIn } from '../term-signals.js';
import { isConstant, isEmptyValue } from '../values.js';
import { sourcesOf, viewsOf, walkTerm } from '../views.js';

/** One way in which an element comes into a container: the write as one of its callers sees it. */
export interface Add {
  readonly access: StateAccess;
  readonly view: View;
  readonly guard: Guard;
  readonly role: Role;
}

/**
 * `fill`: computed where the lookup had missed. `refresh`: computed anew, whatever was there. `touch`: bookkeeping about an
 * entry (its last use, its order). `record`: what the entry says stands nowhere else.
 */
export type Role = 'fill' | 'refresh' | 'touch' | 'record';

export function addsOf(judge: Judge, slot: Slot, writes: readonly StateAccess[]): Add[] {
  const changed = changesElements(judge, slot);
  return writes.flatMap((access) =>
    viewsOf(judge, access).map((view): Add => {
      const guard = guardIn(judge, slot, view);
      return { access, view, guard, role: roleOf(judge, slot, access, view, guard, changed) };
    }),
  );
}

function roleOf(judge: Judge, slot: Slot, access: StateAccess, view: View, guard: Guard, changed: boolean): Role {
  if (isTouch(judge, slot, access, view) || isNeverRead(slot, access)) return 'touch';
  const { key, value } = access;
  if (isSequence(access) || changed || value === null || isRecord(judge, slot, view, value)) return 'record';
  // Nobody looks up a key that was made up here, unless it was handed out.
  if (key !== null && isRandomIn(judge, view, key)) return 'record';
  if (!isDerivedIn(judge, slot, view, value) && !isComputedFromKey(judge, slot, view)) return 'record';
  if (makesSideEffect(judge, view)) return 'record';
  return guard.empty || guard.expired ? 'fill' : 'refresh';
}

/** `stats[name].hits++` where no invocation ever looks at the number. */
function isNeverRead(slot: Slot, access: StateAccess): boolean {
  if (access.expr.k !== 'assign' || access.path.at(-1) === '*' || !/^(\+\+|\+=)$/.test(access.op)) return false;
  const { target } = access.expr;
  return !lateReads(slot).some(
    (read) =>
      read.expr !== target &&
      read.path.every((name, at) => name === access.path[at]) &&
      (read.path.length === access.path.length || read.path.length <= depthOf(slot)),
  );
}

function isSequence(access: StateAccess): boolean {
  return access.op === 'push' || access.op === 'unshift';
}

/** The value is a fresh object of constants, times, ids and parts of the event: nothing in it could be fetched again. */
function isRecord(judge: Judge, slot: Slot, view: View, value: Expr): boolean {
  if (isEmptyValue(value)) return true;
  if (value.k === 'logical')
    return !isDerivedIn(judge, slot, view, value.left) && isRecord(judge, slot, view, value.right);
  if (value.k !== 'object' && value.k !== 'array') return false;
  const parts: Expr[] = value.k === 'object' ? value.properties.map((property) => property.value) : [...value.items];
  return !parts.some((part) => isDerivedIn(judge, slot, view, part) || isComputed(judge, slot, view, part));
}

/** A computation over nothing but the key gives the same value every time. */
function isComputedFromKey(judge: Judge, slot: Slot, view: View): boolean {
  const { value } = view.access;
  // `pages[key] = pages[key] || render(key)`
  const made = value?.k === 'logical' ? value.right : value;
  return made !== null && view.access.op !== 'add' && isComputed(judge, slot, view, made);
}

function isComputed(judge: Judge, slot: Slot, view: View, value: Expr): boolean {
  const inKey = labelsIn(judge, view, view.access.key);
  const inValue = [...labelsIn(judge, view, value)];
  let computes = false;
  let buildsOn = false;
  walkTerm(judge, view, 0, value, (part, level) => {
    if (slot.readExprs.has(part)) buildsOn = true;
    if (part.k !== 'call' && part.k !== 'new') return;
    if (part.k === 'call' && mentions(judge, slot, view.frames[level]?.fn ?? -1, part)) buildsOn = true;
    else if (!isMadeOnTheSpot(judge, part)) computes = true;
  });
  return (
    computes &&
    !buildsOn &&
    inValue.length > 0 &&
    inValue.every((label) => [...inKey].some((known) => label === known || label.startsWith(`${known}.`)))
  );
}

/** What computes the value also changes the outside world: computing it again would do that again. */
function makesSideEffect(judge: Judge, view: View): boolean {
  const { value } = view.access;
  let found = false;
  if (value) {
    walkTerm(judge, view, 0, value, (part) => {
      if (!found && part.k === 'call') found = sideEffectIn(judge, part) !== null;
    });
  }
  return found;
}

/** Later code changes what the entries hold, and not only when they were used last: `sessions[id].cart.push(item)`. */
export function changesElements(judge: Judge, slot: Slot): boolean {
  return slot.accesses.some(
    (access) =>
      isBelowElement(slot, access) &&
      (access.kind === 'assign' || access.kind === 'mutate') &&
      (access.phases.has('invoke') || access.phases.has('background')) &&
      !isBookkeeping(judge, slot, access) &&
      !viewsOf(judge, access).every((view) => isDerivedIn(judge, slot, view, access.value)),
  );
}

/** `map.get(k).field`, beyond the element itself. */
function isBelowElement(slot: Slot, access: StateAccess): boolean {
  const element = access.path.indexOf('*');
  return element >= 0 && access.path.length > element + 1 && element >= depthOf(slot);
}

function depthOf(slot: Slot): number {
  return slot.path === '' ? 0 : slot.path.split('.').length;
}

/** A time of day or a count of uses, noted in an entry that holds more than that. */
function isBookkeeping(judge: Judge, slot: Slot, access: StateAccess): boolean {
  if (access.expr.k !== 'assign' || access.path.at(-1) === '*') return false;
  const { op, value } = access;
  if (value && readsClock(judge, access.fn, value)) return true;
  if (op === '=' && value && slot.readExprs.size > 0 && isOrderLink(judge, slot, access)) return true;
  return (op === '++' || (op === '+=' && isConstant(value))) && !decides(judge, slot, access);
}

/** `entry.prev = other`: the entries of a linked list point at each other. */
function isOrderLink(judge: Judge, slot: Slot, access: StateAccess): boolean {
  const { value } = access;
  if (!value) return false;
  if (value.k === 'literal' && (value.value === null || value.value === undefined)) return true;
  if (holdsEntriesOnly(judge, access, value)) return true;
  return isOwnEntry(judge, slot, access.fn, value);
}

/** The value can be nothing but such entries as the one that is written. */
function holdsEntriesOnly(judge: Judge, access: StateAccess, value: Expr): boolean {
  const { flow, index } = judge.program;
  const node = value.k === 'name' ? bindingIn(index, access.fn, value.binding) : flow.nodes.get(value);
  const held = node === undefined ? [] : (flow.values[node] ?? []);
  return held.length > 0 && held.every((token) => token === access.chain.at(-1));
}

/** Whether code outside the writes tests the field, as a rate limiter does with its count. */
function decides(judge: Judge, slot: Slot, access: StateAccess): boolean {
  const name = access.path.at(-1);
  return slot.accesses.some((read) => {
    if (read.kind !== 'read' || read.path.at(-1) !== name || !isBelowElement(slot, read)) return false;
    const place = placeOf(judge, read.fn, read.expr);
    for (let expr = place?.parent ?? null; expr; expr = placeOf(judge, read.fn, expr)?.parent ?? null) {
      if (expr.k === 'operator' && /^[<>]=?$/.test(expr.op) && expr.parts.some((part) => !isOfSlot(slot, part)))
        return true;
      if (expr.k === 'call' || expr.k === 'assign') return false;
    }
    return false;
  });
}

/** An entry is compared with an entry to choose which one goes; a count that is compared with a limit decides more. */
function isOfSlot(slot: Slot, expr: Expr): boolean {
  return slot.readExprs.has(expr) || (expr.k === 'member' && isOfSlot(slot, expr.object));
}

/** Moves an entry or notes its last use: `cache.delete(k); cache.set(k, hit)`. */
function isTouch(judge: Judge, slot: Slot, access: StateAccess, view: View): boolean {
  if (isBelowElement(slot, access)) return isBookkeeping(judge, slot, access);
  const { value } = access;
  if (!value || isSequence(access)) return false;
  if (value.k !== 'name') return slot.readExprs.has(value);
  const sources = sourcesOf(judge, view, 0, value);
  return (
    sources.length > 0 && sources.every(({ level, expr }) => level === 0 && isOwnEntry(judge, slot, access.fn, expr))
  );
}

function isOwnEntry(judge: Judge, slot: Slot, fn: number, expr: Expr): boolean {
  let found = false;
  walkDeep(judge, fn, expr, (part) => {
    if (slot.readExprs.has(part) || slot.accesses.some((access) => access.expr === part && access.kind === 'read'))
      found = true;
  });
  return found && expr.k !== 'object' && expr.k !== 'operator';
}

/** Somewhere the slot is looked up by key. */
export function hasLookup(slot: Slot): boolean {
  return lateReads(slot).some((read) => read.op === 'get' || read.op === 'has' || read.path.includes('*'));
}

/** Whether the key of an entry comes from the invocation, or is an id made on the spot. */
export function isKeyedByInput(judge: Judge, { access, view }: Add): boolean {
  const { key } = access;
  return key !== null && (labelsIn(judge, view, key).size > 0 || isRandomIn(judge, view, key));
}

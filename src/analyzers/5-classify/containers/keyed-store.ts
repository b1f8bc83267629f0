import type { StateAccess } from '../../../model/state.js';
import type { Expr } from '../../../model/code.js';
import { placeOf, walkDeep } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { boundOf } from '../signals/bounds.js';
import { readsClock } from '../signals/clock.js';
import { sideEffectIn } from '../signals/effects.js';
import { lateReads } from '../slots.js';
import { labelsIn } from '../term-signals.js';
import { isConstant } from '../values.js';
import { walkFunction } from '../../../model/walk-code.js';
import { functionAt } from '../../../model/program-index.js';
import { isKeyedByInput } from './adds.js';
import type { Add } from './adds.js';

const OVERWRITES = /^(set|add|=|Object\.assign|\?\?=|\|\|=|splice)$/;

/** Judges keyed records: what they say stands nowhere else. */
// eslint-disable-next-line max-lines-per-function -- one decision list, read from top to bottom
export function judgeKeyedStore(
  judge: Judge,
  slot: Slot,
  adds: readonly Add[],
  writes: readonly StateAccess[],
): Opinion {
  const [first] = adds as [Add];
  const reads = lateReads(slot);
  const bound = boundOf(judge, slot, writes);
  const keyed = adds.find((add) => isKeyedByInput(judge, add));
  const counts = adds.find((add) => countsUp(judge, slot, add.access));
  if (bound === 'expires' && !counts && reads.length > 0 && adds.every((add) => isMarker(judge, add))) {
    const effect = adds.map((add) => guardedEffect(judge, slot, add)).find((found) => found !== null);
    if (!effect) {
      return opinion('ttl-cache', 'low', 'remembers for a time that something was done', first.access, {
        confidence: 'medium',
      });
    }
  }
  if (counts && (keyed || adds.some(({ access }) => access.key !== null && !isConstant(access.key)))) {
    return opinion(
      'counter',
      'high',
      'counts per key in one environment: another environment starts from zero',
      counts.access,
    );
  }
  if (keyed) {
    if (bound === 'limited' && reads.length === 0)
      return opinion('accumulator', 'low', 'collected up to a limit, and never read', keyed.access, {
        confidence: 'medium',
      });
    return opinion(
      'session-store',
      'critical',
      'records that one invocation writes and another looks up exist in one environment only',
      keyed.access,
    );
  }
  const carried = adds.find(({ access, view }) => labelsIn(judge, view, access.value).size > 0);
  if (carried) {
    return opinion(
      'request-state',
      'high',
      'data of one invocation is put into an object that all invocations share',
      carried.access,
    );
  }
  if (counts)
    return opinion(
      'counter',
      'high',
      'restarts in every new environment, and every environment counts for itself',
      counts.access,
      { confidence: 'medium' },
    );
  if (adds.every(({ access }) => OVERWRITES.test(access.op))) {
    return opinion(
      adds.every(({ guard }) => guard.conditional) ? 'memo' : 'registry',
      'none',
      'entries do not depend on who calls: every environment arrives at the same',
      first.access,
      { confidence: 'medium' },
    );
  }
  return opinion('accumulator', 'medium', 'changes with use, in one environment', first.access, { confidence: 'low' });
}

/** `counts[k]++`, `map.set(k, (map.get(k) ?? 0) + 1)`. */
function countsUp(judge: Judge, slot: Slot, add: StateAccess): boolean {
  if (!add.path.includes('*')) return false;
  if (/^(\+\+|--|\+=|-=)$/.test(add.op)) return true;
  if (!add.value) return false;
  let builds = false;
  walkDeep(judge, add.fn, add.value, (part) => {
    if (part.k !== 'operator' || (part.op !== '+' && part.op !== '-')) return;
    if (!part.parts.some((piece) => piece.k === 'literal' && typeof piece.value === 'number')) return;
    walkDeep(judge, add.fn, part, (inner) => {
      if (slot.readExprs.has(inner)) builds = true;
    });
  });
  return builds;
}

/** The entry says no more than that, or when, something was done. */
function isMarker(judge: Judge, { access, view }: Add): boolean {
  if (access.op === 'add') return true;
  const says = (expr: Expr | null): boolean => {
    if (!expr) return false;
    if (isConstant(expr) || readsClock(judge, access.fn, expr)) return true;
    if (expr.k === 'object') return expr.properties.every(({ value }) => says(value) || handsInConstant(judge, view, value));
    return handsInConstant(judge, view, expr);
  };
  return says(access.value);
}

function handsInConstant(judge: Judge, view: Add['view'], expr: Expr): boolean {
  if (expr.k === 'operator') return expr.parts.every((part) => isConstant(part) || handsInConstant(judge, view, part));
  if (expr.k === 'member') return expr.object.k === 'this';
  if (expr.k !== 'name' || view.frames.length < 2) return false;
  const [inner] = view.frames;
  const position = inner?.site ? paramPosition(judge, inner.entered, expr.binding) : -1;
  const argument = position < 0 ? undefined : inner?.site?.expr.args[position];
  if (argument === undefined) return position >= 0;
  const caller = view.frames[1]?.fn ?? -1;
  return isConstant(argument) || readsClock(judge, caller, argument);
}

function paramPosition(judge: Judge, fn: number, binding: number): number {
  return functionAt(judge.program.index, fn).params.findIndex((param) => param.binding === binding);
}

/** Something that must happen once is done where the marker is set: charged, sent, inserted. */
function guardedEffect(judge: Judge, _slot: Slot, { view }: Add): string | null {
  const outermost = view.frames.at(-1);
  if (!outermost) return null;
  let found: string | null = null;
  walkFunction(functionAt(judge.program.index, outermost.fn), (part) => {
    if (found !== null || part.k !== 'call' || part === outermost.anchor) return;
    if (placeOf(judge, outermost.fn, part)) found = sideEffectIn(judge, part);
  });
  return found;
}

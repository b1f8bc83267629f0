import type { Expr } from '../../../model/code.js';
import type { StateAccess } from '../../../model/state.js';
import { placeOf, walkDeep } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { boundOf } from '../signals/bounds.js';
import { readsClock } from '../signals/clock.js';
import { guardOf } from '../signals/guard.js';
import { isTelemetry } from '../signals/use-of-value.js';
import { lateReads } from '../slots.js';
import { labelsIn } from '../term-signals.js';
import type { Condition } from '../surroundings.js';
import { isConstant } from '../values.js';
import { walkTerm } from '../views.js';
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
  touches: readonly Add[],
  writes: readonly StateAccess[],
): Opinion {
  const [first] = adds as [Add];
  const reads = lateReads(slot);
  const bound = boundOf(judge, slot, writes);
  const keyed = [...adds, ...touches].find((add) => isKeyedByInput(judge, add));
  const counts = adds.find((add) => countsUp(judge, slot, add.access));
  if (!counts && reads.length > 0 && adds.every((add) => isMarker(judge, add) && onlyTidiesUp(judge, slot, add))) {
    return opinion('ttl-cache', 'low', 'remembers for a time that something was tidied up', first.access, {
      confidence: 'medium',
    });
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
  if (adds.some(({ guard }) => guard.expired) || adds.some(({ view }) => isRefreshedByClock(judge, view))) {
    return opinion('ttl-cache', 'none', 'loaded again when a time has passed', first.access, { confidence: 'medium' });
  }
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

/** Some condition on the way to the write compares with the clock: `if (Date.now() - loadedAt > MAX_AGE) reload()`. */
function isRefreshedByClock(judge: Judge, view: Add['view']): boolean {
  const { fn } = view.access;
  const ways = [{ fn, anchor: view.access.expr }, ...callersAbove(judge, fn)];
  return ways.some(({ fn: at, anchor }) => {
    for (let condition = placeOf(judge, at, anchor)?.conditions ?? null; condition; condition = condition.outer)
      if (readsClock(judge, at, condition.test)) return true;
    return false;
  });
}

function callersAbove(judge: Judge, fn: number): { fn: number; anchor: Expr }[] {
  return (judge.program.callsTo[fn] ?? []).flatMap((edge) => {
    const site = judge.program.flow.calls[edge.site];
    return site && edge.timing === 'now' ? [{ fn: edge.from, anchor: site.expr }] : [];
  });
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
  if (!access.value || labelsIn(judge, view, access.value).size > 0) return false;
  let computes = false;
  walkTerm(judge, view, 0, access.value, (part, level) => {
    if (part.k !== 'call' && part.k !== 'new') return;
    if (!readsClock(judge, view.frames[level]?.fn ?? access.fn, part)) computes = true;
  });
  return !computes;
}

const MAINTENANCE =
  /^(p?expire\w*|zrem\w*|[lx]trim|del|unlink|remove\w*|delete\w*|clean\w*|purge\w*|prune\w*|trim\w*|evict\w*|vacuum\w*|refresh\w*)$/i;

/** What is skipped while the marker stands only tidies up: doing it once more changes nothing. */
function onlyTidiesUp(judge: Judge, slot: Slot, { view }: Add): boolean {
  const deciding = view.frames.find(({ fn, anchor }) => {
    const guard = guardOf(judge, slot, { fn, expr: anchor });
    return guard.empty || guard.expired;
  });
  const branch = deciding ? (placeOf(judge, deciding.fn, deciding.anchor)?.conditions ?? null) : null;
  if (!deciding || branch === null) return false;
  let tidies = false;
  let does = false;
  walkFunction(functionAt(judge.program.index, deciding.fn), (part) => {
    if (part.k !== 'call' || part === deciding.anchor) return;
    const place = placeOf(judge, deciding.fn, part);
    const site = judge.siteOf.get(part);
    if (!place || !site || !isUnder(place.conditions, branch)) return;
    if (isTelemetry(judge, part) || site.externals.some((origin) => /^@(Promise|Date|Math|JSON)\b/.test(origin)))
      return;
    const name = part.callee.k === 'member' ? (part.callee.name ?? '') : '';
    if (MAINTENANCE.test(name)) tidies = true;
    else does = true;
  });
  return tidies && !does;
}

/** Whether what stands under `conditions` runs only where `branch` was taken. */
function isUnder(conditions: Condition | null, branch: Condition | null): boolean {
  if (branch === null) return true;
  for (let current = conditions; current; current = current.outer)
    if (current === branch || (current.test === branch.test && current.holds === branch.holds)) return true;
  return false;
}

import type { StateAccess } from '../../../model/state.js';
import { isMixed, labelsOf, placeOf, walkDeep } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { readsClock } from '../signals/clock.js';
import { readsRemote } from '../signals/effects.js';
import { guardOf } from '../signals/guard.js';
import { labelsIn } from '../term-signals.js';
import { isConstant, isDerived, tokensAt } from '../values.js';
import { viewsOf } from '../views.js';
import { judgeOnce } from './flag.js';

/** Written only where it was empty or had expired. */
export function judgeLazy(judge: Judge, slot: Slot, writes: readonly StateAccess[]): Opinion {
  const [write] = writes as [StateAccess];
  const expires =
    writes.some((candidate) => guardOf(judge, slot, candidate).expired) || hasClockCompanion(judge, slot, writes);
  const tainted = writes.find(({ fn, value }) => labelsOf(judge, fn, value).size > 0 && !isMixed(judge, fn, value));
  if (tainted && expires && isOneForAll(judge, tainted)) {
    const [label] = identityLabels(labelsOf(judge, tainted.fn, tainted.value));
    return opinion(
      'mis-keyed-cache',
      'critical',
      `the value depends on ${label ?? 'the request'} and has no key: until it expires, one caller is answered with another's value`,
      tainted,
    );
  }
  if (tainted && !expires) {
    const [label] = identityLabels(labelsOf(judge, tainted.fn, tainted.value));
    return opinion(
      'request-state',
      'critical',
      `made once from ${label ?? 'the first request'}: the first caller's value serves all others`,
      tainted,
    );
  }
  if (expires) return opinion('ttl-cache', 'none', 'refreshed when it has expired', write);
  if (writes.every(({ value }) => isConstant(value))) return judgeOnce(judge, slot, write);
  if (constructs(judge, write)) return opinion('lazy-client', 'none', 'made once, on first use', write);
  if (readsRemote(judge, write)) {
    return opinion(
      'memo',
      'medium',
      'fetched once per environment and never again: a change at the source is not seen',
      write,
      { confidence: 'medium' },
    );
  }
  if (makesClient(judge, write)) return opinion('lazy-client', 'none', 'made once, on first use', write);
  return opinion(
    isDerived(judge, write.fn, write.value) ? 'lazy-client' : 'memo',
    'none',
    'set once, on first use',
    write,
    { confidence: 'medium' },
  );
}

/** The request decides what is fetched: it stands in the call that makes the value. */
function isOneForAll(judge: Judge, write: StateAccess): boolean {
  return viewsOf(judge, write).some((view) =>
    [...labelsIn(judge, view, write.value)].some((label) => label.includes('.')),
  );
}

export function identityLabels(labels: ReadonlySet<string>): string[] {
  return [...labels].sort();
}

/** `new Client()`, in the value or in what its local names stand for. */
function constructs(judge: Judge, write: StateAccess): boolean {
  let value = write.value;
  while (value?.k === 'await' || value?.k === 'assign') value = value.value;
  if (value?.k === 'logical') value = value.right;
  if (value?.k === 'new') return !(value.callee.k === 'global' && value.callee.name === 'Promise');
  return (
    value !== null &&
    value !== undefined &&
    tokensAt(judge, write.fn, value).some(
      (token) =>
        token.t === 'object' &&
        (token.what === 'instance' || (token.what === 'external' && /^new [^()]*$/.test(token.origin))),
    )
  );
}

export function makesClient(judge: Judge, write: StateAccess): boolean {
  let found = false;
  if (write.value) {
    walkDeep(judge, write.fn, write.value, (part) => {
      if (part.k === 'new') found = true;
    });
    if (!found)
      found = tokensAt(judge, write.fn, write.value).some(
        (token) => token.t === 'object' && (token.what === 'external' || token.what === 'instance'),
      );
  }
  return found;
}

/** A neighbour that holds the time of the last refresh guards the write: the test reads the clock. */
export function hasClockCompanion(judge: Judge, _slot: Slot, writes: readonly StateAccess[]): boolean {
  return writes.some((write) => {
    for (
      let condition = placeOf(judge, write.fn, write.expr)?.conditions ?? null;
      condition;
      condition = condition.outer
    ) {
      if (readsClock(judge, write.fn, condition.test)) return true;
    }
    return false;
  });
}

import type { StateAccess } from '../../../model/state.js';
import { placeOf } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { doesDurableWork } from '../signals/effects.js';
import type { ValueUse } from '../signals/use-of-value.js';
import { onlyTelemetry, usesOfReads } from './uses-of-reads.js';

/** A flag that lets something happen once per environment. */
export function judgeOnce(judge: Judge, slot: Slot, write: StateAccess): Opinion {
  const effect = doesDurableWork(judge, slot, write);
  if (effect !== null) {
    return opinion('flag', 'high', `lets ${effect} happen once per environment, not once`, write, {
      confidence: 'medium',
    });
  }
  const uses = usesOfReads(judge, slot);
  if (onlyTelemetry(uses))
    return opinion('cold-start-flag', 'none', 'flips once and only reaches logs or metrics', write);
  return opinion('memo', 'none', 'marks local preparation as done', write, { confidence: 'medium' });
}

export function judgeFlag(
  judge: Judge,
  slot: Slot,
  writes: readonly StateAccess[],
  uses: ReadonlySet<ValueUse>,
): Opinion {
  const [write] = writes as [StateAccess];
  if (onlyTelemetry(uses)) return opinion('cold-start-flag', 'none', 'flips and only reaches logs or metrics', write);
  const values = new Set(writes.map(({ value }) => (value?.k === 'literal' ? String(value.value) : 'other')));
  const starts = slot.accesses.find((access) => access.expr.k === 'assign' && access.expr.declares)?.value;
  const initial = starts?.k === 'literal' ? String(starts.value) : 'undefined';
  values.delete(initial);
  const flipsBack = writes.some(
    (candidate) => candidate.value?.k === 'literal' && String(candidate.value.value) === initial,
  );
  if (!flipsBack && values.size <= 1) return judgeOnce(judge, slot, write);
  if (isInProgress(judge, writes)) {
    return opinion('flag', 'medium', 'says that something is under way, to one environment alone', write, {
      confidence: 'medium',
    });
  }
  return opinion(
    'flag',
    'high',
    'set by one invocation and read by others: another environment has another value',
    write,
  );
}

/** Set before some work and cleared after it, in one function. */
function isInProgress(judge: Judge, writes: readonly StateAccess[]): boolean {
  const functions = new Set(writes.map(({ fn }) => fn));
  return functions.size === 1 && writes.some((write) => placeOf(judge, write.fn, write.expr)?.part === 'finally');
}

export function judgeResetsOnly(judge: Judge, slot: Slot, resets: readonly StateAccess[]): Opinion {
  const [first] = resets;
  if (resets.some((write) => write.kind === 'assign')) {
    const uses = usesOfReads(judge, slot);
    if (isFlagValue(first)) return judgeFlag(judge, slot, resets, uses);
  }
  return opinion('memo', 'none', 'only ever emptied after the module has loaded', first ?? null);
}

function isFlagValue(write: StateAccess | undefined): boolean {
  return write?.value?.k === 'literal' && typeof write.value.value === 'boolean';
}

import type { StateAccess } from '../../model/state.js';
import { labelsOf } from './judge.js';
import type { Judge, Slot } from './judge.js';
import { opinion } from './opinion.js';
import type { Opinion } from './opinion.js';
import { guardOf } from './signals/guard.js';
import { isConstant } from './values.js';

/** Judges an environment variable that is written after its module has loaded. */
export function judgeProcessGlobal(judge: Judge, slot: Slot, writes: readonly StateAccess[]): Opinion {
  const [write] = writes as [StateAccess];
  const tainted = writes.find((candidate) => labelsOf(judge, candidate.fn, candidate.value).size > 0);
  const onlyOnce = writes.every((candidate) => guardOf(judge, slot, candidate).empty);
  if (tainted && onlyOnce) {
    const message = 'set for the whole process by the first invocation that finds it missing';
    return opinion('request-state', 'medium', message, tainted, { confidence: 'medium' });
  }
  if (tainted)
    return opinion(
      'request-state',
      'critical',
      'an invocation sets an environment variable for the whole process, for every invocation to come',
      tainted,
    );
  if (writes.every((candidate) => candidate.kind === 'assign' && isConstant(candidate.value))) {
    return opinion('configuration', 'low', 'always set to the same constant', write, { confidence: 'medium' });
  }
  if (onlyOnce) {
    return opinion('memo', 'low', 'set only where it was missing', write, { confidence: 'medium' });
  }
  return opinion('flag', 'high', 'an invocation changes an environment variable of the whole process', write);
}

import type { StateAccess } from '../../../model/state.js';
import { labelsOf } from '../judge.js';
import type { Judge } from '../judge.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import type { Bound } from '../signals/bounds.js';
import { isEmptying, takesFromFront } from './emptying.js';

/** Judges a list to which invocations append. */
export function judgeList(
  judge: Judge,
  push: StateAccess,
  writes: readonly StateAccess[],
  bound: Bound,
  isRead: boolean,
): Opinion {
  const takes = writes.some(
    (write) =>
      write.op === 'shift' ||
      write.op === 'pop' ||
      (write.op === 'splice' && write !== push && write.kind === 'mutate' && takesFromFront(write)),
  );
  if (bound === 'limited' && !takes) {
    return opinion('accumulator', 'medium', 'the last entries of one environment: others have others', push, {
      confidence: 'medium',
    });
  }
  if (takes || writes.some((write) => isEmptying(write))) {
    return opinion(
      'queue',
      'critical',
      'work waits in the memory of one environment until some later invocation takes it: it is lost with the environment',
      push,
    );
  }
  const labels = push.value ? labelsOf(judge, push.fn, push.value) : new Set<string>();
  const message = isRead
    ? 'collects over invocations in one environment: lost with it, unknown to the others'
    : 'grows with every invocation and is never emptied';
  return opinion('accumulator', 'high', message, push, { confidence: labels.size > 0 || isRead ? 'high' : 'medium' });
}

import type { StateAccess } from '../../../model/state.js';
import { labelsOf, placeOf } from '../judge.js';
import type { Judge } from '../judge.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { isEmptying, takesFromFront } from './emptying.js';

/** Judges a list to which invocations append. */
export function judgeList(
  judge: Judge,
  push: StateAccess,
  writes: readonly StateAccess[],
  limited: boolean,
  isRead: boolean,
): Opinion {
  const takes = writes.some((write) => takesWork(judge, write, push));
  if (limited && !takes) {
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

/** An element is taken out to be used, and not only thrown away to make room. */
function takesWork(judge: Judge, write: StateAccess, push: StateAccess): boolean {
  const takes =
    write.op === 'shift' ||
    write.op === 'pop' ||
    (write.op === 'splice' && write !== push && write.kind === 'mutate' && takesFromFront(write));
  if (!takes) return false;
  const place = placeOf(judge, write.fn, write.expr);
  return !(place?.parent === null && place.stmt.k === 'do');
}

import type { Expr } from '../../../model/code.js';
import { functionAt } from '../../../model/program-index.js';
import type { StateAccess } from '../../../model/state.js';
import { walkFunction } from '../../../model/walk-code.js';
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
  if (isOrderOfRemoval(judge, writes, push)) {
    return opinion('memo', 'none', 'says which entry of a table beside it goes next', push, { confidence: 'medium' });
  }
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

/** Whatever is taken out only names what is then deleted: `cache.delete(order.shift())`. */
function isOrderOfRemoval(judge: Judge, writes: readonly StateAccess[], push: StateAccess): boolean {
  const taken = writes.filter((write) => takesWork(judge, write, push));
  return taken.length > 0 && taken.every((write) => namesWhatGoes(judge, write.fn, write.expr));
}

function namesWhatGoes(judge: Judge, fn: number, expr: Expr): boolean {
  const parent = placeOf(judge, fn, expr)?.parent ?? null;
  if (parent?.k === 'assign' && parent.value === expr && parent.target.k === 'name') {
    const { binding } = parent.target;
    const uses: Expr[] = [];
    walkFunction(functionAt(judge.program.index, fn), (part) => {
      if (part.k === 'name' && part.binding === binding && part !== parent.target) uses.push(part);
    });
    const deciding = uses.filter((use) => !isTested(judge, fn, use));
    return deciding.length > 0 && deciding.every((use) => namesWhatGoes(judge, fn, use));
  }
  if (parent?.k === 'call') return parent.callee.k === 'member' && parent.callee.name === 'delete';
  if (parent?.k !== 'member' || parent.key !== expr) return false;
  return placeOf(judge, fn, parent)?.parent?.k === 'delete';
}

/** `if (oldest !== undefined)` */
function isTested(judge: Judge, fn: number, use: Expr): boolean {
  const place = placeOf(judge, fn, use);
  if (place?.isTest) return true;
  const { parent } = place ?? {};
  return parent?.k === 'operator' && /^[!=]==?$/.test(parent.op) && placeOf(judge, fn, parent)?.isTest === true;
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

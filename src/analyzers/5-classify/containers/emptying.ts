import type { StateAccess } from '../../../model/state.js';
import { placeOf } from '../judge.js';
import type { Judge } from '../judge.js';
import { isEmptyValue } from '../values.js';

/** The whole container is replaced by an empty one. */
export function isEmptying(write: StateAccess): boolean {
  return write.kind === 'assign' && !write.path.includes('*') && write.op === '=' && isEmptyValue(write.value);
}

/** `clear()`, `splice(0)`, `length = 0`, `= []`. */
export function emptiesAll(write: StateAccess): boolean {
  if (write.op === 'splice') return takesFromFront(write) && write.site?.expr.args.length === 1;
  return write.op === 'clear' || (write.op === 'length' && isZero(write)) || isEmptying(write);
}

function isZero(write: StateAccess): boolean {
  return write.value?.k === 'literal' && write.value.value === 0;
}

/** `splice(0)` and `splice(0, n)`. */
export function takesFromFront(write: StateAccess): boolean {
  return write.key?.k === 'literal' && write.key.value === 0;
}

/** Whether a write happens whenever its function runs to the end. */
export function isUnconditional(judge: Judge, write: StateAccess): boolean {
  for (let condition = placeOf(judge, write.fn, write.expr)?.conditions ?? null; condition; condition = condition.outer)
    if (!condition.exit) return false;
  return true;
}

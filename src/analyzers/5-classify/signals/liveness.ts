import type { StateAccess } from '../../../model/state.js';
import { functionAt, parentOf } from '../../../model/program-index.js';
import { pathTo, runsIn } from '../../../model/reached-program.js';
import { placeOf } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { lateReads } from '../slots.js';
import { isSelfReferential } from '../values.js';

/**
 * Whether an invocation may see what an earlier one left: some read is reached, on some path, before a write that always
 * happens. A read is safe where a definite write stands before it in its own function, or before the call that leads to it
 * in every caller on the shortest path from the entry point.
 */
export function liveAtEntry(judge: Judge, slot: Slot, writes: readonly StateAccess[]): boolean {
  const kills = writes.filter((write) => isKill(judge, write) && !isSelfReferential(judge, slot, write));
  const reads = lateReads(slot).filter((read) => !isOperandOfOwnWrite(judge, read, writes));
  const growing = writes.filter((write) => write.kind === 'assign' && write.op !== '=' && !kills.includes(write));
  const uses = [...reads, ...growing];
  if (uses.length === 0) return writes.length > 0 && kills.length < writes.length;
  return uses.some((use) => !isKilledBefore(judge, kills, use));
}

/** A write that replaces the whole value and happens whenever its function runs. */
function isKill(judge: Judge, write: StateAccess): boolean {
  const place = placeOf(judge, write.fn, write.expr);
  if (!place || place.inLoop || place.part === 'catch') return false;
  for (let condition = place.conditions; condition; condition = condition.outer) if (!condition.exit) return false;
  if (write.kind === 'assign') return write.op === '=' && !write.path.includes('*');
  return write.kind === 'delete' && (write.op === 'clear' || write.op === 'length');
}

/** `x` in `x = x + 1` is read for the write itself; the write is judged in its place. */
function isOperandOfOwnWrite(judge: Judge, read: StateAccess, writes: readonly StateAccess[]): boolean {
  const parent = placeOf(judge, read.fn, read.expr)?.parent;
  return parent?.k === 'assign' && parent.target === read.expr && writes.some((write) => write.expr === parent);
}

function isKilledBefore(judge: Judge, kills: readonly StateAccess[], use: StateAccess): boolean {
  if (kills.length === 0) return false;
  const order = placeOf(judge, use.fn, use.expr)?.order ?? Infinity;
  if (
    kills.some(
      (kill) => kill.fn === use.fn && kill !== use && (placeOf(judge, kill.fn, kill.expr)?.order ?? Infinity) < order,
    )
  )
    return true;
  const enclosing = kills.filter((kill) => encloses(judge, kill.fn, use.fn));
  if (enclosing.some((kill) => kill.pos < use.pos)) return true;
  const phase = runsIn(judge.program, use.fn, 'invoke') ? 'invoke' : 'background';
  return pathTo(judge.program, use.fn, phase).some(
    (edge) =>
      kills.some((kill) => kill.fn === edge.from && kill.pos < edge.pos) ||
      kills.some((kill) => calledBefore(judge, edge.from, edge.pos, kill.fn)),
  );
}

/** Whether `inner` is a callback written inside `outer`. */
function encloses(judge: Judge, outer: number, inner: number): boolean {
  for (let fn = parentOf(judge.program.index, inner); fn >= 0; fn = parentOf(judge.program.index, fn))
    if (fn === outer) return true;
  return false;
}

/** A function that always writes is called, whatever happens, earlier in the caller: `reset(); …; use()`. */
function calledBefore(judge: Judge, caller: number, pos: number, callee: number): boolean {
  return (judge.program.callsFrom[caller] ?? []).some((edge) => {
    if (edge.to !== callee || edge.pos >= pos || edge.timing !== 'now') return false;
    const site = judge.program.flow.calls[edge.site];
    const place = site ? placeOf(judge, caller, site.expr) : undefined;
    if (!place || place.inLoop) return false;
    for (let condition = place.conditions; condition; condition = condition.outer) if (!condition.exit) return false;
    return functionAt(judge.program.index, caller).kind !== 'module';
  });
}

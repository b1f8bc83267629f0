import type { StateAccess } from '../../../model/state.js';
import { functionAt } from '../../../model/program-index.js';
import { pathTo, runsIn } from '../../../model/reached-program.js';
import type { Expr } from '../../../model/code.js';
import { placeOf } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { lateReads } from '../slots.js';

/** Whether something is awaited, in one invocation, between a write of the slot and a read of it. */
export function suspendsBetween(judge: Judge, slot: Slot, writes: readonly StateAccess[]): boolean {
  return lateReads(slot).some((read) => writes.some((write) => isSuspended(judge, write, read)));
}

/** One function on the way to an access, and what stands for the access in it. */
interface Step {
  readonly fn: number;
  readonly anchor: Expr | null;
}

function isSuspended(judge: Judge, write: StateAccess, read: StateAccess): boolean {
  const toWrite = stepsTo(judge, write);
  const toRead = stepsTo(judge, read);
  const common = toWrite.findLastIndex(({ fn }) => toRead.some((step) => step.fn === fn));
  if (common < 0) return true;
  const meeting = toWrite[common] as Step;
  const after = toRead.findIndex(({ fn }) => fn === meeting.fn);
  const before = awaitsBefore(judge, meeting);
  const until = awaitsBefore(judge, toRead[after] as Step);
  if (before === null || until === null) return true;
  if (until > before) return true;
  return (
    toWrite.slice(common + 1).some((step) => isAsync(judge, step.fn) && awaitsAfter(judge, step)) ||
    toRead.slice(after + 1).some((step) => (awaitsBefore(judge, step) ?? 1) > 0)
  );
}

function stepsTo(judge: Judge, access: StateAccess): Step[] {
  const phase = runsIn(judge.program, access.fn, 'invoke') ? 'invoke' : 'background';
  const edges = pathTo(judge.program, access.fn, phase);
  const steps = edges.map((edge): Step => ({
    fn: edge.from,
    anchor: judge.program.flow.calls[edge.site]?.expr ?? null,
  }));
  return [...steps, { fn: access.fn, anchor: access.expr }];
}

function awaitsBefore(judge: Judge, { fn, anchor }: Step): number | null {
  if (anchor === null) return isAsync(judge, fn) ? null : 0;
  const place = placeOf(judge, fn, anchor);
  if (!place) return isAsync(judge, fn) ? null : 0;
  return place.awaits;
}

/** A function that awaits after its write gives others a turn before its caller goes on. */
function awaitsAfter(judge: Judge, { fn, anchor }: Step): boolean {
  const at = anchor === null ? undefined : placeOf(judge, fn, anchor);
  let most = 0;
  for (const { awaits } of judge.surroundings.get(fn)?.values() ?? []) most = Math.max(most, awaits);
  return at === undefined || most > at.awaits;
}

function isAsync(judge: Judge, fn: number): boolean {
  return functionAt(judge.program.index, fn).async;
}

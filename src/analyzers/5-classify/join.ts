import { functionAt } from '../../model/program-index.js';
import { PLATFORMS } from '../../model/platforms.js';
import type { StateAccess } from '../../model/state.js';
import type { Target } from '../../model/target.js';
import { hasElementWrite, judgeContainer } from './containers/judge-container.js';
import type { Judge, Slot } from './judge.js';
import { judgeProcessGlobal } from './judge-global.js';
import { judgeScalar } from './scalars/judge-scalar.js';
import { judgeTimerHandle } from './judge-timer.js';
import { judgeUnwritten } from './judge-unwritten.js';
import { opinion } from './opinion.js';
import type { Opinion } from './opinion.js';
import { withPlatformReasons } from './platform-reasons.js';
import { isWrite, lateWrites, slotsOf } from './slots.js';
import type { StateUse } from './state/collect-accesses.js';

export interface JudgedSlot {
  readonly slot: Slot;
  readonly opinion: Opinion;
}

/** A root with its parts judged. */
export interface JudgedUse {
  readonly use: StateUse;
  readonly target: Target;
  readonly slots: readonly JudgedSlot[];
}

/** Judges every part of a binding; `withLibraries` adds what the libraries keep whose objects it holds. */
export function judgeSlots(
  judge: Judge,
  use: StateUse,
  target: Target,
  withLibraries: (slot: Slot, own: Opinion) => Opinion,
): JudgedSlot[] {
  return slotsOf(judge, use).map((slot) => ({ slot, opinion: withLibraries(slot, judgeSlot(judge, slot, target)) }));
}

function judgeSlot(judge: Judge, slot: Slot, target: Target): Opinion {
  const timer = withTimerHandle(judge, slot, target);
  if (timer) return timer;
  const writes = lateWrites(judge, slot);
  if (writes.length === 0) return judgeUnreached(judge, slot, target);
  if (slot.root.declaration === 'process.env') return judgeProcessGlobal(judge, slot, writes);
  return withPlatformReasons(target, (platform) =>
    hasElementWrite(writes)
      ? judgeContainer(judge, slot, writes, platform)
      : judgeScalar(judge, slot, writes, platform),
  );
}

function withTimerHandle(judge: Judge, slot: Slot, target: Target): Opinion | null {
  if (judgeTimerHandle(judge, slot, PLATFORMS[target]) === null) return null;
  return withPlatformReasons(target, (platform) => judgeTimerHandle(judge, slot, platform) as Opinion);
}

/** Writes that no phase reaches say what the binding is meant for, but nothing runs them. */
function judgeUnreached(judge: Judge, slot: Slot, target: Target): Opinion {
  const dead = slot.accesses.filter((access) => isWrite(access) && runsForNobody(judge, access));
  if (
    dead.length === 0 ||
    slot.accesses.some(
      (access) => isWrite(access) && access.phases.has('init') && !(access.expr.k === 'assign' && access.expr.declares),
    )
  ) {
    return judgeUnwritten(judge, slot);
  }
  const revived = slot.accesses.map((access): StateAccess =>
    runsForNobody(judge, access) ? { ...access, phases: new Set(['invoke']) } : access,
  );
  const reads = revived.filter(({ kind }) => kind === 'read' || kind === 'size');
  const alive: Slot = { ...slot, accesses: revived, readers: new Set(reads.map(({ fn }) => fn)) };
  const meant = judgeSlotAsIfReached(judge, alive, target);
  return opinion(meant.classification, 'none', 'no entry point reaches the code that writes it', dead[0] ?? null, {
    confidence: 'medium',
  });
}

/** No entry point leads there; a function of a script runs, but not on behalf of an event. */
function runsForNobody({ program }: Judge, { fn, phases }: StateAccess): boolean {
  if (phases.size === 0) return true;
  return (
    !program.deployed.has(program.index.moduleOfFunction[fn] as number) &&
    functionAt(program.index, fn).kind !== 'module' &&
    !phases.has('invoke')
  );
}

function judgeSlotAsIfReached(judge: Judge, slot: Slot, target: Target): Opinion {
  const writes = lateWrites(judge, slot);
  if (writes.length === 0) return judgeUnwritten(judge, slot);
  return hasElementWrite(writes)
    ? judgeContainer(judge, slot, writes, PLATFORMS[target])
    : judgeScalar(judge, slot, writes, PLATFORMS[target]);
}

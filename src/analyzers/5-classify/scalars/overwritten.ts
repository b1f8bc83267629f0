import type { Expr } from '../../../model/code.js';
import type { StateAccess } from '../../../model/state.js';
import type { PlatformFacts } from '../../../model/target.js';
import { walkExpr } from '../../../model/walk-code.js';
import { labelsOf } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { readsClock } from '../signals/clock.js';
import { liveAtEntry } from '../signals/liveness.js';
import { suspendsBetween } from '../signals/suspension.js';
import type { ValueUse } from '../signals/use-of-value.js';
import { lateReads } from '../slots.js';
import { hasClockCompanion, makesClient } from './lazy.js';
import { onlyTelemetry } from './uses-of-reads.js';

export function judgeRequestState(
  judge: Judge,
  slot: Slot,
  write: StateAccess,
  writes: readonly StateAccess[],
  platform: PlatformFacts,
  uses: ReadonlySet<ValueUse>,
): Opinion {
  const [label = 'the request'] = [...labelsOf(judge, write.fn, write.value)].sort();
  if (lateReads(slot).length === 0)
    return opinion('request-state', 'low', 'written for a request, and never read', write, { confidence: 'medium' });
  if (liveAtEntry(judge, slot, writes)) {
    const grade = onlyTelemetry(uses) ? 'medium' : 'critical';
    return opinion('request-state', grade, `keeps ${label} of one invocation where a later one can read it`, write);
  }
  if (platform.concurrent && suspendsBetween(judge, slot, writes)) {
    return opinion(
      'request-state',
      'critical',
      `holds ${label} across an await: another request in the same environment overwrites it`,
      write,
    );
  }
  return opinion('request-state', 'low', `set anew at the start of every invocation before it is read`, write);
}

/** Assigned again and again from something that is not the request. */
export function judgeRefreshed(
  judge: Judge,
  slot: Slot,
  write: StateAccess,
  uses: ReadonlySet<ValueUse>,
  writes: readonly StateAccess[],
): Opinion {
  if (onlyTelemetry(uses)) return opinion('memo', 'none', 'only reaches logs or metrics', write);
  const clock = writes.some(
    (candidate) => candidate.value !== null && readsClock(judge, candidate.fn, candidate.value),
  );
  if (clock || hasClockCompanion(judge, slot, writes)) {
    return opinion('ttl-cache', 'none', 'remembers when something was last done', write, { confidence: 'medium' });
  }
  if (writes.every((candidate) => !candidate.phases.has('invoke'))) {
    return opinion('ttl-cache', 'low', 'refreshed by a timer', write, { confidence: 'medium' });
  }
  if (!liveAtEntry(judge, slot, writes))
    return opinion('memo', 'none', 'set anew before it is used, in every run', write);
  if (makesClient(judge, write) || isInjected(write.value)) {
    return opinion('memo', 'low', 'set to something that does not depend on a request', write, {
      confidence: 'medium',
    });
  }
  return opinion('memo', 'low', 'set to something that does not depend on a request', write, { confidence: 'low' });
}

function isInjected(value: Expr | null): boolean {
  let found = false;
  if (value) {
    walkExpr(value, (part) => {
      if (part.k === 'name') found = true;
    });
  }
  return found;
}

import type { StateAccess } from '../../model/state.js';
import type { PlatformFacts } from '../../model/target.js';
import type { Judge, Slot } from './judge.js';
import { opinion } from './opinion.js';
import type { Opinion } from './opinion.js';
import { isWrite } from './slots.js';
import { isConstant, isEmptyValue, tokensAt } from './values.js';

const TIMER = /^@(?:(?:globalThis|global|self)\.)?set(?:Interval|Timeout)\(\)$|^timers\.set(?:Interval|Timeout)\(\)$/;

/**
 * Judges a slot that holds nothing but the handle of a timer; null for any other. What the timer does is judged where it
 * is started; here it matters whether the platform lets a module start one at all.
 */
export function judgeTimerHandle(judge: Judge, slot: Slot, platform: PlatformFacts): Opinion | null {
  const started = slot.accesses.filter(
    (access) => isWrite(access) && access.value !== null && !isConstant(access.value) && !isEmptyValue(access.value),
  );
  if (started.some(({ path }) => path.includes('*'))) return null;
  if (started.length === 0 || !started.every((access) => isTimer(judge, access))) return null;
  const atLoad = started.find(({ phases }) => phases.has('init'));
  if (atLoad && !platform.timersAtLoad) {
    const message =
      'a timer that the module starts while it loads: the platform refuses it, and the module does not load';
    return opinion('timer', 'high', message, atLoad);
  }
  return opinion('timer', 'none', 'the handle of a timer of this environment', started[0] ?? null);
}

function isTimer(judge: Judge, { fn, value }: StateAccess): boolean {
  const tokens = value === null ? [] : tokensAt(judge, fn, value);
  return (
    tokens.length > 0 &&
    tokens.every((token) => token.t === 'object' && token.what === 'external' && TIMER.test(token.origin))
  );
}

import type { CheckContext } from '../check/context.js';
import { divergenceOfWindow } from './divergence-of-window.js';
import { gatedRun, type GatedStore } from './gated-run.js';
import type { WindowResult } from './window-result.js';
import { isAllowed, type Outcome, runWindow, stepsOf, type Window } from './window.js';

/** Operations of one event at which its container is stopped. */
const MOST_STOPS = 24;

/**
 * Stops the container of an event after each number of its store operations. What others see afterwards must be as if the
 * event had never come or had been processed whole; after its answer, only the latter.
 */
export async function runCrash(context: CheckContext, window: Window, store: GatedStore): Promise<WindowResult> {
  const { program } = context;
  const whole = await runWindow(context, program, window, async (send) => {
    for (const step of window.inFlight) await send(step);
  });
  const never = await runWindow(context, program, window, async () => {});
  let stops = 0;
  let steps = 0;
  for (let after = 0; after < MOST_STOPS; after++) {
    const stopped = await stopAfter(context, window, store, after);
    stops += 1;
    steps += stepsOf(window).length;
    const allowed = (stopped.isAnswered ? [whole] : [whole, never]).map((one) => withoutAnswer(one, window));
    const outcome = withoutAnswer(stopped.outcome, window);
    if (!isAllowed(context, window, outcome, allowed)) {
      const when = stopped.isAnswered
        ? `after the answer, when ${after} store operations were done`
        : `after ${after} store operations`;
      const divergence = divergenceOfWindow(context, {
        mode: 'crash',
        window,
        outcome,
        allowed,
        binding: null,
        message: `the container is stopped ${when} (${stopped.done.join(' → ') || 'none'}), and what it leaves is neither nothing nor whole`,
      });
      return { divergence, schedules: stops + 2, steps, covered: stops, possible: stops };
    }
    if (stopped.wasLast) break;
  }
  return { divergence: null, schedules: stops + 2, steps, covered: stops, possible: stops };
}

interface Stopped {
  readonly outcome: Outcome;
  readonly isAnswered: boolean;
  /** No operation was left to stop at. */
  readonly wasLast: boolean;
  readonly done: readonly string[];
}

async function stopAfter(context: CheckContext, window: Window, store: GatedStore, after: number): Promise<Stopped> {
  let isAnswered = false;
  let wasLast = false;
  const done: string[] = [];
  const outcome = await gatedRun(context, context.program, window, store, async ([event], settled, stop) => {
    if (event === undefined) return;
    let enabled = await settled();
    for (let count = 0; count < after && enabled.size > 0; count++) {
      done.push(enabled.get(0)?.text ?? '');
      // The store has done it, and the container never learns of it.
      await event.gate.release(count + 1 < after);
      if (count + 1 < after) enabled = await settled();
    }
    isAnswered = event.isAnswered();
    wasLast = done.length < after || (after === 0 && enabled.size === 0);
    await stop(0);
  });
  return { outcome, isAnswered, wasLast, done };
}

/** Whether the event itself is answered is not in question. */
function withoutAnswer(outcome: Outcome, { inFlight }: Window): Outcome {
  return outcome.map((answer, index) => (index < inFlight.length ? null : answer));
}

import type { CheckContext } from '../check/context.js';
import { idOf } from '../attribution/explain.js';
import { oracleOf } from '../attribution/oracle-of.js';
import type { Step } from '../schedule/step.js';
import { divergenceOfWindow } from './divergence-of-window.js';
import type { WindowResult } from './window-result.js';
import { isAllowed, moved, runWindow, serialOutcomes, type Window } from './window.js';

/** All events of the window in one container at once: what they give one after the other, in some order, is allowed. */
export async function runConcurrent(context: CheckContext, window: Window): Promise<WindowResult> {
  const { program, reference, isSelf } = context;
  const together = (): number => 1;
  const own = moved(window, together);
  const atOnce = async (send: (step: Step) => Promise<unknown>): Promise<void> => {
    await Promise.all(own.inFlight.map(send));
  };
  const outcome = await runWindow(context, program, own, atOnce);
  const allowed = [...(await serialOutcomes(context, reference, own, together))];
  // Another version was right by definition in one process, also with these events in flight.
  if (!isSelf) allowed.push(await runWindow(context, reference, own, atOnce));
  const counts = {
    schedules: 1 + allowed.length,
    steps: (1 + allowed.length) * own.inFlight.length,
    covered: 1,
    possible: 1,
  };
  if (isAllowed(context, own, outcome, allowed)) return { divergence: null, ...counts };
  const binding = suspectOf(context);
  const divergence = divergenceOfWindow(context, {
    mode: 'concurrent',
    window: own,
    outcome,
    allowed,
    binding,
    message: `${own.inFlight.length} events in one container at once give what no order of them gives`,
  });
  return { divergence, ...counts };
}

/** What one event can leave to another while both are running; null where several bindings could. */
function suspectOf({ bindings, suspected }: CheckContext): string | null {
  const likely = bindings.filter((one) => one.verdict !== 'benign' && oracleOf(one) === 'container-per-event');
  const named = likely.filter((one) => suspected.has(idOf(one)));
  const [only, ...more] = named.length > 0 ? named : likely;
  return only !== undefined && more.length === 0 ? idOf(only) : null;
}

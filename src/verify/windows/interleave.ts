import type { CheckContext } from '../check/context.js';
import { divergenceOfWindow } from './divergence-of-window.js';
import { exploreOrders } from './explore-orders.js';
import { gatedRun, type GatedStore } from './gated-run.js';
import type { WindowResult } from './window-result.js';
import { isAllowed, moved, type Outcome, runWindow, serialOutcomes, stepsOf, type Window } from './window.js';

/** Orders that are run of one window at most. */
const MOST_ORDERS = 120;
/** Operations of a run after which the rest goes through as it comes. */
const MOST_OPERATIONS = 60;

/** Every order of the operations that the events of a window do at the store, each event in a container of its own. */
export async function runInterleave(context: CheckContext, window: Window, store: GatedStore): Promise<WindowResult> {
  const allowed = await allowedOutcomes(context, window);
  const exploration = exploreOrders();
  const counts = { schedules: 0, steps: 0 };
  let possible = 1;
  let isCut = false;
  while (exploration.begin()) {
    if (counts.schedules >= MOST_ORDERS || performance.now() > context.deadline) {
      isCut = true;
      break;
    }
    let isRedundant = false;
    const outcome = await gatedRun(context, context.program, window, store, async (events, settled) => {
      for (let count = 0; count < MOST_OPERATIONS; count++) {
        const enabled = await settled();
        if (enabled.size === 0) return;
        const next = exploration.choose(enabled);
        if (next === null) {
          isRedundant = true;
          return;
        }
        await events[next]?.gate.release();
      }
    });
    counts.schedules += 1;
    counts.steps += stepsOf(window).length;
    const path = exploration.path();
    possible = Math.max(possible, ordersOf(path.map(({ event }) => event)));
    if (isRedundant || isAllowed(context, window, outcome, allowed)) continue;
    const order = path.map(({ event, operation }) => `event ${event + 1}: ${operation.text}`).join(' → ');
    const divergence = divergenceOfWindow(context, {
      mode: 'interleave',
      window,
      outcome,
      allowed,
      binding: null,
      message: `no order of whole events gives these answers, but this order of store operations does: ${order}`,
    });
    return { divergence, ...counts, covered: Math.min(counts.schedules, possible), possible };
  }
  return { divergence: null, ...counts, covered: isCut ? Math.min(counts.schedules, possible) : possible, possible };
}

/** What the reference gives one after the other; another version also with the same events in flight in one process. */
async function allowedOutcomes(context: CheckContext, window: Window): Promise<readonly Outcome[]> {
  const { reference, isSelf } = context;
  const serial = await serialOutcomes(context, reference, window, ({ container }) => (isSelf ? container : 0));
  if (isSelf) return serial;
  const together = moved(window, () => 0);
  const inFlight = await runWindow(context, reference, together, async (send) => {
    await Promise.all(together.inFlight.map((step) => send(step)));
  });
  return [...serial, inFlight];
}

/** How many ways there are to merge the operations of the events: (a + b + …)! / (a! b! …). */
function ordersOf(path: readonly number[]): number {
  const counts = new Map<number, number>();
  let orders = 1;
  for (const [index, event] of path.entries()) {
    const count = (counts.get(event) ?? 0) + 1;
    counts.set(event, count);
    orders = (orders * (index + 1)) / count;
  }
  return Math.round(orders);
}

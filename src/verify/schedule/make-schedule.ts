import { randomFrom } from './random.js';
import type { Step } from './step.js';

export interface FleetShape {
  readonly steps: number;
  readonly containers: number;
  /** Chance that a container is recycled before an event. */
  readonly recycling: number;
}

/** Found a stale cache at step 6 that a container per event never shows. */
export const FLEET: FleetShape = { steps: 120, containers: 3, recycling: 0.04 };

/** A random schedule over a fleet: the trace in order, round after round, now and then with an event left out or repeated. */
export function fleetSchedule(seed: string, events: number, shape: FleetShape = FLEET): readonly Step[] {
  const random = randomFrom(seed);
  const slots = Array.from({ length: shape.containers }, (_, index) => index + 1);
  let newest = shape.containers;
  const steps: Step[] = [];
  let at = 0;
  let event = -1;
  for (let id = 0; id < shape.steps; id++) {
    event = nextEvent(event, events, random.next());
    at += pauseFrom(random.next());
    const slot = random.below(slots.length);
    if (random.next() < shape.recycling) slots[slot] = ++newest;
    steps.push({ id, event, container: slots[slot] as number, at });
  }
  return steps;
}

function nextEvent(last: number, events: number, draw: number): number {
  if (draw < 0.06 && last >= 0) return last;
  return (last + (draw > 0.94 ? 2 : 1)) % events;
}

/** Mostly seconds, at times minutes or a day: what is taken at load or kept for a while then shows its age. */
function pauseFrom(draw: number): number {
  if (draw < 0.8) return 200 + Math.floor(draw * 2000);
  if (draw < 0.93) return 90_000;
  return draw < 0.97 ? 3_700_000 : 93_600_000;
}

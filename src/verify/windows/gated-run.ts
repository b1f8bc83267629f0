import { setTimeout as pause } from 'node:timers/promises';
import type { Tree } from '../answers/normalise.js';
import type { CheckContext } from '../check/context.js';
import type { Program } from '../program/program.js';
import { type Gate, openGate } from '../store/gate.js';
import type { Operation } from '../store/operation.js';
import type { Step } from '../schedule/step.js';
import { type Outcome, runWindow, type Window } from './window.js';

/** How the program reaches the store. */
export interface GatedStore {
  readonly variable: string;
  readonly url: string;
}

/** What can be done next: the first waiting operation of each event, by its position in the window. */
export type Enabled = ReadonlyMap<number, Operation>;

export interface GatedEvent {
  readonly gate: Gate;
  readonly step: Step;
  readonly isAnswered: () => boolean;
}

/**
 * Runs a window with a gate before each event's container. `drive` is told what waits whenever nothing moves any more, and
 * releases one operation after the other until nothing waits.
 */
export async function gatedRun(
  context: CheckContext,
  program: Program,
  window: Window,
  store: GatedStore,
  drive: (
    events: readonly GatedEvent[],
    settled: () => Promise<Enabled>,
    stop: (index: number) => Promise<void>,
  ) => Promise<void>,
): Promise<Outcome> {
  const gates = await Promise.all(window.inFlight.map(() => openGate(store.url)));
  const gateOf = new Map(window.inFlight.map(({ container }, index) => [container, gates[index] as Gate]));
  try {
    return await runWindow(
      context,
      program,
      window,
      async (send, fleet) => {
        const answered = window.inFlight.map(() => false);
        const running: Promise<Tree>[] = [];
        const events = window.inFlight.map((step, index): GatedEvent => {
          return { gate: gates[index] as Gate, step, isAnswered: () => answered[index] === true };
        });
        const entryOf = ({ event }: Step): number => context.trace[event]?.entry ?? 0;
        await Promise.all(window.inFlight.map((step) => fleet.container(step, entryOf(step))));
        for (const [index, step] of window.inFlight.entries()) {
          gates[index]?.shut();
          const one = send(step);
          running.push(one);
          void one.then(() => (answered[index] = true));
        }
        const stop = async (index: number): Promise<void> => {
          const step = window.inFlight[index] as Step;
          const container = await fleet.container(step, entryOf(step));
          gates[index]?.drop();
          if (typeof container !== 'string') await container.stop();
          gates[index]?.drop();
        };
        await drive(events, () => settle(events), stop);
        for (const gate of gates) gate.open();
        await Promise.all(running);
        // What is still on its way was not waited for by the program either.
        await pause(1);
      },
      {
        envOf: (container): Record<string, string> => {
          const gate = gateOf.get(container);
          return gate === undefined ? {} : { [store.variable]: gate.url };
        },
      },
    );
  } finally {
    await Promise.all(gates.map((gate) => gate.close()));
  }
}

/** Waits until each event is answered or waits at its gate, and gives what waits. */
async function settle(events: readonly GatedEvent[]): Promise<Enabled> {
  const isStill = (): boolean => events.every(({ gate, isAnswered }) => isAnswered() || gate.waiting().length > 0);
  let last = performance.now();
  let state = '';
  for (let waited = 0; !isStill() && performance.now() - last < MOST_MS; waited++) {
    await pause(waited < 20 ? 1 : 5);
    const now = events.map(({ gate, isAnswered }) => `${gate.waiting().length}${isAnswered()}`).join();
    if (now !== state) last = performance.now();
    state = now;
  }
  // An answered event may still have something on its way that it did not wait for.
  if (events.some(({ isAnswered, gate }) => isAnswered() && gate.waiting().length === 0)) await pause(SHORT_MS);
  return new Map(
    events.flatMap(({ gate }, index) => {
      const [first] = gate.waiting();
      return first === undefined ? [] : [[index, first] as const];
    }),
  );
}

/** An event that neither answers nor reaches the store for so long is waiting for something else. */
const MOST_MS = 3000;
/** What an answered event still sends comes at once. */
const SHORT_MS = 10;

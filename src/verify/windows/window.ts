import { normalise, type Tree } from '../answers/normalise.js';
import type { CheckContext } from '../check/context.js';
import { BASE_TIME, type Fleet, openFleet, type RunSettings } from '../run/run-steps.js';
import { resolveRefs } from '../run/resolve-refs.js';
import type { Program } from '../program/program.js';
import type { Step } from '../schedule/step.js';

/** A few events that are in flight together, what comes before them, and what shows afterwards what they left. */
export interface Window {
  readonly before: readonly Step[];
  readonly inFlight: readonly Step[];
  readonly after: readonly Step[];
}

/** Events that are sent afterwards to see what is there. */
const MOST_PROBES = 4;

/** Windows of two and of three: the same event at once, and neighbours of the trace. */
export function windowsOf(events: number): readonly Window[] {
  const sets: number[][] = [];
  const add = (set: readonly number[]): void => {
    if (!sets.some((known) => known.join() === set.join())) sets.push([...set]);
  };
  const turn = (event: number): number => event % events;
  for (let event = 0; event < events; event++) add([event, event]);
  for (let event = 0; event < events; event++) if (turn(event + 1) !== event) add([event, turn(event + 1)]);
  for (let event = 0; event < events; event++) add([event, turn(event + 1), turn(event + 2)]);
  return sets.map((set) => windowOf(set, events));
}

function windowOf(set: readonly number[], events: number): Window {
  let id = 0;
  const step = (event: number, container: number): Step => ({ id: id++, event, container, at: id * 1000 });
  const before = Array.from({ length: Math.min(...set) }, (_, event) => step(event, 1));
  const inFlight = set.map((event, index) => step(event, 2 + index));
  const after = Array.from({ length: Math.min(events, MOST_PROBES) }, (_, event) => step(event, 2 + set.length));
  return { before, inFlight, after };
}

/** The answers to the events in flight, by their position, then those to the probes. */
export type Outcome = readonly Tree[];

/** The steps that an outcome answers. */
export function stepsOf({ inFlight, after }: Window): readonly Step[] {
  return [...inFlight, ...after];
}

/** One run of a window, with the events in flight sent by `send`, which gives their answers. */
export async function runWindow(
  context: CheckContext,
  program: Program,
  { before, inFlight, after }: Window,
  send: (sendOne: (step: Step) => Promise<Tree>, fleet: Fleet) => Promise<void>,
  settings: Partial<RunSettings> = {},
): Promise<Outcome> {
  await context.beforeRun();
  const namespace = context.nextNamespace();
  const fleet = openFleet(program, { seed: context.seed, base: BASE_TIME, namespace, ...settings });
  const latest = new Map<number, Tree>();
  const answers = new Map<number, Tree>();
  const sendOne = async (step: Step, staysAwake = true): Promise<Tree> => {
    const { entry, payload } = context.trace[step.event] ?? { entry: 0, payload: null };
    const { answer } = await fleet.invoke(step, entry, resolveRefs(payload, latest), staysAwake);
    const tree = normalise(answer);
    answers.set(step.id, tree);
    return tree;
  };
  const inOrder = async (steps: readonly Step[]): Promise<void> => {
    for (const step of steps) latest.set(step.event, await sendOne(step, false));
  };
  try {
    await inOrder(before);
    await send(sendOne, fleet);
    for (const { id, event } of inFlight) {
      const answer = answers.get(id);
      if (answer !== undefined) latest.set(event, answer);
    }
    await inOrder(after);
  } finally {
    await fleet.close();
  }
  return [...inFlight, ...after].map(({ id }) => answers.get(id) ?? { unanswered: true });
}

/** What the window may give: each serial order of the events in flight, run one after the other. */
export async function serialOutcomes(
  context: CheckContext,
  program: Program,
  window: Window,
  container: (step: Step) => number,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const order of permutations(window.inFlight)) {
    const outcome = await runWindow(context, program, moved(window, container), async (send) => {
      for (const step of order) await send({ ...step, container: container(step) });
    });
    outcomes.push(outcome);
  }
  return outcomes;
}

/** Everything of a window in the containers that `container` names. */
export function moved(window: Window, container: (step: Step) => number): Window {
  const move = (steps: readonly Step[]): readonly Step[] =>
    steps.map((step) => ({ ...step, container: container(step) }));
  return { before: move(window.before), inFlight: move(window.inFlight), after: move(window.after) };
}

/** Whether an outcome is one of those that are allowed. */
export function isAllowed(
  context: CheckContext,
  window: Window,
  outcome: Outcome,
  allowed: readonly Outcome[],
): boolean {
  return allowed.some((one) => context.knowledge.compare(stepsOf(window), one, outcome) === null);
}

export function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((first, index) => {
    const rest = [...list.slice(0, index), ...list.slice(index + 1)];
    return permutations(rest).map((order) => [first, ...order]);
  });
}

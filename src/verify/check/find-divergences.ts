import type { ReportedBinding } from '../../model/report.js';
import type { Divergence, Mode, ScheduledEvent, Tolerance } from '../../model/verification.js';
import { explain, type Explanation, idOf } from '../attribution/explain.js';
import { isTolerated, oracleOf } from '../attribution/oracle-of.js';
import { immortal, type Step } from '../schedule/step.js';
import { compareSchedule, runIn } from './compare-schedule.js';
import type { CheckContext } from './context.js';
import type { StepDifference } from './knowledge.js';
import { shrinkSchedule } from './shrink.js';

export interface ScheduleToCheck {
  readonly mode: Mode;
  readonly steps: readonly Step[];
}

export interface Found {
  readonly divergences: readonly Divergence[];
  readonly tolerated: readonly Tolerance[];
  /** Bindings that are put back from now on, so that they do not hide others. */
  readonly neutral: readonly string[];
  /** Schedules and events by mode. */
  readonly ran: ReadonlyMap<Mode, { readonly schedules: number; readonly steps: number }>;
  readonly cut: string | null;
}

/** Different causes that are looked for; then the program has enough to repair. */
const MOST_CAUSES = 8;

/**
 * Runs one schedule after the other. A divergence is shrunk and explained; then its bindings are put back before every
 * event, in both programs, so that the next one that is found has another cause.
 */
export async function findDivergences(
  context: CheckContext,
  schedules: readonly ScheduleToCheck[],
  resettable: readonly string[],
): Promise<Found> {
  const divergences: Divergence[] = [];
  const tolerated: Tolerance[] = [];
  const neutral: string[] = [];
  const ran = new Map<Mode, { schedules: number; steps: number }>();
  for (const [position, { mode, steps }] of schedules.entries()) {
    if (performance.now() > context.deadline) return { divergences, tolerated, neutral, ran, cut: 'time budget' };
    context.progress(mode, position, schedules.length);
    const count = ran.get(mode) ?? { schedules: 0, steps: 0 };
    ran.set(mode, { schedules: count.schedules + 1, steps: count.steps + steps.length });
    for (;;) {
      const different = await compareSchedule(context, steps, neutral, mode === 'fleet');
      if (different === null) break;
      const found = await witnessOf(context, mode, steps, different, neutral, resettable);
      if (found.tolerance !== null) tolerated.push(found.tolerance);
      else divergences.push(found.divergence);
      const fresh = found.resets.filter((id) => !neutral.includes(id));
      neutral.push(...fresh);
      if (divergences.length >= MOST_CAUSES)
        return { divergences, tolerated, neutral, ran, cut: `${MOST_CAUSES} causes` };
      // What cannot be put back would be found again in every schedule.
      if (fresh.length === 0) return { divergences, tolerated, neutral, ran, cut: 'a cause that cannot be put back' };
    }
  }
  return { divergences, tolerated, neutral, ran, cut: null };
}

interface Witness {
  readonly divergence: Divergence;
  readonly tolerance: Tolerance | null;
  readonly resets: readonly string[];
}

async function witnessOf(
  context: CheckContext,
  mode: Mode,
  steps: readonly Step[],
  different: StepDifference,
  neutral: readonly string[],
  resettable: readonly string[],
): Promise<Witness> {
  const fails = async (some: readonly Step[]): Promise<boolean> =>
    (await compareSchedule(context, some, neutral, false)) !== null;
  const shrunk = await shrinkSchedule(steps, different.index, context.trace, fails);
  const last = (await compareSchedule(context, shrunk, neutral, false)) ?? { ...different, index: shrunk.length - 1 };
  const witness = shrunk.slice(0, last.index + 1);
  const explained = await explain(context, witness, neutral, resettable);
  const cause = explained?.bindings ?? [];
  const known = context.bindings.filter((binding) => cause.includes(idOf(binding)));
  const [main] = known;
  const divergence = await orient(context, { mode, witness, last, explained, main, neutral });
  const isAllowed = known.length > 0 && known.length === cause.length && known.every(isTolerated);
  const tolerance: Tolerance | null =
    isAllowed && main !== undefined
      ? { binding: idOf(main), classification: main.classification, oracle: oracleOf(main), oldest: spanOf(witness) }
      : null;
  return { divergence, tolerance, resets: explained?.resets ?? [] };
}

interface Orientation {
  readonly mode: Mode;
  readonly witness: readonly Step[];
  readonly last: StepDifference;
  readonly explained: Explanation | null;
  readonly main: ReportedBinding | undefined;
  readonly neutral: readonly string[];
}

/**
 * Which of the two answers is the right one. For business state it is that of the immortal container. For what one event
 * leaves to another it is the answer without it, and the witness is that both share a container.
 */
async function orient(context: CheckContext, given: Orientation): Promise<Divergence> {
  const { mode, witness, last, explained, main, neutral } = given;
  const { instrumented, knowledge, seed, isSelf } = context;
  const bindings = explained?.bindings ?? [];
  const oracle = main === undefined ? 'one-immortal-container' : oracleOf(main);
  const leaks = oracle === 'container-per-event' || oracle === 'bounded-age';
  if (isSelf && leaks && instrumented !== null && explained?.by === 'reset') {
    const alone = immortal(witness).map((step) => ({ ...step, container: 1 }));
    const right = await runIn(context, instrumented, alone, { seed, reset: [...neutral, ...explained.resets] });
    const wrong = await runIn(context, instrumented, alone, { seed, reset: neutral });
    const found = knowledge.compare(alone, right.answers, wrong.answers);
    if (found !== null) return divergenceOf(context, { mode, oracle, bindings, steps: alone, found });
  }
  return divergenceOf(context, { mode, oracle, bindings, steps: witness, found: last });
}

interface Described {
  readonly mode: Mode;
  readonly oracle: Divergence['oracle'];
  readonly bindings: readonly string[];
  readonly steps: readonly Step[];
  readonly found: StepDifference;
}

function divergenceOf(context: CheckContext, { mode, oracle, bindings, steps, found }: Described): Divergence {
  const schedule = scheduleOf(context, steps);
  const { index, path, expected = null, got = null } = found;
  const [binding = null] = bindings;
  return {
    mode,
    oracle,
    binding,
    bindings,
    step: index,
    path,
    expected,
    got,
    schedule,
    message: messageOf(binding, oracle, schedule, index),
  };
}

/** The steps as reports show them: containers numbered as they appear. */
export function scheduleOf({ trace }: Pick<CheckContext, 'trace'>, steps: readonly Step[]): readonly ScheduledEvent[] {
  const numbers = new Map<number, number>();
  const start = steps[0]?.at ?? 0;
  return steps.map(({ event, container, at }) => {
    const number = numbers.get(container) ?? numbers.size + 1;
    numbers.set(container, number);
    return { event, payload: trace[event]?.payload ?? null, container: number, at: at - start };
  });
}

function messageOf(
  binding: string | null,
  oracle: Divergence['oracle'],
  schedule: readonly ScheduledEvent[],
  index: number,
): string {
  const what = binding === null ? 'state that could not be named' : `\`${binding}\``;
  const container = schedule[index]?.container ?? 1;
  const position = `event ${index + 1} of ${schedule.length}`;
  switch (oracle) {
    case 'container-per-event':
      return `${position} is answered with what ${what} kept from an earlier event in the same container`;
    case 'bounded-age':
      return `${position} is answered from ${what}, which is out of date in container ${container}`;
    case 'no-influence':
      return `${position} is answered according to ${what}, which differs between containers`;
    default:
      return `${position} is answered without what ${what} holds in another container`;
  }
}

function spanOf(steps: readonly Step[]): number {
  return (steps.at(-1)?.at ?? 0) - (steps[0]?.at ?? 0);
}

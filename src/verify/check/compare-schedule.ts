import type { Program } from '../program/program.js';
import { BASE_TIME, type Run, type RunSettings, runSteps } from '../run/run-steps.js';
import { immortal, type Step } from '../schedule/step.js';
import type { CheckContext } from './context.js';
import type { StepDifference } from './knowledge.js';

/** Bindings that are put back before every event, in both runs: what is known already does not hide what is not. */
export type Neutral = readonly string[];

/** Runs a schedule and, in one immortal container, the same events on the reference. Null where all answers agree. */
export async function compareSchedule(
  context: CheckContext,
  steps: readonly Step[],
  neutral: Neutral,
  learns: boolean,
): Promise<StepDifference | null> {
  const { seed, knowledge } = context;
  const [reference, program] = programsFor(context, neutral);
  const alone = immortal(steps);
  const expected = await runIn(context, reference, alone, { seed, reset: neutral });
  if (learns) {
    const other = await runIn(context, reference, alone, { seed: `${seed}:other`, base: OTHER_BASE, reset: neutral });
    knowledge.learnDrawn(steps, expected.answers, other.answers);
  }
  const got = await runIn(context, program, steps, { seed, reset: neutral });
  return knowledge.compare(steps, expected.answers, got.answers);
}

/** A start that shares no date, weekday or hour with the usual one. */
export const OTHER_BASE = BASE_TIME + 403 * 86_400_000 + 5 * 3_600_000 + 123_457;

/** Putting bindings back takes the instrumented form. */
function programsFor({ program, reference, instrumented, isSelf }: CheckContext, neutral: Neutral): [Program, Program] {
  if (neutral.length === 0 || instrumented === null) return [reference, program];
  return [isSelf ? instrumented : reference, instrumented];
}

/** One run in a store state of its own. */
export async function runIn(
  context: CheckContext,
  program: Program,
  steps: readonly Step[],
  settings: Pick<RunSettings, 'seed' | 'reset' | 'watch' | 'linger'> & { readonly base?: number },
): Promise<Run> {
  await context.beforeRun();
  const namespace = context.nextNamespace();
  return runSteps(program, context.trace, steps, { base: BASE_TIME, namespace, ...settings });
}

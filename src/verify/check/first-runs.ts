import { UserError } from '../../support/user-error.js';
import type { Reply } from '../containers/container.js';
import type { Run } from '../run/run-steps.js';
import type { Step } from '../schedule/step.js';
import { OTHER_BASE, runIn } from './compare-schedule.js';
import type { CheckContext } from './context.js';

/** The program in one immortal container: the run that attribution starts from. */
export interface FirstRuns {
  readonly steps: readonly Step[];
  readonly run: Run;
}

/** Up to so many events, the trace is sent twice: what the first round leaves shows in the second. */
const SHORT_TRACE = 40;

/** The trace in order in one container, twice where it is short. */
export function roundsOf(events: number): readonly Step[] {
  const rounds = events <= SHORT_TRACE ? 2 : 1;
  return Array.from({ length: events * rounds }, (_, id) => {
    return { id, event: id % events, container: 0, at: (id + 1) * 1000 + Math.floor(id / events) * 100_000 };
  });
}

/** Runs program and reference with equal and with other seeds, and learns which places follow from what. */
export async function firstRuns(context: CheckContext): Promise<FirstRuns> {
  const { program, reference, isSelf, seed, knowledge } = context;
  const steps = roundsOf(context.trace.length);
  context.progress('immortal', 0, 3);
  const run = await runIn(context, program, steps, { seed, linger: true });
  refuseDead(run);
  noteTroubles(context, steps, run);
  for (const one of isSelf ? [program] : [program, reference]) {
    const again = one === program ? run : await runIn(context, one, steps, { seed });
    context.progress('immortal', 1, 3);
    const equal = await runIn(context, one, steps, { seed });
    knowledge.learnMasked(steps, again.answers, equal.answers);
    context.progress('immortal', 2, 3);
    const other = await runIn(context, one, steps, { seed: `${seed}:other`, base: OTHER_BASE });
    knowledge.learnDrawn(steps, again.answers, other.answers);
  }
  return { steps, run };
}

/** A program that never answers has nothing to compare. */
function refuseDead({ replies }: Run): void {
  const answers = replies.map(({ answer }) => answer);
  const [first] = answers;
  if (first?.kind === 'crash' && answers.every((answer) => answer.kind === 'crash')) {
    throw new UserError(`the program cannot be run: ${first.reason}`, 'does it need variables? --env NAME=value');
  }
  if (answers.every((answer) => answer.kind === 'timeout')) {
    throw new UserError(
      'the program never answers',
      'give it more time with --event-timeout, or the store it waits for',
    );
  }
  if (
    first?.kind === 'error' &&
    answers.every((answer) => answer.kind === 'error' && answer.message === first.message)
  ) {
    throw new UserError(
      `the program answers every event with ${first.name}: ${first.message}`,
      'is it the right kind of event? name a trace with --events',
    );
  }
}

function noteTroubles(context: CheckContext, steps: readonly Step[], { replies }: Run): void {
  for (const [index, { event }] of steps.entries()) {
    const reply = replies[index] as Reply;
    const where = `event ${event}`;
    if (reply.answer.kind === 'timeout') {
      context.note({ code: 'hangs', message: `${where} is not answered in ${context.program.eventTimeoutMs} ms` });
    }
    if (reply.answer.kind === 'crash') {
      context.note({ code: 'crashes', message: `${where} ends the process: ${reply.answer.reason}` });
    }
    if (reply.answer.kind === 'error') {
      context.note({
        code: 'fails',
        message: `${where} is answered with ${reply.answer.name}: ${reply.answer.message}`,
      });
    }
    if (reply.printed > 0) context.note({ code: 'prints', message: `${where} prints to standard output or error` });
    const open = Object.entries(reply.left).map(([name, count]) => `${name} (${count})`);
    if (open.length > 0) context.note({ code: 'leaves-open', message: `${where} leaves open: ${open.join(', ')}` });
  }
}

import type { BindingOutcome } from '../../model/verification.js';
import type { CheckContext } from '../check/context.js';
import { runIn } from '../check/compare-schedule.js';
import { BASE_TIME, openFleet, type Run } from '../run/run-steps.js';
import type { Step } from '../schedule/step.js';
import { idOf } from './explain.js';

/** What putting bindings back can show, before any divergence is looked for. */
export interface Ablation {
  readonly resettable: readonly string[];
  /** Why no binding can be tied to an answer; null where that works. */
  readonly withheld: string | null;
  /** The instrumented program in one immortal container. */
  readonly whole: Run | null;
}

/** Checks that the instrumented program answers as the plain one does: else nothing that it shows would count. */
export async function prepareAblation(context: CheckContext, steps: readonly Step[], plain: Run): Promise<Ablation> {
  const { instrumented, bindings, knowledge, seed } = context;
  const none = { resettable: [], whole: null };
  if (instrumented === null) return { ...none, withheld: 'the bindings of the program are not known' };
  const ids = bindings.map(idOf);
  const whole = await runIn(context, instrumented, steps, { seed, watch: ids });
  const different = knowledge.compare(steps, plain.answers, whole.answers);
  if (different !== null) {
    return { ...none, withheld: `the instrumented program answers event ${different.index} differently` };
  }
  const fleet = openFleet(instrumented, { seed, base: BASE_TIME, namespace: context.nextNamespace() });
  try {
    const container = await fleet.container({ id: 0, event: 0, container: 0, at: 0 }, 0);
    const resettable = typeof container === 'string' ? [] : await container.resettable(ids);
    return { resettable, withheld: null, whole };
  } finally {
    await fleet.close();
  }
}

/** Puts one binding after the other back before every event, and tells which answers change. */
export async function ablate(
  context: CheckContext,
  steps: readonly Step[],
  { resettable, whole, withheld }: Ablation,
): Promise<readonly BindingOutcome[]> {
  const outcomes: BindingOutcome[] = [];
  const { instrumented, knowledge, seed } = context;
  if (withheld !== null || instrumented === null || whole === null) return [];
  const can = new Set(resettable);
  for (const binding of context.bindings) {
    const id = idOf(binding);
    const { file, line, classification, verdict } = binding;
    const known = { binding: id, file, line, classification, verdict };
    if (!can.has(id)) {
      outcomes.push({ ...known, outcome: isFixed(binding) ? 'never-mutated' : 'residual', witness: null });
      continue;
    }
    if (!whole.changed.has(id) && classification !== 'library-state' && !mayHide(binding)) {
      outcomes.push({ ...known, outcome: 'never-mutated', witness: null });
      continue;
    }
    const without = await runIn(context, instrumented, steps, { seed, reset: [id] });
    const found = knowledge.compare(steps, whole.answers, without.answers);
    const witness = found && {
      step: found.index,
      path: found.path,
      expected: found.expected ?? null,
      got: found.got ?? null,
    };
    const effect = whole.changed.has(id) ? 'mutated-without-effect' : 'never-mutated';
    outcomes.push({ ...known, outcome: witness ? 'observable' : effect, witness });
  }
  return outcomes;
}

/** A constant of a primitive or a function cannot be put back because it cannot change. */
function isFixed({ declaration, classification, verdict }: CheckContext['bindings'][number]): boolean {
  return (
    declaration === 'const' &&
    verdict === 'benign' &&
    (classification === 'configuration' || classification === 'registry')
  );
}

/** An object whose content cannot be looked into is put back by making it anew. */
function mayHide({ verdict }: CheckContext['bindings'][number]): boolean {
  return verdict !== 'benign';
}

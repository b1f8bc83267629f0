import type { Divergence, Mode } from '../../model/verification.js';
import { scheduleOf } from '../check/find-divergences.js';
import type { CheckContext } from '../check/context.js';
import { type Outcome, stepsOf, type Window } from './window.js';

export interface WindowFailure {
  readonly mode: Mode;
  readonly window: Window;
  readonly outcome: Outcome;
  readonly allowed: readonly Outcome[];
  readonly binding: string | null;
  readonly message: string;
}

/** The wrong outcome beside the allowed one that comes nearest to it. */
export function divergenceOfWindow(context: CheckContext, failure: WindowFailure): Divergence {
  const { mode, window, outcome, allowed, binding, message } = failure;
  const steps = stepsOf(window);
  const differences = allowed.flatMap((one) => context.knowledge.compare(steps, one, outcome) ?? []);
  const nearest = differences.sort((a, b) => b.index - a.index)[0];
  const all = [...window.before, ...steps];
  return {
    mode,
    oracle: 'serial-order',
    binding,
    bindings: binding === null ? [] : [binding],
    step: window.before.length + (nearest?.index ?? 0),
    path: nearest?.path ?? '',
    expected: nearest?.expected ?? null,
    got: nearest?.got ?? null,
    schedule: scheduleOf(context, all),
    message,
  };
}

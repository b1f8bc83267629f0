import type { ClassifiedBinding } from '../../model/classified-program.js';
import type { Blur, Gap } from '../../model/gap.js';
import type { ReachedProgram } from '../../model/reached-program.js';
import type { Target } from '../../model/target.js';
import { errorIn } from '../../support/invariant.js';
import { positionAt } from '../../support/text-position.js';
import type { StateUse } from './state/collect-accesses.js';

/** What `classify` gives; where it fails, the binding without a verdict, and the failure as a blur. */
export function orUndetermined(
  program: ReachedProgram,
  use: StateUse,
  target: Target,
  classify: () => ClassifiedBinding[],
  failures: Blur[],
  isFatal: boolean,
): ClassifiedBinding[] {
  try {
    return classify();
  } catch (error) {
    // Code can be too deep for the stack, and that is no error of ours.
    if (isFatal && !(error instanceof RangeError)) throw errorIn(use.root.id, error);
    const message = error instanceof Error ? error.message : String(error);
    const binding = failedBinding(program, use, target);
    failures.push({ gap: gapOf(binding, message), bindings: [binding.root.id] });
    return [binding];
  }
}

function gapOf({ file, root }: ClassifiedBinding, message: string): Gap {
  const words = `the analysis of \`${root.name}\` failed: ${message}`;
  return { kind: 'analysis-error', file, pos: root.pos, fn: 0, message: words, sees: [] };
}

function failedBinding({ index }: ReachedProgram, { root }: StateUse, target: Target): ClassifiedBinding {
  const module = index.modules[root.module];
  const file = module?.path ?? '';
  const { line, column } = positionAt(module?.lineStarts ?? [0], root.pos);
  return {
    root,
    file,
    line,
    column,
    classification: 'undetermined',
    verdict: 'review',
    grade: 'none',
    confidence: 'low',
    target,
    evidence: [{ message: 'the analysis of this binding failed', file, line, column }],
    writes: [],
    reads: [],
    reports: false,
  };
}

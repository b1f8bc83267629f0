import type { ClassifiedBinding } from '../../model/classified-program.js';
import type { Blur } from '../../model/gap.js';
import type { ReachedProgram } from '../../model/reached-program.js';
import type { Target } from '../../model/target.js';
import { errorIn } from '../../support/invariant.js';
import { positionAt } from '../../support/text-position.js';
import type { StateUse } from './state/collect-accesses.js';

/** A binding whose classification failed: it has no verdict, and the failure is a gap. With `isFatal` it throws on. */
export function failedBinding(
  program: ReachedProgram,
  use: StateUse,
  target: Target,
  error: unknown,
  failures: Blur[],
  isFatal: boolean,
): ClassifiedBinding {
  // Code can be too deep for the stack, and that is no error of ours.
  if (isFatal && !(error instanceof RangeError)) throw errorIn(use.root.id, error);
  const { root } = use;
  const module = program.index.modules[root.module];
  const place = { file: module?.path ?? '', ...positionAt(module?.lineStarts ?? [0], root.pos) };
  const reason = error instanceof Error ? error.message : String(error);
  const message = `the analysis of \`${root.name}\` failed: ${reason}`;
  const gap = { kind: 'analysis-error', file: place.file, pos: root.pos, fn: 0, message, sees: [] } as const;
  failures.push({ gap, bindings: [root.id] });
  return {
    root,
    ...place,
    classification: 'undetermined',
    verdict: 'review',
    grade: 'none',
    confidence: 'low',
    target,
    evidence: [{ message: 'the analysis of this binding failed', ...place }],
    writes: [],
    reads: [],
    reports: false,
    rule: null,
  };
}

import { compareTrees, differingPaths, emptyRenaming, type Difference } from '../answers/compare.js';
import type { Tree } from '../answers/normalise.js';
import type { MaskedPlace } from '../../model/verification.js';
import type { Step } from '../schedule/step.js';

/** Which places in answers follow from the seed, and which from nothing that is known. */
export interface Knowledge {
  /** From two runs of one schedule with different seeds. */
  readonly learnDrawn: (steps: readonly Step[], one: readonly Tree[], other: readonly Tree[]) => void;
  /** From two runs of one schedule with the same seed. */
  readonly learnMasked: (steps: readonly Step[], one: readonly Tree[], other: readonly Tree[]) => void;
  readonly masked: () => readonly MaskedPlace[];
  /** The first step at which two runs of one schedule differ; null where they agree. */
  readonly compare: (steps: readonly Step[], expected: readonly Tree[], got: readonly Tree[]) => StepDifference | null;
}

export interface StepDifference extends Difference {
  /** Position in the schedule. */
  readonly index: number;
}

/** Knows nothing yet. */
export function openKnowledge(): Knowledge {
  const drawn = new Set<string>();
  const masked = new Set<string>();
  const learn = (into: Set<string>) => (steps: readonly Step[], one: readonly Tree[], other: readonly Tree[]) => {
    for (const [index, { event }] of steps.entries()) {
      for (const path of differingPaths(one[index], other[index])) into.add(`${event} ${path}`);
    }
  };
  return {
    learnDrawn: learn(drawn),
    learnMasked: learn(masked),
    masked: () =>
      [...masked].sort().map((place) => {
        const [event = '', ...path] = place.split(' ');
        return { event: Number(event), path: path.join(' ') };
      }),
    compare: (steps, expected, got) => {
      const renaming = emptyRenaming();
      for (const [index, { event }] of steps.entries()) {
        const found = compareTrees(expected[index] ?? null, got[index] ?? null, {
          isDrawn: (path) => drawn.has(`${event} ${path}`),
          isMasked: (path) => masked.has(`${event} ${path}`),
          renaming,
        });
        if (found !== null) return { index, ...found };
      }
      return null;
    },
  };
}

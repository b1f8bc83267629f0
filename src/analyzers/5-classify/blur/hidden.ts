import type { Gap } from '../../../model/gap.js';
import type { StateRoot } from '../../../model/state.js';
import { assertNever } from '../../../support/invariant.js';

/** One way in which a gap hides something about a binding. */
export interface Hidden {
  readonly gap: Gap;
  readonly how: How;
  /** Which part of the binding's value: `[]` for all of it, `['total']` for a field. */
  readonly path: readonly string[];
}

/**
 * `changes`: the hidden code can name the binding, and may read and write it; `part`: a write was seen, and not which part
 * it writes; `calls`: it may run code of the program that writes the binding; `makes`: the value itself comes from there.
 */
export type How = 'changes' | 'part' | 'calls' | 'makes';

/** What is hidden about each binding. */
export type HiddenByRoot = ReadonlyMap<StateRoot, readonly Hidden[]>;

export type AddHidden = (root: StateRoot, hidden: Hidden) => void;

/** The reason as evidence shows it. */
export function wordsFor({ gap, how }: Hidden): string {
  const { message } = gap;
  switch (how) {
    case 'changes':
      return `a gap: ${message}, and may change it`;
    case 'part':
      return `a gap: ${message}`;
    case 'calls':
      return `a gap: ${message}, and may run the code that writes it`;
    case 'makes':
      return `a gap: ${message}, and its value comes from there`;
    default:
      return assertNever(how);
  }
}

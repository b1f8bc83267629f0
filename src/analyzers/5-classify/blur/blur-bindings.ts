import type { ClassifiedBinding } from '../../../model/classified-program.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import type { StateRoot } from '../../../model/state.js';
import type { StateUse } from '../state/collect-accesses.js';
import { blurred } from './blurred.js';
import type { Hiding } from './find-hidden.js';
import type { Hidden } from './hidden.js';

/** Holds the bindings that the report lists for a root against what gaps hide about the root. */
export function blurBindings(
  program: ReachedProgram,
  { root, accesses }: StateUse,
  bindings: readonly ClassifiedBinding[],
  hiding: Hiding,
): ClassifiedBinding[] {
  const hidden = hiding.byRoot.get(root) ?? [];
  return bindings.map((binding) => {
    const field = fieldOf(root, binding);
    const own = field === null ? accesses : accesses.filter(({ path }) => path[0] === field);
    return blurred(program, binding, own, hiding, hiddenOf(root, binding, hidden));
  });
}

/** What is hidden about one of the bindings that a root is listed as: of a field only what concerns the field. */
export function hiddenOf(root: StateRoot, binding: ClassifiedBinding, hidden: readonly Hidden[]): readonly Hidden[] {
  const field = fieldOf(root, binding);
  return field === null ? hidden : hidden.filter(({ path }) => path.length === 0 || path[0] === field);
}

function fieldOf(root: StateRoot, binding: ClassifiedBinding): string | null {
  return binding.root.declaration === 'field' && binding.root !== root
    ? binding.root.name.slice(root.name.length + 1)
    : null;
}

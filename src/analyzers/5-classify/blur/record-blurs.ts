import type { ClassifiedBinding } from '../../../model/classified-program.js';
import type { Blur, Gap } from '../../../model/gap.js';
import type { StateRoot } from '../../../model/state.js';
import { compareText } from '../../../support/compare.js';
import { hiddenOf } from './blur-bindings.js';
import type { HiddenByRoot } from './hidden.js';

/** Every gap with the ids of the listed bindings that it blurs. Of gaps that were only found here, those that blur one. */
export function recordBlurs(
  gaps: readonly Gap[],
  hidden: HiddenByRoot,
  listed: ReadonlyMap<StateRoot, readonly ClassifiedBinding[]>,
): Blur[] {
  const ids = new Map<Gap, Set<string>>(gaps.map((gap) => [gap, new Set()]));
  for (const [root, reasons] of hidden) {
    for (const binding of listed.get(root) ?? []) {
      for (const { gap } of hiddenOf(root, binding, reasons)) {
        const known = ids.get(gap);
        if (known) known.add(binding.root.id);
        else ids.set(gap, new Set([binding.root.id]));
      }
    }
  }
  return [...ids]
    .map(([gap, blurs]): Blur => ({ gap, bindings: [...blurs].sort(compareText) }))
    .sort(
      (a, b) => compareText(a.gap.file, b.gap.file) || a.gap.pos - b.gap.pos || compareText(a.gap.kind, b.gap.kind),
    );
}

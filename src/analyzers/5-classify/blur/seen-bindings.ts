import type { Gap } from '../../../model/gap.js';
import { bindingAt } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { exportedVariable } from '../state/collect-accesses.js';
import type { HeldObjects } from '../state/hold-objects.js';
import type { AddHidden } from './hidden.js';
import { stateBehind } from './state-behind.js';

/** Code in a string, `with` and what is too deep to follow: each can name the bindings around it, and no others. */
export function blurSeenBindings(
  program: ReachedProgram,
  held: HeldObjects,
  gap: Gap,
  module: number,
  add: AddHidden,
): void {
  const { index, flow } = program;
  for (const local of gap.sees) {
    const named = (index.bindingBase[module] as number) + local;
    const { kind } = bindingAt(index, named);
    const variable = exportedVariable(program, named);
    const root = held.rootOfVariable.get(variable);
    // A `const` without an object in it, and an import of one, cannot be changed by naming it.
    if (root && kind !== 'import' && REASSIGNED.has(root.declaration)) add(root, { gap, how: 'changes', path: [] });
    for (const { root: owner, path } of stateBehind(program, held, flow.values[variable] ?? [])) {
      add(owner, { gap, how: 'changes', path });
    }
  }
}

const REASSIGNED: ReadonlySet<string> = new Set(['let', 'var', 'captured', 'default']);

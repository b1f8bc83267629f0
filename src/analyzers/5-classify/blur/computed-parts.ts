import type { Gap } from '../../../model/gap.js';
import { bindingAt, bindingIn } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { runsIn } from '../../../model/reached-program.js';
import type { StateAccess } from '../../../model/state.js';
import { isLate } from '../slots.js';
import type { StateUse } from '../state/collect-accesses.js';
import type { HeldObjects } from '../state/hold-objects.js';
import type { AddHidden } from './hidden.js';

/**
 * `state[field] = value` where other code uses the fields of `state` by name: which of them is written is computed. An
 * object that is only ever used by computed keys is a dictionary, and its element is what is written.
 */
export function blurComputedWrites(program: ReachedProgram, use: StateUse, add: AddHidden): void {
  for (const access of use.accesses) {
    if (access.kind !== 'assign' || access.key === null || access.certainty !== 'definite' || !isLate(access)) continue;
    const path = access.path.slice(0, -1);
    if (access.path.at(-1) !== '*' || isFixedKey(program, access) || !hasNamedFields(use, path)) continue;
    add(use.root, { gap: gapAt(program, access, 'which of its fields is written is computed'), how: 'part', path });
  }
}

function hasNamedFields({ accesses }: StateUse, path: readonly string[]): boolean {
  return accesses.some((access) => {
    const next = access.path[path.length];
    return next !== undefined && next !== '*' && isLate(access) && path.every((name, i) => access.path[i] === name);
  });
}

/** `entry[NEWER]`, where `NEWER` is a constant of some module. */
function isFixedKey({ index }: ReachedProgram, { fn, key }: StateAccess): boolean {
  if (key?.k !== 'name') return false;
  const { kind, fn: owner, neverReassigned } = bindingAt(index, bindingIn(index, fn, key.binding));
  return kind === 'import' || (owner === 0 && kind === 'const' && neverReassigned);
}

/** `sessions[operation](id)`: whether a container is written or read is computed. */
export function blurComputedCalls(program: ReachedProgram, held: HeldObjects, add: AddHidden): void {
  const { flow } = program;
  for (const site of flow.calls) {
    const { callee } = site.expr;
    if (callee.k !== 'member' || callee.name !== null || site.targets.length > 0) continue;
    if (!runsIn(program, site.fn, 'invoke') && !runsIn(program, site.fn, 'background')) continue;
    for (const token of flow.values[site.object] ?? []) {
      const value = flow.tokens[token];
      if (value?.t !== 'object' || !CONTAINERS.has(value.what)) continue;
      const gap = gapAt(program, { fn: site.fn, pos: site.expr.pos }, 'which method is called is computed');
      for (const { root, path } of held.holders.get(token) ?? []) add(root, { gap, how: 'changes', path });
    }
  }
}

const CONTAINERS: ReadonlySet<string> = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);

function gapAt({ index }: ReachedProgram, { fn, pos }: Pick<StateAccess, 'fn' | 'pos'>, message: string): Gap {
  const module = index.moduleOfFunction[fn] as number;
  const file = index.modules[module]?.path ?? '';
  return { kind: 'computed-member', file, pos, fn: fn - (index.functionBase[module] as number), message, sees: [] };
}

import type { Gap } from '../../../model/gap.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { PHASES, runsIn } from '../../../model/reached-program.js';
import type { StateRoot } from '../../../model/state.js';
import type { StateUse } from '../state/collect-accesses.js';
import type { HeldObjects } from '../state/hold-objects.js';
import { blurComputedCalls, blurComputedWrites } from './computed-parts.js';
import { blurEscapes } from './escapes.js';
import type { AddHidden, Hidden, HiddenByRoot } from './hidden.js';
import { blurExports, blurUnreachedWrites } from './hidden-callers.js';
import { loadedModules } from './loaded-modules.js';
import { blurSeenBindings } from './seen-bindings.js';
import { followUnknown, loadAt } from './unknown-values.js';
import type { UnknownValues } from './unknown-values.js';

/** What the gaps of a program hide about which bindings. */
export interface Hiding {
  readonly byRoot: HiddenByRoot;
  readonly unknown: UnknownValues;
}

/** Finds the bindings that each gap blurs: those that the hidden code can reach, and no others. */
export function findHidden(program: ReachedProgram, held: HeldObjects, uses: readonly StateUse[]): Hiding {
  const byRoot = new Map<StateRoot, Hidden[]>();
  const add: AddHidden = (root, hidden) => {
    const list = byRoot.get(root);
    if (!list) byRoot.set(root, [hidden]);
    else if (!list.some((one) => isSame(one, hidden))) list.push(hidden);
  };
  const gaps = program.gaps.filter((gap) => isReached(program, gap));
  const unknown = followUnknown(program, gaps);
  for (const gap of gaps) blurByGap(program, held, gap, uses, add);
  blurEscapes(program, held, unknown, add);
  blurComputedCalls(program, held, add);
  for (const use of uses) {
    blurComputedWrites(program, use, add);
    blurOrigin(program, use.root, unknown, add);
  }
  return { byRoot, unknown };
}

function isSame(a: Hidden, b: Hidden): boolean {
  return a.gap === b.gap && a.how === b.how && a.path.join('.') === b.path.join('.');
}

/** Code that never runs hides nothing. */
function isReached({ index, ...program }: ReachedProgram, gap: Gap): boolean {
  const module = index.byPath.get(gap.file);
  if (module === undefined || gap.fn < 0) return true;
  const fn = (index.functionBase[module] as number) + gap.fn;
  return PHASES.some((phase) => runsIn({ index, ...program }, fn, phase));
}

function blurByGap(
  program: ReachedProgram,
  held: HeldObjects,
  gap: Gap,
  uses: readonly StateUse[],
  add: AddHidden,
): void {
  const module = program.index.byPath.get(gap.file) ?? -1;
  switch (gap.kind) {
    case 'eval':
      for (const { root } of uses) {
        if (root.declaration === 'global' && root.module === module) add(root, { gap, how: 'changes', path: [] });
      }
      blurSeenBindings(program, held, gap, module, add);
      return;
    case 'with':
    case 'too-deep':
      blurSeenBindings(program, held, gap, module, add);
      return;
    case 'dynamic-import':
    case 'dynamic-require': {
      const load = loadAt(program, module, gap);
      const specifier = load?.k === 'opaque' ? load.parts[0] : undefined;
      if (!specifier) return;
      const { modules, isGuess } = loadedModules(program, module, specifier);
      if (!isGuess) blurExports(program, held, gap, modules, add);
      blurUnreachedWrites(program, gap, modules, uses, add);
      return;
    }
    case 'unread-file':
    case 'analysis-error': {
      if (module >= 0) blurSeenBindings(program, held, gap, module, add);
      const modules = importedByUnread(program, gap);
      blurExports(program, held, gap, modules, add);
      blurUnreachedWrites(program, gap, modules, uses, add);
      return;
    }
    case 'unresolved-import':
    case 'unread-import':
    case 'unknown-callee':
    case 'computed-member':
  }
}

function importedByUnread({ index, unread }: ReachedProgram, gap: Gap): number[] {
  const file = unread.find(({ path }) => path === gap.file);
  return (file?.imports ?? []).flatMap((resolution) =>
    resolution.kind === 'file' ? (index.byPath.get(resolution.path) ?? []) : [],
  );
}

/** A value that a hidden module made can be anything: that of the binding, or of a field of an object in it. */
function blurOrigin({ flow }: ReachedProgram, root: StateRoot, unknown: UnknownValues, add: AddHidden): void {
  const gap = unknown.get(root.node);
  if (gap) add(root, { gap, how: 'makes', path: [] });
  for (const token of flow.values[root.node] ?? []) {
    const value = flow.tokens[token];
    if (value?.t !== 'object' || value.what !== 'object') continue;
    for (const [name, node] of flow.fields[token] ?? []) {
      const inside = unknown.get(node);
      if (inside) add(root, { gap: inside, how: 'makes', path: [name] });
    }
  }
}

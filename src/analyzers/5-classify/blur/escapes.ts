import type { CallSite } from '../../../model/flow.js';
import type { Gap } from '../../../model/gap.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { PHASES, runsIn } from '../../../model/reached-program.js';
import type { HeldObjects } from '../state/hold-objects.js';
import type { AddHidden } from './hidden.js';
import { stateBehind } from './state-behind.js';
import { calleeNode } from './unknown-values.js';
import type { UnknownValues } from './unknown-values.js';

/** State that is handed to code which a gap hides: `register(sessions)` where `register` comes from a file that is missing. */
export function blurEscapes(program: ReachedProgram, held: HeldObjects, unknown: UnknownValues, add: AddHidden): void {
  if (unknown.size === 0) return;
  for (const site of program.flow.calls) {
    const source = unknown.get(calleeNode(program, site));
    if (!source || site.targets.length > 0 || !PHASES.some((phase) => runsIn(program, site.fn, phase))) continue;
    const tokens = site.args.flatMap((node) => [...(program.flow.values[node] ?? [])]);
    const escaping = stateBehind(program, held, tokens);
    if (escaping.length === 0) continue;
    const gap = gapAt(program, site, source);
    for (const { root, path } of escaping) add(root, { gap, how: 'changes', path });
  }
}

function gapAt({ index }: ReachedProgram, site: CallSite, source: Gap): Gap {
  const module = index.moduleOfFunction[site.fn] as number;
  return {
    kind: 'unknown-callee',
    file: index.modules[module]?.path ?? '',
    pos: site.expr.pos,
    fn: site.fn - (index.functionBase[module] as number),
    message: `what is called here is not known (${source.message})`,
    sees: [],
  };
}

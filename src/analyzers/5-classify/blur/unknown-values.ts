import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import type { Gap, GapKind } from '../../../model/gap.js';
import { bindingIn, functionAt } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { walkFunction } from '../../../model/walk-code.js';

/** By node: the gap that a value comes out of. A node that holds nothing and is not here holds nothing that matters. */
export type UnknownValues = ReadonlyMap<number, Gap>;

/** Follows what hidden modules give: through copies, members, and calls of what they gave. */
export function followUnknown(program: ReachedProgram, gaps: readonly Gap[]): UnknownValues {
  const { flow } = program;
  const from = new Map<number, Gap>();
  const pending: number[] = [];
  const add = (node: number, gap: Gap): void => {
    if (node < 0 || from.has(node)) return;
    from.set(node, gap);
    pending.push(node);
  };
  for (const gap of gaps) for (const node of sourcesOf(program, gap)) add(node, gap);
  if (pending.length === 0) return from;
  const results = resultsByCallee(program);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const gap = from.get(node) as Gap;
    for (const to of flow.outflows[node]?.copies ?? []) add(to, gap);
    for (const { to } of flow.outflows[node]?.loads ?? []) add(to, gap);
    for (const to of results.get(node) ?? []) add(to, gap);
  }
  return from;
}

/** The node whose value decides what a call runs: that of the callee, or of the object whose method it is. */
export function calleeNode(program: ReachedProgram, site: CallSite): number {
  if (site.object >= 0) return site.object;
  const { callee } = site.expr;
  return callee.k === 'name'
    ? bindingIn(program.index, site.fn, callee.binding)
    : (program.flow.nodes.get(callee) ?? -1);
}

function resultsByCallee(program: ReachedProgram): Map<number, number[]> {
  const results = new Map<number, number[]>();
  for (const site of program.flow.calls) {
    const callee = calleeNode(program, site);
    const list = results.get(callee);
    if (list) list.push(site.result);
    else results.set(callee, [site.result]);
  }
  return results;
}

/** Names that a hidden module gives, and the values of `require(…)` and `import(…)`. */
function sourcesOf(program: ReachedProgram, gap: Gap): number[] {
  if (!LOADS.has(gap.kind)) return [];
  const { index, flow } = program;
  const module = index.byPath.get(gap.file);
  if (module === undefined) return [];
  const nodes = gap.sees.map((local) => (index.bindingBase[module] as number) + local);
  const expr = loadAt(program, module, gap);
  const node = expr ? flow.nodes.get(expr) : undefined;
  return node === undefined ? nodes : [...nodes, node];
}

const LOADS: ReadonlySet<GapKind> = new Set([
  'unresolved-import',
  'unread-import',
  'dynamic-import',
  'dynamic-require',
]);

/** The expression that loads a module at the place of a gap. */
export function loadAt(
  program: ReachedProgram,
  module: number,
  gap: Gap,
): Extract<Expr, { k: 'import' | 'opaque' }> | null {
  const { index } = program;
  let found: Extract<Expr, { k: 'import' | 'opaque' }> | null = null;
  walkFunction(functionAt(index, (index.functionBase[module] as number) + gap.fn), (expr) => {
    if ((expr.k === 'import' || (expr.k === 'opaque' && expr.what === gap.kind)) && expr.pos === gap.pos) found = expr;
  });
  return found;
}

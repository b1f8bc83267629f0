import type { DetectedProgram } from '../../model/detected-program.js';
import type { CallEdge } from '../../model/reached-program.js';
import type { Timing } from '../../model/timing.js';
import { functionAt } from '../../model/program-index.js';
import { openCallbackTiming } from './callback-timing.js';

export interface CallGraph {
  readonly from: readonly (readonly CallEdge[])[];
  readonly to: readonly (readonly CallEdge[])[];
  /** When the callbacks of each call site run; undefined where it has none. */
  readonly timings: readonly (Timing | undefined)[];
}

/** Who may call whom, and when: direct calls, accessors and initialisers, and callbacks handed to other code. */
export function buildCallGraph(program: DetectedProgram): CallGraph {
  const count = program.index.functionBase.at(-1) as number;
  const from: CallEdge[][] = Array.from({ length: count }, () => []);
  const to: CallEdge[][] = Array.from({ length: count }, () => []);
  const add = (edge: CallEdge): void => {
    from[edge.from]?.push(edge);
    to[edge.to]?.push(edge);
  };
  const callbackTiming = openCallbackTiming(program);
  const timings = program.flow.calls.map((site, number) => {
    for (const target of site.targets)
      add({ from: site.fn, to: target, pos: site.expr.pos, site: number, timing: 'now' });
    if (site.callbacks.length === 0) return undefined;
    const timing = callbackTiming(site, number);
    for (const callback of site.callbacks) {
      if (!site.targets.includes(callback))
        add({ from: site.fn, to: callback, pos: site.expr.pos, site: number, timing });
    }
    return timing;
  });
  for (const { from: caller, to: callee, timing = 'now' } of program.implicitCalls) {
    const { pos } = functionAt(program.index, callee);
    add({ from: caller, to: callee, pos, site: -1, timing });
  }
  return { from, to, timings };
}

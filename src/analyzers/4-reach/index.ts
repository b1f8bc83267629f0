/**
 * 4-reach. Takes: a DetectedProgram. Gives: a ReachedProgram: the call graph, the phases of every function with a shortest
 * path for each, and what the invocation's input reaches. Does not: look at state.
 */
import type { DetectedProgram } from '../../model/detected-program.js';
import type { CallEdge, Phase, ReachedProgram } from '../../model/reached-program.js';
import type { Timing } from '../../model/timing.js';
import { buildCallGraph } from './call-graph.js';
import { followInputs } from './inputs.js';

type Reached = Record<Phase, (CallEdge | 'root' | undefined)[]>;

export function reachProgram(program: DetectedProgram): ReachedProgram {
  const graph = buildCallGraph(program);
  const reached: Reached = { init: [], invoke: [], background: [], shutdown: [] };
  const pending: [number, Phase][] = [];
  const later = new Set<number>();
  const reach = (fn: number, phase: Phase, by: CallEdge | 'root'): void => {
    if (reached[phase][fn] !== undefined) return;
    reached[phase][fn] = by;
    pending.push([fn, phase]);
  };
  program.index.modules.forEach((_, module) => {
    reach(program.index.functionBase[module] as number, 'init', 'root');
  });
  for (const entry of program.entries) reach(entry.number, 'invoke', 'root');
  // First in, first out: the first edge that reaches a function lies on a shortest path.
  for (let next = 0; next < pending.length; next++) {
    const [fn, phase] = pending[next] as [number, Phase];
    for (const edge of graph.from[fn] ?? []) {
      const then = phaseAfter(program, phase, edge);
      if (then === 'invoke' && edge.timing === 'later') later.add(edge.to);
      if (then !== null) reach(edge.to, then, edge);
    }
  }
  return { ...program, callsFrom: graph.from, callsTo: graph.to, reached, inputs: followInputs(program, graph, later) };
}

/** The phase in which a callee runs when its caller runs in `phase`; null where it runs at no time that is known. */
function phaseAfter(program: DetectedProgram, phase: Phase, edge: CallEdge): Phase | null {
  switch (edge.timing satisfies Timing) {
    case 'now':
      return phase;
    case 'startup':
      return 'init';
    case 'timer':
      return phase === 'shutdown' ? 'shutdown' : 'background';
    case 'shutdown':
      return 'shutdown';
    case 'never':
      return null;
    case 'later': {
      if (phase !== 'init') return phase;
      // What a program registers while it loads runs later, if the module is deployed at all.
      return program.deployed.has(program.index.moduleOfFunction[edge.from] as number) ? 'invoke' : null;
    }
  }
}

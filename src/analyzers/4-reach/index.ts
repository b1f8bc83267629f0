/**
 * 4-reach. Takes: a DetectedProgram. Gives: a ReachedProgram: the call graph, the phases of every function with a shortest
 * path for each, and what the invocation's input reaches. Does not: look at state.
 */
import type { DetectedProgram } from '../../model/detected-program.js';
import { bindingAt, bindingIn, functionAt } from '../../model/program-index.js';
import type { CallEdge, Phase, ReachedProgram } from '../../model/reached-program.js';
import type { Timing } from '../../model/timing.js';
import { buildCallGraph } from './call-graph.js';
import type { CallGraph } from './call-graph.js';
import { followInputs } from './inputs.js';

type Reached = Record<Phase, (CallEdge | 'root' | undefined)[]>;

export function reachProgram(program: DetectedProgram): ReachedProgram {
  const graph = buildCallGraph(program);
  const reached: Reached = { init: [], invoke: [], background: [], shutdown: [] };
  const later = new Set<number>();
  const bodies = program.index.modules.map((_, module) => program.index.functionBase[module] as number);
  const isDeployed = (fn: number): boolean => program.deployed.has(program.index.moduleOfFunction[fn] as number);
  // First what the platform runs; then scripts and tests, whose runs say nothing about the code that is deployed.
  spread(program, graph, reached, later, [
    ...bodies.filter(isDeployed).map((fn): Start => [fn, 'init']),
    ...program.entries.map(({ number }): Start => [number, 'invoke']),
  ]);
  const others = bodies.filter((fn) => !isDeployed(fn)).map((fn): Start => [fn, 'init']);
  spread(program, graph, reached, later, others, (fn) => !isDeployed(fn));
  return { ...program, callsFrom: graph.from, callsTo: graph.to, reached, inputs: followInputs(program, graph, later) };
}

type Start = readonly [fn: number, phase: Phase];

/** Marks what runs from `starts` on; first in, first out: the first edge that reaches a function lies on a shortest path. */
function spread(
  program: DetectedProgram,
  graph: CallGraph,
  reached: Reached,
  later: Set<number>,
  starts: readonly Start[],
  covers: (fn: number) => boolean = () => true,
): void {
  const pending: Start[] = [];
  const answers = openAnswers(program);
  const reach = (fn: number, phase: Phase, by: CallEdge | 'root'): void => {
    if (reached[phase][fn] !== undefined || !covers(fn)) return;
    reached[phase][fn] = by;
    pending.push([fn, phase]);
  };
  for (const [fn, phase] of starts) reach(fn, phase, 'root');
  for (let next = 0; next < pending.length; next++) {
    const [fn, phase] = pending[next] as Start;
    for (const edge of graph.from[fn] ?? []) {
      const then = phaseAfter(program, phase, edge);
      if (
        then === 'invoke' &&
        edge.timing === 'later' &&
        (phase === 'init' || (isEventHandler(program, edge.to) && !answers.has(edge))) &&
        !isLogging(program, edge)
      )
        later.add(edge.to);
      if (then !== null) reach(edge.to, then, edge);
    }
  }
}

/** A handler of events to come gets their data; the callback of one operation (`(error, result) => …`) what that gave. */
function isEventHandler(program: DetectedProgram, fn: number): boolean {
  const [first] = functionAt(program.index, fn).params;
  if (!first) return true;
  const { name } = bindingAt(program.index, bindingIn(program.index, fn, first.binding));
  return !/^_?(?:[eE]rr(?:or)?(?![a-z])\w*|e|ex)$/.test(name);
}

/** Calls that send something out, and objects that do: what they call back with is an answer, no event of a caller. */
const OUTBOUND =
  /^(?:new )?(?:https?\.(?:request|get|Agent)|http2\.connect|net\.(?:connect|createConnection|Socket)|tls\.connect|fs|child_process|zlib|dns|stream|readline|request|superagent|got|axios|node-fetch|undici|follow-redirects)\b/;

/**
 * Knows the callbacks that get the answer to what the program itself asked for: those of outgoing calls, and those that
 * such callbacks register at their parameters (`https.get(url, (response) => response.on('data', …))`).
 */
function openAnswers({ index, flow }: DetectedProgram): { has(edge: CallEdge): boolean } {
  const answered = new Set<number>();
  return {
    has: ({ site, to }) => {
      const call = flow.calls[site];
      if (!call || !(answered.has(call.object) || call.externals.some((origin) => OUTBOUND.test(origin)))) return false;
      const base = index.bindingBase[index.moduleOfFunction[to] as number] as number;
      for (const { binding } of functionAt(index, to).params) answered.add(base + binding);
      return true;
    },
  };
}

const LOGGERS = /^(new )?(pino|winston|bunyan|log4js|loglevel|signale|consola|tslog|morgan|debug)\b/;

/** A stream or a formatter that a logger is given gets log lines, not events. */
function isLogging(program: DetectedProgram, edge: CallEdge): boolean {
  return program.flow.calls[edge.site]?.externals.some((origin) => LOGGERS.test(origin)) === true;
}

/** The phase in which a callee runs when its caller runs in `phase`; null where it runs at no time that is known. */
function phaseAfter(program: DetectedProgram, phase: Phase, edge: CallEdge): Phase | null {
  switch (edge.timing satisfies Timing) {
    case 'now':
      return phase;
    case 'startup':
      return 'init';
    case 'timer':
      // A script waits; it does not live on beside invocations.
      if (!program.deployed.has(program.index.moduleOfFunction[edge.from] as number)) return phase;
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

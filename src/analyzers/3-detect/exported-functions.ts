import { exportedNodes } from '../../model/exported-values.js';
import type { LinkedProgram } from '../../model/linked-program.js';
import type { DetectionInput } from './detection.js';
import { functionsIn } from './functions-in.js';
import type { FoundFunction } from './functions-in.js';
import { isCalledWithin } from './handed-functions.js';

/**
 * Functions that a module exports by a name. Where one helper of the program wraps the handlers of many modules, the flow
 * cannot tell which of them a call of it returns: then the arguments of the call that makes this very export are meant,
 * beside the closure that the helper returns.
 */
export function exportedFunctions(input: DetectionInput, module: number, name: string): readonly FoundFunction[] {
  const { program } = input;
  const nodes = exportedNodes(program, module, name);
  const found = functionsIn(program, nodes);
  const isOwn = ({ fn }: FoundFunction): boolean => program.index.moduleOfFunction[fn] === module;
  if (found.every(isOwn)) return found;
  const direct = directFunctions(program, nodes);
  const closures = new Set(found.flatMap(({ fn, path }) => (path === '' && direct.has(fn) ? [fn] : [])));
  const given = functionsIn(program, argumentsBehind(input, nodes, module)).filter(
    (each) => each.path === '' && isOwn(each) && (closures.size === 0 || isCalledWithin(input, each.fn, closures)),
  );
  if (given.length === 0) return found;
  return [...given, ...found.filter(({ fn, path }) => path !== '' || direct.has(fn))];
}

/** Functions that the nodes hold without a wrapper. */
function directFunctions({ flow }: LinkedProgram, nodes: Iterable<number>): ReadonlySet<number> {
  const direct = new Set<number>();
  for (const node of nodes) {
    for (const token of flow.values[node] ?? []) {
      const value = flow.tokens[token];
      if (value?.t === 'function') direct.add(value.fn);
    }
  }
  return direct;
}

const FARTHEST = 6;

/** Arguments of the calls in a module's own body whose results reach the nodes, and of those that they are chained to. */
function argumentsBehind({ program, calls }: DetectionInput, nodes: ReadonlySet<number>, module: number): number[] {
  const { flow, index } = program;
  const sites = calls.callsIn(index.functionBase[module] as number);
  const reaches = (from: number, left: number): boolean =>
    nodes.has(from) || (left > 0 && [...(flow.outflows[from]?.copies ?? [])].some((to) => reaches(to, left - 1)));
  const behind = new Set(sites.filter((site) => reaches(site.result, FARTHEST)));
  for (const site of behind) {
    for (const other of sites) if (site.object >= 0 && other.result === site.object) behind.add(other);
  }
  return [...behind].flatMap((site) => site.args);
}

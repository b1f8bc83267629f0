import { exportedNodes } from '../../model/exported-values.js';
import type { LinkedProgram } from '../../model/linked-program.js';
import { functionsIn } from './functions-in.js';
import type { FoundFunction } from './functions-in.js';

/**
 * Functions that a module exports by a name. Where one helper of the program wraps the handlers of many modules, the flow
 * cannot tell which of them a call of it returns: then the arguments of the call that makes this very export are meant.
 */
export function exportedFunctions(program: LinkedProgram, module: number, name: string): readonly FoundFunction[] {
  const nodes = exportedNodes(program, module, name);
  const found = functionsIn(program, nodes);
  const isOwn = ({ fn }: FoundFunction): boolean => program.index.moduleOfFunction[fn] === module;
  if (found.every(isOwn)) return found;
  const given = functionsIn(program, argumentsBehind(program, nodes, module)).filter(({ path }) => path === '');
  const wrapped = given.filter(isOwn);
  return wrapped.length > 0 ? wrapped : found;
}

const FARTHEST = 6;

/** Arguments of the calls in a module's own body whose results reach the nodes, and of those that they are chained to. */
function argumentsBehind({ flow, index }: LinkedProgram, nodes: ReadonlySet<number>, module: number): number[] {
  const body = index.functionBase[module] as number;
  const sites = flow.calls.filter((site) => site.fn === body);
  const reaches = (from: number, left: number): boolean =>
    nodes.has(from) || (left > 0 && [...(flow.copies[from] ?? [])].some((to) => reaches(to, left - 1)));
  const behind = new Set(sites.filter((site) => reaches(site.result, FARTHEST)));
  for (const site of behind) {
    for (const other of sites) if (site.object >= 0 && other.result === site.object) behind.add(other);
  }
  return [...behind].flatMap((site) => site.args);
}

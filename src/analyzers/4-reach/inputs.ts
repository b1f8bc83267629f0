import type { DetectedProgram } from '../../model/detected-program.js';
import type { CallGraph } from './call-graph.js';
import { functionAt } from '../../model/program-index.js';
import type { Inputs } from '../../model/reached-program.js';

/** Parts of an invocation's arguments that are the same for every invocation. */
const STABLE =
  /^(env|app|log|logger|server|executionContext|waitUntil|platform|locals\.env|runtime|bindings|config|fastify|io|functionName|getRemainingTimeInMillis|db|prisma)$/;
const LONGEST_PATH = 4;
const MOST_LABELS = 12;

/**
 * Follows the invocation's input through the program: which of its parts each node may depend on. Labels are paths such
 * as `event.body.userId`; they flow along copies, member reads (which extend the path) and computations (which keep it).
 */
export function followInputs(program: DetectedProgram, graph: CallGraph, later: ReadonlySet<number>): Inputs {
  const { flow } = program;
  const labels: string[] = [];
  const known = new Map<string, number>();
  const ofNode: (Set<number> | undefined)[] = [];
  const pending: [number, number][] = [];
  const extra = unknownCallFlows(program, graph);

  const intern = (path: string): number => {
    let label = known.get(path);
    if (label === undefined) {
      label = labels.length;
      labels.push(path);
      known.set(path, label);
    }
    return label;
  };
  const add = (node: number, label: number): void => {
    const held = (ofNode[node] ??= new Set());
    if (held.has(label) || held.size >= MOST_LABELS) return;
    held.add(label);
    pending.push([node, label]);
  };
  const child = (label: number, name: string): number => {
    const path = labels[label] as string;
    if (STABLE.test(name)) return -1;
    if (name === '*' || name === 'then' || path.split('.').length >= LONGEST_PATH) return label;
    return intern(`${path}.${name}`);
  };

  for (const { node, name } of inputNodes(program, later)) add(node, intern(name));

  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, label] = next;
    const outflow = flow.outflows[node];
    for (const to of outflow?.copies ?? []) add(to, label);
    for (const to of outflow?.derived ?? []) add(to, label);
    for (const to of extra.get(node) ?? []) add(to, label);
    for (const { name, to } of outflow?.loads ?? []) {
      const part = child(label, name);
      if (part >= 0) add(to, part);
    }
  }
  return { labels, ofNode };
}

/** Where the host puts the input: parameters of entry points and of later callbacks, fields of `this`. */
function inputNodes(
  program: DetectedProgram,
  later: ReadonlySet<number>,
): { readonly node: number; readonly name: string }[] {
  const { flow, index } = program;
  const thisBase = (index.bindingBase.at(-1) as number) + (index.functionBase.at(-1) as number);
  const found: { node: number; name: string }[] = [];
  const addParams = (fn: number, positions: readonly number[]): void => {
    const module = index.moduleOfFunction[fn] as number;
    const { params } = functionAt(index, fn);
    for (const position of positions) {
      const param = params[position];
      if (!param) continue;
      const name = index.modules[module]?.bindings[param.binding]?.name ?? '';
      const node = (index.bindingBase[module] as number) + param.binding;
      if (!STABLE.test(name)) found.push({ node, name: name === '' ? 'event' : name });
    }
  };
  for (const { number, inputs, context } of program.entries) {
    addParams(number, inputs);
    for (const { name, to } of flow.outflows[thisBase + number]?.loads ?? [])
      if (context.includes(name)) found.push({ node: to, name });
  }
  for (const fn of later) addParams(fn, [0, 1, 2]);
  return found;
}

/**
 * Flows through calls that leave the program: the result depends on the receiver and the arguments, and so do the
 * parameters of callbacks that run during the call (`event.items.map((item) => …)`).
 */
function unknownCallFlows(program: DetectedProgram, graph: CallGraph): Map<number, number[]> {
  const { flow, index } = program;
  const extra = new Map<number, number[]>();
  const connect = (from: number, to: number): void => {
    if (from < 0) return;
    const targets = extra.get(from);
    if (targets) targets.push(to);
    else extra.set(from, [to]);
  };
  const returnBase = index.bindingBase.at(-1) as number;
  flow.calls.forEach((site, number) => {
    if (site.targets.length > 0 && site.externals.length === 0 && !site.modelled) return;
    connect(site.object, site.result);
    if (site.name !== 'forEach') for (const arg of site.args) connect(arg, site.result);
    for (const fn of [...site.callbacks, ...(site.modelled ? site.targets : [])]) {
      const edge = graph.from[site.fn]?.find((candidate) => candidate.site === number && candidate.to === fn);
      if (edge?.timing !== 'now') continue;
      const base = index.bindingBase[index.moduleOfFunction[fn] as number] as number;
      for (const param of functionAt(index, fn).params) connect(site.object, base + param.binding);
      connect(returnBase + fn, site.result);
    }
  });
  return extra;
}

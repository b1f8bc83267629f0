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
// eslint-disable-next-line max-lines-per-function -- one walk, whose steps share what it has found
export function followInputs(program: DetectedProgram, graph: CallGraph, later: ReadonlySet<number>): Inputs {
  const { flow, index } = program;
  const labels: string[] = [];
  const known = new Map<string, number>();
  const children: Map<string, number>[] = [];
  const counts = new Uint8Array(flow.nodeCount);
  const held = new Int32Array(flow.nodeCount * MOST_LABELS);
  // Pairs of a node and a label that it has received.
  const nodes: number[] = [];
  const received: number[] = [];
  const extra = unknownCallFlows(program, graph);

  const intern = (path: string): number => {
    let label = known.get(path);
    if (label === undefined) {
      label = labels.length;
      labels.push(path);
      children.push(new Map());
      known.set(path, label);
    }
    return label;
  };
  const add = (node: number, label: number): void => {
    const count = counts[node] as number;
    if (count === MOST_LABELS) return;
    const start = node * MOST_LABELS;
    for (let at = start; at < start + count; at++) if (held[at] === label) return;
    held[start + count] = label;
    counts[node] = count + 1;
    nodes.push(node);
    received.push(label);
  };
  const child = (label: number, name: string): number => {
    const parts = children[label] as Map<string, number>;
    let part = parts.get(name);
    if (part === undefined) {
      const path = labels[label] as string;
      if (STABLE.test(name)) part = -1;
      else if (name === '*' || name === 'then' || path.split('.').length >= LONGEST_PATH) part = label;
      else part = intern(`${path}.${name}`);
      parts.set(name, part);
    }
    return part;
  };

  const seed = (fn: number, positions: readonly number[]): void => {
    const module = index.moduleOfFunction[fn] as number;
    const { params } = functionAt(index, fn);
    for (const position of positions) {
      const param = params[position];
      if (!param) continue;
      const name = index.modules[module]?.bindings[param.binding]?.name ?? '';
      if (!STABLE.test(name))
        add((index.bindingBase[module] as number) + param.binding, intern(name === '' ? 'event' : name));
    }
  };
  const thisBase = (index.bindingBase.at(-1) as number) + (index.functionBase.at(-1) as number);
  const seedContext = (fn: number, names: readonly string[]): void => {
    for (const { name, to } of flow.outflows[thisBase + fn]?.loads ?? [])
      if (names.includes(name)) add(to, intern(name));
  };
  for (const entry of program.entries) {
    seed(entry.number, entry.inputs);
    seedContext(entry.number, entry.context);
  }
  for (const fn of later) seed(fn, [0, 1, 2]);

  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const label = received.pop() as number;
    const outflow = flow.outflows[node];
    for (const to of outflow?.copies ?? NONE) add(to, label);
    for (const to of outflow?.derived ?? NONE) add(to, label);
    for (const to of extra[node] ?? NONE) add(to, label);
    for (const { name, to } of outflow?.loads ?? []) {
      const part = child(label, name);
      if (part >= 0) add(to, part);
    }
  }
  return { labels, counts, held, most: MOST_LABELS };
}

const NONE: readonly number[] = [];

/**
 * Flows through calls that leave the program: the result depends on the receiver and the arguments, and so do the
 * parameters of callbacks, which take the elements (`event.items.map((item) => …)`) or the answer
 * (`table.get(event.key, (error, item) => …)`).
 */
function unknownCallFlows(program: DetectedProgram, graph: CallGraph): readonly (readonly number[] | undefined)[] {
  const { flow, index } = program;
  const extra = new Array<number[] | undefined>(flow.nodeCount).fill(undefined);
  const connect = (from: number, to: number): void => {
    if (from >= 0) (extra[from] ??= []).push(to);
  };
  const returnBase = index.bindingBase.at(-1) as number;
  flow.calls.forEach((site, number) => {
    if (site.targets.length > 0 && site.externals.length === 0 && !site.modelled) return;
    connect(site.object, site.result);
    if (site.name !== 'forEach') for (const arg of site.args) connect(arg, site.result);
    for (const fn of [...site.callbacks, ...(site.modelled ? site.targets : [])]) {
      const base = index.bindingBase[index.moduleOfFunction[fn] as number] as number;
      const isNow = graph.timings[number] === 'now' || site.targets.includes(fn);
      for (const param of functionAt(index, fn).params) {
        connect(site.object, base + param.binding);
        if (!isNow) for (const arg of site.args) connect(arg, base + param.binding);
      }
      if (!isNow || !isArgument(flow, site.args, fn)) continue;
      connect(returnBase + fn, site.result);
    }
  });
  return extra;
}

/** Whether a function is itself an argument, and not only held by one: `list.map(fn)`, but not `Object.keys({ fn })`. */
function isArgument(flow: DetectedProgram['flow'], args: readonly number[], fn: number): boolean {
  return args.some((arg) =>
    (flow.values[arg] ?? []).some((token) => {
      const value = flow.tokens[token];
      return value?.t === 'function' && value.fn === fn;
    }),
  );
}

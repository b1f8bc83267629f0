import type { HostFact } from './host-fact.js';
import type { CallSite } from '../../model/flow.js';
import type { LinkedProgram } from '../../model/linked-program.js';
import { functionAt } from '../../model/program-index.js';
import { functionsIn } from './functions-in.js';
import { typedNodes } from './declared-types.js';
import { originOf } from './origin-of.js';
import { exprNode } from './expr-node.js';

/**
 * What hosts hand to the program: the value flow ends at the calls that leave the program, and goes on in the parameters
 * of the callbacks that they take. Origins are written as in the flow (`express()`, `new socket.io.Server`), and values
 * that no expression of the program makes have names of their own (`socket.io#socket`).
 */
export interface HostValues {
  /** Origins of everything that a call may call, with the method: `express().get`, `socket.io#socket.on`, `express().[]`. */
  calleesOf(site: CallSite): readonly string[];
  /** Origins of what a node may hold. */
  originsOf(node: number): readonly string[];
  /** Calls of something outside the program that take functions. */
  readonly registering: readonly { readonly site: CallSite; readonly callees: readonly string[] }[];
}

const MOST_ORIGINS = 6;
const MOST_SEGMENTS = 7;

/** Follows the values of hosts through a linked program. */
export function followHostValues(program: LinkedProgram, facts: readonly HostFact[]): HostValues {
  const walk: Walk = {
    program,
    gives: facts.filter((fact) => fact.k === 'gives'),
    returns: facts.filter((fact) => fact.k === 'returns'),
    origins: new Map(),
    callees: new Map(),
    sites: sitesByNode(program),
    pending: [],
  };
  for (const { node, origin } of typedNodes(program, facts)) add(walk, node, origin);
  for (const site of program.flow.calls) {
    for (const origin of site.externals) meet(walk, site, origin);
    if (isComputed(site)) for (const origin of tokenOrigins(program, site.object)) called(walk, site, `${origin}.[]`);
  }
  for (let next = walk.pending.pop(); next; next = walk.pending.pop()) spread(walk, next.node, next.origin);
  const calleesOf = (site: CallSite): readonly string[] => [...site.externals, ...(walk.callees.get(site) ?? [])];
  return {
    registering: program.flow.calls.flatMap((site) => {
      if (site.callbacks.length === 0 && (site.args.length === 0 || functionsIn(program, site.args).length === 0))
        return [];
      const callees = calleesOf(site);
      return callees.length > 0 ? [{ site, callees }] : [];
    }),
    calleesOf,
    originsOf: (node) => [...tokenOrigins(program, node), ...(walk.origins.get(node) ?? [])],
  };
}

interface Walk {
  readonly program: LinkedProgram;
  readonly gives: readonly Extract<HostFact, { k: 'gives' }>[];
  readonly returns: readonly Extract<HostFact, { k: 'returns' }>[];
  readonly origins: Map<number, Set<string>>;
  readonly callees: Map<CallSite, Set<string>>;
  readonly sites: ReadonlyMap<number, readonly CallSite[]>;
  readonly pending: { readonly node: number; readonly origin: string }[];
}

/** Calls by the node of their receiver, plain calls by the node of what they call. */
function sitesByNode(program: LinkedProgram): Map<number, CallSite[]> {
  const sites = new Map<number, CallSite[]>();
  for (const site of program.flow.calls) {
    const node = site.object >= 0 ? site.object : calleeNode(program, site);
    if (node < 0) continue;
    const known = sites.get(node);
    if (known) known.push(site);
    else sites.set(node, [site]);
  }
  return sites;
}

function calleeNode(program: LinkedProgram, site: CallSite): number {
  return site.callee >= 0 ? site.callee : exprNode(program, site.fn, site.expr.callee);
}

function add(walk: Walk, node: number, origin: string): void {
  if (node < 0 || origin.split('.').length > MOST_SEGMENTS) return;
  let known = walk.origins.get(node);
  if (!known) walk.origins.set(node, (known = new Set()));
  if (known.has(origin) || known.size >= MOST_ORIGINS) return;
  known.add(origin);
  walk.pending.push({ node, origin });
}

function spread(walk: Walk, node: number, origin: string): void {
  const { flow } = walk.program;
  for (const to of flow.outflows[node]?.copies ?? []) add(walk, to, origin);
  for (const { name, to } of flow.outflows[node]?.loads ?? []) if (name !== '*') add(walk, to, `${origin}.${name}`);
  for (const site of walk.sites.get(node) ?? []) {
    if (site.object < 0) {
      const made = site.expr.k === 'new' ? `new ${origin}` : origin;
      called(walk, site, made);
    } else if (site.name !== null) called(walk, site, `${origin}.${site.name}`);
    else if (isComputed(site)) called(walk, site, `${origin}.[]`);
  }
}

/** `router[method](path, handler)`. */
function isComputed(site: CallSite): boolean {
  return site.name === null && site.object >= 0 && site.expr.callee.k === 'member';
}

/** A call whose callee the flow does not know. */
function called(walk: Walk, site: CallSite, callee: string): void {
  if (site.externals.includes(callee)) return;
  let known = walk.callees.get(site);
  if (!known) walk.callees.set(site, (known = new Set()));
  if (known.has(callee) || known.size >= MOST_ORIGINS) return;
  known.add(callee);
  if (!meet(walk, site, callee)) add(walk, site.result, site.expr.k === 'new' ? callee : `${callee}()`);
}

/** Applies what is known about a callee; whether that says what the call returns. */
function meet(walk: Walk, site: CallSite, callee: string): boolean {
  for (const { callee: pattern, parameters } of walk.gives) {
    if (pattern.test(callee)) give(walk, site, parameters);
  }
  let returns = false;
  for (const { callee: pattern, origin } of walk.returns) {
    if (!pattern.test(callee)) continue;
    add(walk, site.result, callee.replace(pattern, origin));
    returns = true;
  }
  return returns;
}

function give(walk: Walk, site: CallSite, parameters: Readonly<Record<number, string>>): void {
  const { index } = walk.program;
  for (const fn of callbacksOf(walk.program, site)) {
    const base = index.bindingBase[index.moduleOfFunction[fn] as number] as number;
    for (const [position, origin] of Object.entries(parameters)) {
      const param = functionAt(index, fn).params[Number(position)];
      if (param) add(walk, base + param.binding, origin);
    }
  }
}

/** Functions that a call takes as arguments, through wrappers and inside objects. */
export function callbacksOf(program: LinkedProgram, site: CallSite): readonly number[] {
  if (site.callbacks.length > 0) return site.callbacks;
  return functionsIn(program, site.args).map(({ fn }) => fn);
}

function tokenOrigins(program: LinkedProgram, node: number): string[] {
  return [...(program.flow.values[node] ?? [])].flatMap((token) => originOf(program.flow.tokens[token]) ?? []);
}

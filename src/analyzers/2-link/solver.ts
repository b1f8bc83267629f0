import type { Expr } from '../../model/code.js';
import type { CallSite, Candidate, Flow, Outflow, Token } from '../../model/flow.js';

/** The value flow while it is being computed. Nodes and tokens are numbers; everything only ever grows. */
export interface Solver {
  readonly tokens: Token[];
  /** What each node holds, in the order in which it came. All nodes that hold one token alone share a list. */
  readonly values: (number[] | undefined)[];
  /** By token, that list. */
  readonly alone: number[][];
  /** How many of its values each node has handed on. */
  readonly handedOn: number[];
  readonly constraints: (Constraints | undefined)[];
  readonly fields: (Map<string, number> | undefined)[];
  readonly lookups: (Map<string, number> | undefined)[];
  readonly parents: (number[] | undefined)[];
  /** Names that an object has of its own whatever its parents have: `{ ...base, headers: {} }`. */
  readonly shadowed: (Set<string> | undefined)[];
  readonly calls: CallSite[];
  readonly candidates: Candidate[];
  readonly nodes: Map<Expr, number>;
  readonly pending: number[];
  /** What reading a member yields besides stored fields: set by the linker, which knows modules and externals. */
  readonly members: { readMember(token: number, name: string, to: number): void };
  /** The node that never holds anything. */
  readonly nothing: number;
  nodeCount: number;
}

/** What is to be told of the values of one node. */
interface Constraints extends Outflow {
  copies: number[] | null;
  /** The same as `copies`, once they are many. */
  known: Set<number> | null;
  derived: number[] | null;
  loads: SolvedLoad[] | null;
  stores: Store[] | null;
  watchers: Watcher[] | null;
}

/** `told`: how many values the node had when the constraint was added. Of these it was told at once. */
interface SolvedLoad {
  readonly name: string;
  readonly to: number;
  readonly told: number;
}

interface Store {
  readonly name: string;
  readonly from: number;
  readonly told: number;
}

interface Watcher {
  readonly then: (token: number) => void;
  readonly told: number;
}

export function openSolver(nodeCount: number, members: Solver['members']): Solver {
  const solver: Solver = {
    tokens: [],
    values: [],
    alone: [],
    handedOn: [],
    constraints: [],
    fields: [],
    lookups: [],
    parents: [],
    shadowed: [],
    calls: [],
    candidates: [],
    nodes: new Map(),
    pending: [],
    members,
    nothing: nodeCount - 1,
    nodeCount: 0,
  };
  while (solver.nodeCount < nodeCount) newNode(solver);
  return solver;
}

export function newNode(solver: Solver): number {
  // Lists without holes: one that is written far beyond its end becomes a hash table.
  solver.values.push(undefined);
  solver.handedOn.push(0);
  solver.constraints.push(undefined);
  return solver.nodeCount++;
}

export function newToken(solver: Solver, token: Token): number {
  const number = solver.tokens.push(token) - 1;
  solver.alone.push([number]);
  solver.fields.push(undefined);
  solver.lookups.push(undefined);
  solver.parents.push(undefined);
  solver.shadowed.push(undefined);
  return number;
}

/** A node holds a token. */
export function addToken(solver: Solver, node: number, token: number): void {
  const held = solver.values[node];
  if (held === undefined) {
    solver.values[node] = solver.alone[token];
    solver.pending.push(node);
    return;
  }
  if (held.includes(token) || isFull(solver, held, token)) return;
  if (solver.handedOn[node] === held.length) solver.pending.push(node);
  if (held.length === 1) solver.values[node] = [held[0] as number, token];
  else held.push(token);
}

/** How many values one place is followed for: beyond, it stands for anything and following it explains nothing. */
const MOST_VALUES = { external: 12, object: 40, other: 60 };

function isFull(solver: Solver, held: readonly number[], token: number): boolean {
  if (held.length < MOST_VALUES.external) return false;
  const value = solver.tokens[token];
  if (value?.t === 'external' || (value?.t === 'object' && value.what === 'external')) return true;
  return held.length >= (value?.t === 'object' ? MOST_VALUES.object : MOST_VALUES.other);
}

const NONE: never[] = [];

function constraintsOf(solver: Solver, node: number): Constraints {
  return (solver.constraints[node] ??= {
    copies: null,
    known: null,
    derived: null,
    loads: null,
    stores: null,
    watchers: null,
  });
}

/** Whatever `from` holds, `to` holds. */
export function copy(solver: Solver, from: number, to: number): void {
  if (from === to || from === solver.nothing || to === solver.nothing) return;
  if (!addCopy(constraintsOf(solver, from), to)) return;
  const held = solver.values[from];
  if (held) for (const token of held) addToken(solver, to, token);
}

const FEW_COPIES = 16;

/** False where there is one already. */
function addCopy(constraints: Constraints, to: number): boolean {
  const { copies } = constraints;
  if (copies === null) {
    constraints.copies = [to];
    return true;
  }
  if (copies.length < FEW_COPIES) {
    if (copies.includes(to)) return false;
  } else {
    const known = (constraints.known ??= new Set(copies));
    if (known.has(to)) return false;
    known.add(to);
  }
  copies.push(to);
  return true;
}

/** The value of `to` is computed from that of `from`. */
export function derive(solver: Solver, from: number, to: number): void {
  if (from !== to && from !== solver.nothing) (constraintsOf(solver, from).derived ??= []).push(to);
}

/** `to ⊇ object.name`. */
export function load(solver: Solver, object: number, name: string, to: number): void {
  if (object === solver.nothing) return;
  const held = solver.values[object] ?? NONE;
  const told = held.length;
  (constraintsOf(solver, object).loads ??= []).push({ name, to, told });
  for (let i = 0; i < told; i++) solver.members.readMember(held[i] as number, name, to);
}

/** `object.name ⊇ from`. */
export function store(solver: Solver, object: number, name: string, from: number): void {
  if (object === solver.nothing || from === solver.nothing) return;
  const held = solver.values[object] ?? NONE;
  const told = held.length;
  (constraintsOf(solver, object).stores ??= []).push({ name, from, told });
  for (let i = 0; i < told; i++) copy(solver, from, fieldOf(solver, held[i] as number, name));
}

/** Calls `then` once for every token that a node holds, now and later. */
export function whenHolds(solver: Solver, node: number, then: (token: number) => void): void {
  if (node === solver.nothing) return;
  const held = solver.values[node] ?? NONE;
  const told = held.length;
  (constraintsOf(solver, node).watchers ??= []).push({ then, told });
  for (let i = 0; i < told; i++) then(held[i] as number);
}

/** The node of a token's own field. */
export function fieldOf(solver: Solver, token: number, name: string): number {
  const fields = (solver.fields[token] ??= new Map<string, number>());
  let node = fields.get(name);
  if (node === undefined) {
    node = newNode(solver);
    fields.set(name, node);
    const all = solver.lookups[token]?.get('*');
    if (all !== undefined) copy(solver, node, all);
  }
  return node;
}

/** The node that a read of `token.name` sees: own fields, elements, and what parents have. */
export function lookupOf(solver: Solver, token: number, name: string): number {
  const lookups = (solver.lookups[token] ??= new Map<string, number>());
  let node = lookups.get(name);
  if (node === undefined) {
    node = newNode(solver);
    lookups.set(name, node);
    if (name === '*') for (const field of [...(solver.fields[token]?.values() ?? [])]) copy(solver, field, node);
    else copy(solver, fieldOf(solver, token, name), node);
    copy(solver, fieldOf(solver, token, '*'), node);
    if (solver.shadowed[token]?.has(name)) return node;
    for (const parent of solver.parents[token] ?? []) copy(solver, lookupOf(solver, parent, name), node);
  }
  return node;
}

const MOST_PARENTS = 24;

/** Reads of `token` also see what `parent` has. */
export function inherit(solver: Solver, token: number, parent: number): void {
  const parents = (solver.parents[token] ??= []);
  if (token === parent || parents.length >= MOST_PARENTS || parents.includes(parent)) return;
  parents.push(parent);
  for (const [name, node] of [...(solver.lookups[token] ?? [])]) {
    if (solver.shadowed[token]?.has(name) !== true) copy(solver, lookupOf(solver, parent, name), node);
  }
}

/** Propagates until nothing changes. */
export function solve(solver: Solver): void {
  for (let node = solver.pending.pop(); node !== undefined; node = solver.pending.pop()) {
    const held = solver.values[node] as number[];
    const start = solver.handedOn[node] as number;
    solver.handedOn[node] = held.length;
    const constraints = solver.constraints[node];
    if (constraints) handOn(solver, constraints, held, start);
  }
}

/** Tells every constraint of the values from `start` on. What is added meanwhile comes with the next round. */
function handOn(solver: Solver, constraints: Constraints, held: readonly number[], start: number): void {
  const end = held.length;
  for (const to of constraints.copies ?? NONE)
    for (let i = start; i < end; i++) addToken(solver, to, held[i] as number);
  const loads = constraints.loads ?? NONE;
  for (let n = 0, count = loads.length; n < count; n++) {
    const { name, to, told } = loads[n] as SolvedLoad;
    for (let i = Math.max(start, told); i < end; i++) solver.members.readMember(held[i] as number, name, to);
  }
  const stores = constraints.stores ?? NONE;
  for (let n = 0, count = stores.length; n < count; n++) {
    const { name, from, told } = stores[n] as Store;
    for (let i = Math.max(start, told); i < end; i++) copy(solver, from, fieldOf(solver, held[i] as number, name));
  }
  const watchers = constraints.watchers ?? NONE;
  for (let n = 0, count = watchers.length; n < count; n++) {
    const { then, told } = watchers[n] as Watcher;
    for (let i = Math.max(start, told); i < end; i++) then(held[i] as number);
  }
}

/** The finished flow as plain data. */
export function finish(solver: Solver): Flow {
  const { tokens, values, constraints, fields, calls, candidates, nodes, nodeCount } = solver;
  const outflows = constraints.map((of) => of && { copies: of.copies, derived: of.derived, loads: of.loads });
  return { tokens, values, outflows, fields, calls, candidates, nodes, nodeCount };
}

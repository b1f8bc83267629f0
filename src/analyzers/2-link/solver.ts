import type { Expr } from '../../model/code.js';
import type { CallSite, Candidate, Flow, Load, Token } from '../../model/flow.js';

/** The value flow while it is being computed. Nodes and tokens are numbers; everything only ever grows. */
export interface Solver {
  readonly tokens: Token[];
  readonly values: (Set<number> | undefined)[];
  readonly copies: (Set<number> | undefined)[];
  readonly derived: (number[] | undefined)[];
  readonly loads: (Load[] | undefined)[];
  readonly stores: (Store[] | undefined)[];
  readonly watchers: (((token: number) => void)[] | undefined)[];
  readonly fields: (Map<string, number> | undefined)[];
  readonly lookups: (Map<string, number> | undefined)[];
  readonly parents: (number[] | undefined)[];
  /** Names that an object has of its own whatever its parents have: `{ ...base, headers: {} }`. */
  readonly shadowed: (Set<string> | undefined)[];
  readonly calls: CallSite[];
  readonly candidates: Candidate[];
  readonly nodes: Map<Expr, number>;
  readonly interned: Map<string, number>;
  readonly pending: number[];
  readonly fresh: (number[] | undefined)[];
  /** What reading a member yields besides stored fields: set by the linker, which knows modules and externals. */
  readonly members: { readMember(token: number, name: string, to: number): void };
  /** The node that never holds anything. */
  readonly nothing: number;
  nodeCount: number;
}

interface Store {
  readonly name: string;
  readonly from: number;
}

export function openSolver(nodeCount: number, members: Solver['members']): Solver {
  return {
    tokens: [],
    values: [],
    copies: [],
    derived: [],
    loads: [],
    stores: [],
    watchers: [],
    fields: [],
    lookups: [],
    parents: [],
    shadowed: [],
    calls: [],
    candidates: [],
    nodes: new Map(),
    interned: new Map(),
    pending: [],
    fresh: [],
    members,
    nothing: nodeCount - 1,
    nodeCount,
  };
}

export function newNode(solver: Solver): number {
  return solver.nodeCount++;
}

export function newToken(solver: Solver, token: Token): number {
  solver.tokens.push(token);
  return solver.tokens.length - 1;
}

/** The one token of a readable key. */
export function internToken(solver: Solver, key: string, make: () => Token): number {
  const known = solver.interned.get(key);
  if (known !== undefined) return known;
  const token = newToken(solver, make());
  solver.interned.set(key, token);
  return token;
}

/** A node holds a token. */
export function addToken(solver: Solver, node: number, token: number): void {
  const held = (solver.values[node] ??= new Set());
  if (held.has(token) || isFull(solver, held, token)) return;
  held.add(token);
  const fresh = solver.fresh[node];
  if (fresh) fresh.push(token);
  else {
    solver.fresh[node] = [token];
    solver.pending.push(node);
  }
}

/** How many values one place is followed for: beyond, it stands for anything and following it explains nothing. */
const MOST_VALUES = { external: 12, object: 40, other: 60 };

function isFull(solver: Solver, held: ReadonlySet<number>, token: number): boolean {
  if (held.size < MOST_VALUES.external) return false;
  const value = solver.tokens[token];
  if (value?.t === 'external' || (value?.t === 'object' && value.what === 'external')) return true;
  return held.size >= (value?.t === 'object' ? MOST_VALUES.object : MOST_VALUES.other);
}

/** Whatever `from` holds, `to` holds. */
export function copy(solver: Solver, from: number, to: number): void {
  if (from === to || from === solver.nothing || to === solver.nothing) return;
  const targets = (solver.copies[from] ??= new Set());
  if (targets.has(to)) return;
  targets.add(to);
  const held = solver.values[from];
  if (held) for (const token of held) addToken(solver, to, token);
}

/** The value of `to` is computed from that of `from`. */
export function derive(solver: Solver, from: number, to: number): void {
  if (from !== to && from !== solver.nothing) (solver.derived[from] ??= []).push(to);
}

/** `to ⊇ object.name`. */
export function load(solver: Solver, object: number, name: string, to: number): void {
  if (object === solver.nothing) return;
  (solver.loads[object] ??= []).push({ name, to });
  const held = solver.values[object];
  if (held) for (const token of [...held]) solver.members.readMember(token, name, to);
}

/** `object.name ⊇ from`. */
export function store(solver: Solver, object: number, name: string, from: number): void {
  if (object === solver.nothing || from === solver.nothing) return;
  (solver.stores[object] ??= []).push({ name, from });
  const held = solver.values[object];
  if (held) for (const token of [...held]) copy(solver, from, fieldOf(solver, token, name));
}

/** Calls `then` once for every token that a node holds, now and later. */
export function whenHolds(solver: Solver, node: number, then: (token: number) => void): void {
  if (node === solver.nothing) return;
  (solver.watchers[node] ??= []).push(then);
  const held = solver.values[node];
  if (held) for (const token of [...held]) then(token);
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
    const fresh = solver.fresh[node];
    if (!fresh) continue;
    solver.fresh[node] = undefined;
    for (const to of solver.copies[node] ?? []) for (const token of fresh) addToken(solver, to, token);
    const loads = solver.loads[node];
    if (loads)
      for (const { name, to } of [...loads]) for (const token of fresh) solver.members.readMember(token, name, to);
    const stores = solver.stores[node];
    if (stores)
      for (const { name, from } of [...stores])
        for (const token of fresh) copy(solver, from, fieldOf(solver, token, name));
    const watchers = solver.watchers[node];
    if (watchers) for (const then of [...watchers]) for (const token of fresh) then(token);
  }
}

/** The finished flow as plain data. */
export function finish(solver: Solver): Flow {
  const { tokens, values, copies, loads, derived, fields, calls, candidates, nodes, nodeCount } = solver;
  return { tokens, values, copies, loads, derived, fields, calls, candidates, nodes, nodeCount };
}

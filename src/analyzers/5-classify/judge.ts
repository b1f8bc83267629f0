import type { Expr } from '../../model/code.js';
import type { CallSite } from '../../model/flow.js';
import { bindingIn, functionAt, parentOf } from '../../model/program-index.js';
import { inputsOf } from '../../model/reached-program.js';
import type { ReachedProgram } from '../../model/reached-program.js';
import type { StateAccess, StateRoot, View } from '../../model/state.js';
import { returnsOf, walkExpr } from '../../model/walk-code.js';
import { leadsTo } from './state/callers.js';
import { definedAs, openDefinitions } from './state/definitions.js';
import type { Definitions } from './state/definitions.js';
import type { HeldObjects } from './state/hold-objects.js';
import type { OwnersOf } from './state/owners.js';
import type { SinkMemo } from './sinks/sink-model.js';
import { surroundingsOf } from './surroundings.js';
import type { Surroundings } from './surroundings.js';

/** What the signals ask of a program, computed when first asked and kept for one run. */
export interface Judge {
  readonly program: ReachedProgram;
  readonly siteOf: ReadonlyMap<Expr, CallSite>;
  readonly surroundings: Map<number, ReadonlyMap<Expr, Surroundings>>;
  readonly definitions: Definitions;
  readonly owners: OwnersOf;
  /** What outlives an invocation, and who holds it. */
  readonly held: HeldObjects;
  readonly functionPlaces: Map<number, Surroundings | null>;
  /** Functions that the platform calls. */
  readonly entries: ReadonlySet<number>;
  /** Constructors and factories that the user says to make connections. */
  readonly knownClients: readonly string[];
  readonly views: Map<StateAccess, readonly View[]>;
  readonly sinks: SinkMemo;
}

export function openJudge(program: ReachedProgram, held: HeldObjects, knownClients: readonly string[]): Judge {
  const siteOf = new Map<Expr, CallSite>();
  for (const site of program.flow.calls) siteOf.set(site.expr, site);
  const sinks: SinkMemo = { roles: null, known: new Map(), models: new Map() };
  const entries = new Set(program.entries.map(({ number }) => number));
  return {
    program,
    siteOf,
    surroundings: new Map(),
    definitions: openDefinitions(program.index),
    owners: held.owners,
    held,
    functionPlaces: new Map(),
    entries,
    knownClients,
    views: new Map(),
    sinks,
  };
}

/** Where an expression of `fn` stands; undefined for one that the model made itself. */
export function placeOf(judge: Judge, fn: number, expr: Expr): Surroundings | undefined {
  let known = judge.surroundings.get(fn);
  if (!known) {
    known = surroundingsOf(functionAt(judge.program.index, fn));
    judge.surroundings.set(fn, known);
  }
  return known.get(expr);
}

/** Where the expression that makes an inner function stands in the function around it; null for any other function. */
export function placeOfFunction(judge: Judge, fn: number): Surroundings | null {
  const known = judge.functionPlaces.get(fn);
  if (known !== undefined) return known;
  const { index } = judge.program;
  const parent = parentOf(index, fn);
  const local = fn - (index.functionBase[index.moduleOfFunction[fn] as number] as number);
  let found: Surroundings | null = null;
  if (parent >= 0 && functionAt(index, parent).kind !== 'module') {
    const all = judge.surroundings.get(parent) ?? surroundingsOf(functionAt(index, parent));
    judge.surroundings.set(parent, all);
    for (const [expr, place] of all) if (expr.k === 'function' && expr.fn === local) found = place;
  }
  judge.functionPlaces.set(fn, found);
  return found;
}

/** What a local name may stand for, where `fn` or a function around it assigns it. */
export function definitionsOf(judge: Judge, fn: number, name: Extract<Expr, { k: 'name' }>): readonly Expr[] {
  return definedAs(judge.definitions, fn, name);
}

/** One part of a binding's state, with all that is done to it. */
export interface Slot {
  readonly root: StateRoot;
  /** Path from the root up to the first element: `total`, `sessions`, `` for the binding itself. */
  readonly path: string;
  readonly accesses: readonly StateAccess[];
  readonly readExprs: ReadonlySet<Expr>;
  /** Functions that read the slot and may return what they read. */
  readonly readers: ReadonlySet<number>;
  /** Objects on the way to what is accessed. */
  readonly holds: ReadonlySet<number>;
  /** What happens to the whole binding, this slot included. */
  readonly beside: readonly StateAccess[];
  /** Whether functions return what the slot holds, as far as it was asked. */
  readonly answers: Map<number, boolean>;
}

/** Whether evaluating `expr` reads the slot, directly, through a local or through a function that reads it. */
export function mentions(judge: Judge, slot: Slot, fn: number, expr: Expr, depth = 3): boolean {
  let found = false;
  walkExpr(expr, (part) => {
    if (found) return;
    if (slot.readExprs.has(part)) found = true;
    else if (depth > 0 && part.k === 'name') {
      found = definitionsOf(judge, fn, part).some(
        (value) => value !== expr && mentions(judge, slot, fn, value, depth - 1),
      );
    } else if (part.k === 'call') {
      const site = judge.siteOf.get(part);
      found =
        site !== undefined &&
        isOnSlot(judge, slot, site) &&
        site.targets.some((target) => answersWith(judge, slot, target, depth));
    }
  });
  return found;
}

/** A method call on an instance concerns the slot only if that instance holds it. */
function isOnSlot(judge: Judge, slot: Slot, site: CallSite): boolean {
  if (site.object < 0 || slot.holds.size === 0) return true;
  const { flow } = judge.program;
  let isInstance = false;
  for (const token of flow.values[site.object] ?? []) {
    if (slot.holds.has(token)) return true;
    const value = flow.tokens[token];
    if (value?.t === 'object' && value.what === 'instance') isInstance = true;
  }
  return !isInstance || [...slot.holds].some((token) => leadsTo(judge.program, judge.owners, site.object, [token]));
}

/** Whether a function reads the slot, or returns what a function that reads it gave. */
function answersWith(judge: Judge, slot: Slot, fn: number, depth: number): boolean {
  if (slot.readers.has(fn)) return true;
  const known = slot.answers.get(fn);
  if (known !== undefined) return known;
  if (depth <= 0) return false;
  slot.answers.set(fn, false);
  const result = returnsOf(functionAt(judge.program.index, fn).body).some((value) =>
    mentions(judge, slot, fn, value, depth - 1),
  );
  slot.answers.set(fn, result);
  return result;
}

/** Calls `visit` for an expression, its parts, and what its local names stand for. */
export function walkDeep(
  judge: Judge,
  fn: number,
  expr: Expr,
  visit: (part: Expr) => void,
  depth = 3,
  seen = new Set<Expr>(),
): void {
  if (seen.has(expr)) return;
  seen.add(expr);
  walkExpr(expr, (part) => {
    visit(part);
    if (part.k !== 'name' || depth === 0) return;
    for (const value of definitionsOf(judge, fn, part)) walkDeep(judge, fn, value, visit, depth - 1, seen);
  });
}

/** Parts of the invocation's input that a value may depend on. */
export function labelsOf(judge: Judge, fn: number, expr: Expr | null): Set<string> {
  const { program } = judge;
  const found = new Set<string>();
  if (!expr) return found;
  const addNode = (node: number | undefined): void => {
    if (node === undefined) return;
    for (const label of inputsOf(program.inputs, node)) found.add(label);
  };
  walkExpr(expr, (part) => {
    if (part.k === 'name') addNode(bindingIn(program.index, fn, part.binding));
    else addNode(program.flow.nodes.get(part));
  });
  return dropPrefixes(found);
}

/** `event` says nothing beside `event.body.id`: it is only how the part was reached. */
export function dropPrefixes(labels: Set<string>): Set<string> {
  const list = [...labels];
  return new Set(list.filter((label) => !list.some((other) => other !== label && other.startsWith(`${label}.`))));
}

/**
 * Whether so many parts of the input reach a value that the paths of several callers must have met on the way: what it
 * depends on for one of them is then not known.
 */
export function isMixed(judge: Judge, fn: number, expr: Expr | null): boolean {
  const { program } = judge;
  const { counts, most } = program.inputs;
  let mixed = false;
  if (expr) {
    walkExpr(expr, (part) => {
      const node = part.k === 'name' ? bindingIn(program.index, fn, part.binding) : program.flow.nodes.get(part);
      if (node !== undefined && counts[node] === most) mixed = true;
    });
  }
  return mixed;
}

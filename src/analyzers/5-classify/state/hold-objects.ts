import { bindingIn, classAt, classIn, functionAt, parentOf } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import type { StateRoot } from '../../../model/state.js';
import { globalRoots } from './global-roots.js';
import type { GlobalRoots } from './global-roots.js';
import { indexOwners } from './owners.js';
import type { OwnersOf } from './owners.js';
import { capturedRoot, capturedVariables, findRoots, registeredFunctions, rootOf } from './find-roots.js';

/** Which objects outlive an invocation, and from where they are reached. */
export interface HeldObjects {
  readonly roots: readonly StateRoot[];
  readonly rootOfVariable: ReadonlyMap<number, StateRoot>;
  /** Static fields by `<token of the class>.<name>`. */
  readonly statics: ReadonlyMap<string, StateRoot>;
  /**
   * By token: who holds it, nearest first. What a class makes for each of its instances is one token in the flow; it has a
   * holder for every instance that lives long.
   */
  readonly holders: ReadonlyMap<number, readonly Holder[]>;
  readonly owners: OwnersOf;
  readonly globals: GlobalRoots;
  /** Who owns the objects that a root holds directly and does not own itself. */
  readonly shared: ReadonlyMap<StateRoot, readonly Holder[]>;
}

export interface Holder {
  readonly root: StateRoot;
  readonly path: readonly string[];
  /** The objects on the way from the root to the token, the token last. */
  readonly chain: readonly number[];
}

const DEEPEST = 5;
const MOST_HOLDERS = 24;

/** Walks from every root through fields, level by level, so that each object belongs to its nearest root. */
// eslint-disable-next-line max-lines-per-function -- one walk, whose steps share what it has found
export function holdObjects(program: ReachedProgram): HeldObjects {
  const { flow } = program;
  const captured = capturedVariables(program);
  const { roots, statics } = findRoots(program);
  const globals = globalRoots(program);
  for (const byModule of globals.values()) roots.push(...byModule.values());
  const rootOfVariable = new Map<number, StateRoot>();
  const holders = new Map<number, Holder[]>();
  const shared = new Map<StateRoot, Holder[]>();
  let level: Holder[] = [];

  const addCaptured = (fn: number): void => {
    for (const variable of captured.get(fn) ?? []) {
      if (rootOfVariable.has(variable)) continue;
      const root = capturedRoot(program, variable);
      if (!root) continue;
      rootOfVariable.set(variable, root);
      roots.push(root);
      enter(root.node, root, [], []);
    }
  };
  const enter = (node: number, root: StateRoot, path: readonly string[], chain: readonly number[]): void => {
    for (const token of flow.values[node] ?? []) {
      const value = flow.tokens[token];
      if (!value) continue;
      // An actor of the platform is no state that invocations share, whoever has a reference to it.
      if (value.t === 'object' && value.what === 'instance' && program.isolatedClasses.has(value.cls)) continue;
      if (value.t === 'external' || value.t === 'namespace' || value.t === 'global' || value.t === 'resolver') continue;
      const known = holders.get(token);
      if (known && !isHeldApart(program, token, known, chain)) {
        const [owner] = known;
        if (owner && owner.root !== root && value.t === 'object' && isNamedPart(program, root, path, node))
          shared.set(root, [...(shared.get(root) ?? []), owner]);
        continue;
      }
      const holder: Holder = { root, path, chain: [...chain, token] };
      if (known) known.push(holder);
      else holders.set(token, [holder]);
      level.push(holder);
      if (value.t === 'function') addCaptured(value.fn);
    }
  };

  for (const { root, token } of singletonRoots(program)) {
    roots.push(root);
    const holder: Holder = { root, path: [], chain: [token] };
    holders.set(token, [holder]);
    level.push(holder);
  }
  for (const root of roots) if (root.variable >= 0) rootOfVariable.set(root.variable, root);
  for (const root of creatorsFirst(program, roots)) enter(root.node, root, [], []);
  for (const fn of registeredFunctions(program)) addCaptured(fn);
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const current = level;
    level = [];
    for (const { root, path, chain } of current) {
      const token = chain.at(-1) as number;
      for (const [name, node] of flow.fields[token] ?? []) {
        if (name === 'prototype' || statics.has(`${token}.${name}`)) continue;
        enter(node, root, [...path, name], chain);
      }
    }
  }
  return { roots, rootOfVariable, statics, holders, owners: indexOwners(program), globals, shared };
}

/** Instances that a container of dependency injection makes and keeps: no variable holds them, their class names them. */
function singletonRoots(program: ReachedProgram): { root: StateRoot; token: number }[] {
  const { index } = program;
  return program.singletons.map(({ cls, token }) => {
    const module = index.moduleOfClass[cls] as number;
    const { name, pos } = classAt(index, cls);
    return { root: rootOf(index.modules[module]?.path ?? '', module, name, 'class', pos, -1, -1), token };
  });
}

const MOST_ALTERNATIVES = 3;

/** The whole of what a root holds, or a field of it that has a name: where many objects may stand, none is meant. */
function isNamedPart(program: ReachedProgram, root: StateRoot, path: readonly string[], node: number): boolean {
  const { values } = program.flow;
  return (
    path.length <= 1 &&
    path[0] !== '*' &&
    (values[root.node]?.length ?? 0) <= MOST_ALTERNATIVES &&
    (values[node]?.length ?? 0) <= MOST_ALTERNATIVES
  );
}

/** Whether one more instance has a token of its own here: its class makes the object anew for each instance. */
function isHeldApart(
  program: ReachedProgram,
  token: number,
  known: readonly Holder[],
  chain: readonly number[],
): boolean {
  const { flow } = program;
  const owner = chain.at(-1);
  if (owner === undefined || known.length >= MOST_HOLDERS || chain.includes(token)) return false;
  if (known.some((holder) => holder.chain.at(-2) === owner && holder.chain[0] === chain[0])) return false;
  const made = flow.tokens[token];
  if (made?.t !== 'object') return false;
  return chain.some((outer) => {
    const value = flow.tokens[outer];
    return value?.t === 'object' && value.what === 'instance' && isMadeBy(program, made.fn, value.cls);
  });
}

/** Whether a function is a member of a class or of one that it extends, or stands inside such a member. */
function isMadeBy(program: ReachedProgram, fn: number, cls: number): boolean {
  const { index } = program;
  const classes = lineageOf(program, cls);
  for (let at = fn; at >= 0; at = parentOf(index, at)) {
    const record = functionAt(index, at);
    if (record.cls >= 0 && !record.static && classes.has(classIn(index, at, record.cls))) return true;
  }
  return false;
}

/** A class and those that it extends. */
function lineageOf(program: ReachedProgram, cls: number): Set<number> {
  const { flow, index } = program;
  const found = new Set<number>();
  const pending = [cls];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const { superclass, fn } = classAt(index, next);
    if (!superclass) continue;
    const owner = (index.functionBase[index.moduleOfClass[next] as number] as number) + fn;
    const node = superclass.k === 'name' ? bindingIn(index, owner, superclass.binding) : flow.nodes.get(superclass);
    for (const token of node === undefined ? [] : (flow.values[node] ?? [])) {
      const value = flow.tokens[token];
      if (value?.t === 'class') pending.push(value.cls);
    }
  }
  return found;
}

/** Roots in the module that creates their object come first: they own it, other modules only share it. */
function creatorsFirst(program: ReachedProgram, roots: readonly StateRoot[]): StateRoot[] {
  const { flow, index } = program;
  const rank = (root: StateRoot): number => {
    for (const token of flow.values[root.node] ?? []) {
      const value = flow.tokens[token];
      if (value?.t === 'object' && index.moduleOfFunction[value.fn] === root.module)
        return root.declaration === 'exports' ? 1 : 0;
    }
    return root.declaration === 'exports' ? 3 : 2;
  };
  return roots
    .map((root, order) => ({ root, order, rank: rank(root) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ root }) => root);
}

import type { ReachedProgram } from '../../../model/reached-program.js';
import type { StateRoot } from '../../../model/state.js';
import { indexOwners } from './access-phases.js';
import type { OwnersOf } from './access-phases.js';
import { capturedRoot, capturedVariables, findRoots, registeredFunctions } from './find-roots.js';

/** Which objects outlive an invocation, and from where they are reached. */
export interface HeldObjects {
  readonly roots: readonly StateRoot[];
  readonly rootOfVariable: ReadonlyMap<number, StateRoot>;
  /** Static fields by `<token of the class>.<name>`. */
  readonly statics: ReadonlyMap<string, StateRoot>;
  /** By token: the roots that hold it, nearest first. */
  readonly holders: ReadonlyMap<number, Holder>;
  readonly owners: OwnersOf;
}

export interface Holder {
  readonly root: StateRoot;
  readonly path: readonly string[];
}

const DEEPEST = 5;

/** Walks from every root through fields, level by level, so that each object belongs to its nearest root. */
export function holdObjects(program: ReachedProgram): HeldObjects {
  const { flow } = program;
  const captured = capturedVariables(program);
  const { roots, statics } = findRoots(program);
  const rootOfVariable = new Map<number, StateRoot>();
  const holders = new Map<number, Holder>();
  let level: Holder[] = [];

  const addCaptured = (fn: number): void => {
    for (const variable of captured.get(fn) ?? []) {
      if (rootOfVariable.has(variable)) continue;
      const root = capturedRoot(program, variable);
      if (!root) continue;
      rootOfVariable.set(variable, root);
      roots.push(root);
      enter(root.node, { root, path: [] });
    }
  };
  const enter = (node: number, holder: Holder): void => {
    for (const token of flow.values[node] ?? []) {
      if (holders.has(token)) continue;
      const value = flow.tokens[token];
      if (value?.t === 'external' || value?.t === 'namespace' || value?.t === 'global' || value?.t === 'resolver')
        continue;
      holders.set(token, holder);
      level.push({ root: holder.root, path: [...holder.path, String(token)] });
      if (value?.t === 'function') addCaptured(value.fn);
    }
  };

  for (const root of roots) if (root.variable >= 0) rootOfVariable.set(root.variable, root);
  for (const root of creatorsFirst(program, roots)) enter(root.node, { root, path: [] });
  for (const fn of registeredFunctions(program)) addCaptured(fn);
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const current = level;
    level = [];
    for (const { root, path } of current) {
      const token = Number(path.at(-1));
      for (const [name, node] of flow.fields[token] ?? []) {
        if (name === 'prototype' || statics.has(`${token}.${name}`)) continue;
        enter(node, { root, path: [...path.slice(0, -1), name] });
      }
    }
  }
  return { roots, rootOfVariable, statics, holders, owners: indexOwners(program) };
}

/** Roots in the module that creates their object come first: they own it, other modules only share it. */
function creatorsFirst(program: ReachedProgram, roots: readonly StateRoot[]): StateRoot[] {
  const { flow, index } = program;
  const rank = (root: StateRoot): number => {
    if (root.declaration === 'exports') return 2;
    for (const token of flow.values[root.node] ?? []) {
      const value = flow.tokens[token];
      if (value?.t === 'object' && index.moduleOfFunction[value.fn] === root.module) return 0;
    }
    return 1;
  };
  return roots
    .map((root, order) => ({ root, order, rank: rank(root) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ root }) => root);
}

import type { Gap } from '../../../model/gap.js';
import { exportedTokens, exportNames } from '../../../model/exported-values.js';
import { classAt } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { isWrite } from '../slots.js';
import type { StateUse } from '../state/collect-accesses.js';
import type { HeldObjects } from '../state/hold-objects.js';
import type { AddHidden } from './hidden.js';
import { stateBehind } from './state-behind.js';

/** Hidden code that imports these modules can change the objects that they export, and run their functions. */
export function blurExports(
  program: ReachedProgram,
  held: HeldObjects,
  gap: Gap,
  modules: readonly number[],
  add: AddHidden,
): void {
  for (const module of modules) {
    for (const name of exportNames(program, module)) {
      for (const { root, path } of stateBehind(program, held, exportedTokens(program, module, name))) {
        add(root, { gap, how: 'changes', path });
      }
    }
  }
}

/** State that only functions write which nothing seen runs: hidden code that imports their modules may run them. */
export function blurUnreachedWrites(
  program: ReachedProgram,
  gap: Gap,
  modules: readonly number[],
  uses: readonly StateUse[],
  add: AddHidden,
): void {
  const runnable = runnableFrom(program, modules);
  for (const { root, accesses } of uses) {
    if (accesses.some((access) => isWrite(access) && access.phases.size === 0 && runnable.has(access.fn)))
      add(root, { gap, how: 'calls', path: [] });
  }
}

/** Every function that can run once the exports of these modules are used. */
function runnableFrom(program: ReachedProgram, modules: readonly number[]): Set<number> {
  const pending: number[] = [];
  for (const module of modules) {
    for (const name of exportNames(program, module))
      for (const token of exportedTokens(program, module, name)) pending.push(...functionsIn(program, token, 2));
  }
  const runnable = new Set<number>();
  for (let fn = pending.pop(); fn !== undefined; fn = pending.pop()) {
    if (runnable.has(fn)) continue;
    runnable.add(fn);
    for (const { to } of program.callsFrom[fn] ?? []) pending.push(to);
  }
  return runnable;
}

/** A function, the methods of a class or of an instance, the functions in an object. */
function functionsIn(program: ReachedProgram, token: number, depth: number): number[] {
  const { flow } = program;
  const value = flow.tokens[token];
  switch (value?.t) {
    case 'function':
      return [value.fn];
    case 'class':
      return methodsOf(program, value.cls);
    case 'object': {
      const methods = value.cls >= 0 ? methodsOf(program, value.cls) : [];
      if (depth === 0 || value.what === 'external') return methods;
      const inner = [...(flow.fields[token]?.values() ?? [])].flatMap((node) => [...(flow.values[node] ?? [])]);
      return [...methods, ...inner.flatMap((held) => functionsIn(program, held, depth - 1))];
    }
    default:
      return [];
  }
}

function methodsOf({ index }: ReachedProgram, cls: number): number[] {
  const base = index.functionBase[index.moduleOfClass[cls] as number] as number;
  const { members, constructorFn } = classAt(index, cls);
  const functions = [constructorFn, ...members.map(({ fn }) => fn)];
  return functions.filter((fn) => fn >= 0).map((fn) => base + fn);
}

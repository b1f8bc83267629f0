import { classAt } from '../../model/program-index.js';
import type { Judge } from './judge.js';
import type { JudgedSlot } from './join.js';
import { isFirstValue, isWrite } from './slots.js';
import type { StateUse } from './state/collect-accesses.js';

/** A field of an instance that a binding holds directly, listed beside the binding: `visits.total`. */
export interface FieldRoot {
  readonly name: string;
  readonly pos: number;
  readonly slot: JudgedSlot;
}

/** The written fields of the instances that a binding holds directly, where their class stands in the same module. */
export function fieldRootsOf(judge: Judge, use: StateUse, slots: readonly JudgedSlot[]): FieldRoot[] {
  const { flow, index } = judge.program;
  const classes: number[] = [];
  let isObject = use.root.declaration === 'function' || use.root.declaration === 'class';
  for (const token of flow.values[use.root.node] ?? []) {
    const value = flow.tokens[token];
    if (value?.t !== 'object') continue;
    if (value.what === 'instance') classes.push(value.cls);
    if (value.what === 'object' && (use.root.declaration === 'default' || use.root.declaration === 'exports'))
      isObject = true;
  }
  classes.push(...singletonClassesOf(judge, use));
  if (classes.length === 0 && !isObject) return [];
  return slots.flatMap((judged): FieldRoot[] => {
    const { path, accesses } = judged.slot;
    if (path === '' || path.includes('.')) return [];
    const writes = accesses.filter((access) => isWrite(access) && !isFirstValue(judge, access));
    const [first] = writes;
    if (!first) return [];
    const member = classes
      .filter((cls) => index.moduleOfClass[cls] === use.root.module)
      .flatMap((cls) => classAt(index, cls).members)
      .find((candidate) => candidate.name === path && candidate.kind === 'field');
    const here = writes.find((write) => index.moduleOfFunction[write.fn] === use.root.module);
    const pos = member?.pos ?? here?.pos ?? use.root.pos;
    return [{ name: `${use.root.name}.${path}`, pos, slot: judged }];
  });
}

/** The class of the instance that a container keeps, where the root stands for one: no variable holds it. */
function singletonClassesOf({ program }: Judge, { root }: StateUse): number[] {
  if (root.node >= 0) return [];
  return program.singletons.flatMap(({ cls }) =>
    program.index.moduleOfClass[cls] === root.module && classAt(program.index, cls).pos === root.pos ? [cls] : [],
  );
}

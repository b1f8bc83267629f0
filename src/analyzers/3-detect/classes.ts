import type { LinkedProgram } from '../../model/linked-program.js';
import { classAt } from '../../model/program-index.js';
import { exprNode } from './expr-node.js';
import { originOf } from './origin-of.js';

/** Program-wide numbers of all classes. */
export function classesOf({ index }: LinkedProgram): number[] {
  return [...Array(index.classBase.at(-1) as number).keys()];
}

/** Origins of the package classes that a class extends, also through classes of the program. */
export function superclassOrigins(program: LinkedProgram, cls: number, depth = 5): string[] {
  const { flow, index } = program;
  const { superclass, fn } = classAt(index, cls);
  if (!superclass || depth === 0) return [];
  const owner = index.functionBase[index.moduleOfClass[cls] as number] as number;
  return [...(flow.values[exprNode(program, owner + fn, superclass)] ?? [])].flatMap((token) => {
    const value = flow.tokens[token];
    if (value?.t === 'class') return value.cls === cls ? [] : superclassOrigins(program, value.cls, depth - 1);
    return originOf(value) ?? [];
  });
}

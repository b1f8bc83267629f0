import type { LinkedProgram } from '../../model/linked-program.js';

/** The node of what a function returns. */
export function returnNode({ index }: LinkedProgram, fn: number): number {
  return (index.bindingBase.at(-1) as number) + fn;
}

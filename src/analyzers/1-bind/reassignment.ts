import type { Expr } from '../../model/code.js';
import type { FunctionRecord } from '../../model/source-module.js';
import { walkFunction } from '../../model/walk-code.js';
import type { OpenBinding } from './lowering.js';

/** Marks the bindings that something besides their declaration assigns. */
export function markReassigned(functions: readonly FunctionRecord[], bindings: readonly OpenBinding[]): void {
  const mark = (expr: Expr): void => {
    if (expr.k !== 'assign' || expr.declares || expr.target.k !== 'name') return;
    const binding = bindings[expr.target.binding];
    if (binding) binding.neverReassigned = false;
  };
  for (const fn of functions) walkFunction(fn, mark);
}

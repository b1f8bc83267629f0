import type { Expr } from '../../../model/code.js';
import { bindingAt, bindingIn, functionAt, functionIn } from '../../../model/program-index.js';
import type { ProgramIndex } from '../../../model/program-index.js';
import { walkFunction } from '../../../model/walk-code.js';

/** What functions assign to their own variables, computed when first asked: by function, then by variable in its module. */
export interface Definitions {
  readonly index: ProgramIndex;
  readonly known: Map<number, ReadonlyMap<number, readonly Expr[]>>;
}

export function openDefinitions(index: ProgramIndex): Definitions {
  return { index, known: new Map() };
}

export function definitionsIn(definitions: Definitions, fn: number): ReadonlyMap<number, readonly Expr[]> {
  let known = definitions.known.get(fn);
  if (!known) {
    const found = new Map<number, Expr[]>();
    walkFunction(functionAt(definitions.index, fn), (expr) => {
      if (expr.k !== 'assign' || expr.target.k !== 'name' || !expr.value) return;
      const list = found.get(expr.target.binding);
      if (list) list.push(expr.value);
      else found.set(expr.target.binding, [expr.value]);
    });
    known = found;
    definitions.known.set(fn, known);
  }
  return known;
}

/** What a function assigns to one of its own variables, by the variable's number in the module. */
export function assignedIn(definitions: Definitions, fn: number, variable: number): readonly Expr[] {
  return definitionsIn(definitions, fn).get(variable) ?? [];
}

/** What a local name may stand for, where `fn` or a function around it assigns it. */
export function definedAs(definitions: Definitions, fn: number, name: Extract<Expr, { k: 'name' }>): readonly Expr[] {
  const { index } = definitions;
  const owner = functionIn(index, fn, bindingAt(index, bindingIn(index, fn, name.binding)).fn);
  if (functionAt(index, owner).kind === 'module') return [];
  return definitionsIn(definitions, owner).get(name.binding) ?? [];
}

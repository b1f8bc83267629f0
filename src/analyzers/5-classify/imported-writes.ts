import type { Expr } from '../../model/code.js';
import { bindingAt, bindingIn } from '../../model/program-index.js';
import type { StateAccess } from '../../model/state.js';
import type { JudgedSlot } from './join.js';
import type { Judge } from './judge.js';
import { isFirstValue, isWrite } from './slots.js';
import type { StateUse } from './state/collect-accesses.js';

/** A file that writes another module's state through an import: `Cart.count` in the file that says `Cart.count = 0`. */
export interface ImportedWrite {
  readonly name: string;
  readonly pos: number;
  readonly module: number;
  readonly slot: JudgedSlot;
}

export function importedWrites(judge: Judge, use: StateUse, slots: readonly JudgedSlot[]): ImportedWrite[] {
  const { index } = judge.program;
  const found = new Map<string, ImportedWrite>();
  for (const judged of slots) {
    for (const access of judged.slot.accesses) {
      const module = index.moduleOfFunction[access.fn] as number;
      if (module === use.root.module || !isWrite(access) || isFirstValue(judge, access)) continue;
      const name = importedName(judge, access);
      if (name === null) continue;
      const key = `${module}#${name}`;
      if (!found.has(key)) found.set(key, { name, pos: access.pos, module, slot: judged });
    }
  }
  return [...found.values()];
}

/** `Cart.count` where the written place starts from a name that stands for an import; null elsewhere. */
function importedName(judge: Judge, access: StateAccess): string | null {
  const members: string[] = [];
  let place: Expr = access.expr.k === 'call' ? access.expr.callee : access.expr;
  if (access.expr.k === 'call' && place.k === 'member') place = place.object;
  else if (place.k === 'assign' || place.k === 'delete') place = place.target;
  while (place.k === 'member') {
    if (place.name !== null) members.unshift(place.name);
    place = place.object;
  }
  if (place.k !== 'name') return null;
  const variable = bindingIn(judge.program.index, access.fn, place.binding);
  const binding = bindingAt(judge.program.index, variable);
  if (binding.kind !== 'import' && !(binding.fn === 0 && isRequired(judge, variable))) return null;
  return [binding.name, ...members].join('.');
}

/** `const Cart = require('./cart')`: a module's own name for what another module made. */
function isRequired(judge: Judge, variable: number): boolean {
  const { index } = judge.program;
  const module = index.moduleOfBinding[variable] as number;
  const local = variable - (index.bindingBase[module] as number);
  const kinds = index.modules[module]?.functions[0]?.body ?? [];
  return kinds.some(
    (stmt) =>
      stmt.k === 'do' &&
      stmt.expr.k === 'assign' &&
      stmt.expr.target.k === 'name' &&
      stmt.expr.target.binding === local &&
      stmt.expr.declares &&
      startsWithImport(stmt.expr.value),
  );
}

function startsWithImport(value: Expr | null): boolean {
  let expr = value;
  while (expr?.k === 'member') expr = expr.object;
  return expr?.k === 'import';
}

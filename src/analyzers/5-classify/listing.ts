import type { Expr } from '../../model/code.js';
import { bindingAt, bindingIn } from '../../model/program-index.js';
import { runsIn } from '../../model/reached-program.js';
import type { StateAccess } from '../../model/state.js';
import type { Judge } from './judge.js';
import { isFirstValue, isWrite } from './slots.js';
import type { StateUse } from './state/collect-accesses.js';

const ALWAYS = new Set(['const', 'let', 'var', 'static']);

/**
 * Whether a binding belongs in the report: every variable of module scope and every static field; anything else only
 * where something writes it or its contents.
 */
export function isListed(judge: Judge, use: StateUse): boolean {
  const { root, accesses } = use;
  if (ALWAYS.has(root.declaration)) return root.name !== '';
  const writes = accesses.filter((access) => isWrite(access) && !isFirstValue(judge, access));
  switch (root.declaration) {
    case 'captured':
      return writes.some((write) => !isOwnActivation(judge, use, write.fn));
    case 'default':
    case 'exports':
      return writes.some(
        (write) =>
          write.path.length > 0 &&
          !(write.phases.size === 1 && write.phases.has('init') && runsIn(judge.program, write.fn, 'init')),
      );
    case 'function':
    case 'class':
    case 'enum':
    case 'namespace':
      return writes.some((write) => !isPrototype(write.path) && namesItsObject(judge, use, write));
    default:
      return writes.length > 0;
  }
}

/** The function that declares a captured variable also writes it: the next activation has its own. */
function isOwnActivation(judge: Judge, use: StateUse, fn: number): boolean {
  const { index } = judge.program;
  const module = index.moduleOfFunction[fn] as number;
  const owner =
    index.modules[use.root.module]?.bindings[use.root.variable - (index.bindingBase[use.root.module] as number)]?.fn;
  return module === use.root.module && owner === fn - (index.functionBase[module] as number);
}

function isPrototype(path: readonly string[]): boolean {
  return path[0] === 'prototype' || path.length === 0;
}

/** `dispatch.rides++`: the object is named where it is written, and not reached through some alias. */
function namesItsObject(judge: Judge, use: StateUse, write: StateAccess): boolean {
  let object: Expr = write.expr;
  if (object.k === 'assign' || object.k === 'delete') object = object.target;
  if (object.k === 'call') object = object.callee;
  while (object.k === 'member') object = object.object;
  if (object.k !== 'name') return object.k === 'this';
  const variable = bindingIn(judge.program.index, write.fn, object.binding);
  return variable === use.root.variable || bindingAt(judge.program.index, variable).kind === 'import';
}

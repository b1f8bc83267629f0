import type { CallSite } from '../../../model/flow.js';
import { bindingIn } from '../../../model/program-index.js';
import { runsIn } from '../../../model/reached-program.js';
import { compileOrigins } from './origins.js';
import type { UnitOfWorkModel, Wrong } from './models/library-model.js';
import { modelsOf } from './libraries.js';
import type { Libraries } from './libraries.js';

/** A unit of work that requests share, with its first use in an invocation. */
export interface SharedUnit {
  readonly wrong: Wrong;
  readonly use: CallSite;
  /** The variable through which it is used, -1 where it is read from its owner each time. */
  readonly variable: number;
}

/** Uses of a unit of work that was made for one request and is shared by all; the first of each variable. */
export function findSharedUnits(libraries: Libraries): SharedUnit[] {
  return modelsOf('unit-of-work').flatMap((model) => sharedUnitsOf(libraries, model));
}

function sharedUnitsOf(libraries: Libraries, model: UnitOfWorkModel): SharedUnit[] {
  const { program } = libraries.judge;
  const { flow, index } = program;
  const origins = compileOrigins(model.origins.map((origin) => `${origin}.{${model.uses.join(',')}}`));
  const forks = compileOrigins(model.forkedBy);
  if (flow.calls.some(({ externals }) => externals.some((origin) => forks?.test(origin) === true))) return [];
  const found = new Map<string, SharedUnit>();
  for (const use of flow.calls) {
    if (!runsIn(program, use.fn, 'invoke') || !use.externals.some((origin) => origins?.test(origin) === true)) continue;
    const receiver = use.expr.callee.k === 'member' ? use.expr.callee.object : use.expr.callee;
    const variable = receiver.k === 'name' ? bindingIn(index, use.fn, receiver.binding) : -1;
    const key = variable < 0 ? `fn ${use.fn}` : `variable ${holderVariable(libraries, variable)}`;
    if (!found.has(key)) found.set(key, { wrong: model.wrong, use, variable: holderVariable(libraries, variable) });
  }
  return [...found.values()];
}

/** The variable of the module that an imported or aliased name stands for. */
function holderVariable(libraries: Libraries, variable: number): number {
  if (variable < 0) return -1;
  const { flow } = libraries.judge.program;
  const held = flow.values[variable];
  const root = libraries.held.roots.find((candidate) => {
    if (candidate.variable < 0) return false;
    for (const token of flow.values[candidate.node] ?? []) if (held?.includes(token) === true) return true;
    return false;
  });
  return root?.variable ?? -1;
}

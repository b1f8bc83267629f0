import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import type { ClassifiedPlace } from '../../../model/classified-program.js';
import { bindingAt, bindingIn, functionAt, functionIn, parentOf } from '../../../model/program-index.js';
import { runsIn } from '../../../model/reached-program.js';
import { walkFunction } from '../../../model/walk-code.js';
import type { Judge } from '../judge.js';
import { isGuardedOnce } from './conditions.js';
import type { RegistrationModel } from './models/library-model.js';
import { compileOrigins, originsOfCall } from './origins.js';
import { hasOption } from './options.js';
import { entriesReaching, holderOf, isMadeAtInit, isShared, modelsOf } from './libraries.js';
import type { Libraries } from './libraries.js';
import { placeAt } from './place-at.js';
import { textOf } from './text-of.js';
import { phasesOfAccess } from '../state/access-phases.js';

/** Listeners, hooks and plugins that every invocation adds once more to something that outlives it. */
export function judgeRegistrations(libraries: Libraries): ClassifiedPlace[] {
  const { judge } = libraries;
  const models = modelsOf('registration').map((model) => ({ model, calls: compileOrigins(model.calls) }));
  const known = new Map<string, RegistrationModel | null>();
  const find = (origin: string): RegistrationModel | null => {
    let model = known.get(origin);
    if (model === undefined) {
      model = models.find(({ calls }) => calls?.test(origin) === true)?.model ?? null;
      known.set(origin, model);
    }
    return model;
  };
  return judge.program.flow.calls.flatMap((site): ClassifiedPlace[] => {
    if (!runsIn(judge.program, site.fn, 'invoke')) return [];
    const model = originsOfCall(judge, site)
      .map(find)
      .find((found) => found !== null);
    if (!model || !isRepeated(libraries, site, model)) return [];
    const captures = site.callbacks.some((callback) => capturesInput(judge, callback));
    const { wrong } = model;
    const message = `\`${textOf(judge, site.fn, site.expr.callee)}()\` ${wrong.message}${captures ? ', with data of this request' : ''}; ${wrong.fix}`;
    const receiver = site.expr.callee.k === 'member' ? site.expr.callee.object : null;
    const rule = wrong.rule ?? 'listener-per-invocation';
    return [
      placeAt(libraries, {
        rule,
        grade: captures ? 'high' : wrong.grade,
        message,
        fn: site.fn,
        expr: site.expr,
        receiver,
      }),
    ];
  });
}

function isRepeated(libraries: Libraries, site: CallSite, model: RegistrationModel): boolean {
  const { judge } = libraries;
  if (site.expr.args.length < (model.fromArguments ?? 1)) return false;
  if (site.expr.k === 'call' && !concernsShared(libraries, site)) return false;
  if (model.elsewhereBy?.some((path) => hasOption(judge, site, path)) === true) return false;
  if (isGuardedOnce(judge, site.fn, site.expr) || entriesReaching(libraries, site.fn).length === 0) return false;
  if (hasOption(judge, site, 'signal') || hasOption(judge, site, 'once')) return false;
  return !isUndone(judge, site, model);
}

/** The receiver was made while modules loaded, and this call happens to it later; `app` and its routes come together. */
function concernsShared(libraries: Libraries, site: CallSite): boolean {
  const { judge, held } = libraries;
  const { callee } = site.expr;
  if (callee.k !== 'member' || !isShared(libraries, site.fn, callee.object)) return false;
  const objects = [...(judge.program.flow.values[site.object] ?? [])].filter(
    (token) => judge.program.flow.tokens[token]?.t === 'object',
  );
  if (objects.length === 0) return baseIsMadeAtInit(libraries, site.fn, callee.object);
  return objects.some((token) => {
    const value = judge.program.flow.tokens[token];
    if (value?.t !== 'object' || value.fn === site.fn || !isMadeAtInit(libraries, value.fn)) return false;
    const chain = holderOf(libraries, token)?.chain ?? [token];
    return phasesOfAccess(judge.program, held.owners, site.fn, site.expr, chain, false).has('invoke');
  });
}

/** `http.interceptors.request`: the object whose member is used. */
function baseIsMadeAtInit(libraries: Libraries, fn: number, expr: Expr): boolean {
  const { flow, index } = libraries.judge.program;
  for (let part = expr; ;) {
    const node = part.k === 'name' ? bindingIn(index, fn, part.binding) : flow.nodes.get(part);
    for (const token of node === undefined ? [] : (flow.values[node] ?? [])) {
      const value = flow.tokens[token];
      if (value?.t === 'object') return value.fn !== fn && isMadeAtInit(libraries, value.fn);
    }
    if (part.k !== 'member') return true;
    part = part.object;
  }
}

/** Somewhere in the same piece of code, or in another method of the same class, it is taken away again. */
function isUndone(judge: Judge, site: CallSite, model: RegistrationModel): boolean {
  const { index, flow } = judge.program;
  const region = outermost(judge, site.fn);
  const { cls } = functionAt(index, region);
  return flow.calls.some((other) => {
    if (other.name === null || !model.undo.includes(other.name)) return false;
    if (index.moduleOfFunction[other.fn] !== index.moduleOfFunction[site.fn]) return false;
    const where = outermost(judge, other.fn);
    if (where !== region && (cls < 0 || functionAt(index, where).cls !== cls)) return false;
    return sameReceiver(judge, site, other);
  });
}

function outermost(judge: Judge, fn: number): number {
  let current = fn;
  for (let parent = parentOf(judge.program.index, fn); parent >= 0; parent = parentOf(judge.program.index, parent)) {
    if (functionAt(judge.program.index, parent).kind === 'module') break;
    current = parent;
  }
  return current;
}

function sameReceiver(judge: Judge, a: CallSite, b: CallSite): boolean {
  const { flow } = judge.program;
  const held = flow.values[a.object];
  for (const token of flow.values[b.object] ?? []) if (held?.includes(token) === true) return true;
  const text = (site: CallSite): string =>
    site.expr.callee.k === 'member' ? textOf(judge, site.fn, site.expr.callee.object) : '';
  return text(a) === text(b);
}

/** A callback uses a value of the invocation that added it. */
function capturesInput(judge: Judge, callback: number): boolean {
  const { index, inputs } = judge.program;
  let captures = false;
  walkFunction(functionAt(index, callback), (part) => {
    if (captures || part.k !== 'name') return;
    const variable = bindingIn(index, callback, part.binding);
    const owner = functionIn(index, callback, bindingAt(index, variable).fn);
    if (owner === callback || functionAt(index, owner).kind === 'module') return;
    captures = (inputs.counts[variable] ?? 0) > 0;
  });
  return captures;
}

import type { Expr } from '../../../model/code.js';
import type { ClassifiedPlace } from '../../../model/classified-program.js';
import { bindingAt, bindingIn } from '../../../model/program-index.js';
import { runsIn } from '../../../model/reached-program.js';
import { functionAt } from '../../../model/program-index.js';
import { walkFunction } from '../../../model/walk-code.js';
import type { Judge } from '../judge.js';
import type { DecorationModel } from './models/library-model.js';
import { compileOrigins } from './origins.js';
import { isMadeAtInit, modelsOf } from './libraries.js';
import type { Libraries } from './libraries.js';
import { placeAt } from './place-at.js';

/** One object that is given to every request, and that requests write into. */
export function judgeDecorations(libraries: Libraries): ClassifiedPlace[] {
  return modelsOf('decoration').flatMap((model) => [
    ...decoratedByCall(libraries, model),
    ...decoratedByAssignment(libraries, model),
  ]);
}

function decoratedByCall(libraries: Libraries, model: DecorationModel): ClassifiedPlace[] {
  const { judge } = libraries;
  const calls = compileOrigins(model.calls);
  if (!calls) return [];
  return judge.program.flow.calls.flatMap((site): ClassifiedPlace[] => {
    if (!site.externals.some((origin) => calls.test(origin))) return [];
    const [first, second] = site.expr.args;
    if (model.readBy) {
      if (!first || !isHeldObject(libraries, site.args[0]) || !isWrittenThrough(judge, model.readBy)) return [];
      return [decoration(libraries, model, `the first argument of \`${site.name ?? 'run'}()\``, site.fn, first)];
    }
    const name = first?.k === 'literal' && typeof first.value === 'string' ? first.value : null;
    if (name === null || !second || !isObject(judge, site.args[1], second) || !isWrittenAs(judge, name)) return [];
    return [decoration(libraries, model, `\`${name}\``, site.fn, site.expr)];
  });
}

function decoratedByAssignment(libraries: Libraries, model: DecorationModel): ClassifiedPlace[] {
  const { judge } = libraries;
  const { flow } = judge.program;
  const assigns = compileOrigins(model.assigns);
  if (!assigns) return [];
  return flow.candidates.flatMap((candidate): ClassifiedPlace[] => {
    if (candidate.k !== 'member-write' || candidate.expr.k !== 'assign' || !candidate.expr.value) return [];
    const { name } = candidate.member;
    if (name === null || !originsAt(judge, candidate.object).some((origin) => assigns.test(`${origin}.${name}`)))
      return [];
    const { value } = candidate.expr;
    if (!isObject(judge, nodeOf(judge, candidate.fn, value), value) || !isWrittenAs(judge, name)) return [];
    return [decoration(libraries, model, `\`${name}\``, candidate.fn, candidate.expr)];
  });
}

function decoration(
  libraries: Libraries,
  model: DecorationModel,
  subject: string,
  fn: number,
  expr: Expr,
): ClassifiedPlace {
  const { grade, rule, message, fix } = model.wrong;
  return placeAt(libraries, {
    rule: rule ?? 'library-scope-leak',
    grade,
    message: `${subject} ${message}; ${fix}`,
    fn,
    expr,
    receiver: expr,
  });
}

function nodeOf(judge: Judge, fn: number, expr: Expr): number | undefined {
  return expr.k === 'name' ? bindingIn(judge.program.index, fn, expr.binding) : judge.program.flow.nodes.get(expr);
}

function originsAt(judge: Judge, node: number): string[] {
  const { flow } = judge.program;
  return [...(flow.values[node] ?? [])].flatMap((token) => {
    const value = flow.tokens[token];
    return value?.t === 'external' || (value?.t === 'object' && value.what === 'external') ? [value.origin] : [];
  });
}

/** An object, array or collection, and not a primitive or a function. */
function isObject(judge: Judge, node: number | undefined, expr: Expr): boolean {
  if (expr.k === 'object' || expr.k === 'array') return true;
  const { flow } = judge.program;
  return [...((node === undefined ? undefined : flow.values[node]) ?? [])].some((token) => {
    const value = flow.tokens[token];
    return value?.t === 'object' && value.what !== 'external' && value.what !== 'exports';
  });
}

function isHeldObject(libraries: Libraries, node: number | undefined): boolean {
  const { flow } = libraries.judge.program;
  return [...((node === undefined ? undefined : flow.values[node]) ?? [])].some((token) => {
    const value = flow.tokens[token];
    return value?.t === 'object' && value.what !== 'external' && isMadeAtInit(libraries, value.fn);
  });
}

/** An invocation writes a member of what one of these functions answers with. */
function isWrittenThrough(judge: Judge, readBy: readonly string[]): boolean {
  const { flow } = judge.program;
  const origins = compileOrigins(readBy);
  return flow.candidates.some(
    (candidate) =>
      candidate.k === 'member-write' &&
      runsIn(judge.program, candidate.fn, 'invoke') &&
      originsAt(judge, candidate.object).some((origin) => origins?.test(origin) === true),
  );
}

const CHANGES = /^(push|unshift|splice|set|add|delete|clear)$/;

/** An invocation writes into a member of this name of what it was handed: `ctx.user.id = …`, `req.cart.push(…)`. */
function isWrittenAs(judge: Judge, name: string): boolean {
  const { index } = judge.program;
  const count = index.functionBase.at(-1) as number;
  for (let fn = 0; fn < count; fn++) {
    if (!runsIn(judge.program, fn, 'invoke')) continue;
    let found = false;
    walkFunction(functionAt(index, fn), (part) => {
      const written =
        part.k === 'assign' && part.target.k === 'member'
          ? part.target.object
          : part.k === 'call' && part.callee.k === 'member' && CHANGES.test(part.callee.name ?? '')
            ? part.callee.object
            : null;
      for (let object = written; object?.k === 'member'; object = object.object)
        if (object.name === name && isHandedIn(judge, fn, object.object)) found = true;
    });
    if (found) return true;
  }
  return false;
}

function isHandedIn(judge: Judge, fn: number, expr: Expr): boolean {
  const { index } = judge.program;
  if (expr.k === 'this') return true;
  return expr.k === 'name' && bindingAt(index, bindingIn(index, fn, expr.binding)).kind === 'param';
}

import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { bindingAt, bindingIn, functionAt, functionIn } from '../../../model/program-index.js';
import { placeOf } from '../judge.js';
import { roleOf } from '../sinks/chain-role.js';
import { tokensAt } from '../values.js';
import type { Commits } from './commits.js';
import { withNested } from './commit-index.js';

/**
 * Whether work that ends in these functions tells somebody so: it resolves a promise that was made by hand, answers the
 * request, or calls on (`callback(null, row)`, `next()`). Then it is waited for, although its promise is dropped.
 */
export function signalsWith(commits: Commits, fn: number, args: readonly Expr[]): boolean {
  return args.some((arg) => {
    if (isResolver(commits, fn, arg) || (isContinuation(commits, fn, arg) && isFunctionLike(commits, fn, arg)))
      return true;
    return functionsAt(commits, fn, arg).some((callback) => signalsCompletion(commits, callback));
  });
}

/** The functions of the program that an argument may be. */
export function functionsAt(commits: Commits, fn: number, expr: Expr): number[] {
  if (expr.k === 'function') return [functionIn(commits.judge.program.index, fn, expr.fn)];
  return tokensAt(commits.judge, fn, expr).flatMap((token) => (token.t === 'function' ? [token.fn] : []));
}

const DEPTH = 3;

/** Whether a function, or one that it calls, signals that it is done. */
export function signalsCompletion(commits: Commits, fn: number, depth = DEPTH): boolean {
  const known = commits.signals.get(fn);
  if (known !== undefined) return known;
  commits.signals.set(fn, false);
  const found = withNested(commits, fn).some((inner) =>
    (commits.sitesIn[inner] ?? []).some((site) => isSignal(commits, site) || calleeSignals(commits, site, depth)),
  );
  // What was cut off by the depth may be found from elsewhere.
  if (found || depth === DEPTH) commits.signals.set(fn, found);
  else commits.signals.delete(fn);
  return found;
}

function calleeSignals(commits: Commits, site: CallSite, depth: number): boolean {
  if (site.modelled || site.targets.length > 3) return false;
  if (passesResolver(commits, site)) return true;
  return depth > 0 && site.targets.some((target) => signalsCompletion(commits, target, depth - 1));
}

/** `.then(resolve)` */
function passesResolver(commits: Commits, site: CallSite): boolean {
  return site.expr.args.some((arg) => isResolver(commits, site.fn, arg));
}

const ANSWERS =
  /^http#response(\.\w+(\(\))?)*\.(json|send|end|redirect|render|sendFile|sendStatus|jsonp|download)$|^lambda#context\.(succeed|done|fail)$|^(lambda|twilio)#callback$/;

function isSignal(commits: Commits, site: CallSite): boolean {
  if (isAnswer(commits, site)) return true;
  const { callee } = site.expr;
  if (callee.k === 'member') return false;
  if (isResolver(commits, site.fn, callee)) return true;
  return isContinuation(commits, site.fn, callee) && placeOf(commits.judge, site.fn, site.expr)?.parent?.k !== 'await';
}

/** Whether a call sends the response of the invocation: `res.status(201).json(order)`, `reply.send()`, `callback(null, …)`. */
export function isAnswer(commits: Commits, site: CallSite): boolean {
  const role = roleOf(commits.judge, site.fn, site.expr.callee);
  return role !== null && ANSWERS.test(role);
}

function isResolver(commits: Commits, fn: number, expr: Expr): boolean {
  return tokensAt(commits.judge, fn, expr).some((token) => token.t === 'resolver');
}

/** A value that is known to be a function: the host or a caller hands one in, or it is called somewhere. */
function isFunctionLike(commits: Commits, fn: number, expr: Expr): boolean {
  const role = roleOf(commits.judge, fn, expr);
  if (role !== null && CONTINUES.test(role)) return true;
  return tokensAt(commits.judge, fn, expr).some((token) => token.t === 'function' || token.t === 'resolver');
}

const CONTINUES = /^(lambda|twilio)#callback$|^http#next$/;

/** A parameter of a function of the program, called or passed on: who called that function is told. */
function isContinuation(commits: Commits, fn: number, expr: Expr): boolean {
  if (expr.k !== 'name') return false;
  const { index } = commits.judge.program;
  const binding = bindingAt(index, bindingIn(index, fn, expr.binding));
  if (binding.kind !== 'param') return false;
  return functionAt(index, functionIn(index, fn, binding.fn)).params.some((param) => param.binding === expr.binding);
}

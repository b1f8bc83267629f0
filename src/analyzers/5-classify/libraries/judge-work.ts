import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { bindingAt, bindingIn, functionAt, functionIn } from '../../../model/program-index.js';
import { PLATFORMS } from '../../../model/platforms.js';
import { runsIn } from '../../../model/reached-program.js';
import { walkFunction } from '../../../model/walk-code.js';
import { placeOf } from '../judge.js';
import type { Judge } from '../judge.js';
import { changesOutside } from './effects.js';
import { isDevelopmentOnly } from './conditions.js';
import type { LockModel, QueueModel, SchedulerModel } from './models/library-model.js';
import { optionIs } from './options.js';
import { isDeployed, outlivesInvocation } from './libraries.js';
import type { Libraries, LibraryObject } from './libraries.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';

/** Judges a lock by what runs inside its section: something that other environments change as well, or work of its own. */
export function judgeLock(libraries: Libraries, object: LibraryObject, model: LockModel): Opinion | null {
  const { judge } = libraries;
  if (!isDeployed(libraries, object.fn)) return null;
  const at = { fn: object.fn, pos: object.expr.pos };
  if (!outlivesInvocation(libraries, object.token))
    return opinion('client', 'none', 'is only there for one invocation', at);
  const calls = (libraries.callsOn.get(object.token) ?? []).filter(({ fn }) => runsIn(judge.program, fn, 'invoke'));
  for (const call of calls) {
    const name = call.name ?? '';
    const sections = model.around.includes(name) ? call.callbacks : model.enter.includes(name) ? [call.fn] : [];
    const effect = sections.map((fn) => changesOutside(judge, fn)).find((found) => found !== null);
    if (!effect) continue;
    return opinion(
      'library-state',
      'high',
      `is known to one environment alone: another one runs \`${effect}\` at the same time; use a condition on the write, or a lock that all environments share`,
      { fn: call.fn, pos: call.expr.pos },
      { rule: 'in-memory-library-store' },
    );
  }
  return opinion('memo', 'none', 'only orders work inside its own environment', at, { confidence: 'medium' });
}

/** Judges a queue by whether each invocation waits for what it puts into it. */
export function judgeQueue(libraries: Libraries, object: LibraryObject, model: QueueModel): Opinion | null {
  const { judge } = libraries;
  if (!isDeployed(libraries, object.fn)) return null;
  const at = { fn: object.fn, pos: object.expr.pos };
  const calls = libraries.callsOn.get(object.token) ?? [];
  const added = calls.filter(
    ({ fn, name }) => name !== null && model.add.includes(name) && runsIn(judge.program, fn, 'invoke'),
  );
  const joins = calls.filter(({ name }) => name !== null && model.join.includes(name));
  const left = added.find(
    (call) =>
      !isAwaited(judge, call) &&
      !answersInCallback(judge, call) &&
      !joins.some((join) => joinsAfter(judge, call, join)),
  );
  if (!left) return opinion('client', 'none', 'every invocation waits for what it puts into it', at);
  return opinion(
    'queue',
    'critical',
    'holds work that an invocation leaves behind when it returns: it is lost with the environment; wait for it before returning, or hand it to a queue outside the process (SQS, BullMQ)',
    { fn: left.fn, pos: left.expr.pos },
    { rule: 'in-memory-queue' },
  );
}

/** Judges a scheduler: each environment has its own clock, and an environment that is not there has none. */
export function judgeScheduler(libraries: Libraries, object: LibraryObject, model: SchedulerModel): Opinion | null {
  const { judge } = libraries;
  const { fn, expr, site } = object;
  if (!isDeployed(libraries, fn)) return null;
  const at = { fn, pos: expr.pos };
  if (isDevelopmentOnly(judge, fn, expr))
    return opinion('client', 'none', 'only used while the program is developed', at);
  if (site && optionIs(judge, site, 'scheduled', [false])) return null;
  const { frozenBetween } = PLATFORMS[libraries.targetOf(judge.program.index.moduleOfFunction[fn] as number)];
  if (model.durable === true && !frozenBetween)
    return opinion('client', 'none', 'its jobs and locks are in a database', at);
  const jobs = site?.callbacks ?? [];
  const local = jobs.length > 0 && jobs.every((job) => changesOutside(judge, job) === null);
  return scheduledOpinion(model, local, at);
}

/** What is wrong with work that starts by the clock of one process. */
export function scheduledOpinion(model: SchedulerModel, isLocal: boolean, at: { fn: number; pos: number }): Opinion {
  const message =
    model.durable === true
      ? 'runs its jobs by the clock of a process that stands still between invocations; use a scheduler of the platform'
      : isLocal
        ? 'works by the clock of one environment: another one does the same at its own time, and a stopped one does nothing'
        : 'starts work by the clock of one environment: with several of them it runs several times, with none it does not run; use a scheduler of the platform';
  return opinion('timer', isLocal ? 'medium' : 'high', message, at, { rule: 'timer-as-scheduler' });
}

/** The promise of a call is waited for, returned, or handed on. */
function isAwaited(judge: Judge, site: CallSite): boolean {
  let expr: Expr = site.expr;
  for (;;) {
    const place = placeOf(judge, site.fn, expr);
    if (!place) return true;
    const { parent, stmt } = place;
    if (parent === null) return stmt.k === 'return' || stmt.k === 'throw';
    if (parent.k === 'await' || parent.k === 'yield') return true;
    if (parent.k === 'unary' && parent.op === 'void') return false;
    if ((parent.k === 'call' || parent.k === 'new') && parent.args.includes(expr)) return true;
    if (parent.k === 'assign' && parent.value === expr)
      return parent.target.k !== 'name' || isMentionedElsewhere(judge, site.fn, parent.target);
    expr = parent;
  }
}

function isMentionedElsewhere(judge: Judge, fn: number, target: Extract<Expr, { k: 'name' }>): boolean {
  let count = 0;
  walkFunction(functionAt(judge.program.index, fn), (part) => {
    if (part.k === 'name' && part.binding === target.binding) count++;
  });
  return count > 1;
}

/** `push(task, () => res.json(…))`, `new Promise((resolve) => queue.push(task, resolve))`: the answer waits for the work. */
function answersInCallback(judge: Judge, site: CallSite): boolean {
  const { index } = judge.program;
  return site.expr.args.slice(1).some((arg) => {
    if (arg.k === 'name') return bindingAt(index, bindingIn(index, site.fn, arg.binding)).kind === 'param';
    if (arg.k !== 'function') return false;
    const callback = functionIn(index, site.fn, arg.fn);
    let answers = false;
    walkFunction(functionAt(index, callback), (part) => {
      if (part.k !== 'call') return;
      let root: Expr = part.callee;
      while (root.k === 'member' || root.k === 'call') root = root.k === 'member' ? root.object : root.callee;
      if (root.k !== 'name') return;
      const binding = bindingAt(index, bindingIn(index, callback, root.binding));
      const owner = functionIn(index, callback, binding.fn);
      if (binding.kind === 'param' && owner !== callback) answers = true;
    });
    return answers;
  });
}

/** The same invocation waits until the queue is empty. */
function joinsAfter(judge: Judge, add: CallSite, join: CallSite): boolean {
  if (!isAwaited(judge, join)) return false;
  if (join.fn === add.fn) return join.expr.pos > add.expr.pos;
  // A helper adds, its caller waits.
  return (judge.program.callsTo[add.fn] ?? []).some((edge) => edge.from === join.fn);
}

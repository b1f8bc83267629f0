import type { ClassifiedPlace, Grade } from '../../../model/classified-program.js';
import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { PLATFORMS, TITLES } from '../../../model/platforms.js';
import { functionAt } from '../../../model/program-index.js';
import { runsIn } from '../../../model/reached-program.js';
import type { Target } from '../../../model/target.js';
import { walkFunction } from '../../../model/walk-code.js';
import { placeOf } from '../judge.js';
import type { Commits } from './commits.js';
import { functionsAt, signalsCompletion } from './completion.js';
import { placeAt } from './place.js';
import { commitBelow } from './reached-commit.js';
import { loadingModule, targetOfLoading } from './loading-module.js';
import { reachedFrom, refreshedState } from './written-state.js';

const INTERVAL = /^(@setInterval|timers\.setInterval|@(globalThis|global)\.setInterval)$/;
const TIMEOUT = /^(@setTimeout|timers\.setTimeout|@(globalThis|global)\.setTimeout)$/;

/** Timers that do work which a frozen environment never does, and every running one does for itself. */
export function judgeTimers(commits: Commits): ClassifiedPlace[] {
  const { program } = commits.judge;
  return program.flow.calls.flatMap((site): ClassifiedPlace[] => {
    const repeats = site.externals.some((origin) => INTERVAL.test(origin));
    if (!repeats && !site.externals.some((origin) => TIMEOUT.test(origin))) return [];
    const target = targetOf(commits, site.fn);
    const place = target === null ? null : judgeTimer(commits, site, repeats, target);
    return place ? [place] : [];
  });
}

/** That of an invocation that starts the timer, the strictest of them, or of the deployed module that does while it loads. */
function targetOf(commits: Commits, fn: number): Target | null {
  const entries = runsIn(commits.judge.program, fn, 'invoke') ? commits.entriesOf(fn) : [];
  const entry = entries.find(({ target }) => PLATFORMS[target].frozenBetween) ?? entries[0];
  if (entry) return entry.target;
  const module = loadingModule(commits, fn);
  return module === null ? null : targetOfLoading(commits, module);
}

function judgeTimer(commits: Commits, site: CallSite, repeats: boolean, target: Target): ClassifiedPlace | null {
  const { program } = commits.judge;
  const callbacks = site.expr.args.slice(0, 1).flatMap((arg) => functionsAt(commits, site.fn, arg));
  if (callbacks.length === 0 || isCleared(commits, site)) return null;
  const forInvocation = commits.entriesOf(site.fn).length > 0 && runsIn(program, site.fn, 'invoke');
  if (!repeats && !forInvocation && !callbacks.some((fn) => armsItself(commits, fn, site))) return null;
  if (callbacks.some((fn) => signalsCompletion(commits, fn))) return null;
  const name = site.name ?? (repeats ? 'setInterval' : 'setTimeout');
  for (const callback of callbacks) {
    const found = commitBelow(commits, callback);
    if (found) {
      const { grade, why } = weigh(target, repeats);
      const message = `\`${name}\` leaves \`${found.sink.shown}\` to a timer: ${why}`;
      return placeAt(commits, site, { rule: 'timer-as-scheduler', grade, confidence: 'high', message });
    }
  }
  return PLATFORMS[target].frozenBetween && repeats ? judgeRefresh(commits, site, name, callbacks, target) : null;
}

function weigh(target: Target, repeats: boolean): { grade: Grade; why: string } {
  if (PLATFORMS[target].frozenBetween) {
    return {
      grade: 'high',
      why: `${TITLES[target]} runs no timers between invocations, and stops environments at any time`,
    };
  }
  return repeats
    ? { grade: 'medium', why: 'every instance runs its own, and a stopped one never does' }
    : { grade: 'medium', why: 'a stop before it fires loses the work, which the invocation has already confirmed' };
}

function judgeRefresh(
  commits: Commits,
  site: CallSite,
  name: string,
  callbacks: readonly number[],
  target: Target,
): ClassifiedPlace | null {
  for (const callback of callbacks) {
    const state = refreshedState(commits, reachedFrom(commits, callback));
    if (state === null) continue;
    const message = `\`${name}\` refreshes \`${state}\`, but ${TITLES[target]} runs no timers between invocations: what is read may be as old as the last freeze`;
    return placeAt(commits, site, { rule: 'timer-as-scheduler', grade: 'medium', confidence: 'medium', message });
  }
  return null;
}

/** `const timer = setTimeout(…); try { … } finally { clearTimeout(timer) }` ends with the function that starts it. */
function isCleared(commits: Commits, site: CallSite): boolean {
  const { judge } = commits;
  const assigned = assignedTo(commits, site);
  if (assigned === null) return false;
  const binding =
    judge.program.index.modules[judge.program.index.moduleOfFunction[site.fn] as number]?.bindings[assigned];
  const owner = functionAt(judge.program.index, site.fn);
  if (!binding || owner.kind === 'module') return false;
  const base = judge.program.index.functionBase[judge.program.index.moduleOfFunction[site.fn] as number] as number;
  if (base + binding.fn !== site.fn) return false;
  let cleared = false;
  walkFunction(owner, (part) => {
    if (part.k !== 'call' || part.callee.k !== 'global' || !/^clear(Timeout|Interval)$/.test(part.callee.name)) return;
    if (part.args.some((arg) => arg.k === 'name' && arg.binding === assigned)) cleared = true;
  });
  return cleared;
}

/** The variable that a timer is stored in, by its index in the module. */
function assignedTo(commits: Commits, site: CallSite): number | null {
  for (let expr: Expr | null = site.expr; expr; expr = placeOf(commits.judge, site.fn, expr)?.parent ?? null) {
    if (expr.k === 'assign' && expr.target.k === 'name') return expr.target.binding;
  }
  return null;
}

/** `function poll() { …; setTimeout(poll, 5000); }` */
function armsItself(commits: Commits, fn: number, site: CallSite): boolean {
  return site.fn === fn || reachedFrom(commits, fn).has(site.fn);
}

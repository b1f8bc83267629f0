import type { ClassifiedPlace } from '../../../model/classified-program.js';
import type { Expr } from '../../../model/code.js';
import type { CallSite, Token } from '../../../model/flow.js';
import { bindingAt, bindingIn, functionAt, functionIn } from '../../../model/program-index.js';
import { pathTo, runsIn } from '../../../model/reached-program.js';
import { walkFunction } from '../../../model/walk-code.js';
import { labelsOf, placeOf, walkDeep } from '../judge.js';
import type { Holder } from '../state/hold-objects.js';
import type { Condition } from '../surroundings.js';
import type { Commits } from './commits.js';
import { isInvoked, withNested } from './commit-index.js';
import { functionsAt } from './completion.js';
import { placeAt } from './place.js';

const ADDS = /^(on|addListener|prependListener|addEventListener|subscribe)$/;
const REMOVES = /^(off|removeListener|removeEventListener|removeAllListeners|unsubscribe|eject)$/;
const HOOKS = /\.interceptors\.(request|response)\.use$|\.middlewareStack\.(add|addRelativeTo|use)$/;
/** Emitters that a package or the platform holds for the whole process. */
const PROCESS_WIDE = /^(@process|process|cluster|mongoose\.connection|axios(\.interceptors\.(request|response))?)$/;

/** Listeners and hooks that every invocation adds to something that outlives it. */
export function judgeListeners(commits: Commits): ClassifiedPlace[] {
  const { program } = commits.judge;
  return program.flow.calls.flatMap((site): ClassifiedPlace[] => {
    const hooks = site.externals.some((origin) => HOOKS.test(origin));
    if (site.name === null || (!ADDS.test(site.name) && !hooks) || site.targets.length > 0) return [];
    if (!isInvoked(commits, site.fn)) return [];
    const callbacks = site.expr.args.flatMap((arg) => functionsAt(commits, site.fn, arg));
    if (callbacks.length === 0 || callbacks.some((fn) => program.entries.some(({ number }) => number === fn)))
      return [];
    const receiver = receiverOf(commits, site);
    if (receiver === null || isTakenAway(commits, site) || isDoneOnce(commits, site)) return [];
    return [placeOfListener(commits, site, receiver, callbacks)];
  });
}

interface Receiver {
  readonly name: string;
  readonly binding: string | null;
}

/** The receiver, where it outlives the invocation and was not made by the function that listens to it. */
function receiverOf(commits: Commits, site: CallSite): Receiver | null {
  const { held, judge } = commits;
  const { callee } = site.expr;
  if (callee.k !== 'member') return null;
  for (const expr of chain(callee.object)) {
    for (const number of valuesAt(commits, site.fn, expr)) {
      const token = judge.program.flow.tokens[number] as Token;
      if (token.t === 'external' && PROCESS_WIDE.test(token.origin))
        return { name: token.origin.replace('@', ''), binding: null };
      const holder = held.holders.get(number)?.[0];
      if (holder && token.t === 'object' && isShared(commits, site, token, holder)) {
        return { name: holder.root.name, binding: holder.root.id };
      }
    }
  }
  return null;
}

/** `http.interceptors.request`, `http.interceptors`, `http`. */
function chain(expr: Expr): Expr[] {
  const found = [expr];
  for (let current = expr; current.k === 'member'; current = current.object) found.push(current.object);
  return found;
}

function valuesAt(commits: Commits, fn: number, expr: Expr): readonly number[] {
  const { flow, index } = commits.judge.program;
  const node = expr.k === 'name' ? bindingIn(index, fn, expr.binding) : flow.nodes.get(expr);
  return (node === undefined ? undefined : flow.values[node]) ?? [];
}

function isShared(commits: Commits, site: CallSite, token: Extract<Token, { t: 'object' }>, holder: Holder): boolean {
  const { program } = commits.judge;
  if (token.fn === site.fn || holder.path.includes('*')) return false;
  return runsIn(program, token.fn, 'init') && !runsIn(program, token.fn, 'invoke') ? true : holder.path.length === 0;
}

/** `off` on the same receiver in the same function, an `AbortSignal`, `once`, or an unsubscriber that is kept. */
function isTakenAway(commits: Commits, site: CallSite): boolean {
  const { judge } = commits;
  const options = site.expr.args.flatMap((arg) => (arg.k === 'object' ? arg.properties : []));
  if (options.some(({ name }) => name === 'signal' || name === 'once')) return true;
  const place = placeOf(judge, site.fn, site.expr);
  if (place && (place.parent !== null || place.stmt.k !== 'do')) return true;
  const own = new Set(site.object < 0 ? [] : (judge.program.flow.values[site.object] ?? []));
  return withNested(commits, site.fn).some((fn) =>
    (commits.sitesIn[fn] ?? []).some(
      (other) =>
        REMOVES.test(other.name ?? '') &&
        [...(judge.program.flow.values[other.object] ?? [])].some((token) => own.has(token)),
    ),
  );
}

/** A condition on state of the module lets it happen once: `if (!started)`, here or where it is called from. */
function isDoneOnce(commits: Commits, site: CallSite): boolean {
  const { judge } = commits;
  const guarded = (fn: number, expr: Expr): boolean =>
    asksState(commits, fn, placeOf(judge, fn, expr)?.conditions ?? null);
  if (guarded(site.fn, site.expr)) return true;
  return pathTo(judge.program, site.fn, 'invoke').some((edge) => {
    const call = judge.program.flow.calls[edge.site];
    return call !== undefined && edge.timing === 'now' && guarded(call.fn, call.expr);
  });
}

function asksState(commits: Commits, fn: number, start: Condition | null): boolean {
  for (let condition = start; condition; condition = condition.outer) {
    let asks = false;
    walkDeep(commits.judge, fn, condition.test, (part) => {
      if (part.k === 'call' && /^(listenerCount|listeners|has|rawListeners)$/.test(calledName(part))) asks = true;
      else if (isWrittenState(commits, part)) asks = true;
    });
    if (asks) return true;
  }
  return false;
}

function calledName(call: Extract<Expr, { k: 'call' }>): string {
  return call.callee.k === 'member' ? (call.callee.name ?? '') : '';
}

/** State that is written after its module has loaded, or a field of the object that the method belongs to. */
function isWrittenState(commits: Commits, part: Expr): boolean {
  return commits.readsWritten(part) || (part.k === 'member' && part.object.k === 'this');
}

function placeOfListener(
  commits: Commits,
  site: CallSite,
  receiver: Receiver,
  callbacks: readonly number[],
): ClassifiedPlace {
  const kept = callbacks.map((fn) => capturedInput(commits, fn)).find((label) => label !== null) ?? null;
  const what = /^(use|add|addRelativeTo)$/.test(site.name ?? '') ? 'hook' : 'listener';
  const leak = kept === null ? '' : `, and each goes on with \`${kept}\` of the invocation that added it`;
  const message = `every invocation adds a ${what} to \`${receiver.name}\` and none takes it away: what happens once is handled many times${leak}`;
  const grade = kept === null ? 'medium' : 'high';
  return placeAt(commits, site, {
    rule: 'listener-per-invocation',
    grade,
    confidence: 'high',
    message,
    binding: receiver.binding,
  });
}

/** Data of the request that a callback has from the function around it. */
function capturedInput(commits: Commits, callback: number): string | null {
  const { judge } = commits;
  const { index } = judge.program;
  const own = new Set(withNested(commits, callback));
  let found: string | null = null;
  for (const fn of own) {
    walkFunction(functionAt(index, fn), (part) => {
      if (found !== null || part.k !== 'name') return;
      const binding = bindingAt(index, bindingIn(index, fn, part.binding));
      const owner = functionIn(index, fn, binding.fn);
      if (own.has(owner) || functionAt(index, owner).kind === 'module') return;
      found = [...labelsOf(judge, fn, part)].sort()[0] ?? null;
    });
  }
  return found;
}

import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { bindingAt, bindingIn, functionAt, functionIn } from '../../../model/program-index.js';
import { walkFunction } from '../../../model/walk-code.js';
import { placeOf } from '../judge.js';
import type { Commits } from './commits.js';
import { signalsWith } from './completion.js';

/** What becomes of a promise where it is made. */
export type Fate =
  /** Awaited, stored, or passed to something that may await it. */
  | { readonly kind: 'held' }
  /** It becomes what the function returns. `many`: an array of promises. */
  | { readonly kind: 'returned'; readonly many: boolean }
  /** Given to the platform: `waitUntil(promise)`. */
  | { readonly kind: 'handed-over'; readonly site: CallSite }
  | { readonly kind: 'dropped'; readonly how: Drop };

export type Drop = 'statement' | 'void' | 'chained' | 'unread' | 'collected' | 'awaited-array';

const HELD: Fate = { kind: 'held' };

/**
 * Follows a promise from the expression that makes it to what consumes it. `many` says that it is an array of promises,
 * `builder` that every method of a chain gives the query back.
 */
export function fateOf(
  commits: Commits,
  fn: number,
  start: Expr,
  options: { many?: boolean; builder?: boolean } = {},
): Fate {
  const climb: Climb = { commits, fn, builder: options.builder ?? false, locals: new Set() };
  return follow(climb, start, options.many ?? false, 'statement');
}

interface Climb {
  readonly commits: Commits;
  readonly fn: number;
  readonly builder: boolean;
  /** Locals that are being followed, against cycles. */
  readonly locals: Set<number>;
}

type Step = { readonly expr: Expr; readonly many: boolean; readonly how: Drop } | Fate;

function follow(climb: Climb, start: Expr, isArray: boolean, first: Drop): Fate {
  let expr = start;
  let many = isArray;
  let how = first;
  for (;;) {
    const place = placeOf(climb.commits.judge, climb.fn, expr);
    if (!place) return HELD;
    if (place.parent === null) {
      if (place.stmt.k === 'do') return { kind: 'dropped', how };
      return place.stmt.k === 'return' ? { kind: 'returned', many } : HELD;
    }
    const step = stepUp(climb, expr, place.parent, many, how);
    if ('kind' in step) return step;
    ({ expr, many, how } = step);
  }
}

function stepUp(climb: Climb, expr: Expr, parent: Expr, many: boolean, how: Drop): Step {
  const onward = (next: Partial<{ many: boolean; how: Drop }> = {}): Step => ({ expr: parent, many, how, ...next });
  switch (parent.k) {
    case 'await':
      return many ? { kind: 'dropped', how: 'awaited-array' } : HELD;
    case 'unary':
      return parent.op === 'void' ? onward({ how: how === 'statement' ? 'void' : how }) : HELD;
    case 'logical':
      return parent.right === expr || parent.op !== '&&' ? onward() : HELD;
    case 'conditional':
      return parent.test === expr ? HELD : onward();
    case 'sequence':
      return parent.parts.at(-1) === expr ? onward() : { kind: 'dropped', how };
    case 'array':
      return onward({ many: true });
    case 'spread':
      return onward();
    case 'member':
      return parent.object === expr ? chained(climb, parent, many, how) : HELD;
    case 'call':
      return parent.callee === expr ? HELD : passed(climb, expr, parent, many, how);
    case 'assign':
      return parent.value === expr && parent.op === '=' ? stored(climb, parent, many, how) : HELD;
    default:
      return HELD;
  }
}

/** `promise.then(…)`: goes on with what the method gives back, unless a callback tells somebody that the work is done. */
function chained(climb: Climb, member: Extract<Expr, { k: 'member' }>, many: boolean, how: Drop): Step {
  const call = placeOf(climb.commits.judge, climb.fn, member)?.parent;
  if (call?.k !== 'call' || call.callee !== member || member.name === null) return HELD;
  if (/^(then|catch|finally)$/.test(member.name)) {
    if (many || signalsWith(climb.commits, climb.fn, call.args)) return HELD;
    return { expr: call, many, how: how === 'unread' ? how : 'chained' };
  }
  if (many && /^(filter|concat|flat|slice|reverse)$/.test(member.name)) return { expr: call, many, how };
  return climb.builder ? { expr: call, many, how } : HELD;
}

const JOINS = /^(@Promise\.(all|allSettled|any|race|resolve)|bluebird\.(all|allSettled|any|race|resolve|props))$/;
const HANDS_OVER = /(^|\.)waitUntil$|^next\/server\.(unstable_)?after$/;

/** Passed to a call: joined with others, handed to the platform, put into a list, or given to code that may await it. */
function passed(climb: Climb, expr: Expr, call: Extract<Expr, { k: 'call' }>, many: boolean, how: Drop): Step {
  const { commits } = climb;
  const site = commits.judge.siteOf.get(call);
  if (!site) return HELD;
  if (site.externals.some((origin) => JOINS.test(origin))) return { expr: call, many: false, how };
  if (handsOver(site)) return { kind: 'handed-over', site };
  const { callee } = call;
  if (callee.k === 'member' && (callee.name === 'push' || callee.name === 'unshift') && callee.object.k === 'name') {
    return followLocal(climb, callee.object.binding, true, 'collected', expr);
  }
  return HELD;
}

/** `ctx.waitUntil(promise)`, `waitUntil(promise)` of a platform's package, `after(promise)` of Next.js. */
export function handsOver(site: CallSite): boolean {
  return site.name === 'waitUntil' || site.externals.some((origin) => HANDS_OVER.test(origin));
}

function stored(climb: Climb, assign: Extract<Expr, { k: 'assign' }>, many: boolean, how: Drop): Step {
  return assign.target.k === 'name' ? followLocal(climb, assign.target.binding, many, how, null) : HELD;
}

/** What becomes of a local variable: dropped only where none of its uses does anything with the promise. */
function followLocal(climb: Climb, binding: number, many: boolean, how: Drop, pushed: Expr | null): Fate {
  const { commits, fn, locals } = climb;
  const { index } = commits.judge.program;
  const variable = bindingIn(index, fn, binding);
  const { fn: owner, kind } = bindingAt(index, variable);
  const isLocal = functionIn(index, fn, owner) === fn && functionAt(index, fn).kind !== 'module' && kind !== 'param';
  if (!isLocal || commits.shared.has(variable) || locals.has(variable)) return HELD;
  locals.add(variable);
  let fate: Fate | null = null;
  walkFunction(functionAt(index, fn), (part) => {
    if (part.k !== 'name' || part.binding !== binding || (fate !== null && fate.kind !== 'dropped')) return;
    const parent = placeOf(commits.judge, fn, part)?.parent;
    if (parent?.k === 'assign' && parent.target === part) return;
    if (pushed !== null && isReceiverOfPush(climb, part, parent ?? null)) return;
    fate = follow(climb, part, many, pushed === null ? 'unread' : 'collected');
  });
  locals.delete(variable);
  return fate ?? { kind: 'dropped', how: pushed === null ? 'unread' : how };
}

function isReceiverOfPush(climb: Climb, name: Expr, parent: Expr | null): boolean {
  if (parent?.k !== 'member' || parent.object !== name || (parent.name !== 'push' && parent.name !== 'unshift'))
    return false;
  const call = placeOf(climb.commits.judge, climb.fn, parent)?.parent;
  return call?.k === 'call' && call.callee === parent;
}

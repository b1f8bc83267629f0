import type { PlatformFacts } from '../../../model/target.js';
import type { StateAccess } from '../../../model/state.js';
import { placeOf, walkDeep } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { bindingIn, functionAt } from '../../../model/program-index.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { isTrimmed } from '../signals/bounds.js';
import { liveAtEntry } from '../signals/liveness.js';
import { suspendsBetween } from '../signals/suspension.js';
import { lateReads } from '../slots.js';
import { tokensAt } from '../values.js';
import { handedIn } from '../views.js';
import { addsOf, hasLookup } from './adds.js';
import type { Add } from './adds.js';
import { judgeCache } from './cache.js';
import { emptiesAll, isEmptying, isUnconditional } from './emptying.js';
import { judgeKeyedStore } from './keyed-store.js';
import { judgeList } from './list.js';

/** Judges a slot whose elements change after its module has loaded. */
export function judgeContainer(
  judge: Judge,
  slot: Slot,
  writes: readonly StateAccess[],
  platform: PlatformFacts,
): Opinion {
  const adding = writes.filter((write) => write.kind !== 'delete' && !isEmptying(write));
  const [first] = adding;
  if (!first) return judgeDrained(slot, writes);
  if (isWeak(judge, slot)) return opinion('memo', 'none', 'entries vanish with the objects that they are about', first);
  if (!liveAtEntry(judge, slot, writes)) return judgeResetEachTime(judge, slot, first, writes, platform);
  if (isDrainedAfterUse(judge, adding, writes)) {
    return opinion('queue', 'low', 'emptied in the same invocation, whatever happens', first, { confidence: 'medium' });
  }
  const adds = addsOf(judge, slot, adding);
  const forgets = writes.some(({ kind }) => kind === 'delete');
  const waits = adds.every((add) => holdsCallback(judge, add)) && writes.some((write) => emptiesAll(write));
  if (waits || (forgets && adds.every((add) => holdsPending(judge, add)))) {
    const message = 'calls under way, forgotten when they end: another environment only does the work again';
    return opinion('memo', 'none', message, first);
  }
  return judgeEntries(judge, slot, adds, writes);
}

function judgeEntries(judge: Judge, slot: Slot, adds: readonly Add[], writes: readonly StateAccess[]): Opinion {
  const records = adds.filter(({ role }) => role === 'record');
  const made = adds.filter(({ role }) => role === 'fill' || role === 'refresh');
  if (records.length === 0 && made.length > 0 && isLookedUp(slot, made)) return judgeCache(judge, slot, made, writes);
  const pushes = adds.find(({ access }) => access.op === 'push' || access.op === 'unshift');
  if (
    pushes &&
    adds.every(
      ({ access }) => /^(push|unshift|splice|sort|reverse|length)$/.test(access.op) || !access.path.includes('*'),
    )
  ) {
    return judgeList(judge, pushes.access, writes, isTrimmed(judge, slot, writes), lateReads(slot).length > 0);
  }
  return records.length > 0
    ? judgeKeyedStore(
        judge,
        slot,
        records,
        adds.filter((add) => add.role === 'touch'),
        writes,
      )
    : judgeKeyedStore(judge, slot, adds, [], writes);
}

/** A value that is only ever overwritten is a cache where somebody looks it up first. */
function isLookedUp(slot: Slot, made: readonly Add[]): boolean {
  return made.some(({ role }) => role === 'fill') || hasLookup(slot);
}

function judgeDrained(slot: Slot, writes: readonly StateAccess[]): Opinion {
  const [first = null] = writes;
  const adds = slot.accesses.some((access) => access.kind === 'mutate' && access.phases.has('init'));
  if (adds && first && /^(pop|shift|splice)$/.test(first.op)) {
    return opinion('queue', 'high', 'handed out piece by piece: every environment hands out the same pieces', first);
  }
  return opinion('registry', 'low', 'only ever emptied after the module has loaded', first, { confidence: 'medium' });
}

function isWeak(judge: Judge, slot: Slot): boolean {
  const { flow } = judge.program;
  const isWeak = [...(flow.values[slot.root.node] ?? [])].some((token) => {
    const value = flow.tokens[token];
    return value?.t === 'object' && (value.what === 'WeakMap' || value.what === 'WeakSet');
  });
  // What is known about an object that lives as long as the module lives as long, too.
  return isWeak && !slot.accesses.some((access) => access.key !== null && isLongLived(judge, access));
}

function isLongLived(judge: Judge, { fn, key }: StateAccess): boolean {
  const { flow, index } = judge.program;
  const node = key?.k === 'name' ? bindingIn(index, fn, key.binding) : key ? flow.nodes.get(key) : undefined;
  const thisOf = key?.k === 'this' ? thisValues(judge, fn) : [];
  return [...(node === undefined ? [] : (flow.values[node] ?? [])), ...thisOf].some((token) =>
    judge.held.holders.has(token),
  );
}

function thisValues(judge: Judge, fn: number): Iterable<number> {
  const { flow, index } = judge.program;
  const bindings = index.bindingBase.at(-1) as number;
  const functions = index.functionBase.at(-1) as number;
  return flow.values[bindings + functions + fn] ?? [];
}

function judgeResetEachTime(
  judge: Judge,
  slot: Slot,
  first: StateAccess,
  writes: readonly StateAccess[],
  platform: PlatformFacts,
): Opinion {
  if (platform.concurrent && suspendsBetween(judge, slot, writes)) {
    return opinion(
      'request-state',
      'critical',
      'emptied at the start of every invocation: two requests at once mix their data in it',
      first,
    );
  }
  return opinion('request-state', 'low', 'emptied at the start of every invocation before it is used', first);
}

/** `try { buffer.push(x) } finally { await flush(buffer.splice(0)) }` */
function isDrainedAfterUse(judge: Judge, adds: readonly StateAccess[], writes: readonly StateAccess[]): boolean {
  const drains = writes.filter((write) => emptiesAll(write) && isUnconditional(judge, write));
  return (
    drains.length > 0 &&
    adds.every((add) =>
      drains.some(
        (drain) =>
          drain.fn === add.fn && (drain.pos > add.pos || placeOf(judge, drain.fn, drain.expr)?.part === 'finally'),
      ),
    )
  );
}

/** The stored value is a promise or a callback: work under way, not its result. */
function holdsPending(judge: Judge, { view }: Add): boolean {
  const { value } = view.access;
  if (!value) return false;
  const given = handedIn(judge, view, value);
  let pending = false;
  walkDeep(judge, given.fn, given.expr, (part) => {
    if (part.k === 'new' && part.callee.k === 'global' && part.callee.name === 'Promise') pending = true;
    if (part.k !== 'call') return;
    if (part.callee.k === 'member' && /^(then|finally|catch)$/.test(part.callee.name ?? '')) pending = true;
    const isAwaited = placeOf(judge, given.fn, part)?.parent?.k === 'await';
    const targets = judge.siteOf.get(part)?.targets ?? [];
    if (!isAwaited && part === given.expr && targets.some((target) => functionAt(judge.program.index, target).async))
      pending = true;
  });
  return pending || tokensAt(judge, given.fn, given.expr).some((token) => token.t === 'resolver');
}

/** A callback that waits for the result of a call under way. */
function holdsCallback(judge: Judge, { view }: Add): boolean {
  const { value, op } = view.access;
  if (!value || op !== 'push') return false;
  const given = handedIn(judge, view, value);
  const tokens = tokensAt(judge, given.fn, given.expr);
  return tokens.some((token) => token.t === 'function');
}

export function hasElementWrite(writes: readonly StateAccess[]): boolean {
  return writes.some(
    (write) => write.path.includes('*') || write.op === 'length' || write.op === 'clear' || write.op === 'splice',
  );
}

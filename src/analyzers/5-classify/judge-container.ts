/* eslint-disable max-lines -- to be split by noun */
import type { Expr } from '../../model/code.js';
import type { PlatformFacts } from '../../model/target.js';
import type { StateAccess } from '../../model/state.js';
import { definitionsOf, labelsOf, placeOf, walkDeep } from './judge.js';
import type { Judge, Slot } from './judge.js';
import { opinion } from './opinion.js';
import type { Opinion } from './opinion.js';
import { boundOf } from './signals/bounds.js';
import { isRandom, readsClock } from './signals/clock.js';
import { guardOf } from './signals/guard.js';
import { liveAtEntry } from './signals/liveness.js';
import { usesOf } from './signals/use-of-value.js';
import { lateReads } from './slots.js';
import { isConstant, isDerived, tokensAt } from './values.js';

/** Judges a slot whose elements change after its module has loaded. */
export function judgeContainer(
  judge: Judge,
  slot: Slot,
  writes: readonly StateAccess[],
  platform: PlatformFacts,
): Opinion {
  const adds = writes.filter((write) => write.kind !== 'delete' && !isEmptying(write));
  const [first] = adds;
  if (!first) return judgeDrained(slot, writes);
  if (isWeak(judge, slot)) return opinion('memo', 'none', 'entries vanish with the objects that they are about', first);
  if (!liveAtEntry(judge, slot, writes)) return judgeResetEachTime(judge, slot, first, writes, platform);
  if (isDrainedAfterUse(judge, adds, writes)) {
    return opinion('queue', 'low', 'emptied in the same invocation, whatever happens', first, { confidence: 'medium' });
  }
  if (adds.every((add) => holdsPending(judge, add)) && writes.some(({ kind }) => kind === 'delete')) {
    return opinion(
      'memo',
      'none',
      'calls under way, forgotten when they end: another environment only does the work again',
      first,
    );
  }
  const grows = adds.some((add) => add.op === 'push' || add.op === 'unshift');
  const caching = grows ? [] : adds.filter((add) => isCacheFill(judge, slot, add));
  if (caching.length > 0 && caching.length === adds.filter((add) => !isTouch(judge, slot, add)).length) {
    return judgeCache(judge, slot, caching, writes);
  }
  return judgeStore(judge, slot, adds, writes);
}

function isEmptying(write: StateAccess): boolean {
  return (
    write.kind === 'assign' &&
    !write.path.includes('*') &&
    write.op === '=' &&
    write.value !== null &&
    (write.value.k === 'array'
      ? write.value.items.length === 0
      : write.value.k === 'object'
        ? write.value.properties.length === 0
        : write.value.k === 'new' ||
          (write.value.k === 'literal' && (write.value.value === null || write.value.value === undefined)))
  );
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
  return [...(flow.values[slot.root.node] ?? [])].some((token) => {
    const value = flow.tokens[token];
    return value?.t === 'object' && (value.what === 'WeakMap' || value.what === 'WeakSet');
  });
}

function judgeResetEachTime(
  judge: Judge,
  slot: Slot,
  first: StateAccess,
  writes: readonly StateAccess[],
  platform: PlatformFacts,
): Opinion {
  const suspends = lateReads(slot).some((read) =>
    writes.some((write) => {
      const from = placeOf(judge, write.fn, write.expr);
      const to = placeOf(judge, read.fn, read.expr);
      return from !== undefined && to !== undefined && (write.fn !== read.fn || to.awaits > from.awaits);
    }),
  );
  if (platform.concurrent && suspends) {
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

/** `clear()`, `splice(0)`, `length = 0`, `= []`. */
function emptiesAll(write: StateAccess): boolean {
  if (write.op === 'splice') return takesAll(write) && write.site?.expr.args.length === 1;
  return write.op === 'clear' || write.op === 'length' || isEmptying(write);
}

function isUnconditional(judge: Judge, write: StateAccess): boolean {
  for (let condition = placeOf(judge, write.fn, write.expr)?.conditions ?? null; condition; condition = condition.outer)
    if (!condition.exit) return false;
  return true;
}

/** The stored value is a promise or a callback: work under way, not its result. */
function holdsPending(judge: Judge, add: StateAccess): boolean {
  if (!add.value) return false;
  let pending = false;
  walkDeep(judge, add.fn, add.value, (part) => {
    if (part.k === 'new' && part.callee.k === 'global' && part.callee.name === 'Promise') pending = true;
    if (part.k === 'call' && part.callee.k === 'member' && /^(then|finally|catch)$/.test(part.callee.name ?? ''))
      pending = true;
  });
  if (pending) return true;
  return tokensAt(judge, add.fn, add.value).some((token) => token.t === 'resolver') || isUnawaitedCall(judge, add);
}

function isUnawaitedCall(judge: Judge, add: StateAccess): boolean {
  const values = add.value?.k === 'name' ? definitionsOf(judge, add.fn, add.value) : add.value ? [add.value] : [];
  return values.some((value) => {
    if (value.k !== 'call') return false;
    const site = judge.siteOf.get(value);
    return site !== undefined && site.targets.some((target) => isAsync(judge, target));
  });
}

function isAsync(judge: Judge, fn: number): boolean {
  const module = judge.program.index.moduleOfFunction[fn] as number;
  return (
    judge.program.index.modules[module]?.functions[fn - (judge.program.index.functionBase[module] as number)]?.async ===
    true
  );
}

/** Stored where the key was missing or had expired, and made from something else than the event alone. */
function isCacheFill(judge: Judge, slot: Slot, add: StateAccess): boolean {
  if (add.op === 'push' || add.op === 'unshift') return false;
  const guard = guardOf(judge, slot, add);
  const readsFirst = guard.empty || guard.expired || (hasLookup(slot) && returnsValue(judge, add));
  return readsFirst && !isAuthoritative(judge, slot, add) && isDerived(judge, add.fn, add.value);
}

/** Somewhere the slot is looked up by key. */
function hasLookup(slot: Slot): boolean {
  return lateReads(slot).some((read) => read.op === 'get' || read.path.includes('*'));
}

/** The function that stores the value also answers with it, or is a setter that is handed the value. */
function returnsValue(judge: Judge, add: StateAccess): boolean {
  const value = add.value;
  if (!value) return false;
  return value.k === 'name'
    ? definitionsOf(judge, add.fn, value).some((definition) => definition.k === 'await' || definition.k === 'call')
    : value.k === 'await' || value.k === 'call';
}

/** The stored value is made of the event itself, or of a fresh record that later code changes. */
function isAuthoritative(judge: Judge, slot: Slot, add: StateAccess): boolean {
  if (!add.value) return true;
  if (changesElements(slot)) return true;
  if (add.value.k === 'object' || add.value.k === 'array') {
    const parts: Expr[] =
      add.value.k === 'object' ? add.value.properties.map(({ value }) => value) : [...add.value.items];
    return !parts.some((part) => isDerived(judge, add.fn, part) && !readsClockOnly(judge, add.fn, part));
  }
  return false;
}

function readsClockOnly(judge: Judge, fn: number, part: Expr): boolean {
  return readsClock(judge, fn, part) || isRandom(judge, fn, part);
}

/** Later code changes what the entries hold: `sessions[id].cart.push(item)`. */
function changesElements(slot: Slot): boolean {
  return slot.accesses.some((access) => {
    const element = access.path.indexOf('*');
    if (element < 0 || access.path.length <= element + 1) return false;
    return (
      (access.kind === 'assign' || access.kind === 'mutate') &&
      !/(time|at|expir|access|used|hit|ttl|timestamp)/i.test(access.path.at(-1) ?? '') &&
      (access.phases.has('invoke') || access.phases.has('background'))
    );
  });
}

/** Moves an entry or notes its last use: `cache.delete(k); cache.set(k, hit)`. */
function isTouch(judge: Judge, slot: Slot, add: StateAccess): boolean {
  if (!add.value || add.path.length > 1 + slot.path.split('.').filter(Boolean).length)
    return /(time|at|expir|access|used|hit|count)/i.test(add.path.at(-1) ?? '');
  return slot.readExprs.size > 0 && valueIsOwn(judge, slot, add);
}

function valueIsOwn(judge: Judge, slot: Slot, add: StateAccess): boolean {
  if (add.value?.k !== 'name') return false;
  return definitionsOf(judge, add.fn, add.value).every(
    (definition) =>
      slot.readExprs.has(definition) ||
      (definition.k === 'call' && slot.accesses.some((access) => access.expr === definition)),
  );
}

function judgeCache(judge: Judge, slot: Slot, fills: readonly StateAccess[], writes: readonly StateAccess[]): Opinion {
  const [fill] = fills as [StateAccess];
  const missing = fills.map((candidate) => missingFromKey(judge, candidate)).find((label) => label !== null);
  if (missing) {
    return opinion(
      'mis-keyed-cache',
      'critical',
      `the value depends on ${missing}, which the key leaves out: one caller is answered with another's value`,
      fill,
    );
  }
  const bound = boundOf(judge, slot, writes);
  if (bound === 'expires') return opinion('ttl-cache', 'none', 'entries expire', fill);
  if (bound === 'limited') return opinion('bounded-cache', 'none', 'the number of entries is limited', fill);
  const keyLabels = labelsOf(judge, fill.fn, fill.key);
  if (keyLabels.size === 0)
    return opinion('memo', 'none', 'filled once for each of a fixed set of keys', fill, { confidence: 'medium' });
  if (holdsClients(judge, fill))
    return opinion('lazy-client', 'low', 'clients made once for each key', fill, { confidence: 'medium' });
  if (isFiniteKey(slot)) return opinion('memo', 'none', 'the key comes from a fixed set', fill);
  return opinion(
    'unbounded-cache',
    'medium',
    'grows with every new key and never forgets or refreshes an entry',
    fill,
    { harmful: true },
  );
}

const IDENTITY =
  /(^|\.)(user|userId|uid|tenant\w*|account\w*|customer\w*|auth\w*|token|cookie\w*|session\w*|locale|lang|language|role\w*|org\w*|member\w*|principal\w*|claims|sub|identity|email)$/i;

/** An identity that the value depends on and the key does not. */
function missingFromKey(judge: Judge, fill: StateAccess): string | null {
  const inKey = labelsOf(judge, fill.fn, fill.key);
  if (inKey.size === 0 && fill.key !== null && fill.key.k === 'literal') return null;
  for (const label of [...labelsOf(judge, fill.fn, fill.value)].sort()) {
    if (!label.includes('.') || !IDENTITY.test(label)) continue;
    const covered = [...inKey].some(
      (known) => known === label || label.startsWith(`${known}.`) || known.startsWith(`${label}.`),
    );
    if (!covered) return label;
  }
  return null;
}

function holdsClients(judge: Judge, fill: StateAccess): boolean {
  if (!fill.value) return false;
  return tokensAt(judge, fill.fn, fill.value).some(
    (token) =>
      token.t === 'object' &&
      (token.what === 'instance' || (token.what === 'external' && /^new [^()]*$/.test(token.origin))),
  );
}

/** The key's declared type is a union of literals, an enum, or keys of a constant table. */
function isFiniteKey(slot: Slot): boolean {
  const declared = slot.root.type ?? '';
  const fromType = /^(?:Partial<)?(?:Map|Record|WeakMap)<\s*(keyof\b[^,]*|[A-Z]\w*|(?:'[^']*'\s*\|?\s*)+),/.exec(
    declared,
  );
  if (fromType && !/^(String|Number|Buffer|URL|Date)$/.test(fromType[1] ?? '')) return true;
  return false;
}

/** Not a cache: what the entries say stands nowhere else. */
// eslint-disable-next-line max-lines-per-function -- one decision list, read from top to bottom
function judgeStore(judge: Judge, slot: Slot, adds: readonly StateAccess[], writes: readonly StateAccess[]): Opinion {
  const [first] = adds as [StateAccess];
  const reads = lateReads(slot);
  const bound = boundOf(judge, slot, writes);
  const uses = new Set(reads.flatMap((read) => [...usesOf(judge, read.fn, read.expr)]));
  const pushes = adds.find((add) => add.op === 'push' || add.op === 'unshift');
  if (
    pushes &&
    adds.every((add) => add.op === 'push' || add.op === 'unshift' || add.op === 'splice' || !add.path.includes('*'))
  ) {
    return judgeGrowingList(judge, pushes, writes, bound, reads.length > 0);
  }
  const tainted = adds.find(
    (add) => labelsOf(judge, add.fn, add.key).size > 0 || (add.key !== null && isRandom(judge, add.fn, add.key)),
  );
  const counts =
    adds.find((add) => add.path.includes('*') && /^(\+\+|--|\+=|-=)$/.test(add.op)) ??
    adds.find((add) => add.path.includes('*') && countsUp(judge, slot, add));
  if (
    bound === 'expires' &&
    !counts &&
    !tainted &&
    uses.size > 0 &&
    [...adds].every((add) => isConstantTime(judge, add))
  ) {
    return opinion('ttl-cache', 'low', 'remembers for a time that something was done', first, { confidence: 'medium' });
  }
  if (counts && (tainted || adds.some((add) => add.key !== null && !isConstant(add.key)))) {
    return opinion(
      'counter',
      'high',
      'counts per key in one environment: another environment starts from zero',
      counts,
    );
  }
  if (tainted) {
    if (bound === 'limited' && reads.length === 0)
      return opinion('accumulator', 'low', 'collected up to a limit, and never read', tainted, {
        confidence: 'medium',
      });
    return opinion(
      'session-store',
      'critical',
      'records that one invocation writes and another looks up exist in one environment only',
      tainted,
    );
  }
  const valueTainted = adds.find((add) => labelsOf(judge, add.fn, add.value).size > 0);
  if (valueTainted) {
    return opinion(
      'request-state',
      'high',
      'data of one invocation is put into an object that all invocations share',
      valueTainted,
    );
  }
  if (counts)
    return opinion(
      'counter',
      'high',
      'restarts in every new environment, and every environment counts for itself',
      counts,
      { confidence: 'medium' },
    );
  const isSet = adds.every(
    (add) =>
      add.op === 'set' ||
      add.op === 'add' ||
      add.op === '=' ||
      add.op === 'Object.assign' ||
      add.op === '??=' ||
      add.op === '||=' ||
      add.op === 'splice',
  );
  if (isSet)
    return opinion(
      adds.every((add) => guardOf(judge, slot, add).conditional) ? 'memo' : 'registry',
      'none',
      'entries do not depend on who calls: every environment arrives at the same',
      first,
      { confidence: 'medium' },
    );
  return opinion('accumulator', 'medium', 'changes with use, in one environment', first, { confidence: 'low' });
}

/** `map.set(k, (map.get(k) ?? 0) + 1)`. */
function countsUp(judge: Judge, slot: Slot, add: StateAccess): boolean {
  if (!add.value) return false;
  let builds = false;
  walkDeep(judge, add.fn, add.value, (part) => {
    if (part.k !== 'operator' || (part.op !== '+' && part.op !== '-')) return;
    if (!part.parts.some((piece) => piece.k === 'literal' && typeof piece.value === 'number')) return;
    walkDeep(judge, add.fn, part, (inner) => {
      if (slot.readExprs.has(inner)) builds = true;
    });
  });
  return builds;
}

function isConstantTime(judge: Judge, add: StateAccess): boolean {
  return add.value !== null && (readsClock(judge, add.fn, add.value) || isConstant(add.value));
}

function judgeGrowingList(
  judge: Judge,
  push: StateAccess,
  writes: readonly StateAccess[],
  bound: 'expires' | 'limited' | null,
  isRead: boolean,
): Opinion {
  const guarded = writes.every((write) => write.phases.size === 1 && write.phases.has('init'));
  if (guarded) return opinion('registry', 'none', 'filled only while the module loads', push);
  const takes = writes.some(
    (write) =>
      write.op === 'shift' ||
      write.op === 'pop' ||
      (write.op === 'splice' && write !== push && write.kind === 'mutate' && takesAll(write)),
  );
  if (bound === 'limited' && !takes) {
    return opinion('accumulator', 'medium', 'the last entries of one environment: others have others', push, {
      confidence: 'medium',
    });
  }
  if (takes || writes.some((write) => isEmptying(write))) {
    return opinion(
      'queue',
      'critical',
      'work waits in the memory of one environment until some later invocation takes it: it is lost with the environment',
      push,
    );
  }
  const labels = push.value ? labelsOf(judge, push.fn, push.value) : new Set<string>();
  const message = isRead
    ? 'collects over invocations in one environment: lost with it, unknown to the others'
    : 'grows with every invocation and is never emptied';
  return opinion('accumulator', 'high', message, push, { confidence: labels.size > 0 || isRead ? 'high' : 'medium' });
}

/** `splice(0)` and `splice(0, n)` take from the front. */
function takesAll(write: StateAccess): boolean {
  return write.key?.k === 'literal' && write.key.value === 0;
}

export function hasElementWrite(writes: readonly StateAccess[]): boolean {
  return writes.some(
    (write) => write.path.includes('*') || write.op === 'length' || write.op === 'clear' || write.op === 'splice',
  );
}

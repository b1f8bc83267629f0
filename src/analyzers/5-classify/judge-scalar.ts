/* eslint-disable max-lines -- to be split by noun */
import type { Expr } from '../../model/code.js';
import type { PlatformFacts } from '../../model/target.js';
import type { StateAccess } from '../../model/state.js';
import { walkExpr } from '../../model/walk-code.js';
import { bindingIn } from '../../model/program-index.js';
import { clientKindOf } from './clients.js';
import { labelsOf, placeOf, walkDeep } from './judge.js';
import type { Judge, Slot } from './judge.js';
import { opinion } from './opinion.js';
import type { Opinion } from './opinion.js';
import { readsClock } from './signals/clock.js';
import { guardOf } from './signals/guard.js';
import { doesDurableWork, readsRemote } from './signals/effects.js';
import { liveAtEntry } from './signals/liveness.js';
import { suspendsBetween } from './signals/suspension.js';
import { usesOf } from './signals/use-of-value.js';
import type { ValueUse } from './signals/use-of-value.js';
import { lateReads } from './slots.js';
import { labelsIn } from './term-signals.js';
import { viewsOf } from './views.js';
import { isConstant, isDerived, isEmptyValue, isSelfReferential, tokensAt } from './values.js';

/** Judges a slot that is assigned as a whole after its module has loaded. */
export function judgeScalar(
  judge: Judge,
  slot: Slot,
  writes: readonly StateAccess[],
  platform: PlatformFacts,
): Opinion {
  const resets = writes.filter((write) => isReset(write));
  const real = writes.filter((write) => !isReset(write));
  const [first] = real;
  const [pointing] = real;
  if (pointing && real.every((write) => pointsAtEntry(judge, slot, write))) {
    return opinion('memo', 'none', 'points at one of the entries that are kept beside it', pointing);
  }
  const transaction = real.find((write) => holdsTransaction(judge, write));
  if (transaction) {
    const message = 'a transaction outlives the invocation that began it: the next invocation works inside it';
    return opinion('request-state', 'critical', message, transaction);
  }
  const bound = platform.ioBoundToRequest ? real.find((write) => holdsConnection(judge, write)) : undefined;
  if (bound) {
    const message = 'a connection belongs to the request that opened it: the next request cannot use it';
    return opinion('client', 'high', message, bound);
  }
  const growing = real.filter((write) => isSelfReferential(judge, slot, write));
  if (growing[0]) return judgeGrowing(judge, slot, growing[0], writes);
  if (!first) return judgeResetsOnly(judge, slot, resets);
  const guarded = real.filter((write) => isGuarded(judge, slot, write));
  if (guarded.length === real.length) return judgeLazy(judge, slot, real);
  const uses = usesOfReads(judge, slot);
  if (real.every((write) => isConstant(write.value))) return judgeFlag(judge, slot, real, uses);
  const tainted = real.find((write) => labelsOf(judge, write.fn, write.value).size > 0);
  if (tainted && startsAsBoolean(slot)) {
    return opinion(
      'flag',
      'high',
      'set by one invocation and read by others: another environment has another value',
      tainted,
    );
  }
  if (tainted && startsAsCollection(slot) && liveAtEntry(judge, slot, writes)) {
    return opinion(
      'accumulator',
      'high',
      'collects over invocations in one environment: lost with it, unknown to the others',
      tainted,
    );
  }
  if (tainted) return judgeRequestState(judge, slot, tainted, writes, platform, uses);
  return judgeRefreshed(judge, slot, first, uses, writes);
}

/** The value is an object that the same binding holds as an element: the end of a linked list, the newest entry. */
function pointsAtEntry(judge: Judge, slot: Slot, write: StateAccess): boolean {
  const { flow, index } = judge.program;
  if (!write.value) return false;
  const node = write.value.k === 'name' ? bindingIn(index, write.fn, write.value.binding) : flow.nodes.get(write.value);
  const tokens = (node === undefined ? [] : (flow.values[node] ?? [])).filter(
    (token) => flow.tokens[token]?.t === 'object',
  );
  return (
    tokens.length > 0 &&
    tokens.every((token) =>
      judge.held.holders.get(token)?.some(({ root, path }) => root === slot.root && path.includes('*')),
    )
  );
}

const TRANSACTION = /\.(startSession|transaction|beginTransaction|startTransaction|begin|createQueryRunner)\(\)$/;

function holdsTransaction(judge: Judge, write: StateAccess): boolean {
  return externalsAt(judge, write).some((origin) => TRANSACTION.test(origin));
}

function holdsConnection(judge: Judge, write: StateAccess): boolean {
  return externalsAt(judge, write).some(
    (origin) => clientKindOf(origin.replace(/\(\)$/, ''), judge.knownClients) === 'connection',
  );
}

function externalsAt(judge: Judge, write: StateAccess): string[] {
  if (!write.value) return [];
  return tokensAt(judge, write.fn, write.value).flatMap((token) =>
    token.t === 'object' && token.what === 'external' ? [token.origin] : [],
  );
}

/** Declared as `true` or `false`: a switch, not data of a request. */
function startsAsBoolean(slot: Slot): boolean {
  const declared = slot.accesses.find((access) => access.expr.k === 'assign' && access.expr.declares)?.value;
  return declared?.k === 'literal' && typeof declared.value === 'boolean';
}

/** Declared as a list or a table: what invocations put there is kept on purpose. */
function startsAsCollection(slot: Slot): boolean {
  const declared = slot.accesses.find((access) => access.expr.k === 'assign' && access.expr.declares)?.value;
  return declared?.k === 'array';
}

function isReset(write: StateAccess): boolean {
  return write.kind === 'delete' || (write.kind === 'assign' && write.op === '=' && isEmptyValue(write.value));
}

function isGuarded(judge: Judge, slot: Slot, write: StateAccess): boolean {
  const guard = guardOf(judge, slot, write);
  return guard.empty || guard.expired || selfOr(judge, slot, write);
}

/** `client = client || make()`, `client = client ?? make()`. */
function selfOr(judge: Judge, slot: Slot, write: StateAccess): boolean {
  const { value } = write;
  if (!value) return false;
  const left = value.k === 'logical' && value.op !== '&&' ? value.left : value.k === 'conditional' ? value.then : null;
  return left !== null && slot.readExprs.has(left);
}

function usesOfReads(judge: Judge, slot: Slot): Set<ValueUse> {
  const uses = new Set<ValueUse>();
  for (const read of lateReads(slot)) for (const use of usesOf(judge, read.fn, read.expr)) uses.add(use);
  return uses;
}

function onlyTelemetry(uses: ReadonlySet<ValueUse>): boolean {
  return [...uses].every((use) => use === 'telemetry' || use === 'dropped');
}

function judgeGrowing(judge: Judge, slot: Slot, write: StateAccess, writes: readonly StateAccess[]): Opinion {
  const uses = usesOfReads(judge, slot);
  for (const use of usesOf(judge, write.fn, write.expr)) uses.add(use);
  if (!liveAtEntry(judge, slot, writes)) {
    return opinion('memo', 'low', 'scratch: set anew before it is used, in every run', write);
  }
  if (onlyTelemetry(uses)) {
    return opinion('counter', 'none', 'counts for logs and metrics alone', write, { confidence: 'medium' });
  }
  const selects = [...uses].every((use) => use === 'key' || use === 'dropped') && picksFromConstant(judge, slot, write);
  if (selects) return opinion('counter', 'low', 'only chooses among equivalents', write, { confidence: 'medium' });
  if (isIdentityOfNothing(judge, write))
    return opinion('counter', 'none', 'written only by code that no entry point runs', write);
  const grows = write.op === '++' || write.op === '--' || isNumberStep(write) || addsToNumber(slot, write);
  const name = grows ? 'counter' : 'accumulator';
  const message = grows
    ? 'restarts in every new environment, and every environment counts for itself'
    : 'collects over invocations in one environment: lost with it, unknown to the others';
  return opinion(name, 'high', message, write);
}

function isIdentityOfNothing(_judge: Judge, write: StateAccess): boolean {
  return write.phases.size === 0;
}

/** `admitted += people`, where `admitted` began as a number. */
function addsToNumber(slot: Slot, write: StateAccess): boolean {
  const declared = slot.accesses.find((access) => access.expr.k === 'assign' && access.expr.declares)?.value;
  const isNumber = declared?.k === 'literal' && typeof declared.value === 'number';
  return isNumber && slot.path === '' && (write.op === '+=' || write.op === '-=');
}

function isNumberStep(write: StateAccess): boolean {
  if (write.op === '+=' || write.op === '-=')
    return write.value?.k === 'literal' && typeof write.value.value === 'number';
  return (
    write.value?.k === 'operator' &&
    write.value.parts.some((part) => part.k === 'literal' && typeof part.value === 'number')
  );
}

/** `HOSTS[i++ % HOSTS.length]`. */
function picksFromConstant(judge: Judge, slot: Slot, write: StateAccess): boolean {
  const chooses = (fn: number, expr: Expr): boolean => {
    for (let current: Expr | null = expr; current; current = placeOf(judge, fn, current)?.parent ?? null) {
      if (current.k === 'operator' && current.op === '%') return true;
    }
    return false;
  };
  return (
    chooses(write.fn, write.expr) ||
    lateReads(slot).some((read) => chooses(read.fn, read.expr)) ||
    (write.value?.k === 'operator' && write.value.op === '%')
  );
}

function judgeResetsOnly(judge: Judge, slot: Slot, resets: readonly StateAccess[]): Opinion {
  const [first] = resets;
  if (resets.some((write) => write.kind === 'assign')) {
    const uses = usesOfReads(judge, slot);
    if (isFlagValue(first)) return judgeFlag(judge, slot, resets, uses);
  }
  return opinion('memo', 'none', 'only ever emptied after the module has loaded', first ?? null);
}

function isFlagValue(write: StateAccess | undefined): boolean {
  return write?.value?.k === 'literal' && typeof write.value.value === 'boolean';
}

/** Written only where it was empty or had expired. */
function judgeLazy(judge: Judge, slot: Slot, writes: readonly StateAccess[]): Opinion {
  const [write] = writes as [StateAccess];
  const expires =
    writes.some((candidate) => guardOf(judge, slot, candidate).expired) || hasClockCompanion(judge, slot, writes);
  const tainted = writes.find((candidate) => identityLabels(labelsOf(judge, candidate.fn, candidate.value)).length > 0);
  if (tainted && expires && isOneForAll(judge, tainted)) {
    const [label] = identityLabels(labelsOf(judge, tainted.fn, tainted.value));
    return opinion(
      'mis-keyed-cache',
      'critical',
      `the value depends on ${label ?? 'the request'} and has no key: until it expires, one caller is answered with another's value`,
      tainted,
    );
  }
  if (tainted && !expires) {
    const [label] = identityLabels(labelsOf(judge, tainted.fn, tainted.value));
    return opinion(
      'request-state',
      'critical',
      `made once from ${label ?? 'the first request'}: the first caller's value serves all others`,
      tainted,
    );
  }
  if (expires) return opinion('ttl-cache', 'none', 'refreshed when it has expired', write);
  if (writes.every(({ value }) => isConstant(value))) return judgeOnce(judge, slot, write);
  if (constructs(judge, write)) return opinion('lazy-client', 'none', 'made once, on first use', write);
  if (readsRemote(judge, write)) {
    return opinion(
      'memo',
      'medium',
      'fetched once per environment and never again: a change at the source is not seen',
      write,
      { confidence: 'medium' },
    );
  }
  if (makesClient(judge, write)) return opinion('lazy-client', 'none', 'made once, on first use', write);
  return opinion(
    isDerived(judge, write.fn, write.value) ? 'lazy-client' : 'memo',
    'none',
    'set once, on first use',
    write,
    { confidence: 'medium' },
  );
}

/** The request decides what is fetched: it stands in the call that makes the value. */
function isOneForAll(judge: Judge, write: StateAccess): boolean {
  return viewsOf(judge, write).some((view) =>
    [...labelsIn(judge, view, write.value)].some((label) => label.includes('.')),
  );
}

function identityLabels(labels: ReadonlySet<string>): string[] {
  return [...labels].sort();
}

/** `new Client()`, in the value or in what its local names stand for. */
function constructs(judge: Judge, write: StateAccess): boolean {
  let value = write.value;
  while (value?.k === 'await' || value?.k === 'assign') value = value.value;
  if (value?.k === 'logical') value = value.right;
  if (value?.k === 'new') return !(value.callee.k === 'global' && value.callee.name === 'Promise');
  return (
    value !== null &&
    value !== undefined &&
    tokensAt(judge, write.fn, value).some(
      (token) =>
        token.t === 'object' &&
        (token.what === 'instance' || (token.what === 'external' && /^new [^()]*$/.test(token.origin))),
    )
  );
}

function makesClient(judge: Judge, write: StateAccess): boolean {
  let found = false;
  if (write.value) {
    walkDeep(judge, write.fn, write.value, (part) => {
      if (part.k === 'new') found = true;
    });
    if (!found)
      found = tokensAt(judge, write.fn, write.value).some(
        (token) => token.t === 'object' && (token.what === 'external' || token.what === 'instance'),
      );
  }
  return found;
}

/** A neighbour that holds the time of the last refresh guards the write: the test reads the clock. */
function hasClockCompanion(judge: Judge, _slot: Slot, writes: readonly StateAccess[]): boolean {
  return writes.some((write) => {
    for (
      let condition = placeOf(judge, write.fn, write.expr)?.conditions ?? null;
      condition;
      condition = condition.outer
    ) {
      if (readsClock(judge, write.fn, condition.test)) return true;
    }
    return false;
  });
}

/** A flag that lets something happen once per environment. */
function judgeOnce(judge: Judge, slot: Slot, write: StateAccess): Opinion {
  const effect = doesDurableWork(judge, slot, write);
  if (effect !== null) {
    return opinion('flag', 'high', `lets ${effect} happen once per environment, not once`, write, {
      confidence: 'medium',
    });
  }
  const uses = usesOfReads(judge, slot);
  if (onlyTelemetry(uses))
    return opinion('cold-start-flag', 'none', 'flips once and only reaches logs or metrics', write);
  return opinion('memo', 'none', 'marks local preparation as done', write, { confidence: 'medium' });
}

function judgeFlag(judge: Judge, slot: Slot, writes: readonly StateAccess[], uses: ReadonlySet<ValueUse>): Opinion {
  const [write] = writes as [StateAccess];
  if (onlyTelemetry(uses)) return opinion('cold-start-flag', 'none', 'flips and only reaches logs or metrics', write);
  const values = new Set(writes.map(({ value }) => (value?.k === 'literal' ? String(value.value) : 'other')));
  const starts = slot.accesses.find((access) => access.expr.k === 'assign' && access.expr.declares)?.value;
  const initial = starts?.k === 'literal' ? String(starts.value) : 'undefined';
  values.delete(initial);
  const flipsBack = writes.some(
    (candidate) => candidate.value?.k === 'literal' && String(candidate.value.value) === initial,
  );
  if (!flipsBack && values.size <= 1) return judgeOnce(judge, slot, write);
  if (isInProgress(judge, writes)) {
    return opinion('flag', 'medium', 'says that something is under way, to one environment alone', write, {
      confidence: 'medium',
    });
  }
  return opinion(
    'flag',
    'high',
    'set by one invocation and read by others: another environment has another value',
    write,
  );
}

/** Set before some work and cleared after it, in one function. */
function isInProgress(judge: Judge, writes: readonly StateAccess[]): boolean {
  const functions = new Set(writes.map(({ fn }) => fn));
  return functions.size === 1 && writes.some((write) => placeOf(judge, write.fn, write.expr)?.part === 'finally');
}

function judgeRequestState(
  judge: Judge,
  slot: Slot,
  write: StateAccess,
  writes: readonly StateAccess[],
  platform: PlatformFacts,
  uses: ReadonlySet<ValueUse>,
): Opinion {
  const [label = 'the request'] = [...labelsOf(judge, write.fn, write.value)].sort();
  if (lateReads(slot).length === 0)
    return opinion('request-state', 'low', 'written for a request, and never read', write, { confidence: 'medium' });
  if (liveAtEntry(judge, slot, writes)) {
    const grade = onlyTelemetry(uses) ? 'medium' : 'critical';
    return opinion('request-state', grade, `keeps ${label} of one invocation where a later one can read it`, write);
  }
  if (platform.concurrent && suspendsBetween(judge, slot, writes)) {
    return opinion(
      'request-state',
      'critical',
      `holds ${label} across an await: another request in the same environment overwrites it`,
      write,
    );
  }
  return opinion('request-state', 'low', `set anew at the start of every invocation before it is read`, write);
}

/** Assigned again and again from something that is not the request. */
function judgeRefreshed(
  judge: Judge,
  slot: Slot,
  write: StateAccess,
  uses: ReadonlySet<ValueUse>,
  writes: readonly StateAccess[],
): Opinion {
  if (onlyTelemetry(uses)) return opinion('memo', 'none', 'only reaches logs or metrics', write);
  const clock = writes.some(
    (candidate) => candidate.value !== null && readsClock(judge, candidate.fn, candidate.value),
  );
  if (clock || hasClockCompanion(judge, slot, writes)) {
    return opinion('ttl-cache', 'none', 'remembers when something was last done', write, { confidence: 'medium' });
  }
  if (writes.every((candidate) => !candidate.phases.has('invoke'))) {
    return opinion('ttl-cache', 'low', 'refreshed by a timer', write, { confidence: 'medium' });
  }
  if (!liveAtEntry(judge, slot, writes))
    return opinion('memo', 'none', 'set anew before it is used, in every run', write);
  if (makesClient(judge, write) || isInjected(write.value)) {
    return opinion('memo', 'low', 'set to something that does not depend on a request', write, {
      confidence: 'medium',
    });
  }
  return opinion('memo', 'low', 'set to something that does not depend on a request', write, { confidence: 'low' });
}

function isInjected(value: Expr | null): boolean {
  let found = false;
  if (value) {
    walkExpr(value, (part) => {
      if (part.k === 'name') found = true;
    });
  }
  return found;
}

import { bindingIn } from '../../../model/program-index.js';
import type { StateAccess } from '../../../model/state.js';
import type { PlatformFacts } from '../../../model/target.js';
import { labelsOf } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { guardOf } from '../signals/guard.js';
import { liveAtEntry } from '../signals/liveness.js';
import { isConstant, isEmptyValue, isSelfReferential } from '../values.js';
import { judgeFlag, judgeResetsOnly } from './flag.js';
import { judgeGrowing } from './growing.js';
import { judgeLazy } from './lazy.js';
import { judgeRefreshed, judgeRequestState } from './overwritten.js';
import { holdsConnection, holdsTransaction } from './resources.js';
import { usesOfReads } from './uses-of-reads.js';

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
  const loaded = tainted ? real.find((write) => loadsTheSame(judge, slot, write)) : undefined;
  if (loaded) {
    const message = 'loaded where it was empty, for whoever calls; invocations that bring it along set it as well';
    return opinion('memo', 'medium', message, tainted ?? loaded, { confidence: 'medium' });
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

/**
 * Another write fills the same variable where it was empty, with something that no invocation has a part in: what callers
 * bring along is then taken for the same thing. `if (event.bot) bot = event.bot; else bot ??= await fetchBot()`.
 */
function loadsTheSame(judge: Judge, slot: Slot, write: StateAccess): boolean {
  return isGuarded(judge, slot, write) && !isConstant(write.value) && labelsOf(judge, write.fn, write.value).size === 0;
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

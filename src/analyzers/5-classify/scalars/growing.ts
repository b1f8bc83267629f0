import type { Expr } from '../../../model/code.js';
import type { StateAccess } from '../../../model/state.js';
import { placeOf } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { liveAtEntry } from '../signals/liveness.js';
import { usesOf } from '../signals/use-of-value.js';
import { lateReads } from '../slots.js';
import { onlyTelemetry, usesOfReads } from './uses-of-reads.js';

export function judgeGrowing(judge: Judge, slot: Slot, write: StateAccess, writes: readonly StateAccess[]): Opinion {
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
  if (!uses.has('answer') && writes.every((each) => standsForEntries(slot, each))) {
    return opinion('counter', 'none', 'counts the entries that are kept beside it', write, { confidence: 'medium' });
  }
  if (isIdentityOfNothing(judge, write))
    return opinion('counter', 'none', 'written only by code that no entry point runs', write);
  const grows = write.op === '++' || write.op === '--' || isNumberStep(write) || addsToNumber(slot, write);
  const name = grows ? 'counter' : 'accumulator';
  const message = grows
    ? 'restarts in every new environment, and every environment counts for itself'
    : 'collects over invocations in one environment: lost with it, unknown to the others';
  return opinion(name, 'high', message, write);
}

/** The room that is left in a table of the same object: stepped where an entry is put there or taken out. */
function standsForEntries(slot: Slot, write: StateAccess): boolean {
  const owner = write.path.slice(0, -1);
  return slot.beside.some(
    ({ fn, kind, path }) =>
      fn === write.fn &&
      kind !== 'read' &&
      kind !== 'size' &&
      path.length > owner.length + 1 &&
      path.includes('*') &&
      owner.every((name, at) => path[at] === name),
  );
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

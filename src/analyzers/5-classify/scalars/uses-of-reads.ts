import type { Judge, Slot } from '../judge.js';
import { usesOf } from '../signals/use-of-value.js';
import type { ValueUse } from '../signals/use-of-value.js';
import { lateReads } from '../slots.js';

export function usesOfReads(judge: Judge, slot: Slot): Set<ValueUse> {
  const uses = new Set<ValueUse>();
  for (const read of lateReads(slot)) for (const use of usesOf(judge, read.fn, read.expr)) uses.add(use);
  return uses;
}

export function onlyTelemetry(uses: ReadonlySet<ValueUse>): boolean {
  return [...uses].every((use) => use === 'telemetry' || use === 'dropped');
}

import { randomUUID } from 'node:crypto';
import { stateError } from './attempts.js';
import type { Engine } from './engine.js';
import type { OnceOptions, StateStore } from './interface.js';
import { mapOf } from './map.js';

const DAY = 86_400;
const LONGEST_FUNCTION = 900;

/** A claim with a time limit becomes the result; only the delivery that holds the claim may turn it into one. */
export function onceOf(engine: Engine): StateStore['once'] {
  return async <R>(eventId: string, work: () => R | Promise<R>, options: OnceOptions = {}): Promise<R> => {
    const { ttlSeconds = DAY, leaseSeconds = LONGEST_FUNCTION } = options;
    const deliveries = mapOf<string, Delivery>(engine, 'once', { ttlSeconds: Math.max(ttlSeconds, leaseSeconds) });
    const claim = randomUUID();
    const known = await deliveries.update(eventId, (before) => {
      const isFree = before === undefined || (before.claim !== null && before.until <= engine.clock());
      const value = isFree ? { claim, until: engine.clock() + leaseSeconds * 1000, result: undefined } : before;
      return { value, result: value };
    });
    if (known.claim === null) return known.result as R;
    if (known.claim !== claim) throw stateError(`once: ${eventId} is being worked on by another delivery`);
    let result: R;
    try {
      result = await work();
    } catch (error) {
      await deliveries.update(eventId, (now) => ({ value: now?.claim === claim ? undefined : now }));
      throw error;
    }
    await deliveries.update(eventId, (now) => ({
      value: now?.claim === claim ? { claim: null, until: 0, result } : now,
    }));
    return result;
  };
}

interface Delivery {
  /** Null when the work is done. */
  readonly claim: string | null;
  readonly until: number;
  readonly result: unknown;
}

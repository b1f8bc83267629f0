import { PLATFORMS, platformReason } from '../../model/platforms.js';
import type { PlatformFacts, Target } from '../../model/target.js';
import type { Opinion, Reason } from './opinion.js';

/**
 * Decides for a target, and names the facts of the platform that the verdict hangs on: those without which it would be
 * another one.
 */
export function withPlatformReasons(target: Target, decide: (facts: PlatformFacts) => Opinion): Opinion {
  const facts = PLATFORMS[target];
  const asked = new Set<keyof PlatformFacts>();
  const decided = decide(recording(facts, asked));
  const deciding = [...asked].filter((fact) => decide({ ...facts, [fact]: !facts[fact] }).verdict !== decided.verdict);
  if (deciding.length === 0) return decided;
  const reasons = deciding.map((fact): Reason => ({ message: platformReason(target, fact), at: null }));
  return { ...decided, reasons: [...decided.reasons, ...reasons] };
}

/** The same facts; notes which of them are looked at. */
function recording(facts: PlatformFacts, asked: Set<keyof PlatformFacts>): PlatformFacts {
  return new Proxy(facts, {
    get(target, name) {
      const fact = name as keyof PlatformFacts;
      asked.add(fact);
      return target[fact];
    },
  });
}

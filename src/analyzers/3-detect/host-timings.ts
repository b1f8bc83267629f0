import type { LinkedProgram } from '../../model/linked-program.js';
import type { Timing } from '../../model/timing.js';
import type { HostFact } from './host-fact.js';
import type { HostValues } from './host-values.js';

/** When hosts run the callbacks of calls, by the index of the call: plugins at start, hooks of closing at the end. */
export function hostTimings(
  program: LinkedProgram,
  values: HostValues,
  facts: readonly HostFact[],
): ReadonlyMap<number, Timing> {
  const timed = facts.filter((fact) => fact.k === 'timing');
  const found = new Map<number, Timing>();
  program.flow.calls.forEach((site, number) => {
    const callees = site.callbacks.length === 0 ? [] : values.calleesOf(site);
    if (callees.length === 0) return;
    const [first] = site.expr.args;
    const text = first?.k === 'literal' && typeof first.value === 'string' ? first.value : '';
    for (const callee of callees) {
      const fact = timed.find((each) => each.callee.test(callee) && (each.first?.test(text) ?? true));
      if (fact) found.set(number, fact.timing);
    }
  });
  return found;
}

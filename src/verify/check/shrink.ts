import { refsOf } from '../run/resolve-refs.js';
import type { Step } from '../schedule/step.js';
import type { TraceEvent } from '../program/program.js';

/** Whether a schedule still shows the divergence. */
export type Fails = (steps: readonly Step[]) => Promise<boolean>;

/** How many single earlier events are tried before the halving begins. Most witnesses are a writer and a reader. */
const PAIRS = 12;

/**
 * Makes a failing schedule as short as can be found: what comes after the divergence goes first, then pairs are tried,
 * then delta debugging removes what is not needed. The last step stays: it is the one that is answered wrongly.
 */
export async function shrinkSchedule(
  steps: readonly Step[],
  last: number,
  trace: readonly TraceEvent[],
  fails: Fails,
): Promise<readonly Step[]> {
  const prefix = steps.slice(0, last + 1);
  const final = prefix.at(-1);
  if (final === undefined || prefix.length < 2) return prefix;
  if (await fails([final])) return [final];
  for (const earlier of likelyPartners(prefix, final, trace)) {
    if (await fails([...earlier, final])) return [...earlier, final];
  }
  const kept = await deltaDebug(prefix.slice(0, -1), async (rest) => fails([...rest, final]));
  return [...kept, final];
}

/** Earlier steps that a reader may depend on, one of each kind; with those that they refer to. */
function likelyPartners(prefix: readonly Step[], final: Step, trace: readonly TraceEvent[]): Step[][] {
  const seen = new Set<string>();
  const partners: Step[][] = [];
  const finalRefs = new Set(refsOf(trace[final.event]?.payload));
  for (const step of prefix.slice(0, -1).reverse()) {
    const kind = `${step.event} ${step.container === final.container}`;
    if (seen.has(kind)) continue;
    seen.add(kind);
    const needed = new Set([...refsOf(trace[step.event]?.payload), ...finalRefs]);
    const before = prefix.filter(({ id, event }) => id < final.id && id !== step.id && needed.has(event));
    const latest = [...needed].flatMap((event) => before.findLast((one) => one.event === event) ?? []);
    partners.push([...latest, step].sort((a, b) => a.id - b.id));
    if (partners.length >= PAIRS) break;
  }
  return partners;
}

/** Zeller's ddmin over what comes before the last step. */
async function deltaDebug(steps: readonly Step[], fails: Fails): Promise<readonly Step[]> {
  let kept = steps;
  let parts = 2;
  while (kept.length > 0) {
    const size = Math.ceil(kept.length / parts);
    let shorter: readonly Step[] | null = null;
    for (let start = 0; start < kept.length && shorter === null; start += size) {
      const without = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (await fails(without)) shorter = without;
    }
    if (shorter !== null) {
      kept = shorter;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) return kept;
    else parts = Math.min(kept.length, parts * 2);
  }
  return kept;
}

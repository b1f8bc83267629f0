import type { ReportedBinding } from '../../model/report.js';
import type { CheckContext } from '../check/context.js';
import { runIn } from '../check/compare-schedule.js';
import type { Neutral } from '../check/compare-schedule.js';
import { immortal, type Step } from '../schedule/step.js';

/** What accounts for a divergence. */
export interface Explanation {
  readonly bindings: readonly string[];
  /** What is to be put back before every event, so that this cause shows no more; empty where nothing can be. */
  readonly resets: readonly string[];
  /** Whether they were found by putting them back, or named because nothing else is left that could hold state. */
  readonly by: 'reset' | 'exclusion';
}

/** Before an id: the value is taken again, as a container that starts now would (see `inside/registry.cjs`). */
const RENEW = 'renew:';

/**
 * The smallest set of bindings that accounts for the last answer of a shrunk schedule; null where none is found. Three
 * ways in turn: the immortal container answers differently without what they hold; the fleet answers rightly without it
 * (a copy that went stale); the immortal container answers differently where they are taken anew (a time, an id).
 */
export async function explain(
  context: CheckContext,
  steps: readonly Step[],
  neutral: Neutral,
  resettable: readonly string[],
): Promise<Explanation | null> {
  const { instrumented, knowledge, seed } = context;
  if (instrumented === null) return null;
  const alone = immortal(steps);
  const run = async (some: readonly Step[], reset: readonly string[]) =>
    (await runIn(context, instrumented, some, { seed, reset: [...neutral, ...reset] })).answers;
  const whole = await run(alone, []);
  const candidates = inOrder(
    context,
    resettable.filter((id) => !neutral.includes(id)),
  );
  const changes = async (reset: readonly string[]): Promise<boolean> =>
    knowledge.compare(alone, whole, await run(alone, reset)) !== null;
  const repairs = async (reset: readonly string[]): Promise<boolean> =>
    knowledge.compare(steps, whole, await run(steps, reset)) === null;
  const found = (await smallestThat(changes, candidates)) ?? (await smallestThat(repairs, candidates));
  if (found !== null) return { bindings: found, resets: found, by: 'reset' };
  const renewed = candidates.map((id) => `${RENEW}${id}`).filter((id) => !neutral.includes(id));
  const taken = await smallestThat(changes, renewed);
  if (taken !== null) return { bindings: taken.map((id) => id.slice(RENEW.length)), resets: taken, by: 'reset' };
  return byExclusion(context, resettable, neutral);
}

/** The first single candidate that is enough, else the smallest set; null where not even all of them are. */
async function smallestThat(
  isEnough: (ids: readonly string[]) => Promise<boolean>,
  candidates: readonly string[],
): Promise<readonly string[] | null> {
  if (candidates.length === 0 || !(await isEnough(candidates))) return null;
  for (const id of candidates.slice(0, SINGLES)) if (await isEnough([id])) return [id];
  return smallest(candidates, isEnough);
}

/** Bindings that are tried alone before sets are. */
const SINGLES = 24;

/** First what the audit suspects, and of a binding and its fields the narrower one. */
function inOrder({ suspected, bindings }: CheckContext, ids: readonly string[]): readonly string[] {
  const rank = new Map(bindings.map((binding) => [idOf(binding), rankOf(binding, suspected)]));
  return [...ids].sort((a, b) => (rank.get(a) ?? 9) - (rank.get(b) ?? 9) || depthOf(b) - depthOf(a));
}

function rankOf(binding: ReportedBinding, suspected: ReadonlySet<string>): number {
  const id = idOf(binding);
  if (suspected.has(id)) return 0;
  return { harmful: 1, review: 2, benign: 3 }[binding.verdict];
}

function depthOf(id: string): number {
  return id.slice(id.indexOf('#')).split('.').length;
}

async function smallest(
  ids: readonly string[],
  changes: (reset: readonly string[]) => Promise<boolean>,
): Promise<readonly string[]> {
  let kept = ids;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length;) {
      const without = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (without.length > 0 && (await changes(without))) kept = without;
      else start += size;
    }
  }
  return kept;
}

/** State that nobody can put back (inside a library, a `WeakMap`, a file): named where only one suspect is left. */
function byExclusion(
  { bindings, suspected }: CheckContext,
  resettable: readonly string[],
  neutral: Neutral,
): Explanation | null {
  const left = bindings.filter((binding) => {
    const id = idOf(binding);
    return binding.verdict !== 'benign' && !resettable.includes(id) && !neutral.includes(id);
  });
  const named = left.filter((binding) => suspected.has(idOf(binding)));
  const [only, ...more] = named.length > 0 ? named : left;
  return only !== undefined && more.length === 0 ? { bindings: [idOf(only)], resets: [], by: 'exclusion' } : null;
}

/** As reports name a binding. */
export function idOf({ file, name }: Pick<ReportedBinding, 'file' | 'name'>): string {
  return `${file}#${name}`;
}

import type { ClassifiedPlace } from '../../../model/classified-program.js';
import type { CallSite } from '../../../model/flow.js';
import { PLATFORMS, TITLES } from '../../../model/platforms.js';
import { functionAt, parentOf } from '../../../model/program-index.js';
import type { Commits } from './commits.js';
import { isInvoked, withNested } from './commit-index.js';
import { placeAt } from './place.js';

const WORKER = /^(new worker_threads\.Worker|new @Worker|child_process\.fork\(\))$/;

/** Messages to a worker that the module keeps, where the invocation does not wait for an answer. */
export function judgeWorkers(commits: Commits): ClassifiedPlace[] {
  const { program } = commits.judge;
  return program.flow.calls.flatMap((site): ClassifiedPlace[] => {
    if (!/^(postMessage|send)$/.test(site.name ?? '') || !isInvoked(commits, site.fn)) return [];
    const workers = workersOf(commits, site);
    const frozen = commits.entriesOf(site.fn).find(({ target }) => PLATFORMS[target].frozenBetween);
    if (workers.size === 0 || !frozen || isAnswered(commits, site, workers)) return [];
    const message = `\`${site.name ?? ''}\` gives work to a worker that the invocation does not wait for: ${TITLES[frozen.target]} freezes the worker with the environment`;
    return [placeAt(commits, site, { rule: 'unawaited-commit', grade: 'medium', confidence: 'medium', message })];
  });
}

/** Workers among the values of a receiver that some module holds. */
function workersOf(commits: Commits, site: CallSite): ReadonlySet<number> {
  const { flow } = commits.judge.program;
  const found = new Set<number>();
  for (const number of flow.values[site.object] ?? []) {
    const token = flow.tokens[number];
    if (token?.t === 'object' && WORKER.test(token.origin) && commits.held.holders.has(number)) found.add(number);
  }
  return found;
}

/** `worker.once('message', …)` or `once(worker, 'message')` in the function or one around it. */
function isAnswered(commits: Commits, site: CallSite, workers: ReadonlySet<number>): boolean {
  const { program } = commits.judge;
  let outer = site.fn;
  for (let fn = site.fn; fn >= 0 && functionAt(program.index, fn).kind !== 'module'; fn = parentOf(program.index, fn))
    outer = fn;
  const means = (node: number | undefined): boolean =>
    node !== undefined && [...(program.flow.values[node] ?? [])].some((token) => workers.has(token));
  return withNested(commits, outer).some((fn) =>
    (commits.sitesIn[fn] ?? []).some(
      (other) =>
        (/^(on|once|addListener)$/.test(other.name ?? '') && means(other.object)) ||
        (other.externals.some((origin) => /^events\.(once|on)$/.test(origin)) && means(other.args[0])),
    ),
  );
}

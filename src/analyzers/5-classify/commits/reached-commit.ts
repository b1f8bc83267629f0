import type { CallSite } from '../../../model/flow.js';
import { sinkOf } from '../sinks/sink-of.js';
import type { Sink } from '../sinks/sink-model.js';
import type { Commits } from './commits.js';

const DEEPEST = 6;
const MOST_FUNCTIONS = 400;

/** A commit that a function makes, itself or through what it calls, and the functions on the way to it. */
export interface ReachedCommit {
  readonly sink: Sink;
  /** From the function to the one that makes the call. */
  readonly path: readonly number[];
}

/**
 * The nearest call below a function that changes something outside the process, telemetry apart. `also` lets other calls
 * count, such as writes to the local disk.
 */
export function commitBelow(
  commits: Commits,
  fn: number,
  also: (site: CallSite) => Sink | null = () => null,
): ReachedCommit | null {
  const { callsFrom, flow } = commits.judge.program;
  const before = new Map<number, number>([[fn, -1]]);
  let level = [fn];
  for (let depth = 0; depth < DEEPEST && level.length > 0 && before.size < MOST_FUNCTIONS; depth++) {
    const next: number[] = [];
    for (const current of level) {
      for (const site of commits.sitesIn[current] ?? []) {
        const sink = sinkOf(commits.judge, site) ?? also(site);
        if (sink !== null && sink.effect !== 'telemetry') return { sink, path: pathTo(before, current) };
      }
      for (const edge of callsFrom[current] ?? []) {
        const site = flow.calls[edge.site];
        if (edge.timing !== 'now' || before.has(edge.to) || (site && site.targets.length > 8)) continue;
        before.set(edge.to, current);
        next.push(edge.to);
      }
    }
    level = next;
  }
  return null;
}

function pathTo(before: ReadonlyMap<number, number>, fn: number): number[] {
  const path: number[] = [];
  for (let current = fn; current >= 0; current = before.get(current) ?? -1) path.unshift(current);
  return path;
}

import type { ClassifiedPlace, Grade } from '../../../model/classified-program.js';
import type { CallSite } from '../../../model/flow.js';
import { PLATFORMS, TITLES } from '../../../model/platforms.js';
import type { Target } from '../../../model/target.js';
import { fileAccessOf, writesFile } from '../files/file-access.js';
import type { Sink } from '../sinks/sink-model.js';
import type { Commits } from './commits.js';
import { loadingModule, targetOfLoading } from './loading-module.js';
import { placeAt } from './place.js';
import { commitBelow } from './reached-commit.js';
import { reachedFrom, writtenStateByFunction } from './written-state.js';

/** Data of invocations that is saved in a handler for the end of the process. */
export function judgeAtExit(commits: Commits): ClassifiedPlace[] {
  const { program } = commits.judge;
  const places = new Map<CallSite, ClassifiedPlace>();
  let state: ReadonlyMap<number, string> | null = null;
  for (const edges of program.callsFrom) {
    for (const edge of edges) {
      const site = program.flow.calls[edge.site];
      if (edge.timing !== 'shutdown' || !site) continue;
      const target = targetOf(commits, edge.from);
      if (target === null) continue;
      const found = commitBelow(commits, edge.to, fileCommit);
      if (!found || places.has(found.sink.site)) continue;
      state ??= writtenStateByFunction(commits);
      const saved = [...reachedFrom(commits, edge.to)].map((fn) => state?.get(fn)).find((name) => name !== undefined);
      if (saved === undefined) continue;
      places.set(found.sink.site, placeOf(commits, found.sink, site, saved, target));
    }
  }
  return [...places.values()];
}

function targetOf(commits: Commits, fn: number): Target | null {
  const module = loadingModule(commits, fn);
  return module === null ? (commits.entriesOf(fn)[0]?.target ?? null) : targetOfLoading(commits, module);
}

function fileCommit(site: CallSite): Sink | null {
  const access = writesFile(site) ? fileAccessOf(site) : null;
  return access && { effect: 'write', site, shown: access.shown, runs: 'call', expires: false, callsBack: false };
}

function placeOf(commits: Commits, sink: Sink, registered: CallSite, saved: string, target: Target): ClassifiedPlace {
  const [first] = registered.expr.args;
  const event = first?.k === 'literal' ? String(first.value) : 'exit';
  const { grade, why } = weigh(event, target, writesFile(sink.site));
  const message = `\`${sink.shown}\` saves \`${saved}\` on \`${event}\`: ${why}`;
  return placeAt(commits, sink.site, { rule: 'commit-at-exit', grade, confidence: 'high', message });
}

function weigh(event: string, target: Target, isFile: boolean): { grade: Grade; why: string } {
  if (!PLATFORMS[target].shutdownSignals) {
    return {
      grade: 'critical',
      why: `${TITLES[target]} stops an environment without telling it, and the data is lost`,
    };
  }
  if (event === 'exit' && !isFile)
    return { grade: 'high', why: 'nothing asynchronous runs any more once this event fires' };
  if (event === 'beforeExit')
    return { grade: 'high', why: 'this event does not fire in a process that is stopped by a signal' };
  return {
    grade: 'medium',
    why: 'a crash, a kill for lack of memory or a slow store loses all that was collected since the start',
  };
}

import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { runsIn } from '../../../model/reached-program.js';
import type { Target } from '../../../model/target.js';
import type { Judge } from '../judge.js';
import { isWrite } from '../slots.js';
import type { StateUse } from '../state/collect-accesses.js';
import type { HeldObjects } from '../state/hold-objects.js';
import type { Commits } from './commits.js';
import { indexEntries } from './reaching-entries.js';

export function openCommits(
  judge: Judge,
  held: HeldObjects,
  uses: readonly StateUse[],
  targetOfModule: (module: number) => Target,
): Commits {
  const { flow, index } = judge.program;
  const sitesIn: CallSite[][] = [];
  for (const site of flow.calls) (sitesIn[site.fn] ??= []).push(site);
  for (const sites of sitesIn as (CallSite[] | undefined)[]) sites?.sort((a, b) => a.expr.pos - b.expr.pos);
  const functionsIn: number[][] = [];
  index.modules.forEach((module, number) => {
    const base = index.functionBase[number] as number;
    module.functions.forEach(({ parent }, local) => {
      if (parent >= 0) (functionsIn[base + parent] ??= []).push(base + local);
    });
  });
  const shared = new Set<number>();
  for (const candidate of flow.candidates) if (candidate.k === 'variable-read') shared.add(candidate.variable);
  return {
    judge,
    held,
    uses,
    targetOfModule,
    sitesIn,
    functionsIn,
    entriesOf: indexEntries(judge.program),
    shared,
    readsWritten: askWritten(uses),
    pending: new Map(),
    signals: new Map(),
  };
}

function askWritten(uses: readonly StateUse[]): (expr: Expr) => boolean {
  let reads: Set<Expr> | null = null;
  return (expr) => {
    reads ??= readsOfWritten(uses);
    return reads.has(expr);
  };
}

function readsOfWritten(uses: readonly StateUse[]): Set<Expr> {
  const reads = new Set<Expr>();
  for (const { accesses } of uses) {
    if (!accesses.some((access) => isWrite(access) && !(access.phases.size === 1 && access.phases.has('init'))))
      continue;
    for (const { kind, expr } of accesses) if (kind === 'read' || kind === 'size') reads.add(expr);
  }
  return reads;
}

/** A function and all that are written inside it. */
export function withNested(commits: Commits, fn: number): number[] {
  const found = [fn];
  for (let next = 0; next < found.length; next++) found.push(...(commits.functionsIn[found[next] as number] ?? []));
  return found;
}

/** Whether some entry point runs a function, in a module that is deployed with it. */
export function isInvoked(commits: Commits, fn: number): boolean {
  const { program } = commits.judge;
  if (!runsIn(program, fn, 'invoke') || !program.deployed.has(program.index.moduleOfFunction[fn] as number))
    return false;
  return commits.entriesOf(fn).length > 0;
}

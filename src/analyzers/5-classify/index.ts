/**
 * 5-classify. Takes: a ReachedProgram. Gives: a ClassifiedProgram: every module-lifetime binding with its classification,
 * verdict and evidence, and the places that are wrong by themselves. Does not: word findings.
 */
import type { ClassifiedBinding, ClassifiedPlace, ClassifiedProgram } from '../../model/classified-program.js';
import type { ReachedProgram } from '../../model/reached-program.js';
import { compareText } from '../../support/compare.js';
import { bindingsOf } from './bindings.js';
import { judgeClosings } from './closings.js';
import { judgeCreations } from './creation-sites.js';
import { judgeSlots } from './join.js';
import type { JudgedUse } from './join.js';
import { openJudge } from './judge.js';
import { isListed } from './listing.js';
import { judgeLibraries } from './libraries/judge-libraries.js';
import { openLibraries } from './libraries/libraries.js';
import { judgeProcessWrites } from './process-writes.js';
import { collectAccesses } from './state/collect-accesses.js';
import { holdObjects } from './state/hold-objects.js';
import { targetsOf } from './targets.js';

export function classifyProgram(program: ReachedProgram): ClassifiedProgram {
  const held = holdObjects(program);
  const judge = openJudge(program, held);
  const targets = targetsOf(program);
  const libraries = judgeLibraries(openLibraries(judge, held, targets));
  const judged = collectAccesses(program, held, judge.definitions).map((use): JudgedUse => {
    const target = targets(use.root.module);
    return { use, target, slots: judgeSlots(judge, use, target, libraries.withLibraries) };
  });
  const byRoot = new Map(judged.map((item) => [item.use.root, item]));
  const bindings = judged.flatMap((item) => bindingsOf(judge, held, byRoot, item, isListed(judge, item.use)));
  const places = [
    ...judgeCreations(judge, held, targets),
    ...judgeClosings(judge, held),
    ...judgeProcessWrites(judge),
    ...libraries.places,
  ];
  return { ...program, bindings: bindings.sort(byPlace), places: onePerPlace(places.sort(byPlace)) };
}

/** Two kinds of evidence may find the same defect: what a rule says about a place, it says once. */
function onePerPlace(places: readonly ClassifiedPlace[]): ClassifiedPlace[] {
  const seen = new Set<string>();
  return places.filter(({ rule, file, line, column }) => {
    const key = `${rule} ${file}:${line}:${column}`;
    return !seen.has(key) && seen.add(key);
  });
}

function byPlace(a: ClassifiedBinding | ClassifiedPlace, b: ClassifiedBinding | ClassifiedPlace): number {
  const name = (item: ClassifiedBinding | ClassifiedPlace): string => ('root' in item ? item.root.name : item.rule);
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(name(a), name(b));
}

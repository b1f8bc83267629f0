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
import { judgeProcessWrites } from './process-writes.js';
import { collectAccesses } from './state/collect-accesses.js';
import { holdObjects } from './state/hold-objects.js';
import { targetsOf } from './targets.js';

/** @param knownClients constructors and factories that the user says to make connections: `@shop/db.connect` */
export function classifyProgram(program: ReachedProgram, knownClients: readonly string[]): ClassifiedProgram {
  const held = holdObjects(program);
  const judge = openJudge(program, held, knownClients);
  const targets = targetsOf(program);
  const judged = collectAccesses(program, held, judge.definitions).map((use): JudgedUse => {
    const target = targets(use.root.module);
    return { use, target, slots: judgeSlots(judge, use, target) };
  });
  const byRoot = new Map(judged.map((item) => [item.use.root, item]));
  const bindings = judged.flatMap((item) => bindingsOf(judge, held, byRoot, item, isListed(judge, item.use)));
  const places = [...judgeCreations(judge, held, targets), ...judgeClosings(judge, held), ...judgeProcessWrites(judge)];
  return { ...program, bindings: bindings.sort(byPlace), places: places.sort(byPlace) };
}

function byPlace(a: ClassifiedBinding | ClassifiedPlace, b: ClassifiedBinding | ClassifiedPlace): number {
  const name = (item: ClassifiedBinding | ClassifiedPlace): string => ('root' in item ? item.root.name : item.rule);
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(name(a), name(b));
}

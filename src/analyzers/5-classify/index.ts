/**
 * 5-classify. Takes: a ReachedProgram. Gives: a ClassifiedProgram: every module-lifetime binding with its classification,
 * verdict and evidence, and the places that are wrong by themselves. Does not: word findings.
 */
import type { ClassifiedBinding, ClassifiedPlace, ClassifiedProgram } from '../../model/classified-program.js';
import type { Blur } from '../../model/gap.js';
import type { ReachedProgram } from '../../model/reached-program.js';
import { compareText } from '../../support/compare.js';
import { blurBindings } from './blur/blur-bindings.js';
import { findHidden } from './blur/find-hidden.js';
import { recordBlurs } from './blur/record-blurs.js';
import { bindingsOf } from './bindings.js';
import { judgeClosings } from './closings.js';
import { judgeCommits } from './commits/judge-commits.js';
import { judgeCreations } from './creation-sites.js';
import { failedBinding } from './failed-binding.js';
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

/**
 * Classifies a program. An error of ours costs the binding in which it happens; with `isFatal` it stops the run.
 *
 * @param knownClients constructors and factories that the user says to make connections: `@shop/db.connect`
 */
export function classifyProgram(
  program: ReachedProgram,
  knownClients: readonly string[],
  isFatal = true,
): ClassifiedProgram {
  const held = holdObjects(program);
  const judge = openJudge(program, held, knownClients);
  const targets = targetsOf(program);
  const libraries = judgeLibraries(openLibraries(judge, held, targets));
  const uses = collectAccesses(program, held, judge.definitions);
  const failures: Blur[] = [];
  const failed: ClassifiedBinding[] = [];
  const judged = uses.flatMap((use): JudgedUse[] => {
    const target = targets(use.root.module);
    try {
      return [{ use, target, slots: judgeSlots(judge, use, target, libraries.withLibraries) }];
    } catch (error) {
      if (isListed(judge, use)) failed.push(failedBinding(program, use, target, error, failures, isFatal));
      return [];
    }
  });
  const byRoot = new Map(judged.map((item) => [item.use.root, item]));
  const hiding = findHidden(program, held, uses);
  const listed = new Map(
    judged.map((item) => {
      const own = bindingsOf(judge, held, byRoot, item, isListed(judge, item.use));
      return [item.use.root, blurBindings(program, item.use, own, hiding)];
    }),
  );
  const bindings = [...[...listed.values()].flat(), ...failed];
  const blurs = [...recordBlurs(program.gaps, hiding.byRoot, listed), ...failures];
  const places = [
    ...judgeCreations(judge, held, targets),
    ...judgeClosings(judge, held),
    ...judgeProcessWrites(judge),
    ...libraries.places,
    ...judgeCommits(judge, held, uses, targets),
  ];
  return { ...program, bindings: bindings.sort(byPlace), places: onePerPlace(places.sort(byPlace)), blurs };
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

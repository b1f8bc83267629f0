/**
 * 5-classify. Takes: a ReachedProgram. Gives: a ClassifiedProgram: every module-lifetime binding with its classification,
 * verdict and evidence, and the places that are wrong by themselves. Does not: word findings.
 */
import type { Evidence } from '../../model/classification.js';
import type { ClassifiedBinding, ClassifiedPlace, ClassifiedProgram } from '../../model/classified-program.js';
import type { Blur } from '../../model/gap.js';
import { moduleOf } from '../../model/program-index.js';
import type { ReachedProgram } from '../../model/reached-program.js';
import { targetOf } from '../../model/target-of.js';
import type { Target } from '../../model/target.js';
import { compareText } from '../../support/compare.js';
import { invariant } from '../../support/invariant.js';
import { positionAt } from '../../support/text-position.js';
import { blurred } from './blur/blurred.js';
import { findHidden } from './blur/find-hidden.js';
import type { Hiding } from './blur/find-hidden.js';
import { hiddenOfField } from './blur/hidden.js';
import { recordBlurs } from './blur/record-blurs.js';
import { judgeClosings } from './closings.js';
import { judgeCreations } from './creation-sites.js';
import { orUndetermined } from './failed-binding.js';
import { judgeSlots } from './join.js';
import type { JudgedSlot } from './join.js';
import { openJudge } from './judge.js';
import type { Judge } from './judge.js';
import { isListed } from './listing.js';
import { fieldRootsOf } from './field-roots.js';
import { worse } from './opinion.js';
import type { Opinion } from './opinion.js';
import { judgeProcessWrites } from './process-writes.js';
import { isLate, isWrite } from './slots.js';
import { collectAccesses } from './state/collect-accesses.js';
import type { StateUse } from './state/collect-accesses.js';
import { holdObjects } from './state/hold-objects.js';

/** Classifies a program. An error of ours costs the binding in which it happens; with `isFatal` it stops the run. */
export function classifyProgram(program: ReachedProgram, isFatal = true): ClassifiedProgram {
  const judge = openJudge(program);
  const held = holdObjects(program);
  const targets = targetsOf(program);
  const uses = collectAccesses(program, held).filter((use) => isListed(judge, use));
  const hiding = findHidden(program, held, uses);
  const failures: Blur[] = [];
  const listed = new Map(
    uses.map((use) => {
      const target = targets(use.root.module);
      const classify = (): ClassifiedBinding[] => classifyUse(judge, use, target, hiding);
      return [use.root, orUndetermined(program, use, target, classify, failures, isFatal)];
    }),
  );
  const bindings = [...listed.values()].flat();
  const blurs = [...recordBlurs(program.gaps, hiding.byRoot, listed), ...failures];
  const places = [...judgeCreations(judge, held, targets), ...judgeClosings(judge, held), ...judgeProcessWrites(judge)];
  return { ...program, bindings: bindings.sort(byPlace), places: places.sort(byPlace), blurs };
}

function byPlace(a: ClassifiedBinding | ClassifiedPlace, b: ClassifiedBinding | ClassifiedPlace): number {
  const name = (item: ClassifiedBinding | ClassifiedPlace): string => ('root' in item ? item.root.name : item.rule);
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(name(a), name(b));
}

/** The target that a module's verdicts are for: that of the entry points in it, else of its folder, else of the program. */
function targetsOf(program: ReachedProgram): (module: number) => Target {
  const byFile = new Map<string, Target>();
  for (const entry of program.entries) if (!byFile.has(entry.file)) byFile.set(entry.file, entry.target);
  const targets = new Set(program.entries.map(({ target }) => target));
  const only = targets.size === 1 ? [...targets][0] : undefined;
  return (module) => {
    const path = program.index.modules[module]?.path ?? '';
    const own = byFile.get(path);
    if (own) return own;
    const scoped = targetOf(path, null, program.scopes, program.targetOption);
    return scoped.detectedBy === 'default' && only !== undefined ? only : scoped.target;
  };
}

/** One entry for the binding, and one for each field of an instance that it holds directly. */
function classifyUse(judge: Judge, use: StateUse, target: Target, hiding: Hiding): ClassifiedBinding[] {
  const slots = judgeSlots(judge, use, target);
  const fields = fieldRootsOf(judge, use, slots);
  const whole = slots.map(({ opinion }) => opinion).reduce(worse);
  const covered = new Set(fields.map(({ slot }) => slot));
  const own = slots
    .filter((slot) => !covered.has(slot))
    .map(({ opinion }) => opinion)
    .reduce<Opinion | null>((a, b) => (a ? worse(a, b) : b), null);
  const reportsHere = fields.length === 0 || (own !== null && own.verdict !== 'benign');
  const leading = slots.find(({ opinion }) => opinion === whole);
  invariant(leading, `${use.root.id} has no slot`);
  const hidden = hiding.byRoot.get(use.root) ?? [];
  const binding = bindingOf(judge, use.root.name, use, leading, whole, target, reportsHere);
  return [
    blurred(judge.program, binding, use.accesses, hiding, hidden),
    ...fields.map(({ name, pos, slot }) => {
      const field = bindingOf(judge, name, use, slot, slot.opinion, target, true, pos);
      return blurred(judge.program, field, slot.slot.accesses, hiding, hiddenOfField(hidden, slot.slot.path));
    }),
  ];
}

function bindingOf(
  judge: Judge,
  name: string,
  use: StateUse,
  judged: JudgedSlot,
  opinion: Opinion,
  target: Target,
  reports: boolean,
  pos = use.root.pos,
): ClassifiedBinding {
  const module = judge.program.index.modules[use.root.module];
  const { line, column } = positionAt(module?.lineStarts ?? [0], pos);
  const file = module?.path ?? '';
  const path = judged.slot.path;
  const evidence = opinion.reasons.map(({ message, at }): Evidence => {
    const prefix = path !== '' && name === use.root.name ? `${name}.${path}: ` : '';
    if (!at) return { message: prefix + message, file, line, column };
    const source = moduleOf(judge.program.index, at.fn);
    return { message: prefix + message, file: source.path, ...positionAt(source.lineStarts, at.pos) };
  });
  const root =
    name === use.root.name
      ? use.root
      : { ...use.root, name, id: `${file}#${name}`, declaration: 'field' as const, pos };
  const { accesses } = judged.slot;
  return {
    root,
    file,
    line,
    column,
    classification: opinion.classification,
    verdict: opinion.verdict,
    grade: opinion.grade,
    confidence: opinion.confidence,
    target,
    evidence,
    writes: accesses.filter((access) => isWrite(access) && isLate(access)),
    reads: accesses.filter((access) => !isWrite(access) && isLate(access)),
    reports,
  };
}

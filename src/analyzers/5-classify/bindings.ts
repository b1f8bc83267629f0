import type { Evidence } from '../../model/classification.js';
import type { ClassifiedBinding } from '../../model/classified-program.js';
import { moduleOf } from '../../model/program-index.js';
import type { StateAccess, StateRoot } from '../../model/state.js';
import { invariant } from '../../support/invariant.js';
import { positionAt } from '../../support/text-position.js';
import { sharedWith } from './aliases.js';
import { fieldRootsOf } from './field-roots.js';
import { importedWrites } from './imported-writes.js';
import type { JudgedSlot, JudgedUse } from './join.js';
import type { Judge } from './judge.js';
import { worse } from './opinion.js';
import type { Opinion, Reason } from './opinion.js';
import { isLate, isWrite } from './slots.js';
import type { HeldObjects } from './state/hold-objects.js';

/**
 * What the report lists for a root: the binding, each field of an instance that it holds directly, and each other file that
 * writes it through an import.
 */
export function bindingsOf(
  judge: Judge,
  held: HeldObjects,
  byRoot: ReadonlyMap<StateRoot, JudgedUse>,
  judged: JudgedUse,
  listed: boolean,
): ClassifiedBinding[] {
  const { use, slots } = judged;
  const elsewhere = importedWrites(judge, use, slots).map(({ name, pos, module, slot }) => {
    const root: StateRoot = { ...use.root, id: '', module, name, declaration: 'import', pos };
    return bindingOf(judge, judged, root, slot, slot.opinion, false);
  });
  if (!listed) return elsewhere;
  const fields = fieldRootsOf(judge, use, slots);
  const whole = slots.map(({ opinion }) => opinion).reduce(worse);
  const shared = sharedWith(held, byRoot, use.root);
  const covered = new Set(fields.map(({ slot }) => slot));
  const own = slots
    .filter((slot) => !covered.has(slot) && slot.opinion.isReportedElsewhere !== true)
    .map(({ opinion }) => opinion)
    .reduce<Opinion | null>((a, b) => (a ? worse(a, b) : b), null);
  const reportsHere = fields.length === 0 || (own !== null && own.verdict !== 'benign');
  const leading = slots.find(({ opinion }) => opinion === whole);
  invariant(leading, `${use.root.id} has no slot`);
  const isWorse =
    shared !== null &&
    worse(whole, shared.opinion) !== whole &&
    (shared.opinion.verdict !== whole.verdict || holdsItself(judge, use.root, shared.slot.root));
  return [
    isWorse
      ? bindingOf(judge, judged, use.root, shared, shared.opinion, false)
      : bindingOf(judge, judged, use.root, leading, whole, reportsHere),
    ...fields.map(({ name, pos, slot }) =>
      bindingOf(judge, judged, { ...use.root, name, declaration: 'field', pos }, slot, slot.opinion, true),
    ),
    ...elsewhere,
  ];
}

/** Both roots hold the very same object, and not one a part of what the other holds. */
function holdsItself(judge: Judge, root: StateRoot, owner: StateRoot): boolean {
  const { values } = judge.program.flow;
  return [...(values[root.node] ?? [])].some((token) => values[owner.node]?.includes(token) === true);
}

function bindingOf(
  judge: Judge,
  { use, target }: JudgedUse,
  root: StateRoot,
  judged: JudgedSlot,
  opinion: Opinion,
  reports: boolean,
): ClassifiedBinding {
  const { index } = judge.program;
  const module = index.modules[root.module];
  const { line, column } = positionAt(module?.lineStarts ?? [0], root.pos);
  const file = module?.path ?? '';
  const { path, root: owner } = judged.slot;
  const shown = path === '' ? owner.name : `${owner.name}.${path}`;
  const evidence = opinion.reasons.map(({ message, at }): Evidence => {
    const prefix = shown === root.name || (path === '' && root.declaration === 'import') ? '' : `${shown}: `;
    if (!at) return { message: prefix + message, file, line, column };
    const source = moduleOf(index, at.fn);
    return { message: prefix + message, file: source.path, ...positionAt(source.lineStarts, at.pos) };
  });
  const { accesses } = judged.slot;
  const deciding = opinion.reasons[0]?.at ?? null;
  return {
    root: root === use.root ? root : { ...root, id: `${file}#${root.name}` },
    file,
    line,
    column,
    classification: opinion.classification,
    verdict: opinion.verdict,
    grade: opinion.grade,
    confidence: opinion.confidence,
    target,
    evidence,
    writes: decidingFirst(
      accesses.filter((access) => isWrite(access) && isLate(access)),
      deciding,
    ),
    reads: accesses.filter((access) => !isWrite(access) && isLate(access)),
    reports: reports && opinion.isReportedElsewhere !== true,
    rule: opinion.rule ?? null,
  };
}

/** The write that the verdict rests on is the one that paths and witnesses show. */
function decidingFirst(writes: readonly StateAccess[], deciding: Reason['at']): StateAccess[] {
  const expr = deciding !== null && 'expr' in deciding ? deciding.expr : null;
  const first = writes.filter((write) => write === deciding || write.expr === expr);
  return [...first, ...writes.filter((write) => !first.includes(write))];
}

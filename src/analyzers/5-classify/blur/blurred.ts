import type { Evidence } from '../../../model/classification.js';
import type { ClassifiedBinding } from '../../../model/classified-program.js';
import type { Expr } from '../../../model/code.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { runsIn } from '../../../model/reached-program.js';
import type { StateAccess } from '../../../model/state.js';
import { bindingIn } from '../../../model/program-index.js';
import { positionAt } from '../../../support/text-position.js';
import { isWrite } from '../slots.js';
import { exportedVariable } from '../state/collect-accesses.js';
import { methodEffect } from '../state/mutators.js';
import { isEmptyValue } from '../values.js';
import type { Hiding } from './find-hidden.js';
import { wordsFor } from './hidden.js';
import type { Hidden } from './hidden.js';

/** A binding with what gaps hide about it: never certain, and without a verdict where the hidden part would decide. */
export function blurred(
  program: ReachedProgram,
  binding: ClassifiedBinding,
  accesses: readonly StateAccess[],
  hiding: Hiding,
  hidden: readonly Hidden[],
): ClassifiedBinding {
  if (hidden.length === 0) return binding;
  const deciding = hidden.find((one) => decides(program, binding, accesses, hiding, one));
  if (!deciding) {
    const confidence = binding.confidence === 'high' ? 'medium' : binding.confidence;
    return { ...binding, confidence, evidence: [...binding.evidence, ...reasonsOf(program, hidden)] };
  }
  return {
    ...binding,
    classification: 'undetermined',
    verdict: 'review',
    grade: 'none',
    confidence: 'low',
    evidence: [...reasonsOf(program, [deciding, ...hidden]), ...binding.evidence],
  };
}

const MOST_REASONS = 3;

function reasonsOf(program: ReachedProgram, hidden: readonly Hidden[]): Evidence[] {
  const byText = new Map<string, Evidence>();
  for (const one of hidden) {
    const reason = evidenceOf(program, one);
    const key = `${reason.message}\0${reason.file}\0${reason.line}\0${reason.column}`;
    if (!byText.has(key)) byText.set(key, reason);
  }
  return [...byText.values()].slice(0, MOST_REASONS);
}

function evidenceOf({ index }: ReachedProgram, hidden: Hidden): Evidence {
  const module = index.modules[index.byPath.get(hidden.gap.file) ?? -1];
  const place = module ? positionAt(module.lineStarts, hidden.gap.pos) : { line: 1, column: 1 };
  return { message: wordsFor(hidden), file: hidden.gap.file, ...place };
}

/**
 * Whether the seen code points at what is hidden: it writes the binding where only hidden code can run it, it declares
 * something empty that only hidden code can fill, or it writes to an object that hidden code made. Otherwise the verdict
 * stands, with less confidence: all that was seen agrees with it.
 */
function decides(
  program: ReachedProgram,
  binding: ClassifiedBinding,
  accesses: readonly StateAccess[],
  { unknown }: Hiding,
  { how }: Hidden,
): boolean {
  if (binding.verdict !== 'benign' || binding.writes.length > 0) return false;
  const writes = accesses.filter((access) => isWrite(access) && !isDeclaration(access));
  switch (how) {
    case 'calls':
      return writes.some(({ phases }) => phases.size === 0);
    case 'changes':
      return writes.length === 0 && isDeclaredEmpty(accesses) && accesses.some(isRead);
    case 'makes':
      return writesToUnknown(program, binding, unknown);
    case 'part':
      return false;
  }
}

function isRead({ kind }: StateAccess): boolean {
  return kind === 'read' || kind === 'size';
}

function isDeclaration({ expr }: StateAccess): boolean {
  return expr.k === 'assign' && expr.declares;
}

function isDeclaredEmpty(accesses: readonly StateAccess[]): boolean {
  const first = accesses.find((access) => isDeclaration(access));
  return first ? isEmptyValue(first.value) : true;
}

/** `store.count++` or `store.set(id, value)` after the module has loaded, where `store` is of unknown making. */
function writesToUnknown(program: ReachedProgram, { root }: ClassifiedBinding, unknown: Hiding['unknown']): boolean {
  const isRoot = (fn: number, object: Expr): boolean => {
    let base = object;
    while (base.k === 'member') base = base.object;
    return base.k === 'name' && exportedVariable(program, bindingIn(program.index, fn, base.binding)) === root.variable;
  };
  const isLateIn = (fn: number): boolean => runsIn(program, fn, 'invoke') || runsIn(program, fn, 'background');
  const { candidates, calls } = program.flow;
  return (
    candidates.some(
      (one) =>
        one.k === 'member-write' && unknown.has(one.object) && isLateIn(one.fn) && isRoot(one.fn, one.member.object),
    ) ||
    calls.some(({ object, name, fn, expr }) => {
      if (name === null || !unknown.has(object) || !isLateIn(fn) || expr.callee.k !== 'member') return false;
      const isMutator = (['Map', 'array'] as const).some((what) => methodEffect(what, name).kind !== 'read');
      return isMutator && isRoot(fn, expr.callee.object);
    })
  );
}

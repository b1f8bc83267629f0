import type { ChangedText } from '../apply/change-set.js';
import { addStep, NO_CHANGES, renderChanges, type ChangeSet } from '../apply/change-set.js';
import { checkText } from '../apply/gates/check-text.js';
import type { Candidate } from '../planner/index.js';
import type { PreciseWorkspace } from '../project/precise/open-precise-project.js';
import type { ProgramAudit } from '../pipeline.js';
import type { LayeredTexts } from './layered-texts.js';
import { compareFindings } from './compare-findings.js';
import { newTypeErrors } from './type-errors.js';

/** What the checks need to know of the texts before the steps. */
export interface Before {
  readonly texts: LayeredTexts;
  readonly audit: ProgramAudit;
  readonly workspace: PreciseWorkspace;
  /** Files whose types are asked. */
  readonly files: readonly string[];
  /** Audits texts that are not on disk. */
  readonly reaudit: (texts: LayeredTexts) => Promise<ProgramAudit>;
}

export interface Checked {
  readonly accepted: readonly Candidate[];
  readonly texts: LayeredTexts;
  readonly changed: readonly ChangedText[];
  readonly audit: ProgramAudit;
  /** Steps that a check stopped, by id, with the reason. */
  readonly stopped: ReadonlyMap<string, string>;
}

/**
 * Finds the steps that can be applied together and pass every check; steps that clash with an earlier one are in neither
 * list, because they can be planned again on the texts that this set leaves.
 */
export async function checkStepSet(candidates: readonly Candidate[], before: Before): Promise<Checked> {
  const stopped = new Map<string, string>();
  let open = [...candidates];
  while (open.length > 0) {
    const set = combine(open, before.texts, stopped);
    open = [...set.accepted];
    if (open.length === 0) break;
    const tried = await tryOut(open, set.changes, before);
    if (tried.kind === 'passed') return { ...tried, accepted: open, stopped };
    for (const [id, reason] of await blame(open, tried, before)) stopped.set(id, reason);
    open = open.filter(({ id }) => !stopped.has(id));
  }
  return { accepted: [], texts: before.texts, changed: [], audit: before.audit, stopped };
}

function combine(
  candidates: readonly Candidate[],
  texts: LayeredTexts,
  stopped: Map<string, string>,
): { readonly accepted: readonly Candidate[]; readonly changes: ChangeSet } {
  let changes = NO_CHANGES;
  const accepted: Candidate[] = [];
  candidates.forEach((candidate, step) => {
    const added = addStep(changes, candidate.step.edits, step, texts.textOf);
    if (added.kind === 'refused') stopped.set(candidate.id, added.reason);
    if (added.kind !== 'added') return;
    changes = added.changes;
    accepted.push(candidate);
  });
  return { accepted, changes };
}

interface Failed {
  readonly kind: 'failed';
  readonly reason: string;
  /** Where it shows; null where it is one step's own. */
  readonly file: string | null;
  /** The step that it must come from, where that is known. */
  readonly step: string | null;
  readonly check: 'text' | 'types' | 'audit';
}

interface Passed {
  readonly kind: 'passed';
  readonly texts: LayeredTexts;
  readonly changed: readonly ChangedText[];
  readonly audit: ProgramAudit;
}

/** The cheap checks first. */
async function tryOut(
  steps: readonly Candidate[],
  changes: ChangeSet,
  before: Before,
  upTo: Failed['check'] = 'audit',
): Promise<Passed | Failed> {
  const rendered = renderChanges(changes);
  if ('refused' in rendered) return fail('text', rendered.refused, rendered.file);
  for (const changed of rendered.texts) {
    const why = checkText(changed);
    if (why !== null) return fail('text', why, changed.path);
  }
  const texts = before.texts.with(rendered.texts);
  const passed = { kind: 'passed', texts, changed: rendered.texts, audit: before.audit } as const;
  if (upTo === 'text') return passed;
  const error = newTypeErrors(before.workspace, before.files, rendered.texts, steps);
  if (error !== null) return fail('types', error.message, error.file);
  if (upTo === 'types') return passed;
  const audit = await before.reaudit(texts);
  const difference = compareFindings(before.audit, audit, steps);
  return difference === null ? { ...passed, audit } : { kind: 'failed', check: 'audit', ...difference };
}

function fail(check: Failed['check'], reason: string, file: string): Failed {
  return { kind: 'failed', check, reason, file, step: null };
}

const MOST_ALONE = 12;

/** The steps that fail the same check alone; where none does, the last of those that touch the file. */
async function blame(
  steps: readonly Candidate[],
  failed: Failed,
  before: Before,
): Promise<ReadonlyMap<string, string>> {
  if (failed.step !== null) return new Map([[failed.step, failed.reason]]);
  const touching = steps.filter(({ step }) => step.edits.some((edit) => 'file' in edit && edit.file === failed.file));
  const suspects = touching.length > 0 ? touching : steps;
  if (suspects.length > 1) {
    const guilty = new Map<string, string>();
    for (const suspect of suspects.slice(0, MOST_ALONE)) {
      const { accepted, changes } = combine([suspect], before.texts, new Map());
      const alone = accepted.length === 0 ? null : await tryOut(accepted, changes, before, failed.check);
      if (alone?.kind === 'failed') guilty.set(suspect.id, alone.reason);
    }
    if (guilty.size > 0) return guilty;
  }
  return new Map([[suspects.at(-1)?.id ?? '', failed.reason]]);
}

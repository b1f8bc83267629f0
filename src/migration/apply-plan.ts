import { addStep, type ChangedText, NO_CHANGES, renderChanges } from '../apply/change-set.js';
import { DISK, type FileOperations } from '../apply/disk/file-operations.js';
import { recover } from '../apply/disk/undo.js';
import { writeChanges } from '../apply/disk/write-changes.js';
import { checkText } from '../apply/gates/check-text.js';
import { openTexts } from '../apply/open-texts.js';
import type { Plan } from '../model/plan.js';
import { UserError } from '../support/user-error.js';
import { layeredTexts } from './layered-texts.js';

export interface Applied {
  /** For `undo`; null where there was nothing to write. */
  readonly id: string | null;
  /** Files that were written, relative to the root. */
  readonly files: readonly string[];
  /** Ids of earlier writes that had been interrupted and were taken back first. */
  readonly recovered: readonly string[];
}

/** Writes a plan: all of it or nothing. Throws UserError where a file changed since, or an edit does not pass its checks. */
export function applyPlan(plan: Plan, root: string, disk: FileOperations = DISK): Applied {
  const recovered = recover(root, disk);
  const texts = changedTexts(plan, root);
  const files = texts.map(({ path }) => path);
  return { id: texts.length === 0 ? null : writeChanges(root, texts, disk), files, recovered };
}

/** What the files become. */
export function changedTexts(plan: Pick<Plan, 'steps'>, root: string): readonly ChangedText[] {
  let texts = layeredTexts(openTexts(root));
  const layers = [...new Set(plan.steps.map(({ layer }) => layer))].sort((a, b) => a - b);
  for (const layer of layers) {
    let changes = NO_CHANGES;
    plan.steps.forEach((step, index) => {
      if (step.layer !== layer) return;
      const added = addStep(changes, step.edits, index, texts.textOf);
      if (added.kind !== 'added') throw new UserError(`${step.id}: ${added.reason}`, 'nothing was written; plan again');
      changes = added.changes;
    });
    const rendered = renderChanges(changes);
    if ('refused' in rendered) throw new UserError(rendered.refused, 'nothing was written');
    for (const changed of rendered.texts) {
      const why = checkText(changed);
      if (why !== null) throw new UserError(why, 'nothing was written');
    }
    texts = texts.with(rendered.texts);
  }
  return texts.total();
}

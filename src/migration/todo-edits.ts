import { addStep, NO_CHANGES, renderChanges } from '../apply/change-set.js';
import { checkText } from '../apply/gates/check-text.js';
import type { Edit } from '../model/edit.js';
import type { NotMigrated, PlanStep } from '../model/plan.js';
import { lineStartsOf } from '../support/text-position.js';
import type { LayeredTexts } from './layered-texts.js';

/**
 * Comments above the lines of what is not migrated: `// stateless-todo in-memory-counter: why`. One that stands there
 * already is left. A file in which a comment would change something (inside JSX or a template) gets none.
 */
export function todoEdits(
  texts: LayeredTexts,
  notMigrated: readonly NotMigrated[],
  layer: number,
): { readonly step: PlanStep; readonly texts: LayeredTexts } | null {
  let changes = NO_CHANGES;
  const edits: Edit[] = [];
  const seen = new Set<string>();
  for (const one of notMigrated) {
    const edit = commentFor(texts, one);
    const key = edit && `${edit.file}\0${edit.start}\0${edit.text}`;
    if (edit === null || key === null || seen.has(key)) continue;
    seen.add(key);
    const added = addStep(changes, [edit], 0, texts.textOf);
    const rendered = added.kind === 'added' ? renderChanges(added.changes) : null;
    if (added.kind !== 'added' || rendered === null || 'refused' in rendered) continue;
    if (rendered.texts.some((changed) => changed.path === one.file && checkText(changed) !== null)) continue;
    changes = added.changes;
    edits.push(edit);
  }
  const rendered = renderChanges(changes);
  if (edits.length === 0 || 'refused' in rendered) return null;
  return { step: stepOf(edits, layer), texts: texts.with(rendered.texts) };
}

function commentFor(texts: LayeredTexts, { file, line, rule, reason }: NotMigrated) {
  const open = texts.textOf(file);
  const starts = open === null ? [] : lineStartsOf(open.text);
  const start = starts[line - 1];
  if (open === null || start === undefined) return null;
  const eol = open.text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /^[ \t]*/.exec(open.text.slice(start))?.[0] ?? '';
  const comment = `// stateless-todo ${rule}: ${reason.replace(/\s+/g, ' ')}`;
  const above = open.text.slice(starts[Math.max(0, line - 4)], start);
  if (above.includes(`// stateless-todo ${rule}:`)) return null;
  const text = indent + comment + eol;
  return { kind: 'replace-text', file, hash: open.hash, start, end: start, expected: '', text } as const;
}

function stepOf(edits: readonly Edit[], layer: number): PlanStep {
  return {
    id: 'todo-comments',
    transform: 'todo-comments',
    layer,
    title: 'comments where something is not migrated',
    applicability: 'safe',
    why: null,
    guarantee: 'exact',
    resolves: [],
    bindings: [],
    ripple: [],
    roundTrips: [],
    shapes: [],
    notes: [],
    edits,
  };
}

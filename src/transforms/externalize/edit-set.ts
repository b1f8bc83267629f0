import type { TransformContext } from '../transform.js';
import type { ReplaceText } from '../../model/edit.js';

/** The changes of one step, collected in any order and by any part, then made edits that do not touch each other. */
export interface EditSet {
  /** What stands at `[start, end)` becomes `text`. */
  readonly replace: (file: string, start: number, end: number, text: string) => void;
  /** Inserts before what stands at `at`; of several, those of the lowest rank come first. */
  readonly insert: (file: string, at: number, text: string, rank?: number) => void;
  /** The text of a range as it will be. */
  readonly textOf: (file: string, start: number, end: number) => string;
  readonly files: () => readonly string[];
  readonly edits: () => readonly ReplaceText[];
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly rank: number;
  readonly order: number;
}

export function editSet(context: TransformContext): EditSet {
  const byFile = new Map<string, Change[]>();
  const add = (file: string, start: number, end: number, text: string, rank: number): void => {
    const known = byFile.get(file) ?? [];
    known.push({ start, end, text, rank, order: known.length });
    byFile.set(file, known);
  };
  const changesIn = (file: string, start: number, end: number): Change[] =>
    outermost((byFile.get(file) ?? []).filter((change) => change.start >= start && change.end <= end));
  return {
    replace: (file, start, end, text) => add(file, start, end, text, 0),
    insert: (file, at, text, rank = 0) => add(file, at, at, text, rank),
    textOf: (file, start, end) => applied(context.text(file).text, start, end, changesIn(file, start, end)),
    files: () => [...byFile.keys()].sort(),
    edits: () =>
      [...byFile.keys()].sort().flatMap((file) => {
        const { text } = context.text(file);
        return merged(text, changesIn(file, 0, text.length))
          .filter((change) => text.slice(change.start, change.end) !== change.text)
          .map((change) => context.edit.replace(file, change.start, change.end, change.text));
      }),
  };
}

/** Sorted by place; what lies inside a replaced range is gone with it. */
function outermost(changes: readonly Change[]): Change[] {
  const sorted = [...changes].sort(byPlace);
  const replaced = sorted.filter(({ start, end }) => end > start);
  return sorted.filter(
    (change) =>
      !replaced.some(
        (other) =>
          other !== change &&
          (change.start === change.end
            ? other.start < change.start && change.end < other.end
            : other.start <= change.start &&
              change.end <= other.end &&
              (other.end - other.start > change.end - change.start || other.order < change.order)),
      ),
  );
}

const byPlace = (a: Change, b: Change): number =>
  a.start - b.start || Number(a.end > a.start) - Number(b.end > b.start) || a.rank - b.rank || a.order - b.order;

function applied(text: string, start: number, end: number, changes: readonly Change[]): string {
  let out = '';
  let at = start;
  for (const change of changes) {
    out += text.slice(at, change.start) + change.text;
    at = change.end;
  }
  return out + text.slice(at, end);
}

/** Changes that meet at one offset are one edit. */
function merged(text: string, changes: readonly Change[]): { start: number; end: number; text: string }[] {
  const out: { start: number; end: number; text: string }[] = [];
  for (const change of changes) {
    const last = out.at(-1);
    if (last !== undefined && change.start <= last.end) {
      last.text += text.slice(last.end, change.start) + change.text;
      last.end = Math.max(last.end, change.end);
    } else out.push({ start: change.start, end: change.end, text: change.text });
  }
  return out;
}

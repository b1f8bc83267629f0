import type { ChangedText } from '../apply/change-set.js';
import type { OpenText, OpenTexts } from '../apply/open-texts.js';
import { invariant } from '../support/invariant.js';
import { compareText } from '../support/compare.js';

/** Texts after some layers of edits, with those of the disk behind them. */
export interface LayeredTexts {
  readonly textOf: OpenTexts;
  /** Another layer on top. */
  readonly with: (changed: readonly ChangedText[]) => LayeredTexts;
  /** What all layers together change, from the disk to the last. */
  readonly total: () => readonly ChangedText[];
}

export function layeredTexts(disk: OpenTexts): LayeredTexts {
  return layered(disk, new Map());
}

function layered(disk: OpenTexts, changed: ReadonlyMap<string, ChangedText>): LayeredTexts {
  return {
    textOf: (path): OpenText | null => changed.get(path)?.after ?? disk(path),
    with: (texts) => {
      const next = new Map(changed);
      for (const text of texts) {
        const before = next.get(text.path);
        next.set(text.path, before ? { ...text, before: before.before, ranges: wholeRange(before, text) } : text);
      }
      return layered(disk, next);
    },
    total: () => [...changed.values()].sort((a, b) => compareText(a.path, b.path)),
  };
}

/** Two layers on one text: the part between their first and last difference is one range. */
function wholeRange(first: ChangedText, second: ChangedText): ChangedText['ranges'] {
  if (first.before === null) return [];
  const before = first.before.text;
  const after = second.after.text;
  invariant(first.after.hash === second.before?.hash, `${first.path}: layers do not follow each other`);
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return [{ start, end: before.length - tail, text: after.slice(start, after.length - tail) }];
}

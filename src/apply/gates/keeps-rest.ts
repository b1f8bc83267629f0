import type { ChangedText } from '../change-set.js';
import { encodeText } from '../encode-text.js';
import { hashOf } from '../open-texts.js';

/** Every byte outside the planned ranges is equal. Read off the two results, not off how the second was made. */
export function keepsRest({ before, after, ranges }: ChangedText): string | null {
  const bytes = encodeText(after.text, after.encoding);
  if (bytes === null || hashOf(bytes) !== after.hash)
    return 'the new text cannot be written in the encoding of the file';
  if (before === null) return null;
  let from = 0;
  let to = 0;
  for (const { start, end, text } of ranges) {
    if (start < from || end < start) return 'two edits overlap';
    const length = start - from;
    if (before.text.slice(from, start) !== after.text.slice(to, to + length)) return 'text outside the edits differs';
    if (after.text.slice(to + length, to + length + text.length) !== text) return 'an edit is not where it was planned';
    from = end;
    to += length + text.length;
  }
  return before.text.slice(from) === after.text.slice(to) ? null : 'text behind the last edit differs';
}

import type { RangeEdit } from '../model/edit.js';

/** A range edit and the step that it belongs to. */
export interface PlacedRange extends RangeEdit {
  readonly step: number;
}

/**
 * Whether a range can stand beside others. `same`: the edit is there already. `own`: it overlaps one of its own step.
 * `other`: it overlaps one of another step, or both insert at one place and their order would matter.
 */
export function conflictBetween(ranges: readonly PlacedRange[], added: PlacedRange): 'same' | 'own' | 'other' | null {
  for (const range of ranges) {
    const isEqual = range.start === added.start && range.end === added.end && range.text === added.text;
    if (isEqual && range.step !== added.step && (range.start < range.end || isWholeLines(range.text))) return 'same';
    if (!meets(range, added)) continue;
    return range.step === added.step ? 'own' : 'other';
  }
  return null;
}

function meets(a: PlacedRange, b: PlacedRange): boolean {
  const isInsertA = a.start === a.end;
  const isInsertB = b.start === b.end;
  if (isInsertA && isInsertB) {
    if (a.start !== b.start || a.step === b.step) return false;
    return !(isWholeLines(a.text) && isWholeLines(b.text));
  }
  if (isInsertA) return touches(a, b);
  if (isInsertB) return touches(b, a);
  return a.start < b.end && b.start < a.end;
}

/** An insertion inside a replaced range always clashes; at its border only where the order of two steps would matter. */
function touches(insert: PlacedRange, range: PlacedRange): boolean {
  if (range.start < insert.start && insert.start < range.end) return true;
  const isAtBorder = insert.start === range.start || insert.start === range.end;
  return isAtBorder && insert.step !== range.step && !isWholeLines(insert.text);
}

/** Lines of their own can follow each other in any order. */
function isWholeLines(text: string): boolean {
  return /^[\r\n]|[\r\n]$/.test(text);
}

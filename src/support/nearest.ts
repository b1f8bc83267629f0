/** The candidate that `given` most likely means, or null where none is near: a typing error, a cut or a longer form. */
export function nearest(given: string, candidates: readonly string[]): string | null {
  const wanted = given.toLowerCase().slice(0, LONGEST);
  let best: { candidate: string; distance: number } | null = null;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    const distance = isCut(wanted, known) ? 1 : editDistance(wanted, known);
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, known.length) / 3));
    if (distance <= allowed && (best === null || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate ?? null;
}

/** `did you mean `x`?`, else `fallback`. */
export function didYouMean(given: string, candidates: readonly string[], fallback: string): string {
  const near = nearest(given, candidates);
  return near === null ? fallback : `did you mean \`${near}\`?`;
}

const LONGEST = 200;

/** One begins with the other and enough is left to recognise it: `include` for `include-tests`. */
function isCut(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a));
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(previous, j) + 1, at(current, j - 1) + 1, at(previous, j - 1) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, at(beforePrevious, j - 2) + 1);
      current.push(least);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

/**
 * The least, the middle and the greatest of some numbers, of which there is at least one.
 * @param {readonly number[]} samples
 */
export function spread(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (at(sorted, Math.ceil(middle) - 1) + at(sorted, Math.floor(middle))) / 2;
  return { min: at(sorted, 0), median, max: at(sorted, sorted.length - 1) };
}

/** @param {readonly number[]} samples @param {number} index */
function at(samples, index) {
  const sample = samples[index];
  if (sample === undefined) throw new RangeError('no samples');
  return sample;
}

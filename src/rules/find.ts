import type { ClassifiedProgram } from '../model/classified-program.js';
import type { DraftFinding } from '../model/draft-finding.js';
import { compareText } from '../support/compare.js';
import { findingOfBinding } from './finding-of-binding.js';
import { findingOfPlace } from './finding-of-place.js';

/** States what is wrong, in the order of files and positions. */
export function findAll(program: ClassifiedProgram): DraftFinding[] {
  const findings = [
    ...program.bindings.map((binding) => findingOfBinding(program, binding)),
    ...program.places.map((place) => findingOfPlace(program, place)),
  ].filter((finding) => finding !== null);
  return findings.sort(
    (a, b) =>
      compareText(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compareText(a.rule, b.rule) ||
      compareText(a.binding ?? '', b.binding ?? ''),
  );
}

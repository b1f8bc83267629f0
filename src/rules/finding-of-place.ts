import type { ClassifiedPlace, ClassifiedProgram, Grade } from '../model/classified-program.js';
import type { Finding, Severity } from '../model/finding.js';
import { entriesReaching, entryPathOf } from './entry-path.js';
import { fingerprintOf } from './fingerprint.js';

const SEVERITY_OF: Readonly<Record<Grade, Severity>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  none: 'note',
};

/** The finding about a place that is wrong by itself. */
export function findingOfPlace(program: ClassifiedProgram, place: ClassifiedPlace): Finding {
  return {
    rule: place.rule,
    severity: SEVERITY_OF[place.grade],
    message: place.message,
    file: place.file,
    line: place.line,
    column: place.column,
    binding: place.binding,
    confidence: place.confidence,
    entryPath: entryPathOf(program, place.fn, place.pos),
    reachedFrom: entriesReaching(program, place.fn),
    witness: null,
    fingerprint: fingerprintOf(place.rule, place.file, place.binding ?? '', place.message),
    fix: null,
  };
}

import type { ClassifiedPlace, ClassifiedProgram, Grade } from '../model/classified-program.js';
import type { DraftFinding } from '../model/draft-finding.js';
import type { Severity } from '../model/finding.js';
import { entriesReaching, entryPathOf, filesOnPath } from './entry-path.js';
import { scopeOf } from './scope-of.js';

const SEVERITY_OF: Readonly<Record<Grade, Severity>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  none: 'note',
};

/** The finding about a place that is wrong by itself. */
export function findingOfPlace(program: ClassifiedProgram, place: ClassifiedPlace): DraftFinding {
  return {
    rule: place.rule,
    severity: SEVERITY_OF[place.grade],
    message: place.message,
    file: place.file,
    line: place.line,
    column: place.column,
    binding: place.binding,
    scope: scopeOf(program, place.fn),
    confidence: place.confidence,
    entryPath: entryPathOf(program, place.fn, place.pos),
    through: filesOnPath(program, place.fn),
    reachedFrom: entriesReaching(program, place.fn),
    witness: null,
    fix: null,
  };
}

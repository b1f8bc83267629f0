import type { ClassificationName } from '../model/classification.js';
import type { ClassifiedBinding, ClassifiedProgram, Grade } from '../model/classified-program.js';
import type { DraftFinding } from '../model/draft-finding.js';
import type { Severity } from '../model/finding.js';
import { entryPathOf, entriesReaching, filesOnPath } from './entry-path.js';
import { witnessOf } from './witness.js';

/** The rule that states what is wrong with a binding of each class. */
const RULE_OF: Partial<Record<ClassificationName, string>> = {
  counter: 'in-memory-counter',
  accumulator: 'in-memory-accumulator',
  'session-store': 'in-memory-session',
  queue: 'in-memory-queue',
  flag: 'mutable-flag',
  'request-state': 'request-state-leak',
  'unbounded-cache': 'unbounded-cache',
  'mis-keyed-cache': 'mis-keyed-cache',
  'ttl-cache': 'cache-without-ttl',
  memo: 'cache-without-ttl',
  'init-snapshot': 'stale-init-value',
  'regex-cursor': 'stateful-regexp',
  timer: 'timer-as-scheduler',
  listener: 'listener-per-invocation',
  'library-state': 'in-memory-library-store',
};

const SEVERITY_OF: Readonly<Record<Grade, Severity | null>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  none: null,
};

/** The finding about a binding, or null where it is as it should be. */
export function findingOfBinding(program: ClassifiedProgram, binding: ClassifiedBinding): DraftFinding | null {
  const severity = SEVERITY_OF[binding.grade];
  const rule = ruleOf(binding);
  if (severity === null || rule === null || !binding.reports) return null;
  const [reason] = binding.evidence;
  if (!reason) return null;
  const write = binding.writes[0] ?? binding.reads[0];
  const path = write ? entryPathOf(program, write.fn, write.pos) : [];
  return {
    rule,
    severity,
    message: `\`${binding.root.name}\` ${reason.message.replace(`${binding.root.name}.`, '')}`,
    file: binding.file,
    line: binding.line,
    column: binding.column,
    binding: binding.root.id,
    scope: binding.root.name,
    confidence: binding.confidence,
    entryPath: path,
    through: write ? filesOnPath(program, write.fn) : [],
    reachedFrom: write ? entriesReaching(program, write.fn) : [],
    witness: witnessOf(program, binding),
    fix: null,
  };
}

function ruleOf(binding: ClassifiedBinding): string | null {
  if (binding.root.declaration === 'process.env') return 'process-global-write';
  if (binding.rule !== null) return binding.rule;
  return RULE_OF[binding.classification] ?? null;
}

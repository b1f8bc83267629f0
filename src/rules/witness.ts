import type { ClassifiedBinding } from '../model/classified-program.js';
import type { ReachedProgram } from '../model/reached-program.js';
import { placeText } from './entry-path.js';

/** Two invocations that show the defect: one writes, a later one reads. Null where nothing reads. */
export function witnessOf(program: ReachedProgram, binding: ClassifiedBinding): string | null {
  if (binding.verdict === 'benign') return null;
  const write =
    binding.writes.find(({ kind, expr }) => kind !== 'delete' && !(expr.k === 'assign' && expr.declares)) ??
    binding.writes[0];
  if (!write) return null;
  const own = write.expr.k === 'assign' && write.expr.op !== '=' ? write : undefined;
  const read = binding.reads.find((candidate) => candidate.pos !== write.pos) ?? own;
  if (!read) return null;
  const writes = placeText(program, write.fn, write.pos);
  const reads = placeText(program, read.fn, read.pos);
  return `invocation 1 writes ${writes} → invocation 2 ${leaks(binding) ? 'reads it at' : 'in another environment does not see it at'} ${reads}`;
}

function leaks(binding: ClassifiedBinding): boolean {
  return (
    binding.classification === 'request-state' ||
    binding.classification === 'mis-keyed-cache' ||
    binding.classification === 'unbounded-cache'
  );
}

import { functionAt, parentOf } from '../model/program-index.js';
import type { ReachedProgram } from '../model/reached-program.js';

/** The functions around a place by their names, outermost first: `createServer/<anonymous>`. Empty for a module's own code. */
export function scopeOf({ index }: ReachedProgram, fn: number): string {
  const names: string[] = [];
  for (let current = fn; current >= 0 && functionAt(index, current).kind !== 'module';) {
    names.unshift(functionAt(index, current).name);
    current = parentOf(index, current);
  }
  return names.join('/');
}

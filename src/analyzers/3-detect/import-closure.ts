import type { LinkedProgram } from '../../model/linked-program.js';

/** Modules and everything that they import, directly or not. */
export function importClosure(program: LinkedProgram, modules: Iterable<number>): ReadonlySet<number> {
  const { index, resolutions } = program;
  const closure = new Set<number>();
  const pending = [...modules];
  for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
    if (closure.has(module)) continue;
    closure.add(module);
    const imports = index.modules[module]?.imports ?? [];
    for (const [position, record] of imports.entries()) {
      const resolution = resolutions[module]?.[position];
      if (record.typeOnly || resolution?.kind !== 'file') continue;
      const target = index.byPath.get(resolution.path);
      if (target !== undefined) pending.push(target);
    }
  }
  return closure;
}

import type { Deployment } from '../../model/deployment.js';
import type { LinkedProgram } from '../../model/linked-program.js';
import type { Target } from '../../model/target.js';

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

/** Where declared functions of one target alone load a module, it runs there, in whatever folder it lies. */
export function targetsByDeclaration(program: LinkedProgram, { functions }: Deployment): ReadonlyMap<number, Target> {
  const roots = new Map<Target, number[]>();
  for (const { source, target } of functions) {
    const module = source.kind === 'none' ? undefined : program.index.byPath.get(source.file);
    if (module !== undefined) roots.set(target, [...(roots.get(target) ?? []), module]);
  }
  const targets = new Map<number, Target | null>();
  for (const [target, modules] of roots)
    for (const module of importClosure(program, modules)) targets.set(module, targets.has(module) ? null : target);
  return new Map([...targets].flatMap(([module, target]) => (target === null ? [] : [[module, target]])));
}

import type { ReachedProgram } from '../../model/reached-program.js';
import { targetOf } from '../../model/target-of.js';
import type { Target } from '../../model/target.js';

/**
 * The target that a module's verdicts are for: that of the entry points in it, else the one target of all entry points
 * that import it, else that of its folder, else that of the whole program.
 */
export function targetsOf(program: ReachedProgram): (module: number) => Target {
  const byFile = new Map<string, Target>();
  for (const entry of program.entries) if (!byFile.has(entry.file)) byFile.set(entry.file, entry.target);
  const targets = new Set(program.entries.map(({ target }) => target));
  const only = targets.size === 1 ? [...targets][0] : undefined;
  const importing = targets.size > 1 ? targetsOfImporters(program, byFile) : new Map<number, Set<Target>>();
  return (module) => {
    const path = program.index.modules[module]?.path ?? '';
    const own = byFile.get(path);
    if (own) return own;
    const importers = importing.get(module);
    if (importers?.size === 1) return [...importers][0] as Target;
    const scoped = targetOf(path, null, program.scopes, program.targetOption);
    return scoped.detectedBy === 'default' && only !== undefined ? only : scoped.target;
  };
}

/** By module: the targets of the entry points whose modules import it, at any distance. */
function targetsOfImporters(program: ReachedProgram, byFile: ReadonlyMap<string, Target>): Map<number, Set<Target>> {
  const { index, resolutions } = program;
  const found = new Map<number, Set<Target>>();
  const pending: [number, Target][] = [];
  for (const [file, target] of byFile) pending.push([index.byPath.get(file) ?? -1, target]);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [module, target] = next;
    const known = found.get(module) ?? new Set<Target>();
    found.set(module, known);
    if (module < 0 || known.has(target)) continue;
    known.add(target);
    index.modules[module]?.imports.forEach((record, position) => {
      const resolution = resolutions[module]?.[position];
      if (record.typeOnly || resolution?.kind !== 'file') return;
      const imported = index.byPath.get(resolution.path);
      if (imported !== undefined) pending.push([imported, target]);
    });
  }
  return found;
}

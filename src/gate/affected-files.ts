import type { LinkedProgram } from '../model/linked-program.js';

/** What a report is limited to. Without changed files given, it is limited to nothing. */
export interface Affected {
  /** Whether something concerns a changed file: by its own file, or by files that it was found through. */
  readonly concerns: (file: string, through: readonly string[]) => boolean;
  /** Analysed files that changed, and these with what imports them. */
  readonly files: number;
  readonly reached: number;
}

/** The changed files, and every file that imports one of them, directly or not. */
export function affectedBy(program: LinkedProgram, changed: readonly string[] | null): Affected {
  if (changed === null) return { concerns: () => true, files: 0, reached: 0 };
  const own = new Set(changed);
  const analysed = [...own].filter((path) => program.index.byPath.has(path));
  const reached = importersOf(program, analysed);
  return {
    concerns: (file, through) => own.has(file) || reached.has(file) || through.some((other) => own.has(other)),
    files: analysed.length,
    reached: reached.size,
  };
}

function importersOf({ index, resolutions }: LinkedProgram, files: readonly string[]): Set<string> {
  const importers = new Map<string, string[]>();
  for (const [number, module] of index.modules.entries()) {
    for (const [position, record] of module.imports.entries()) {
      const resolution = resolutions[number]?.[position];
      if (record.typeOnly || resolution?.kind !== 'file') continue;
      const known = importers.get(resolution.path);
      if (known) known.push(module.path);
      else importers.set(resolution.path, [module.path]);
    }
  }
  const reached = new Set<string>();
  const pending = [...files];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    pending.push(...(importers.get(path) ?? []));
  }
  return reached;
}

import type { ClassifiedProgram } from '../model/classified-program.js';
import { compareText } from '../support/compare.js';

const MOST = 400;

/** Files and all that import them, directly or not, nearest first while there are few enough to look at precisely. */
export function withImporters(program: ClassifiedProgram, files: readonly string[]): string[] {
  const { modules, byPath } = program.index;
  const importers = new Map<string, string[]>();
  program.resolutions.forEach((resolutions, from) => {
    for (const resolution of resolutions) {
      if (resolution.kind !== 'file') continue;
      const list = importers.get(resolution.path) ?? [];
      list.push(modules[from]?.path ?? '');
      importers.set(resolution.path, list);
    }
  });
  const found = new Set(files.filter((file) => byPath.has(file)));
  for (const file of found) {
    if (found.size >= MOST) break;
    for (const importer of importers.get(file) ?? []) found.add(importer);
  }
  return [...found].sort(compareText);
}

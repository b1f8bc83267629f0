import type { LinkedProgram } from '../../model/linked-program.js';

/** Modules that no other module of the program imports: what they export is for somebody outside. */
export function unimportedModules({ index, resolutions }: LinkedProgram): number[] {
  const imported = new Set(
    resolutions.flatMap((list) => list.flatMap((each) => (each.kind === 'file' ? [index.byPath.get(each.path)] : []))),
  );
  return index.modules.map((_, module) => module).filter((module) => !imported.has(module));
}

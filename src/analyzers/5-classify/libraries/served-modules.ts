import type { Host } from '../../../model/deployment.js';
import type { ReachedProgram } from '../../../model/reached-program.js';

/** Hosts that the program starts itself: some module loads the routes and listens. */
const STARTED_BY_PROGRAM: ReadonlySet<Host> = new Set<Host>([
  'express',
  'fastify',
  'koa',
  'hono',
  'http',
  'nestjs',
  'trpc',
  'graphql',
  'socket.io',
  'ws',
  'telegram',
  'queue',
]);

/**
 * Modules that are loaded where invocations run: those of the entry points with all that they import, and, where the program
 * starts its server itself, the modules that load the routes, with all that those import.
 */
export function servedModules(program: ReachedProgram): ReadonlySet<number> {
  const { index, entries, deployed } = program;
  const imports = index.modules.map((_, module) => importsOf(program, module));
  const importers = index.modules.map((): number[] => []);
  imports.forEach((targets, module) => {
    for (const target of targets) importers[target]?.push(module);
  });
  const started = entries
    .filter(({ host }) => STARTED_BY_PROGRAM.has(host))
    .map(({ number }) => index.moduleOfFunction[number] as number);
  const loading = closure(started, (module) => importers[module] ?? []);
  return new Set([...deployed, ...closure([...loading], (module) => imports[module] ?? [])]);
}

function importsOf({ index, resolutions }: ReachedProgram, module: number): number[] {
  return (index.modules[module]?.imports ?? []).flatMap((record, position) => {
    const resolution = resolutions[module]?.[position];
    const target = record.typeOnly || resolution?.kind !== 'file' ? undefined : index.byPath.get(resolution.path);
    return target === undefined ? [] : [target];
  });
}

function closure(from: readonly number[], next: (module: number) => readonly number[]): Set<number> {
  const found = new Set(from);
  const pending = [...from];
  for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
    for (const target of next(module)) {
      if (found.has(target)) continue;
      found.add(target);
      pending.push(target);
    }
  }
  return found;
}

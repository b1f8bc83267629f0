import { functionAt, moduleOf } from '../model/program-index.js';
import { pathTo } from '../model/reached-program.js';
import type { ReachedProgram } from '../model/reached-program.js';
import { compareText } from '../support/compare.js';
import { positionAt } from '../support/text-position.js';

/** The shortest way from an entry point to a place: `handler (src/api.ts:12)`, `record (src/count.ts:4)`, `src/count.ts:5`. */
export function entryPathOf(program: ReachedProgram, fn: number, pos: number): string[] {
  const functions = functionsOnPath(program, fn);
  if (functions.length === 0) return [];
  const steps = functions.map((number) => describe(program, number));
  return [...steps, placeText(program, fn, pos)];
}

/** The files of the functions on that way. */
export function filesOnPath(program: ReachedProgram, fn: number): string[] {
  return [...new Set(functionsOnPath(program, fn).map((number) => moduleOf(program.index, number).path))];
}

function functionsOnPath(program: ReachedProgram, fn: number): number[] {
  const phase =
    program.reached.invoke[fn] !== undefined
      ? 'invoke'
      : program.reached.background[fn] !== undefined
        ? 'background'
        : null;
  if (phase === null) return [];
  const edges = pathTo(program, fn, phase);
  return edges.length === 0 ? [fn] : [edges[0]?.from ?? fn, ...edges.map((edge) => edge.to)];
}

function describe(program: ReachedProgram, fn: number): string {
  const entry = program.entries.find(({ number }) => number === fn);
  const { name, kind, pos } = functionAt(program.index, fn);
  const shown = entry ? entry.name : kind === 'module' ? 'module' : name;
  return `${shown} (${placeText(program, fn, pos)})`;
}

export function placeText(program: ReachedProgram, fn: number, pos: number): string {
  const module = moduleOf(program.index, fn);
  return `${module.path}:${positionAt(module.lineStarts, pos).line}`;
}

/** Every entry point from which a function is reached, the first ones of many. */
export function entriesReaching(program: ReachedProgram, fn: number): string[] {
  const seen = new Set<number>([fn]);
  const pending = [fn];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const edge of program.callsTo[next] ?? []) {
      if (seen.has(edge.from)) continue;
      seen.add(edge.from);
      pending.push(edge.from);
    }
  }
  return program.entries
    .filter(({ number }) => seen.has(number))
    .map((entry) => `${entry.name} (${entry.file}:${entry.line})`)
    .sort(compareText)
    .slice(0, 20);
}

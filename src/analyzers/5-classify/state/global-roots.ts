import type { Candidate } from '../../../model/flow.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import type { StateRoot } from '../../../model/state.js';
import { rootOf } from './find-roots.js';

/** Roots of what the program writes to the global object and to `process.env`: by name, then by the module that writes. */
export type GlobalRoots = ReadonlyMap<string, ReadonlyMap<number, StateRoot>>;

export function globalRoots(program: ReachedProgram): GlobalRoots {
  const found = new Map<string, Map<number, StateRoot>>();
  for (const candidate of program.flow.candidates) {
    if (candidate.k !== 'member-write' && candidate.k !== 'global-write') continue;
    const name = globalNameOf(program, candidate);
    if (name === null) continue;
    const module = program.index.moduleOfFunction[candidate.fn] as number;
    const byModule = found.get(name) ?? new Map<number, StateRoot>();
    found.set(name, byModule);
    if (byModule.has(module)) continue;
    const path = program.index.modules[module]?.path ?? '';
    const declaration = name.startsWith('process.env.') ? 'process.env' : 'global';
    byModule.set(module, rootOf(path, module, name, declaration, candidate.expr.pos, -1, nodeOf(program, name)));
  }
  return found;
}

/** The node of a property of the global object; -1 for an environment variable, which holds only text. */
function nodeOf(program: ReachedProgram, name: string): number {
  const { flow } = program;
  const token = flow.tokens.findIndex(({ t }) => t === 'global');
  return token < 0 ? -1 : (flow.fields[token]?.get(name.slice('globalThis.'.length)) ?? -1);
}

/** `globalThis.x` or `process.env.X`, where a candidate reads or writes one; null for anything else. */
export function globalNameOf(program: ReachedProgram, candidate: Candidate): string | null {
  if (candidate.k === 'global-read' || candidate.k === 'global-write')
    return candidate.name === 'module' || candidate.name === 'exports' ? null : `globalThis.${candidate.name}`;
  if (candidate.k !== 'member-read' && candidate.k !== 'member-write') return null;
  const member = candidate.k === 'member-read' ? candidate.expr : candidate.member;
  for (const token of program.flow.values[candidate.object] ?? []) {
    const value = program.flow.tokens[token];
    if (value?.t === 'global') return `globalThis.${member.name ?? '*'}`;
    if (value?.t === 'external' && (value.origin === '@process.env' || value.origin === 'process.env'))
      return `process.env.${member.name ?? '*'}`;
  }
  return null;
}

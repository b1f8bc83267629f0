import type { Candidate } from '../../../model/flow.js';
import { bindingAt, classAt, functionAt, functionIn, parentOf } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { runsIn } from '../../../model/reached-program.js';
import type { StateDeclaration, StateRoot } from '../../../model/state.js';
import { commonJsExports } from '../../../model/exported-values.js';

/** Every place that lives as long as its module, whether it is ever written or not. */
export function findRoots(program: ReachedProgram): FoundRoots {
  const statics = new Map([...staticFields(program), ...injectedFields(program)]);
  return { roots: [...moduleVariables(program), ...statics.values(), ...exportedObjects(program)], statics };
}

export interface FoundRoots {
  readonly roots: StateRoot[];
  /** Static fields by `<token of the class>.<name>`, and fields of injected singletons by `<token of the instance>.<name>`. */
  readonly statics: ReadonlyMap<string, StateRoot>;
}

const LISTED = new Set(['const', 'let', 'var', 'default', 'function', 'class', 'enum', 'namespace']);

function moduleVariables(program: ReachedProgram): StateRoot[] {
  const { index } = program;
  return index.modules.flatMap((module, number) =>
    module.bindings.flatMap((binding, local): StateRoot[] => {
      if (binding.fn !== 0 || !LISTED.has(binding.kind) || (binding.block && binding.kind !== 'var')) return [];
      const variable = (index.bindingBase[number] as number) + local;
      const declaration = binding.kind as StateDeclaration;
      return [rootOf(module.path, number, binding.name, declaration, binding.pos, variable, variable, binding.type)];
    }),
  );
}

export function rootOf(
  path: string,
  module: number,
  name: string,
  declaration: StateDeclaration,
  pos: number,
  variable: number,
  node: number,
  type: string | null = null,
): StateRoot {
  return { id: `${path}#${name}`, module, name, declaration, pos, variable, node, type };
}

/** Declared static fields of every class, by `<token of the class>.<name>`. */
function staticFields(program: ReachedProgram): Map<string, StateRoot> {
  const { flow, index } = program;
  const found = new Map<string, StateRoot>();
  flow.tokens.forEach((token, number) => {
    if (token.t !== 'class') return;
    const record = classAt(index, token.cls);
    const module = index.moduleOfClass[token.cls] as number;
    const path = index.modules[module]?.path ?? '';
    for (const member of record.members) {
      if (!member.static || member.kind !== 'field' || member.name === null) continue;
      const node = flow.fields[number]?.get(member.name) ?? -1;
      const name = `${record.name}.${member.name}`;
      found.set(`${number}.${member.name}`, rootOf(path, module, name, 'static', member.pos, -1, node, member.type));
    }
  });
  return found;
}

/** Fields of what a dependency-injection container makes once: `PatientContext.patientId`. */
function injectedFields(program: ReachedProgram): Map<string, StateRoot> {
  const { flow, index } = program;
  const found = new Map<string, StateRoot>();
  for (const { cls, token } of program.singletons) {
    const record = classAt(index, cls);
    const module = index.moduleOfClass[cls] as number;
    const path = index.modules[module]?.path ?? '';
    for (const member of record.members) {
      if (member.static || member.kind !== 'field' || member.name === null) continue;
      const node = flow.fields[token]?.get(member.name) ?? -1;
      const name = `${record.name}.${member.name}`;
      found.set(`${token}.${member.name}`, rootOf(path, module, name, 'field', member.pos, -1, node, member.type));
    }
  }
  return found;
}

/** `module.exports` where it is an object of its own and no variable names it. */
function exportedObjects(program: ReachedProgram): StateRoot[] {
  const { index } = program;
  return index.modules.flatMap((module, number): StateRoot[] => {
    if (module.format === 'esm') return [];
    return [rootOf(module.path, number, 'module.exports', 'exports', 0, -1, commonJsExports(program, number))];
  });
}

/** Variables of enclosing functions, by the functions that use them. */
export function capturedVariables(program: ReachedProgram): Map<number, Set<number>> {
  const { index } = program;
  const captured = new Map<number, Set<number>>();
  for (const candidate of program.flow.candidates) {
    const variable = variableOf(candidate);
    if (variable < 0) continue;
    const owner = functionIn(index, candidate.fn, bindingAt(index, variable).fn);
    if (functionAt(index, owner).kind === 'module' || owner === candidate.fn) continue;
    for (let fn = candidate.fn; fn >= 0 && fn !== owner; fn = parentOf(index, fn)) {
      const known = captured.get(fn);
      if (known) known.add(variable);
      else captured.set(fn, new Set([variable]));
    }
  }
  return captured;
}

function variableOf(candidate: Candidate): number {
  return candidate.k === 'variable-read' || candidate.k === 'variable-write' ? candidate.variable : -1;
}

/** A variable that a long-lived function captures: `createLimiter.seen`. */
export function capturedRoot(program: ReachedProgram, variable: number): StateRoot | null {
  const { index } = program;
  const binding = bindingAt(index, variable);
  if (binding.kind === 'function' || binding.kind === 'class' || binding.kind === 'param' || binding.name === '')
    return null;
  const module = index.moduleOfBinding[variable] as number;
  const owner = (index.functionBase[module] as number) + binding.fn;
  const path = index.modules[module]?.path ?? '';
  const name = `${ownerName(program, owner)}.${binding.name}`;
  return rootOf(path, module, name, 'captured', binding.pos, variable, variable, binding.type);
}

function ownerName(program: ReachedProgram, fn: number): string {
  const { name, kind } = functionAt(program.index, fn);
  if (kind === 'constructor') return name.replace(/\.constructor$/, '');
  return name === '<anonymous>' ? 'closure' : name;
}

/** Functions that outlive the activation that made them although nothing holds them: callbacks registered while loading. */
export function registeredFunctions(program: ReachedProgram): number[] {
  const found = new Set<number>();
  for (const edges of program.callsFrom) {
    for (const edge of edges) {
      if (edge.timing === 'now' || edge.timing === 'startup') continue;
      if (runsIn(program, edge.from, 'init') && !runsIn(program, edge.from, 'invoke')) found.add(edge.to);
    }
  }
  for (const { number } of program.entries) {
    const parent = parentOf(program.index, number);
    if (parent >= 0 && !runsIn(program, parent, 'invoke')) found.add(number);
  }
  return [...found].sort((a, b) => a - b);
}

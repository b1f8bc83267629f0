/**
 * 2-link. Takes: all modules and where their imports lead. Gives: a LinkedProgram: which values reach which places, which
 * functions each call may run, which callbacks leave the program. Does not: know hosts, phases or verdicts.
 */
import type { CallSite, Token } from '../../model/flow.js';
import type { Gap } from '../../model/gap.js';
import type { LinkedProgram } from '../../model/linked-program.js';
import { classAt, functionAt, indexProgram } from '../../model/program-index.js';
import type { ProgramIndex } from '../../model/program-index.js';
import type { Resolution, UnreadFile } from '../../model/project.js';
import type { SourceModule } from '../../model/source-module.js';
import { errorIn } from '../../support/invariant.js';
import { connectImport } from './exports.js';
import { bindingsNamedIn, gapsOfImports } from './gaps.js';
import { generateFunction } from './generate.js';
import { constructUnmade, injectSingletons } from './injection.js';
import { openKnownTokens } from './known-tokens.js';
import { exportsNode, firstFreeNode, thisNode, variableNode } from './linker.js';
import type { Linker } from './linker.js';
import { readMember } from './read-member.js';
import { addToken, finish, openSolver, solve } from './solver.js';
import type { Solver } from './solver.js';
import { createdToken } from './tokens.js';

/**
 * Links a program. `resolutions[m][i]` says where import `i` of module `m` leads. An error of ours in one function is a
 * gap there, and stops the run with `isFatal`.
 */
export function linkProgram(
  modules: readonly SourceModule[],
  resolutions: readonly (readonly Resolution[])[],
  unread: readonly UnreadFile[] = [],
  isFatal = true,
): LinkedProgram {
  const index = indexProgram(modules);
  const linker = openLinker(index, resolutions);
  const gaps = [...modules.flatMap((module) => module.gaps), ...gapsOfImports(index, resolutions, unread)];
  modules.forEach((module, number) => linkModule(linker, module, number, gaps, isFatal));
  solve(linker.solver);
  const singletons = injectSingletons(linker);
  adoptMethods(linker);
  constructUnmade(linker);
  solve(linker.solver);
  for (const site of linker.solver.calls) findCallbacks(linker.solver, site);
  const { implicitCalls } = linker;
  return { index, resolutions, flow: finish(linker.solver), implicitCalls, singletons, gaps, unread };
}

function openLinker(index: ProgramIndex, resolutions: readonly (readonly Resolution[])[]): Linker {
  const members: { readMember: Solver['members']['readMember'] } = { readMember: () => undefined };
  const nothing = firstFreeNode(index) - 1;
  const linker: Linker = {
    index,
    solver: openSolver(firstFreeNode(index), members),
    known: openKnownTokens(index),
    resolutions,
    accessorNames: accessorNamesOf(index),
    accessors: new Map(),
    implicitCalls: [],
    bindingCount: index.bindingBase.at(-1) as number,
    functionCount: index.functionBase.at(-1) as number,
    nothing,
  };
  members.readMember = (token, name, to) => {
    readMember(linker, token, name, to);
  };
  return linker;
}

function accessorNamesOf(index: ProgramIndex): Set<string> {
  const names = new Set<string>();
  for (const module of index.modules) {
    for (const fn of module.functions) {
      if (fn.kind === 'getter' || fn.kind === 'setter') names.add(fn.name.slice(fn.name.lastIndexOf('.') + 1));
    }
  }
  return names;
}

function linkModule(linker: Linker, module: SourceModule, number: number, gaps: Gap[], isFatal: boolean): void {
  const exportsAt = { k: 'object', properties: [], pos: 0 } as const;
  const own = linker.index.functionBase[number] as number;
  addToken(linker.solver, exportsNode(linker, number), createdToken(linker, own, exportsAt, 'object', 'exports'));
  module.imports.forEach((record, position) => {
    const resolution = linker.resolutions[number]?.[position];
    if (!resolution || record.typeOnly) return;
    for (const { imported, binding } of record.names) {
      const node = variableNode((linker.index.bindingBase[number] as number) + binding);
      if (binding >= 0) connectImport(linker, resolution, imported, node);
    }
  });
  for (let fn = own; fn < (linker.index.functionBase[number + 1] as number); fn++) {
    try {
      generateFunction(linker, fn);
    } catch (error) {
      const isTooDeep = error instanceof RangeError;
      if (!isTooDeep && isFatal) throw errorIn(module.path, error);
      const { pos, body } = functionAt(linker.index, fn);
      const cause = isTooDeep
        ? ({ kind: 'too-deep', message: 'a function is nested too deeply to be followed' } as const)
        : ({ kind: 'analysis-error', message: 'the analysis of a function failed' } as const);
      gaps.push({ ...cause, file: module.path, pos, fn: fn - own, sees: bindingsNamedIn(body) });
    }
  }
}

/** A method that no call was seen of works, whoever calls it, on the instances of its class. */
function adoptMethods(linker: Linker): void {
  const { solver, index } = linker;
  const instances = new Map<number, number[]>();
  solver.tokens.forEach((token, number) => {
    if (token.t !== 'object' || token.what !== 'instance') return;
    const known = instances.get(token.cls);
    if (known) known.push(number);
    else instances.set(token.cls, [number]);
  });
  for (const [cls, tokens] of instances) {
    for (const member of classAt(index, cls).members) {
      if (member.static || member.fn < 0 || member.kind !== 'method') continue;
      const owner = index.functionBase[index.moduleOfClass[cls] as number] as number;
      const node = thisNode(linker, owner + member.fn);
      if ((solver.values[node]?.length ?? 0) === 0) for (const token of tokens) addToken(solver, node, token);
    }
  }
}

/** Functions that a call hands to code outside the program: as arguments, or inside objects that are arguments. */
function findCallbacks(solver: Solver, site: CallSite): void {
  if (site.modelled) return;
  const outside = site.externals.length > 0 || site.targets.length === 0;
  if (!outside) return;
  const seen = new Set<number>();
  for (const node of site.args) collectFunctions(solver, node, 3, seen, site.callbacks);
}

function collectFunctions(solver: Solver, node: number, depth: number, seen: Set<number>, into: number[]): void {
  for (const token of solver.values[node] ?? []) {
    if (seen.has(token)) continue;
    seen.add(token);
    const value = solver.tokens[token] as Token;
    if (value.t === 'function') {
      if (!into.includes(value.fn)) into.push(value.fn);
    } else if (
      depth > 0 &&
      value.t === 'object' &&
      (value.what === 'object' || value.what === 'array' || value.what === 'external')
    ) {
      const isModuleExports =
        value.expr?.pos === 0 &&
        value.expr.k === 'object' &&
        value.what === 'object' &&
        value.expr.properties.length === 0;
      if (isModuleExports) continue;
      for (const [name, field] of solver.fields[token] ?? []) {
        if (value.what !== 'external' || name === '<callbacks>') collectFunctions(solver, field, depth - 1, seen, into);
      }
    }
  }
}

import type { Expr } from '../../../model/code.js';
import type { CallSite, Candidate, Token } from '../../../model/flow.js';
import { bindingAt, bindingIn, functionIn } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import type { StateAccess, StateRoot } from '../../../model/state.js';
import { rootOf } from './find-roots.js';
import type { HeldObjects, Holder } from './hold-objects.js';
import { phasesOfAccess } from './access-phases.js';
import { WRITES_FIRST_ARGUMENT, methodEffect } from './mutators.js';
import type { MethodEffect } from './mutators.js';

/** State with everything that happens to it. */
export interface StateUse {
  readonly root: StateRoot;
  readonly accesses: readonly StateAccess[];
}

/** Collects every access to every root, in the order of the roots. */
export function collectAccesses(program: ReachedProgram, held: HeldObjects): StateUse[] {
  const byRoot = new Map<StateRoot, StateAccess[]>(held.roots.map((root) => [root, []]));
  const globals = new Map<string, StateRoot>();
  const add = (root: StateRoot, access: StateAccess): void => {
    const list = byRoot.get(root);
    if (list) list.push(access);
    else byRoot.set(root, [access]);
  };
  for (const candidate of program.flow.candidates) collectCandidate(program, held, candidate, globals, add);
  for (const site of program.flow.calls) collectCall(program, held, site, add);
  return [...byRoot].map(([root, accesses]) => ({ root, accesses: accesses.sort(byPlace(program)) }));
}

function byPlace(program: ReachedProgram): (a: StateAccess, b: StateAccess) => number {
  const module = (access: StateAccess): number => program.index.moduleOfFunction[access.fn] as number;
  return (a, b) => module(a) - module(b) || a.pos - b.pos;
}

type Add = (root: StateRoot, access: StateAccess) => void;

function collectCandidate(
  program: ReachedProgram,
  held: HeldObjects,
  candidate: Candidate,
  globals: Map<string, StateRoot>,
  add: Add,
): void {
  switch (candidate.k) {
    case 'variable-read': {
      const root = held.rootOfVariable.get(exportedVariable(program, candidate.variable));
      if (root) add(root, accessOf(program, held, candidate, { kind: 'read', path: [], op: '' }));
      return;
    }
    case 'variable-write': {
      const root = held.rootOfVariable.get(candidate.variable);
      const { op, value } = candidate.expr;
      if (root) add(root, accessOf(program, held, candidate, { kind: 'assign', path: [], op, value }));
      return;
    }
    case 'member-read':
      collectMember(program, held, candidate, candidate.expr, null, add);
      return;
    case 'member-write': {
      const global = globalRootOf(program, candidate, globals);
      const { expr, member } = candidate;
      if (global) add(global, accessOf(program, held, candidate, writeOf(expr, [])));
      else collectMember(program, held, candidate, member, expr, add);
      return;
    }
    case 'global-write': {
      const { expr, name, fn } = candidate;
      if (name === 'module' || name === 'exports') return;
      const root = globalRoot(program, fn, `globalThis.${name}`, 'global', expr.pos, globals);
      add(root, accessOf(program, held, candidate, writeOf(expr, [])));
    }
  }
}

type WriteExpr = Extract<Expr, { k: 'assign' | 'delete' }>;

function writeOf(expr: WriteExpr, path: readonly string[]): What {
  return expr.k === 'delete'
    ? { kind: 'delete', path, op: 'delete' }
    : { kind: 'assign', path, op: expr.op, value: expr.value };
}

/** The variable behind an imported name, where the flow shows exactly that it is another module's. */
function exportedVariable(program: ReachedProgram, variable: number): number {
  const { index } = program;
  if (bindingAt(index, variable).kind !== 'import') return variable;
  const module = index.moduleOfBinding[variable] as number;
  const local = variable - (index.bindingBase[module] as number);
  const imports = index.modules[module]?.imports ?? [];
  for (let position = 0; position < imports.length; position++) {
    const name = imports[position]?.names.find(({ binding }) => binding === local);
    const resolution = name ? program.resolutions[module]?.[position] : undefined;
    if (!name || resolution?.kind !== 'file') continue;
    const target = index.byPath.get(resolution.path);
    const record =
      target === undefined
        ? undefined
        : index.modules[target]?.exports.find(
            (candidate) => candidate.kind === 'binding' && candidate.name === name.imported,
          );
    if (target !== undefined && record?.kind === 'binding')
      return (index.bindingBase[target] as number) + record.binding;
  }
  return variable;
}

function collectMember(
  program: ReachedProgram,
  held: HeldObjects,
  candidate: Extract<Candidate, { k: 'member-read' | 'member-write' }>,
  member: Extract<Expr, { k: 'member' }>,
  write: WriteExpr | null,
  add: Add,
): void {
  const tokens = heldTokens(program, held, candidate.object);
  const seen = new Set<string>();
  for (const token of tokens) {
    const value = program.flow.tokens[token] as Token;
    if (write && isUnderConstruction(program, candidate.fn, member.object, value)) continue;
    const field = held.statics.get(`${token}.${member.name ?? '*'}`);
    const what = memberAccess(value, member, write);
    for (const holder of field ? [fieldHolder(field)] : (held.holders.get(token) ?? [])) {
      const path = field ? [] : [...holder.path, ...what.path];
      const key = `${holder.root.id}\0${path.join('.')}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const access = accessOf(program, held, candidate, { ...what, path }, holder, isShared(held, token));
      add(holder.root, tokens.length > 1 ? { ...access, certainty: 'possible' } : access);
    }
  }
}

function fieldHolder(root: StateRoot): Holder {
  return { root, path: [], chain: [] };
}

function heldTokens(program: ReachedProgram, held: HeldObjects, node: number): number[] {
  return [...(program.flow.values[node] ?? [])].filter((token) => held.holders.has(token));
}

/** Several long-lived instances have such an object, each its own. */
function isShared(held: HeldObjects, token: number): boolean {
  return (held.holders.get(token)?.length ?? 0) > 1;
}

/** What a read or write of a member does to the object that has the member. */
function memberAccess(value: Token, member: Extract<Expr, { k: 'member' }>, write: WriteExpr | null): What {
  const isContainer =
    value.t === 'object' && value.what !== 'object' && value.what !== 'instance' && value.what !== 'exports';
  const { key } = member;
  if (isContainer && (member.name === 'length' || member.name === 'size')) {
    return write === null
      ? { kind: 'size', path: [], op: '', key }
      : { ...writeOf(write, []), kind: 'delete', op: 'length', key };
  }
  const path = [member.name === null || (isContainer && /^\d+$/.test(member.name)) ? '*' : member.name];
  return write === null ? { kind: 'read', path, op: '', key } : { ...writeOf(write, path), key };
}

function collectCall(program: ReachedProgram, held: HeldObjects, site: CallSite, add: Add): void {
  const { flow } = program;
  if (site.object >= 0 && site.name !== null) {
    const tokens = heldTokens(program, held, site.object);
    const seen = new Set<string>();
    for (const token of tokens) {
      const value = flow.tokens[token];
      if (value?.t !== 'object' || !isBuiltin(value.what)) continue;
      const receiver = site.expr.callee.k === 'member' ? site.expr.callee.object : null;
      if (receiver && isUnderConstruction(program, site.fn, receiver, value)) continue;
      const effect = methodEffect(value.what, site.name);
      for (const holder of held.holders.get(token) ?? []) {
        const key = `${holder.root.id}\0${holder.path.join('.')}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const what = callAccess(site, holder, effect);
        const access = accessOf(program, held, site, what, holder, isShared(held, token), site);
        add(holder.root, tokens.length > 1 ? { ...access, certainty: 'possible' } : access);
      }
    }
  }
  if (site.externals.some((origin) => WRITES_FIRST_ARGUMENT.test(origin))) collectAssignment(program, held, site, add);
}

function callAccess(site: CallSite, holder: Holder, effect: MethodEffect): What {
  const { kind } = effect;
  const path = kind === 'read' || kind === 'mutate' || kind === 'delete' ? [...holder.path, '*'] : holder.path;
  const { args } = site.expr;
  return { kind, path, op: site.name ?? '', key: args[effect.key] ?? null, value: args[effect.value] ?? null };
}

/** `Object.assign(target, source)`. */
function collectAssignment(program: ReachedProgram, held: HeldObjects, site: CallSite, add: Add): void {
  const [target] = site.args;
  for (const token of target === undefined ? [] : heldTokens(program, held, target)) {
    for (const holder of held.holders.get(token) ?? []) {
      const value = site.expr.args[1] ?? null;
      const what: What = { kind: 'mutate', path: [...holder.path, '*'], op: 'Object.assign', value };
      add(holder.root, accessOf(program, held, site, what, holder, isShared(held, token), site));
    }
  }
}

function isBuiltin(what: string): what is 'array' | 'Map' | 'Set' | 'WeakMap' | 'WeakSet' {
  return what === 'array' || what === 'Map' || what === 'Set' || what === 'WeakMap' || what === 'WeakSet';
}

interface What {
  readonly kind: StateAccess['kind'];
  readonly path: readonly string[];
  readonly op: string;
  readonly key?: Expr | null;
  readonly value?: Expr | null;
}

function accessOf(
  program: ReachedProgram,
  held: HeldObjects,
  at: { readonly fn: number; readonly expr: Expr },
  what: What,
  holder: Holder | null = null,
  shared = false,
  site: CallSite | null = null,
): StateAccess {
  const { fn, expr } = at;
  const chain = holder?.chain ?? [];
  const phases = phasesOfAccess(program, held.owners, fn, expr, chain, shared);
  const { kind, path, op, key = null, value = null } = what;
  return { kind, path, op, fn, pos: expr.pos, expr, key, value, site, phases, chain, certainty: 'definite' };
}

/** Writes to `process.env.X` and to properties of the global object. */
function globalRootOf(
  program: ReachedProgram,
  candidate: Extract<Candidate, { k: 'member-write' }>,
  globals: Map<string, StateRoot>,
): StateRoot | null {
  const { member, fn, expr } = candidate;
  const name = member.name ?? '*';
  for (const token of program.flow.values[candidate.object] ?? []) {
    const value = program.flow.tokens[token];
    if (value?.t === 'global') return globalRoot(program, fn, `globalThis.${name}`, 'global', expr.pos, globals);
    if (value?.t === 'external' && (value.origin === '@process.env' || value.origin === 'process.env')) {
      return globalRoot(program, fn, `process.env.${name}`, 'process.env', expr.pos, globals);
    }
  }
  return null;
}

function globalRoot(
  program: ReachedProgram,
  fn: number,
  name: string,
  declaration: 'global' | 'process.env',
  pos: number,
  globals: Map<string, StateRoot>,
): StateRoot {
  const module = program.index.moduleOfFunction[fn] as number;
  const path = program.index.modules[module]?.path ?? '';
  const key = `${path}#${name}`;
  const known = globals.get(key);
  if (known) return known;
  const root = rootOf(path, module, name, declaration, pos, -1, -1);
  globals.set(key, root);
  return root;
}

/** A function still fills what it has itself just made and holds in a local: nobody else sees it yet. */
function isUnderConstruction(program: ReachedProgram, fn: number, base: Expr, value: Token): boolean {
  if (base.k !== 'name' || value.t !== 'object' || value.fn !== fn) return false;
  const binding = bindingAt(program.index, bindingIn(program.index, fn, base.binding));
  return binding.kind !== 'param' && binding.fn !== 0 && functionIn(program.index, fn, binding.fn) === fn;
}

import type { Expr } from '../../../model/code.js';
import type { CallSite, Candidate, Token } from '../../../model/flow.js';
import { bindingAt, bindingIn } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import type { StateAccess, StateRoot } from '../../../model/state.js';
import { phasesOfAccess } from './access-phases.js';
import type { Definitions } from './definitions.js';
import { globalNameOf } from './global-roots.js';
import type { HeldObjects, Holder } from './hold-objects.js';
import { WRITES_FIRST_ARGUMENT, methodEffect } from './mutators.js';
import type { MethodEffect } from './mutators.js';
import { isUnderConstruction } from './under-construction.js';

/** State with everything that happens to it. */
export interface StateUse {
  readonly root: StateRoot;
  readonly accesses: readonly StateAccess[];
}

/** What the steps of a collection share. */
interface Collection {
  readonly program: ReachedProgram;
  readonly held: HeldObjects;
  readonly definitions: Definitions;
  readonly add: (root: StateRoot, access: StateAccess) => void;
}

/** Collects every access to every root, in the order of the roots. */
export function collectAccesses(program: ReachedProgram, held: HeldObjects, definitions: Definitions): StateUse[] {
  const byRoot = new Map<StateRoot, StateAccess[]>(held.roots.map((root) => [root, []]));
  const add: Collection['add'] = (root, access) => byRoot.get(root)?.push(access);
  const collection: Collection = { program, held, definitions, add };
  for (const candidate of program.flow.candidates) collectCandidate(collection, candidate);
  for (const site of program.flow.calls) collectCall(collection, site);
  return [...byRoot].map(([root, accesses]) => ({ root, accesses: accesses.sort(byPlace(program)) }));
}

function byPlace(program: ReachedProgram): (a: StateAccess, b: StateAccess) => number {
  const module = (access: StateAccess): number => program.index.moduleOfFunction[access.fn] as number;
  return (a, b) => module(a) - module(b) || a.pos - b.pos;
}

function collectCandidate(collection: Collection, candidate: Candidate): void {
  const { program, held, add } = collection;
  switch (candidate.k) {
    case 'variable-read': {
      const root = held.rootOfVariable.get(exportedVariable(program, candidate.variable));
      if (root) add(root, accessOf(collection, candidate, { kind: 'read', path: [], op: '' }));
      return;
    }
    case 'variable-write': {
      const root = held.rootOfVariable.get(candidate.variable);
      const { op, value } = candidate.expr;
      if (root) add(root, accessOf(collection, candidate, { kind: 'assign', path: [], op, value }));
      return;
    }
    case 'member-read':
      collectGlobalRead(collection, candidate);
      collectMember(collection, candidate, candidate.expr, null);
      return;
    case 'member-write': {
      const { expr, member } = candidate;
      if (!collectGlobalWrite(collection, candidate)) collectMember(collection, candidate, member, expr);
      return;
    }
    case 'global-read':
      collectGlobalRead(collection, candidate);
      return;
    case 'global-write':
      collectGlobalWrite(collection, candidate);
  }
}

/** A read of `globalThis.x`, `x` or `process.env.X` concerns every file that writes it. */
function collectGlobalRead(collection: Collection, candidate: Candidate): void {
  const name = globalNameOf(collection.program, candidate);
  if (name === null) return;
  for (const root of collection.held.globals.get(name)?.values() ?? [])
    collection.add(root, accessOf(collection, candidate, { kind: 'read', path: [], op: '' }));
}

function collectGlobalWrite(
  collection: Collection,
  candidate: Extract<Candidate, { k: 'member-write' | 'global-write' }>,
): boolean {
  const { program, held } = collection;
  const name = globalNameOf(program, candidate);
  const module = program.index.moduleOfFunction[candidate.fn] as number;
  const root = name === null ? undefined : held.globals.get(name)?.get(module);
  if (root) collection.add(root, accessOf(collection, candidate, writeOf(candidate.expr, [])));
  return root !== undefined;
}

type WriteExpr = Extract<Expr, { k: 'assign' | 'delete' }>;

function writeOf(expr: WriteExpr, path: readonly string[]): What {
  return expr.k === 'delete'
    ? { kind: 'delete', path, op: 'delete' }
    : { kind: 'assign', path, op: expr.op, value: expr.value };
}

/** The variable behind an imported name, where it is another module's. */
export function exportedVariable(program: ReachedProgram, variable: number): number {
  const { index } = program;
  if (bindingAt(index, variable).kind !== 'import') return variable;
  const module = index.moduleOfBinding[variable] as number;
  const local = variable - (index.bindingBase[module] as number);
  const imports = index.modules[module]?.imports ?? [];
  for (let position = 0; position < imports.length; position++) {
    const name = imports[position]?.names.find(({ binding }) => binding === local);
    if (name) return importedVariable(program, module, position, name.imported, new Set()) ?? variable;
  }
  return variable;
}

/** The variable that import `position` of a module brings in as `name`, through re-exports. */
function importedVariable(
  program: ReachedProgram,
  module: number,
  position: number,
  name: string,
  seen: Set<number>,
): number | null {
  const { index } = program;
  const resolution = program.resolutions[module]?.[position];
  const target = resolution?.kind === 'file' ? index.byPath.get(resolution.path) : undefined;
  if (target === undefined || seen.has(target)) return null;
  seen.add(target);
  for (const record of index.modules[target]?.exports ?? []) {
    if (record.kind === 'binding' && record.name === name)
      return (index.bindingBase[target] as number) + record.binding;
    const passed =
      record.kind === 'star' ? name : record.kind === 'reexport' && record.name === name ? record.imported : null;
    const found =
      passed === null || record.kind === 'binding'
        ? null
        : importedVariable(program, target, record.import, passed, seen);
    if (found !== null) return found;
  }
  return null;
}

function collectMember(
  collection: Collection,
  candidate: Extract<Candidate, { k: 'member-read' | 'member-write' }>,
  member: Extract<Expr, { k: 'member' }>,
  write: WriteExpr | null,
): void {
  const { program, held, add } = collection;
  const tokens = heldTokens(program, held, candidate.object);
  const seen = new Set<string>();
  for (const token of tokens) {
    const value = program.flow.tokens[token] as Token;
    if (isUnderConstruction(program, collection.definitions, candidate.fn, member.object, value)) continue;
    if (value.t === 'function' && isOptionsOrCallback(collection, candidate)) continue;
    const field = held.statics.get(`${token}.${member.name ?? '*'}`);
    const what = memberAccess(value, member, write);
    for (const holder of field ? [fieldHolder(field)] : (held.holders.get(token) ?? [])) {
      const path = field ? [] : [...holder.path, ...what.path];
      const key = `${holder.root.id}\0${path.join('.')}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const access = accessOf(collection, candidate, { ...what, path }, holder, isShared(held, token));
      add(holder.root, tokens.length > 1 ? { ...access, certainty: 'possible' } : access);
    }
  }
}

/** What may be a record of options or a callback has the members of the options: `if (!callback) callback = options`. */
function isOptionsOrCallback({ program }: Collection, { fn, expr }: { fn: number; expr: Expr }): boolean {
  const member = expr.k === 'assign' || expr.k === 'delete' ? expr.target : expr;
  if (member.k !== 'member' || member.object.k !== 'name') return false;
  const variable = bindingIn(program.index, fn, member.object.binding);
  if (bindingAt(program.index, variable).kind !== 'param') return false;
  return (program.flow.values[variable] ?? []).some((token) => program.flow.tokens[token]?.t === 'object');
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

function collectCall(collection: Collection, site: CallSite): void {
  const { program, held, add } = collection;
  const { flow } = program;
  if (site.object >= 0 && site.name !== null) {
    const tokens = heldTokens(program, held, site.object);
    const seen = new Set<string>();
    for (const token of tokens) {
      const value = flow.tokens[token];
      if (value?.t !== 'object' || !isBuiltin(value.what)) continue;
      const receiver = site.expr.callee.k === 'member' ? site.expr.callee.object : null;
      if (receiver && isUnderConstruction(program, collection.definitions, site.fn, receiver, value)) continue;
      const effect = methodEffect(value.what, site.name);
      for (const holder of held.holders.get(token) ?? []) {
        const key = `${holder.root.id}\0${holder.path.join('.')}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const what = callAccess(site, holder, effect);
        const access = accessOf(collection, site, what, holder, isShared(held, token), site);
        add(holder.root, tokens.length > 1 ? { ...access, certainty: 'possible' } : access);
      }
    }
  }
  if (site.externals.some((origin) => WRITES_FIRST_ARGUMENT.test(origin))) collectAssignment(collection, site);
}

function callAccess(site: CallSite, holder: Holder, effect: MethodEffect): What {
  const { kind } = effect;
  const path = kind === 'read' || kind === 'mutate' || kind === 'delete' ? [...holder.path, '*'] : holder.path;
  const { args } = site.expr;
  return { kind, path, op: site.name ?? '', key: args[effect.key] ?? null, value: args[effect.value] ?? null };
}

/** `Object.assign(target, source)`. */
function collectAssignment(collection: Collection, site: CallSite): void {
  const { program, held, add } = collection;
  const [target] = site.args;
  for (const token of target === undefined ? [] : heldTokens(program, held, target)) {
    for (const holder of held.holders.get(token) ?? []) {
      const value = site.expr.args[1] ?? null;
      const what: What = { kind: 'mutate', path: [...holder.path, '*'], op: 'Object.assign', value };
      add(holder.root, accessOf(collection, site, what, holder, isShared(held, token), site));
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
  collection: Collection,
  at: { readonly fn: number; readonly expr: Expr },
  what: What,
  holder: Holder | null = null,
  shared = false,
  site: CallSite | null = null,
): StateAccess {
  const { fn, expr } = at;
  const chain = holder?.chain ?? [];
  const phases = phasesOfAccess(collection.program, collection.held.owners, fn, expr, chain, shared);
  const { kind, path, op, key = null, value = null } = what;
  return { kind, path, op, fn, pos: expr.pos, expr, key, value, site, phases, chain, certainty: 'definite' };
}

import type { Expr } from '../../../model/code.js';
import type { CallSite, Candidate, Token } from '../../../model/flow.js';
import { bindingAt, bindingIn, functionIn } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import type { StateAccess, StateRoot } from '../../../model/state.js';
import { rootOf } from './find-roots.js';
import type { HeldObjects, Holder } from './hold-objects.js';
import { phasesOfAccess } from './access-phases.js';
import { WRITES_FIRST_ARGUMENT, methodEffect } from './mutators.js';

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
      if (root) add(root, accessOf(program, held, candidate, 'read', [], '', null, null, null, null));
      return;
    }
    case 'variable-write': {
      const root = held.rootOfVariable.get(candidate.variable);
      const { op, value } = candidate.expr;
      if (root) add(root, accessOf(program, held, candidate, 'assign', [], op, null, value, null, null));
      return;
    }
    case 'member-read':
      collectMember(program, held, candidate, candidate.expr, 'read', null, add);
      return;
    case 'member-write': {
      const global = globalRootOf(program, candidate, globals);
      const { expr, member } = candidate;
      const kind = expr.k === 'delete' ? 'delete' : 'assign';
      if (global)
        add(global, accessOf(program, held, candidate, kind, [], opOf(expr), null, valueOf(expr), null, null));
      else collectMember(program, held, candidate, member, kind, expr, add);
      return;
    }
    case 'global-write': {
      const { expr, name, fn } = candidate;
      if (name === 'module' || name === 'exports') return;
      const root = globalRoot(program, fn, `globalThis.${name}`, 'global', expr.pos, globals);
      add(
        root,
        accessOf(
          program,
          held,
          candidate,
          expr.k === 'delete' ? 'delete' : 'assign',
          [],
          opOf(expr),
          null,
          valueOf(expr),
          null,
          null,
        ),
      );
    }
  }
}

function opOf(expr: Extract<Expr, { k: 'assign' | 'delete' }>): string {
  return expr.k === 'delete' ? 'delete' : expr.op;
}

function valueOf(expr: Extract<Expr, { k: 'assign' | 'delete' }>): Expr | null {
  return expr.k === 'delete' ? null : expr.value;
}

/** The variable behind an imported name, where the flow shows exactly that it is another module's. */
export function exportedVariable(program: ReachedProgram, variable: number): number {
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
  kind: 'read' | 'assign' | 'delete',
  expr: Extract<Expr, { k: 'assign' | 'delete' }> | null,
  add: Add,
): void {
  const tokens = [...(program.flow.values[candidate.object] ?? [])].filter((token) => held.holders.has(token));
  const seen = new Set<string>();
  for (const token of tokens) {
    const holder = held.holders.get(token) as Holder;
    const value = program.flow.tokens[token] as Token;
    if (kind !== 'read' && isUnderConstruction(program, candidate.fn, member.object, value)) continue;
    const access = memberAccess(program, held, candidate, member, kind, expr, token, value, holder, tokens.length);
    const field = held.statics.get(`${token}.${member.name ?? '*'}`);
    const root = field ?? holder.root;
    const key = `${root.id}\0${field ? '' : access.path.join('.')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    add(root, field ? { ...access, path: [] } : access);
  }
}

function memberAccess(
  program: ReachedProgram,
  held: HeldObjects,
  candidate: Extract<Candidate, { k: 'member-read' | 'member-write' }>,
  member: Extract<Expr, { k: 'member' }>,
  kind: 'read' | 'assign' | 'delete',
  expr: Extract<Expr, { k: 'assign' | 'delete' }> | null,
  token: number,
  value: Token,
  holder: Holder,
  alternatives: number,
): StateAccess {
  const isContainer =
    value.t === 'object' && value.what !== 'object' && value.what !== 'instance' && value.what !== 'exports';
  const isSize = isContainer && (member.name === 'length' || member.name === 'size');
  const isElement = member.name === null || (isContainer && /^\d+$/.test(member.name));
  const path = isSize ? holder.path : [...holder.path, isElement ? '*' : member.name];
  const actual = isSize ? (kind === 'read' ? 'size' : 'delete') : kind;
  const op = expr === null ? '' : opOf(expr);
  const stored = expr === null ? null : valueOf(expr);
  const access = accessOf(
    program,
    held,
    candidate,
    actual,
    path,
    isSize && kind !== 'read' ? 'length' : op,
    member.key,
    stored,
    null,
    token,
  );
  return alternatives > 1 ? { ...access, certainty: 'possible' } : access;
}

function collectCall(program: ReachedProgram, held: HeldObjects, site: CallSite, add: Add): void {
  const { flow } = program;
  if (site.object >= 0 && site.name !== null) {
    const tokens = [...(flow.values[site.object] ?? [])].filter((token) => held.holders.has(token));
    const seen = new Set<string>();
    for (const token of tokens) {
      const value = flow.tokens[token];
      const holder = held.holders.get(token) as Holder;
      if (value?.t !== 'object' || !isBuiltin(value.what)) continue;
      const receiver = site.expr.callee.k === 'member' ? site.expr.callee.object : null;
      if (receiver && isUnderConstruction(program, site.fn, receiver, value)) continue;
      const key = `${holder.root.id}\0${holder.path.join('.')}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const { kind, key: keyAt, value: valueAt } = methodEffect(value.what, site.name);
      const path = kind === 'read' || kind === 'mutate' || kind === 'delete' ? [...holder.path, '*'] : holder.path;
      const access = accessOf(
        program,
        held,
        site,
        kind,
        path,
        site.name,
        site.expr.args[keyAt] ?? null,
        site.expr.args[valueAt] ?? null,
        site,
        token,
      );
      add(holder.root, tokens.length > 1 ? { ...access, certainty: 'possible' } : access);
    }
  }
  if (!site.externals.some((origin) => WRITES_FIRST_ARGUMENT.test(origin))) return;
  const [target] = site.args;
  for (const token of target === undefined ? [] : (flow.values[target] ?? [])) {
    const holder = held.holders.get(token);
    if (!holder) continue;
    const value = site.expr.args[1] ?? null;
    add(
      holder.root,
      accessOf(program, held, site, 'mutate', [...holder.path, '*'], 'Object.assign', null, value, site, token),
    );
  }
}

function isBuiltin(what: string): what is 'array' | 'Map' | 'Set' | 'WeakMap' | 'WeakSet' {
  return what === 'array' || what === 'Map' || what === 'Set' || what === 'WeakMap' || what === 'WeakSet';
}

function accessOf(
  program: ReachedProgram,
  held: HeldObjects,
  at: { readonly fn: number; readonly expr: Expr },
  kind: StateAccess['kind'],
  path: readonly string[],
  op: string,
  key: Expr | null,
  value: Expr | null,
  site: CallSite | null,
  token: number | null,
): StateAccess {
  const phases = phasesOfAccess(program, held.owners, at.fn, at.expr, token);
  return {
    kind,
    path,
    op,
    fn: at.fn,
    pos: at.expr.pos,
    expr: at.expr,
    key,
    value,
    site,
    phases,
    certainty: 'definite',
  };
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

import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { bindingAt, bindingIn, classAt, classIn, functionAt, parentOf } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { definitionsOf } from '../judge.js';
import type { Judge } from '../judge.js';
import { tokensAt } from '../values.js';
import { rolesOf } from './host-roles.js';
import { originOfType } from './type-origin.js';

const DEEPEST = 9;

/**
 * Where the callee of a call comes from. The value flow says it for most calls; the rest are put together from what is
 * called on what: chains that are longer than the flow follows, what a host hands in, and what is known by its declared
 * type alone because a container injects it.
 */
export function originsOfCall(judge: Judge, site: CallSite): readonly string[] {
  if (site.externals.length > 0) return site.externals;
  if (site.targets.length > 0 || site.modelled) return [];
  const { callee } = site.expr;
  return originsOf(judge, site.fn, callee, DEEPEST);
}

function originsOf(judge: Judge, fn: number, expr: Expr, depth: number): readonly string[] {
  if (depth === 0) return [];
  const known = knownOrigins(judge, fn, expr);
  if (known.length > 0) return known;
  const below = (inner: Expr, suffix: string): string[] =>
    originsOf(judge, fn, inner, depth - 1).map((origin) => origin + suffix);
  switch (expr.k) {
    case 'member':
      if (expr.name === null) return [];
      if (expr.object.k === 'this') return fieldOrigins(judge, fn, expr.name, depth);
      return below(expr.object, `.${expr.name}`);
    case 'call':
      return below(expr.callee, '()');
    case 'new':
      return originsOf(judge, fn, expr.callee, depth - 1).map((origin) => `new ${origin}`);
    case 'await':
    case 'spread':
      return below(expr.value, '');
    case 'logical':
      return [...below(expr.left, ''), ...below(expr.right, '')];
    case 'name':
      return nameOrigins(judge, fn, expr, depth);
    default:
      return [];
  }
}

function knownOrigins(judge: Judge, fn: number, expr: Expr): string[] {
  const { flow, index } = judge.program;
  const found = new Set<string>();
  for (const token of tokensAt(judge, fn, expr)) {
    if (token.t === 'external') found.add(token.origin);
    else if (token.t === 'object' && token.what === 'external') found.add(token.origin);
  }
  const node = expr.k === 'name' ? bindingIn(index, fn, expr.binding) : flow.nodes.get(expr);
  const role = node === undefined ? undefined : rolesOf(judge).get(node);
  if (role !== undefined) found.add(role);
  return [...found];
}

function nameOrigins(judge: Judge, fn: number, expr: Extract<Expr, { k: 'name' }>, depth: number): readonly string[] {
  const { program } = judge;
  const { type } = bindingAt(program.index, bindingIn(program.index, fn, expr.binding));
  const declared = type === null ? null : originOfType(program, fn, type);
  if (declared !== null) return [declared];
  return definitionsOf(judge, fn, expr).flatMap((value) => originsOf(judge, fn, value, depth - 1));
}

/** `this.orders`: by the declared type of the field, by that of the constructor's parameter, or by the superclass. */
function fieldOrigins(judge: Judge, fn: number, name: string, depth: number): readonly string[] {
  const { program } = judge;
  const cls = classAround(program, fn);
  if (cls < 0) return [];
  const record = classAt(program.index, cls);
  const within = (program.index.functionBase[program.index.moduleOfClass[cls] as number] as number) + record.fn;
  const member = record.members.find((candidate) => candidate.name === name && candidate.kind === 'field');
  const type = member?.type ?? parameterType(program, cls, name);
  const declared = type === null ? null : originOfType(program, within, type);
  if (declared !== null) return [declared];
  if (member !== undefined || record.superclass === null) return [];
  const inherited = originsOf(judge, within, record.superclass, depth - 1);
  return inherited.map((origin) => workerRole(origin, name) ?? `new ${origin}.${name}`);
}

/** What the platform gives to the classes that it runs. */
function workerRole(origin: string, name: string): string | null {
  return /^cloudflare:workers\.(WorkerEntrypoint|DurableObject|WorkflowEntrypoint)$/.test(origin) && name === 'env'
    ? 'cloudflare#env'
    : null;
}

/** `constructor(private readonly orders: Repository<Order>)`. */
function parameterType(program: ReachedProgram, cls: number, name: string): string | null {
  const record = classAt(program.index, cls);
  if (record.constructorFn < 0) return null;
  const base = program.index.functionBase[program.index.moduleOfClass[cls] as number] as number;
  const fn = base + record.constructorFn;
  for (const param of functionAt(program.index, fn).params) {
    if (bindingAt(program.index, bindingIn(program.index, fn, param.binding)).name === name) return param.type;
  }
  return null;
}

function classAround(program: ReachedProgram, start: number): number {
  for (let fn = start; fn >= 0; fn = parentOf(program.index, fn)) {
    const { cls } = functionAt(program.index, fn);
    if (cls >= 0) return classIn(program.index, fn, cls);
  }
  return -1;
}

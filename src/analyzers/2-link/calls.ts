import type { Expr } from '../../model/code.js';
import type { CallSite } from '../../model/flow.js';
import { classAt, classIn, functionAt } from '../../model/program-index.js';
import { initialiseInstance } from './classes.js';
import { callContainerMethod } from './container-methods.js';
import { callExternal, constructExternal } from './externals.js';
import type { Arguments } from './call-arguments.js';
import { returnNode, thisNode, variableNode } from './linker.js';
import type { Linker } from './linker.js';
import { addToken, copy, derive, fieldOf, inherit, load, lookupOf, newNode, whenHolds } from './solver.js';
import { createdToken, functionPrototypeToken, instanceToken } from './tokens.js';

type Generate = (linker: Linker, fn: number, expr: Expr) => number;

/** Adds the constraints of a call and returns the node of its result. */
export function generateCall(
  linker: Linker,
  fn: number,
  expr: Extract<Expr, { k: 'call' }>,
  generate: Generate,
): number {
  const { solver } = linker;
  const { callee } = expr;
  if (callee.k === 'super') return constructSuper(linker, fn, expr, generate);
  const isMember = callee.k === 'member';
  const object = isMember ? generate(linker, fn, callee.object) : -1;
  if (isMember && callee.key) generate(linker, fn, callee.key);
  const args = argumentsOf(linker, fn, expr.args, generate);
  const result = newNode(solver);
  const name = isMember ? (callee.name ?? null) : null;
  const site = openSite(linker, { fn, expr, object, name, callee: -1, args: args.nodes, result });
  if (!isMember) {
    const node = generate(linker, fn, callee);
    whenHolds(solver, node, (token) => callToken(linker, site, token, null, args));
    return result;
  }
  whenHolds(solver, object, (receiver) => {
    if (name !== null && callContainerMethod(linker, site, receiver, args, callToken)) return;
    const method = methodNode(linker, receiver, name ?? '*');
    whenHolds(solver, method, (token) => callToken(linker, site, token, receiver, args));
  });
  return result;
}

/** The node that a method of a receiver is read from: shared by all calls where the receiver is the program's own. */
function methodNode(linker: Linker, receiver: number, name: string): number {
  const { solver } = linker;
  const value = solver.tokens[receiver];
  const own = value?.t === 'class' || (value?.t === 'object' && value.what !== 'external' && name !== 'prototype');
  if (own) return lookupOf(solver, receiver, name);
  const node = newNode(solver);
  solver.members.readMember(receiver, name, node);
  return node;
}

function openSite(linker: Linker, site: Omit<CallSite, 'targets' | 'externals' | 'callbacks' | 'modelled'>): CallSite {
  const { fn, expr, object, name, callee, args, result } = site;
  const open: CallSite = {
    fn,
    expr,
    object,
    name,
    callee,
    args,
    result,
    targets: [],
    externals: [],
    callbacks: [],
    modelled: false,
  };
  linker.solver.calls.push(open);
  return open;
}

function argumentsOf(linker: Linker, fn: number, args: readonly Expr[], generate: Generate): Arguments {
  let spreadFrom = Infinity;
  const nodes = args.map((arg, position) => {
    const value = generate(linker, fn, arg);
    if (arg.k !== 'spread') return value;
    spreadFrom = Math.min(spreadFrom, position);
    const elements = newNode(linker.solver);
    load(linker.solver, value, '*', elements);
    derive(linker.solver, value, elements);
    return elements;
  });
  return { nodes, spreadFrom };
}

/** Calls whatever a callee turns out to be. `receiver` is the token that becomes `this`. */
export function callToken(
  linker: Linker,
  site: CallSite,
  token: number,
  receiver: number | null,
  args: Arguments,
): void {
  const { solver } = linker;
  const callee = solver.tokens[token];
  if (!callee) return;
  switch (callee.t) {
    case 'function':
      bindCall(linker, site, callee.fn, receiver, args, site.result);
      return;
    case 'class':
      if (site.expr.k === 'call') constructClass(linker, site, callee.cls, args);
      return;
    case 'external':
      callExternal(linker, site, callee.origin, receiver, args, callToken);
      return;
    case 'object':
      if (callee.what === 'external') callExternal(linker, site, callee.origin, token, args, callToken);
      return;
    case 'resolver':
      if (args.nodes[0] !== undefined) {
        copy(solver, args.nodes[0], callee.node);
        derive(solver, args.nodes[0], callee.node);
      }
      return;
    case 'namespace':
    case 'prototype':
    case 'global':
  }
}

/** A call that may run more functions than this is a dispatcher: its targets are known, its arguments are not followed. */
const MOST_TARGETS = 20;

/** Connects arguments with parameters and the return value with `result`. */
export function bindCall(
  linker: Linker,
  site: CallSite,
  fn: number,
  receiver: number | null,
  args: Arguments,
  result: number,
): void {
  const { solver } = linker;
  if (receiver !== null) addToken(solver, thisNode(linker, fn), receiver);
  if (!site.targets.includes(fn)) site.targets.push(fn);
  if (site.targets.indexOf(fn) >= MOST_TARGETS) return;
  const base = linker.index.bindingBase[linker.index.moduleOfFunction[fn] as number] as number;
  const { params } = functionAt(linker.index, fn);
  params.forEach((param, position) => {
    const node = variableNode(base + param.binding);
    if (param.rest) {
      const rest = restToken(linker, fn, position);
      addToken(solver, node, rest);
      const elements = fieldOf(solver, rest, '*');
      for (const arg of args.nodes.slice(Math.min(position, args.spreadFrom))) passTo(linker, arg, elements);
      return;
    }
    const arg = args.nodes[position];
    if (arg !== undefined && position < args.spreadFrom) passTo(linker, arg, node);
    else if (position >= args.spreadFrom)
      for (const spread of args.nodes.slice(args.spreadFrom)) passTo(linker, spread, node);
  });
  copy(solver, returnNode(linker, fn), result);
}

function passTo(linker: Linker, from: number, to: number): void {
  if (from !== linker.nothing) copy(linker.solver, from, to);
}

function restToken(linker: Linker, fn: number, position: number): number {
  const at: Expr = { k: 'array', items: [], pos: functionAt(linker.index, fn).pos };
  return createdToken(linker, fn, at, 'array', `rest${position}`);
}

/** Adds the constraints of `new callee(args)`. */
export function generateConstruction(
  linker: Linker,
  fn: number,
  expr: Extract<Expr, { k: 'new' }>,
  generate: Generate,
): number {
  const { solver } = linker;
  const callee = generate(linker, fn, expr.callee);
  const args = argumentsOf(linker, fn, expr.args, generate);
  const result = newNode(solver);
  const site = openSite(linker, { fn, expr, object: -1, name: null, callee, args: args.nodes, result });
  whenHolds(solver, callee, (token) => {
    const value = solver.tokens[token];
    if (value?.t === 'class') constructClass(linker, site, value.cls, args);
    else if (value?.t === 'function') constructFunction(linker, site, value.fn, token, args);
    else if (value?.t === 'external') constructExternal(linker, site, value.origin, args, callToken);
    // `new (require('memorystore')(session))(…)`: a class that a call of the package has made.
    else if (value?.t === 'object' && value.what === 'external')
      constructExternal(linker, site, value.origin, args, callToken);
  });
  return result;
}

function constructClass(linker: Linker, site: CallSite, cls: number, args: Arguments): void {
  const instance = instanceToken(linker, site.fn, site.expr, cls);
  addToken(linker.solver, site.result, instance);
  runConstructors(linker, site, cls, instance, args, new Set());
}

function runConstructors(
  linker: Linker,
  site: CallSite,
  cls: number,
  instance: number,
  args: Arguments,
  seen: Set<number>,
): void {
  if (seen.has(cls)) return;
  seen.add(cls);
  initialiseInstance(linker, site.fn, cls, instance, () => {
    const record = classAt(linker.index, cls);
    const owner = linker.index.moduleOfClass[cls] as number;
    const base = linker.index.functionBase[owner] as number;
    if (record.constructorFn >= 0) bindCall(linker, site, base + record.constructorFn, instance, args, linker.nothing);
    for (const parent of superclassesOf(linker, cls)) {
      if (record.constructorFn < 0) runConstructors(linker, site, parent, instance, args, seen);
      else initialiseInstance(linker, site.fn, parent, instance, () => undefined);
    }
  });
}

/** Classes that a class extends, as far as they are known by the time of the call. */
function superclassesOf(linker: Linker, cls: number): number[] {
  const token = linker.known.classes[cls] as number;
  const parents = token < 0 ? [] : (linker.solver.parents[token] ?? []);
  return parents.flatMap((parent) => {
    const value = linker.solver.tokens[parent];
    return value?.t === 'class' ? [value.cls] : [];
  });
}

/** `super(…)`: the superclass's constructor runs on the same instance. */
function constructSuper(linker: Linker, fn: number, expr: Extract<Expr, { k: 'call' }>, generate: Generate): number {
  const { solver } = linker;
  const args = argumentsOf(linker, fn, expr.args, generate);
  const record = functionAt(linker.index, fn);
  const site = openSite(linker, {
    fn,
    expr,
    object: -1,
    name: null,
    callee: -1,
    args: args.nodes,
    result: linker.nothing,
  });
  if (record.cls < 0) return linker.nothing;
  const cls = classIn(linker.index, fn, record.cls);
  const { superclass } = classAt(linker.index, cls);
  if (!superclass) return linker.nothing;
  whenHolds(solver, generate(linker, fn, superclass), (held) => {
    const parent = solver.tokens[held];
    if (parent?.t !== 'class') return;
    whenHolds(solver, thisNode(linker, fn), (instance) =>
      runConstructors(linker, site, parent.cls, instance, args, new Set()),
    );
  });
  return linker.nothing;
}

/** A constructor function from before classes: methods stand on `F.prototype`. */
function constructFunction(linker: Linker, site: CallSite, fn: number, token: number, args: Arguments): void {
  const { solver } = linker;
  const instance = createdToken(linker, site.fn, site.expr, 'object', `of${fn}`);
  addToken(solver, site.result, instance);
  bindCall(linker, site, fn, instance, args, linker.nothing);
  inherit(solver, instance, functionPrototypeToken(linker, fn));
  whenHolds(solver, fieldOf(solver, token, 'prototype'), (prototype) => {
    inherit(solver, instance, prototype);
  });
}

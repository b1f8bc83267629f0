/* eslint-disable max-lines -- to be split by noun */
import type { Expr, ObjectProperty, Place, Stmt } from '../../model/code.js';
import type { Candidate } from '../../model/flow.js';
import { bindingAt, bindingIn, classIn, functionAt, functionIn, parentOf } from '../../model/program-index.js';
import { generateCall, generateConstruction } from './calls.js';
import { defineAccessor, defineClass } from './classes.js';
import { pairToken } from './container-methods.js';
import { connectWhole } from './exports.js';
import { exportsNode, returnNode, thisNode, variableNode } from './linker.js';
import type { Linker } from './linker.js';
import { shiftCallback, shiftedCallbacks } from './optional-arguments.js';
import { addToken, copy, derive, inherit, load, newNode, store, whenHolds } from './solver.js';
import { createdToken, externalToken, functionToken, globalToken, superToken } from './tokens.js';

/** Adds the constraints of one function's own body. */
export function generateFunction(linker: Linker, fn: number): void {
  for (const stmt of functionAt(linker.index, fn).body) generateStatement(linker, fn, stmt);
}

function generateAll(linker: Linker, fn: number, stmts: readonly Stmt[]): void {
  for (const stmt of stmts) generateStatement(linker, fn, stmt);
}

function generateBranch(linker: Linker, fn: number, stmts: readonly Stmt[]): void {
  const shifted = shiftedCallbacks(linker, fn, stmts);
  for (const stmt of stmts) {
    if (shifted.has(stmt)) shiftCallback(linker, fn, stmt);
    else generateStatement(linker, fn, stmt);
  }
}

function generateStatement(linker: Linker, fn: number, stmt: Stmt): void {
  switch (stmt.k) {
    case 'do':
      generate(linker, fn, stmt.expr);
      return;
    case 'if':
      generate(linker, fn, stmt.test);
      generateBranch(linker, fn, stmt.then);
      generateBranch(linker, fn, stmt.otherwise);
      return;
    case 'loop':
      generateAll(linker, fn, stmt.init);
      if (stmt.test) generate(linker, fn, stmt.test);
      generateAll(linker, fn, stmt.body);
      if (stmt.update) generate(linker, fn, stmt.update);
      return;
    case 'try':
      generateAll(linker, fn, stmt.body);
      if (stmt.handler) generateAll(linker, fn, stmt.handler);
      generateAll(linker, fn, stmt.finalizer);
      return;
    case 'switch':
      generate(linker, fn, stmt.subject);
      for (const { test, body } of stmt.cases) {
        if (test) generate(linker, fn, test);
        generateAll(linker, fn, body);
      }
      return;
    case 'return':
      if (stmt.value) copy(linker.solver, generate(linker, fn, stmt.value), returnNode(linker, fn));
      return;
    case 'throw':
      generate(linker, fn, stmt.value);
      return;
    case 'leave':
  }
}

/** Adds the constraints of an expression and returns the node of its value. */
export function generate(linker: Linker, fn: number, expr: Expr): number {
  const node = generateNode(linker, fn, expr);
  if (node !== linker.nothing && expr.k !== 'name') linker.solver.nodes.set(expr, node);
  return node;
}

// eslint-disable-next-line max-lines-per-function -- one flat switch, one case for each kind of expression
function generateNode(linker: Linker, fn: number, expr: Expr): number {
  const { solver } = linker;
  switch (expr.k) {
    case 'literal':
      return linker.nothing;
    case 'regexp':
      return holding(linker, createdToken(linker, fn, expr, 'regexp'));
    case 'name':
      return readName(linker, fn, expr);
    case 'global':
      return readGlobal(linker, fn, expr);
    case 'this':
      return thisNode(linker, thisOwner(linker, fn));
    case 'super':
      return superNode(linker, fn);
    case 'member':
      return readMemberExpr(linker, fn, expr);
    case 'call':
      return generateCall(linker, fn, expr, generate);
    case 'new':
      return generateConstruction(linker, fn, expr, generate);
    case 'assign':
      return generateAssignment(linker, fn, expr);
    case 'delete': {
      if (expr.target.k === 'member') {
        const object = generate(linker, fn, expr.target.object);
        if (expr.target.key) generate(linker, fn, expr.target.key);
        candidate(linker, { k: 'member-write', fn, object, expr, member: expr.target });
      } else if (expr.target.k === 'global') candidate(linker, { k: 'global-write', fn, name: expr.target.name, expr });
      return linker.nothing;
    }
    case 'object':
      return generateObject(linker, fn, expr, expr.properties);
    case 'array':
      return generateArray(linker, fn, expr, expr.items);
    case 'function':
      return holding(linker, functionToken(linker, functionIn(linker.index, fn, expr.fn)));
    case 'class': {
      const token = defineClass(linker, fn, classIn(linker.index, fn, expr.cls), generate);
      return holding(linker, token);
    }
    case 'spread':
    case 'await':
      return generate(linker, fn, expr.value);
    case 'yield': {
      if (expr.value) copy(solver, generate(linker, fn, expr.value), returnNode(linker, fn));
      return linker.nothing;
    }
    case 'unary':
      return derivedFrom(linker, [generate(linker, fn, expr.value)]);
    case 'operator':
      return derivedFrom(
        linker,
        expr.parts.map((part) => generate(linker, fn, part)),
      );
    case 'logical':
      return joined(linker, [generate(linker, fn, expr.left), generate(linker, fn, expr.right)]);
    case 'conditional': {
      generate(linker, fn, expr.test);
      return joined(linker, [generate(linker, fn, expr.then), generate(linker, fn, expr.otherwise)]);
    }
    case 'sequence':
      return expr.parts.reduce((_, part) => generate(linker, fn, part), linker.nothing);
    case 'element':
      return elementOf(linker, fn, expr);
    case 'import': {
      const module = linker.index.moduleOfFunction[fn] as number;
      const resolution = linker.resolutions[module]?.[expr.index];
      const node = newNode(solver);
      if (resolution) connectWhole(linker, resolution, node);
      return node;
    }
    case 'opaque':
      return derivedFrom(
        linker,
        expr.parts.map((part) => generate(linker, fn, part)),
      );
  }
}

function candidate(linker: Linker, record: Candidate): void {
  linker.solver.candidates.push(record);
}

function holding(linker: Linker, token: number): number {
  const node = newNode(linker.solver);
  if (token >= 0) addToken(linker.solver, node, token);
  return node;
}

function derivedFrom(linker: Linker, parts: readonly number[]): number {
  const inputs = parts.filter((part) => part !== linker.nothing);
  if (inputs.length === 0) return linker.nothing;
  const node = newNode(linker.solver);
  for (const input of inputs) derive(linker.solver, input, node);
  return node;
}

function joined(linker: Linker, parts: readonly number[]): number {
  const inputs = parts.filter((part) => part !== linker.nothing);
  if (inputs.length === 0) return linker.nothing;
  if (inputs.length === 1) return inputs[0] as number;
  const node = newNode(linker.solver);
  for (const input of inputs) copy(linker.solver, input, node);
  return node;
}

function readName(linker: Linker, fn: number, expr: Extract<Expr, { k: 'name' }>): number {
  const variable = bindingIn(linker.index, fn, expr.binding);
  if (isShared(linker, fn, variable)) candidate(linker, { k: 'variable-read', fn, variable, expr });
  return variableNode(variable);
}

/** Whether a variable may outlive the activation of `fn` that uses it. */
function isShared(linker: Linker, fn: number, variable: number): boolean {
  const { fn: owner, kind } = bindingAt(linker.index, variable);
  return kind !== 'function' && kind !== 'class' && functionIn(linker.index, fn, owner) !== fn;
}

const GLOBAL_OBJECTS = new Set(['globalThis', 'global', 'window', 'self']);

const DEFINED =
  /^(console|process|require|module|exports|__dirname|__filename|undefined|NaN|Infinity|[A-Z]\w*|set\w+|clear\w+|fetch|parse\w+|is\w+|encode\w+|decode\w+|document|navigator|performance|crypto|structuredClone|queueMicrotask|atob|btoa|arguments|describe|it|test|expect|jest)$/;

function readGlobal(linker: Linker, fn: number, expr: Extract<Expr, { k: 'global' }>): number {
  const { solver } = linker;
  const { name } = expr;
  if (GLOBAL_OBJECTS.has(name)) return holding(linker, globalToken(linker));
  const module = linker.index.moduleOfFunction[fn] as number;
  if (name === 'exports') return exportsNode(linker, module);
  if (!DEFINED.test(name)) candidate(linker, { k: 'global-read', fn, name, expr });
  const node = holding(linker, externalToken(linker, `@${name}`));
  load(solver, holding(linker, globalToken(linker)), name, node);
  return node;
}

/** The function whose `this` an expression in `fn` means: arrow functions have none of their own. */
function thisOwner(linker: Linker, fn: number): number {
  let owner = fn;
  while (functionAt(linker.index, owner).kind === 'arrow') {
    const parent = parentOf(linker.index, owner);
    if (parent < 0) break;
    owner = parent;
  }
  return owner;
}

/** `super`: the prototypes of the superclasses. */
function superNode(linker: Linker, fn: number): number {
  const owner = functionAt(linker.index, thisOwner(linker, fn));
  const node = newNode(linker.solver);
  if (owner.cls >= 0) addToken(linker.solver, node, superToken(linker, classIn(linker.index, fn, owner.cls)));
  return node;
}

function readMemberExpr(linker: Linker, fn: number, expr: Extract<Expr, { k: 'member' }>): number {
  const { solver } = linker;
  const { object } = expr;
  if (object.k === 'global' && object.name === 'module' && expr.name === 'exports') {
    return exportsNode(linker, linker.index.moduleOfFunction[fn] as number);
  }
  const base = generate(linker, fn, object);
  const key = expr.key ? generate(linker, fn, expr.key) : linker.nothing;
  const node = newNode(solver);
  load(solver, base, expr.name ?? '*', node);
  if (key !== linker.nothing) derive(solver, key, node);
  if (object.k !== 'global' || GLOBAL_OBJECTS.has(object.name))
    candidate(linker, { k: 'member-read', fn, object: base, expr });
  if (expr.name !== null && linker.accessorNames.has(expr.name)) runAccessor(linker, fn, base, expr.name, 'getter');
  return node;
}

function runAccessor(linker: Linker, fn: number, object: number, name: string, kind: 'getter' | 'setter'): void {
  const seen = new Set<number>();
  const visit = (token: number): void => {
    if (seen.has(token)) return;
    seen.add(token);
    for (const accessor of linker.accessors.get(token) ?? []) {
      if (accessor.name === name && accessor.kind === kind) linker.implicitCalls.push({ from: fn, to: accessor.fn });
    }
    for (const parent of linker.solver.parents[token] ?? []) visit(parent);
  };
  whenHolds(linker.solver, object, visit);
}

function generateAssignment(linker: Linker, fn: number, expr: Extract<Expr, { k: 'assign' }>): number {
  const { target } = expr;
  const value = expr.value ? generate(linker, fn, expr.value) : linker.nothing;
  const keeps = expr.op === '=' || expr.op === '??=' || expr.op === '||=' || expr.op === '&&=';
  const stored = keeps ? value : derivedFrom(linker, [value]);
  const current = assignTo(linker, fn, target, stored, expr);
  return expr.op === '=' ? value : joined(linker, [current, stored]);
}

function assignTo(
  linker: Linker,
  fn: number,
  target: Place,
  value: number,
  expr: Extract<Expr, { k: 'assign' }>,
): number {
  const { solver } = linker;
  switch (target.k) {
    case 'name': {
      const variable = bindingIn(linker.index, fn, target.binding);
      if (value !== linker.nothing) copy(solver, value, variableNode(variable));
      const { fn: owner } = bindingAt(linker.index, variable);
      if (owner === 0 || isShared(linker, fn, variable)) candidate(linker, { k: 'variable-write', fn, variable, expr });
      return variableNode(variable);
    }
    case 'global': {
      candidate(linker, { k: 'global-write', fn, name: target.name, expr });
      if (target.name === 'exports') return linker.nothing;
      const object = holding(linker, globalToken(linker));
      if (value !== linker.nothing) store(solver, object, target.name, value);
      const node = newNode(solver);
      load(solver, object, target.name, node);
      return node;
    }
    case 'member':
      return assignMember(linker, fn, target, value, expr);
    case 'opaque':
      for (const part of target.parts) generate(linker, fn, part);
      return linker.nothing;
  }
}

function assignMember(
  linker: Linker,
  fn: number,
  target: Extract<Expr, { k: 'member' }>,
  value: number,
  expr: Extract<Expr, { k: 'assign' }>,
): number {
  const { solver } = linker;
  const { object } = target;
  const module = linker.index.moduleOfFunction[fn] as number;
  if (object.k === 'global' && object.name === 'module' && target.name === 'exports') {
    copy(solver, value, exportsNode(linker, module));
    return exportsNode(linker, module);
  }
  const base = generate(linker, fn, object);
  if (target.key) generate(linker, fn, target.key);
  candidate(linker, { k: 'member-write', fn, object: base, expr, member: target });
  const name = target.name ?? '*';
  if (value !== linker.nothing) store(solver, base, name, value);
  if (target.name !== null && linker.accessorNames.has(target.name))
    runAccessor(linker, fn, base, target.name, 'setter');
  if (expr.op === '=') return linker.nothing;
  const node = newNode(solver);
  load(solver, base, name, node);
  return node;
}

function generateObject(linker: Linker, fn: number, expr: Expr, properties: readonly ObjectProperty[]): number {
  const { solver } = linker;
  const token = createdToken(linker, fn, expr, 'object');
  const node = holding(linker, token);
  const lastSpread = properties.findLastIndex(({ kind }) => kind === 'spread');
  const own = properties.slice(lastSpread + 1).flatMap(({ name }) => name ?? []);
  if (lastSpread >= 0 && own.length > 0) solver.shadowed[token] = new Set(own);
  for (const property of properties) {
    if (property.key) generate(linker, fn, property.key);
    const value = generate(linker, fn, property.value);
    if (property.kind === 'spread') spreadInto(linker, value, node, token);
    else if (property.kind === 'value') {
      if (value !== linker.nothing) store(solver, node, property.name ?? '*', value);
      if (property.value.k === 'function') bindThis(linker, fn, property.value.fn, token);
      if (value !== linker.nothing) derive(solver, value, node);
    } else if (property.value.k === 'function' && property.name !== null) {
      const accessor = functionIn(linker.index, fn, property.value.fn);
      defineAccessor(linker, token, property.name, accessor, property.kind);
      addToken(solver, thisNode(linker, accessor), token);
    }
  }
  return node;
}

/** Methods of an object literal see the object as `this` wherever they are called from. */
function bindThis(linker: Linker, fn: number, local: number, token: number): void {
  const method = functionIn(linker.index, fn, local);
  if (functionAt(linker.index, method).kind !== 'arrow') addToken(linker.solver, thisNode(linker, method), token);
}

/** `{ ...value }`: reads see the fields of the source, writes go to the new object alone. */
function spreadInto(linker: Linker, value: number, node: number, token: number): void {
  const { solver } = linker;
  derive(solver, value, node);
  whenHolds(solver, value, (held) => {
    inherit(solver, token, held);
  });
}

function generateArray(linker: Linker, fn: number, expr: Expr, items: readonly Expr[]): number {
  const { solver } = linker;
  const node = holding(linker, createdToken(linker, fn, expr, 'array'));
  for (const item of items) {
    const value = generate(linker, fn, item);
    if (value === linker.nothing) continue;
    derive(solver, value, node);
    if (item.k === 'spread') {
      const elements = newNode(solver);
      load(solver, value, '*', elements);
      store(solver, node, '*', elements);
    } else store(solver, node, '*', value);
  }
  return node;
}

function elementOf(linker: Linker, fn: number, expr: Extract<Expr, { k: 'element' }>): number {
  const { solver } = linker;
  const of = generate(linker, fn, expr.of);
  const node = newNode(solver);
  derive(solver, of, node);
  if (expr.keys) return node;
  whenHolds(solver, of, (token) => {
    const value = solver.tokens[token];
    if (value?.t === 'object' && value.what === 'Map') addToken(solver, node, pairToken(linker, fn, expr, token));
    else linker.solver.members.readMember(token, '*', node);
  });
  return node;
}

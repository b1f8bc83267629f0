import type { Expr } from '../../model/code.js';
import { bindingIn } from '../../model/program-index.js';
import type { Token } from '../../model/flow.js';
import type { StateAccess } from '../../model/state.js';
import { definitionsOf, mentions } from './judge.js';
import type { Judge, Slot } from './judge.js';

/** The abstract values that an expression may have. */
export function tokensAt(judge: Judge, fn: number, expr: Expr): Token[] {
  const { flow, index } = judge.program;
  const node = expr.k === 'name' ? bindingIn(index, fn, expr.binding) : flow.nodes.get(expr);
  return node === undefined ? [] : [...(flow.values[node] ?? [])].map((token) => flow.tokens[token] as Token);
}

/** `null`, `undefined`, `0`, `''`, `false`, `[]`, `{}`, `new Map()`: what stands for nothing yet. */
export function isEmptyValue(expr: Expr | null): boolean {
  if (!expr) return false;
  switch (expr.k) {
    case 'literal':
      return (
        expr.value === null || expr.value === undefined || expr.value === 0 || expr.value === '' || expr.value === false
      );
    case 'array':
      return expr.items.length === 0;
    case 'object':
      return expr.properties.length === 0;
    case 'new':
      return (
        expr.args.length === 0 &&
        expr.callee.k === 'global' &&
        /^(Map|Set|WeakMap|WeakSet|Array|Object)$/.test(expr.callee.name)
      );
    case 'call':
      return (
        expr.callee.k === 'member' &&
        expr.callee.name === 'create' &&
        expr.args[0]?.k === 'literal' &&
        expr.args[0].value === null
      );
    case 'unary':
      return expr.op === 'void' || (expr.op === '-' && expr.value.k === 'literal');
    default:
      return false;
  }
}

/** A literal, or a combination of literals. */
export function isConstant(expr: Expr | null): boolean {
  if (!expr) return false;
  switch (expr.k) {
    case 'literal':
    case 'regexp':
    case 'function':
    case 'class':
      return true;
    case 'array':
      return expr.items.every(isConstant);
    case 'object':
      return expr.properties.every(({ value }) => isConstant(value));
    case 'unary':
      return isConstant(expr.value);
    case 'operator':
      return expr.parts.every(isConstant);
    default:
      return false;
  }
}

/** Whether a write computes the new value from the old one: `n++`, `n = n + 1`, `items = [...items, item]`. */
export function isSelfReferential(judge: Judge, slot: Slot, access: StateAccess): boolean {
  if (access.kind !== 'assign') return false;
  if (access.op === '++' || access.op === '--') return true;
  if (/^(\+|-|\*|\/|%|\*\*|<<|>>|>>>|&|\||\^)=$/.test(access.op)) return true;
  if (access.op !== '=' || !access.value) return false;
  return buildsOn(judge, slot, access.fn, access.value);
}

function buildsOn(judge: Judge, slot: Slot, fn: number, value: Expr): boolean {
  switch (value.k) {
    case 'operator':
      return (
        /^([+\-*/%&|^]|\*\*|<<|>>|>>>|template)$/.test(value.op) &&
        value.parts.some((part) => mentions(judge, slot, fn, part))
      );
    case 'array':
      return value.items.some((item) => item.k === 'spread' && mentions(judge, slot, fn, item.value));
    case 'object':
      return value.properties.some(({ kind, value: part }) => kind === 'spread' && mentions(judge, slot, fn, part));
    case 'call':
      // `items = items.filter(…)`, `text = text.concat(more)`, `Math.max(best, score)`
      if (value.callee.k === 'member' && mentions(judge, slot, fn, value.callee.object)) {
        return /^(filter|concat|slice|map|toSorted|toSpliced|with|replace)$/.test(value.callee.name ?? '');
      }
      return (
        value.callee.k === 'member' &&
        value.callee.object.k === 'global' &&
        value.callee.object.name === 'Math' &&
        value.args.some((arg) => mentions(judge, slot, fn, arg))
      );
    case 'conditional':
      return buildsOn(judge, slot, fn, value.then) || buildsOn(judge, slot, fn, value.otherwise);
    default:
      return false;
  }
}

/** Whether a value is the result of a call, after awaiting: something fetched, computed or made. */
export function isDerived(judge: Judge, fn: number, expr: Expr | null, depth = 3): boolean {
  if (!expr) return false;
  switch (expr.k) {
    case 'await':
      return isDerived(judge, fn, expr.value, depth) || expr.value.k === 'name';
    case 'call':
    case 'new':
      return true;
    case 'logical':
      return isDerived(judge, fn, expr.left, depth) || isDerived(judge, fn, expr.right, depth);
    case 'conditional':
      return isDerived(judge, fn, expr.then, depth) || isDerived(judge, fn, expr.otherwise, depth);
    case 'object':
      return expr.properties.some(({ value }) => isDerived(judge, fn, value, depth));
    case 'assign':
      return isDerived(judge, fn, expr.value, depth);
    case 'name':
      return depth > 0 && definitionsOf(judge, fn, expr).some((value) => isDerived(judge, fn, value, depth - 1));
    default:
      return false;
  }
}

import type { Expr } from '../../../model/code.js';
import { walkExpr } from '../../../model/walk-code.js';
import { parentOf } from '../../../model/program-index.js';
import { mentions, placeOf, placeOfFunction } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { readsClock } from './clock.js';

/** What is known about a slot where it is written. */
export interface Guard {
  /** Only where it was empty, or the key was missing. */
  readonly empty: boolean;
  /** Only where it had expired, or was older than something. */
  readonly expired: boolean;
  /** Only where it differed from something. */
  readonly changed: boolean;
  /** Only where it held something. */
  readonly filled: boolean;
  /** Only where it had grown or shrunk to some size. */
  readonly size: boolean;
  /** Some condition stands before it, whatever about. */
  readonly conditional: boolean;
}

type Facts = { -readonly [K in keyof Guard]: boolean };

/** Reads the conditions under which a write happens, as far as they are about the slot itself. */
export function guardOf(judge: Judge, slot: Slot, access: { readonly fn: number; readonly expr: Expr }): Guard {
  const facts: Facts = { empty: false, expired: false, changed: false, filled: false, size: false, conditional: false };
  if (access.expr.k === 'assign' && (access.expr.op === '??=' || access.expr.op === '||=')) facts.empty = true;
  // `pages[key] = pages[key] || make(key)`
  const value = access.expr.k === 'assign' ? access.expr.value : null;
  if (value?.k === 'logical' && value.op !== '&&' && slot.readExprs.has(value.left)) facts.empty = true;
  for (
    let condition = placeOf(judge, access.fn, access.expr)?.conditions ?? null;
    condition;
    condition = condition.outer
  ) {
    facts.conditional = true;
    read(judge, slot, access.fn, condition.test, condition.holds, facts);
  }
  readAround(judge, slot, access.fn, facts);
  return facts;
}

/** An inner function runs only if what stood around it when it was made held then. */
function readAround(judge: Judge, slot: Slot, inner: number, facts: Facts): void {
  const { index } = judge.program;
  for (let fn = inner; fn >= 0; fn = parentOf(index, fn)) {
    const outer = parentOf(index, fn);
    if (outer < 0) return;
    for (let condition = placeOfFunction(judge, fn)?.conditions ?? null; condition; condition = condition.outer) {
      facts.conditional = true;
      read(judge, slot, outer, condition.test, condition.holds, facts);
    }
  }
}

function read(judge: Judge, slot: Slot, fn: number, test: Expr, holds: boolean, facts: Facts): void {
  switch (test.k) {
    case 'unary':
      if (test.op === '!') {
        read(judge, slot, fn, test.value, !holds, facts);
        return;
      }
      break;
    case 'logical':
      read(judge, slot, fn, test.left, holds, facts);
      read(judge, slot, fn, test.right, holds, facts);
      return;
    case 'await':
      read(judge, slot, fn, test.value, holds, facts);
      return;
    case 'assign':
      if (test.value) read(judge, slot, fn, test.value, holds, facts);
      return;
    case 'operator':
      readOperator(judge, slot, fn, test, holds, facts);
      return;
    default:
  }
  if (!mentions(judge, slot, fn, test)) return;
  if (readsClock(judge, fn, test)) facts.expired = true;
  else if (holds) facts.filled = true;
  else facts.empty = true;
}

function readOperator(
  judge: Judge,
  slot: Slot,
  fn: number,
  test: Extract<Expr, { k: 'operator' }>,
  holds: boolean,
  facts: Facts,
): void {
  const { op, parts } = test;
  if (!parts.some((part) => mentions(judge, slot, fn, part))) return;
  if (readsClock(judge, fn, test)) {
    facts.expired = true;
    return;
  }
  const equality = op === '==' || op === '===' ? holds : op === '!=' || op === '!==' ? !holds : null;
  if (equality !== null) {
    if (parts.some(isNothing)) facts[equality ? 'empty' : 'filled'] = true;
    else if (!equality) facts.changed = true;
    return;
  }
  if (op === 'in' || op === 'instanceof') facts[holds ? 'filled' : 'empty'] = true;
  else if (op === '<' || op === '>' || op === '<=' || op === '>=') {
    if (mentionsSize(test)) facts.size = true;
    else facts.changed = true;
  }
}

/** `null`, `undefined`, `'undefined'` of typeof, `0`, `''`, `false`, `-1`. */
function isNothing(expr: Expr): boolean {
  if (expr.k === 'unary' && expr.op === '-') return true;
  return (
    expr.k === 'literal' &&
    (expr.value === null ||
      expr.value === undefined ||
      expr.value === 'undefined' ||
      expr.value === 0 ||
      expr.value === '' ||
      expr.value === false)
  );
}

function mentionsSize(test: Expr): boolean {
  let found = false;
  walkExpr(test, (part) => {
    if (part.k === 'member' && (part.name === 'size' || part.name === 'length')) found = true;
  });
  return found;
}

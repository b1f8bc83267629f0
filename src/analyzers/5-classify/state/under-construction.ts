import type { Expr } from '../../../model/code.js';
import type { Token } from '../../../model/flow.js';
import { bindingAt, bindingIn, functionAt, functionIn, parentOf } from '../../../model/program-index.js';
import type { ProgramIndex } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import { returnsOf, walkFunction } from '../../../model/walk-code.js';
import { definedAs } from './definitions.js';
import type { Definitions } from './definitions.js';

type Name = Extract<Expr, { k: 'name' }>;

/** A function still fills what it has itself just made and holds in a local: nobody else sees it yet. */
export function isUnderConstruction(
  program: ReachedProgram,
  definitions: Definitions,
  fn: number,
  base: Expr,
  value: Token,
): boolean {
  if (base.k !== 'name' || value.t !== 'object') return false;
  const { index } = program;
  const binding = bindingAt(index, bindingIn(index, fn, base.binding));
  if (binding.kind === 'param' && functionIn(index, fn, binding.fn) === fn)
    return isAccumulator(program, fn, base, value);
  if (value.fn !== fn) return isFreshResult(program, definitions, fn, base, value);
  if (binding.kind === 'param' || binding.fn === 0 || functionIn(index, fn, binding.fn) !== fn) return false;
  return definedAs(definitions, fn, base).every((definition) => definition === value.expr || makes(definition));
}

/** A local that holds what a function has just made and kept for nobody else: `const bytes = decode(text)`. */
function isFreshResult(
  { index, callsFrom, flow }: ReachedProgram,
  definitions: Definitions,
  fn: number,
  base: Name,
  { fn: maker }: Extract<Token, { t: 'object' }>,
): boolean {
  const binding = bindingAt(index, bindingIn(index, fn, base.binding));
  if (binding.fn === 0 || functionIn(index, fn, binding.fn) !== fn) return false;
  const made = definedAs(definitions, fn, base);
  const calls = (callsFrom[fn] ?? []).filter(({ to }) => to === maker);
  return (
    made.length > 0 &&
    made.every((value) => calls.some(({ site }) => flow.calls[site]?.expr === value)) &&
    keepsNothing(index, definitions, maker)
  );
}

/** Whether all that a function returns is made in it, and goes nowhere else. */
function keepsNothing(index: ProgramIndex, definitions: Definitions, maker: number): boolean {
  const record = functionAt(index, maker);
  const returned = returnsOf(record.body);
  return (
    returned.length > 0 &&
    returned.every((value) => (value.k === 'name' ? isOwnAlone(index, definitions, maker, value) : makes(value)))
  );
}

/** A local of the function that only its members and its `return` mention. */
function isOwnAlone(index: ProgramIndex, definitions: Definitions, maker: number, name: Name): boolean {
  const binding = bindingAt(index, bindingIn(index, maker, name.binding));
  if (binding.kind === 'param' || binding.fn === 0 || functionIn(index, maker, binding.fn) !== maker) return false;
  if (!definedAs(definitions, maker, name).every(makes)) return false;
  const isName = (part: Expr): boolean => part.k === 'name' && part.binding === name.binding;
  let mentions = 0;
  let harmless = returnsOf(functionAt(index, maker).body).filter(isName).length;
  const module = index.modules[index.moduleOfFunction[maker] as number];
  for (const fn of module?.functions ?? []) {
    walkFunction(fn, (part) => {
      if (isName(part)) mentions++;
      if (part.k === 'member' && isName(part.object)) harmless++;
      if (part.k === 'assign' && isName(part.target)) harmless++;
    });
  }
  return mentions <= harmless;
}

/** The parameter of a callback that fills what the function around it has just made: `names.reduce((all, name) => …, {})`. */
function isAccumulator(
  { flow, index, callsTo }: ReachedProgram,
  fn: number,
  base: Name,
  value: Extract<Token, { t: 'object' }>,
): boolean {
  if (functionAt(index, value.fn).kind === 'module' || parentOf(index, fn) !== value.fn) return false;
  const position = functionAt(index, fn).params.findIndex(({ binding }) => binding === base.binding);
  const callers = callsTo[fn] ?? [];
  return (
    position === 0 &&
    callers.length > 0 &&
    callers.every(({ from, site, timing }) => {
      const call = flow.calls[site];
      return from === value.fn && timing === 'now' && call?.name === 'reduce' && call.expr.args[1] === value.expr;
    })
  );
}

/** Evaluates to something new, and not to what was stored before: `{}`, `new Map()`, `Object.create(null)`. */
function makes(expr: Expr): boolean {
  if (expr.k === 'call') return expr.callee.k === 'member' && expr.callee.object.k === 'global';
  return expr.k === 'object' || expr.k === 'array' || expr.k === 'new' || expr.k === 'literal' || expr.k === 'regexp';
}

import type { Expr } from '../../../model/code.js';
import { bindingAt, bindingIn, functionAt, functionIn } from '../../../model/program-index.js';
import { pathTo } from '../../../model/reached-program.js';
import { walkExpr } from '../../../model/walk-code.js';
import { placeOf } from '../judge.js';
import type { Judge } from '../judge.js';
import { sourcesOf } from '../sources-of-value.js';
import type { Condition } from '../surroundings.js';

/** Whether a place only runs while the program is developed: `if (process.env.NODE_ENV !== 'production')`. */
export function isDevelopmentOnly(judge: Judge, fn: number, expr: Expr): boolean {
  return conditionsOf(judge, fn, expr).some(({ test, holds }) => meansDevelopment(judge, fn, test, holds));
}

/** Whether a place runs in some deployments only, as an environment variable says. */
export function dependsOnEnvironment(judge: Judge, fn: number, expr: Expr): boolean {
  return conditionsOf(judge, fn, expr).some(({ test }) => mentionsEnvironment(judge, fn, test));
}

/**
 * Whether a place that an invocation reaches runs once and not once more: behind a flag of the module, in the right side of
 * a lazy creation, or behind a look-up in what it registers with.
 */
export function isGuardedOnce(judge: Judge, fn: number, expr: Expr): boolean {
  if (isOnceAt(judge, fn, expr)) return true;
  return pathTo(judge.program, fn, 'invoke').some((edge) => {
    const site = judge.program.flow.calls[edge.site];
    return site !== undefined && edge.timing === 'now' && isOnceAt(judge, edge.from, site.expr);
  });
}

function isOnceAt(judge: Judge, fn: number, expr: Expr): boolean {
  if (placeOf(judge, fn, expr)?.part === 'catch') return true;
  return conditionsOf(judge, fn, expr).some(({ test }) => remembers(judge, fn, test));
}

function conditionsOf(judge: Judge, fn: number, expr: Expr): Condition[] {
  const found: Condition[] = [];
  for (let condition = placeOf(judge, fn, expr)?.conditions ?? null; condition; condition = condition.outer)
    found.push(condition);
  return found;
}

const DEVELOPMENT = /^(dev|development|test|testing|local|localhost|ci)$/i;
const PRODUCTION = /^(prod|production|live)$/i;

function meansDevelopment(judge: Judge, fn: number, test: Expr, holds: boolean): boolean {
  switch (test.k) {
    case 'unary':
      return test.op === '!' && meansDevelopment(judge, fn, test.value, !holds);
    case 'logical':
      // `a && b` holds: both do. `a || b` does not hold: neither does.
      return (
        (test.op === '&&') === holds &&
        (meansDevelopment(judge, fn, test.left, holds) || meansDevelopment(judge, fn, test.right, holds))
      );
    case 'operator': {
      const equal =
        test.op === '===' || test.op === '==' ? holds : test.op === '!==' || test.op === '!=' ? !holds : null;
      if (equal === null || !test.parts.some((part) => mentionsEnvironment(judge, fn, part))) return false;
      return test.parts.some(
        (part) =>
          part.k === 'literal' && typeof part.value === 'string' && (equal ? DEVELOPMENT : PRODUCTION).test(part.value),
      );
    }
    case 'member':
      return (
        holds && /^(IS_OFFLINE|IS_LOCAL|DEV|VITEST)$/.test(test.name ?? '') && mentionsEnvironment(judge, fn, test)
      );
    case 'name': {
      const [source, ...others] = sourcesOf(judge, fn, test);
      if (!source || others.length > 0 || source.expr === test) return false;
      return source.expr.k !== 'name' && meansDevelopment(judge, source.fn, source.expr, holds);
    }
    default:
      return false;
  }
}

/** `process.env.X`, `import.meta.env.X`, or a constant that is made of one. */
function mentionsEnvironment(judge: Judge, fn: number, expr: Expr): boolean {
  let found = false;
  walkExpr(expr, (part) => {
    if (found) return;
    if (part.k === 'member') found = part.name === 'env' || part.name === 'NODE_ENV';
    else if (part.k === 'name')
      found = sourcesOf(judge, fn, part).some(
        ({ fn: at, expr: value }) => value.k !== 'name' && value.k !== 'call' && mentionsEnvironment(judge, at, value),
      );
  });
  return found;
}

const LOOK_UP =
  /^(has|get|includes|some|find|listenerCount|listeners|hasOwn|hasOwnProperty|models?|modelNames|isDefined|getSingleMetric|readyState|connected|isConnected|isInitialized|initialized|isReady)$/;

/** `cached` in `cached.connection`: an object of the module. */
function isOfModule(judge: Judge, fn: number, object: Expr): boolean {
  if (object.k !== 'name') return false;
  const { index } = judge.program;
  const binding = bindingAt(index, bindingIn(index, fn, object.binding));
  const owner = functionAt(index, functionIn(index, fn, binding.fn));
  return owner.kind === 'module' && (binding.kind === 'const' || binding.kind === 'let' || binding.kind === 'var');
}

/** The test reads something that an earlier invocation may have left: a variable of the module, a look-up. */
function remembers(judge: Judge, fn: number, test: Expr): boolean {
  const { index } = judge.program;
  let found = false;
  walkExpr(test, (part) => {
    if (part.k === 'name') {
      const binding = bindingAt(index, bindingIn(index, fn, part.binding));
      const owner = functionAt(index, functionIn(index, fn, binding.fn));
      if (owner.kind === 'module' && (binding.kind === 'let' || binding.kind === 'var')) found = true;
    } else if (part.k === 'member') {
      if (LOOK_UP.test(part.name ?? '') || part.object.k === 'this' || isOfModule(judge, fn, part.object)) found = true;
      if (part.object.k === 'global' && /^(globalThis|global)$/.test(part.object.name)) found = true;
    }
  });
  return found;
}

import type { Expr } from '../../model/code.js';
import type { CallSite } from '../../model/flow.js';
import { bindingAt, bindingIn, functionAt, functionIn } from '../../model/program-index.js';
import type { Frame, StateAccess, View } from '../../model/state.js';
import { definitionsOf } from './judge.js';
import type { Judge } from './judge.js';
import { baseOf, callersThatPass, passedAs } from './state/callers.js';
import type { Passed } from './state/callers.js';
import { walkExpr } from '../../model/walk-code.js';

const MOST_FRAMES = 4;
const MOST_CALLERS = 8;

/** The access from every place that decides about it; the access alone where nothing is gained by going outwards. */
export function viewsOf(judge: Judge, access: StateAccess): readonly View[] {
  let known = judge.views.get(access);
  if (!known) {
    const first: Frame = { fn: access.fn, anchor: access.expr, site: null, entered: -1 };
    known = expand(judge, access, [first], baseOf(access.expr)).map((frames) => ({ access, frames }));
    judge.views.set(access, known);
  }
  return known;
}

/** Adds the frames of the callers, as long as what is stored and where is up to them. */
function expand(judge: Judge, access: StateAccess, frames: readonly Frame[], base: Expr | null): Frame[][] {
  const whole = [[...frames]];
  const inner = frames.at(-1) as Frame;
  if (frames.length >= MOST_FRAMES || judge.entries.has(inner.fn)) return whole;
  const passed = base === null ? null : passedAs(judge.program, inner.fn, base);
  const entered = enteredFunction(judge, access, frames) ?? (passed?.kind === 'this' ? passed.fn : null);
  if (entered === null || judge.entries.has(entered) || frames.some((frame) => frame.entered === entered)) return whole;
  const callers = callersOf(judge, access, entered, passed);
  if (callers.length === 0 || callers.length > MOST_CALLERS) return whole;
  const lifted: Frame = { ...inner, entered };
  return callers.flatMap(({ fn, site, object }) => {
    const outer: Frame = { fn, anchor: site.expr, site: null, entered: -1 };
    return expand(judge, access, [...frames.slice(0, -1), { ...lifted, site }, outer], object);
  });
}

interface Caller {
  readonly fn: number;
  readonly site: CallSite;
  readonly object: Expr | null;
}

function callersOf(judge: Judge, access: StateAccess, entered: number, passed: Passed | null): Caller[] {
  const { program } = judge;
  const passing =
    passed !== null && passed.fn === entered && access.chain.length > 0
      ? callersThatPass(program, judge.owners, passed, access.chain)
      : (program.callsTo[entered] ?? []).map((edge) => ({ edge, object: null }));
  return (passing ?? []).flatMap(({ edge, object }): Caller[] => {
    const site = edge.timing === 'now' ? program.flow.calls[edge.site] : undefined;
    // A callback gets its arguments from whoever calls it, not from the call that hands it on.
    if (!site || edge.from === entered || site.modelled || !site.targets.includes(entered)) return [];
    return [{ fn: edge.from, site, object }];
  });
}

/** The function around the access whose parameters decide on key or value. */
function enteredFunction(judge: Judge, access: StateAccess, frames: readonly Frame[]): number | null {
  const view: View = { access, frames };
  for (const expr of [access.key, access.value]) {
    const param = expr === null ? null : outermostParam(judge, view, expr);
    if (param !== null) return param;
  }
  return null;
}

/** The function whose parameter a value comes down to in the outermost frame. */
function outermostParam(judge: Judge, view: View, expr: Expr): number | null {
  let found: number | null = null;
  const last = view.frames.length - 1;
  walkTerm(judge, view, 0, expr, (part, level) => {
    if (found !== null || level !== last || part.k !== 'name') return;
    const fn = (view.frames[level] as Frame).fn;
    const binding = bindingAt(judge.program.index, bindingIn(judge.program.index, fn, part.binding));
    if (binding.kind === 'param') found = functionIn(judge.program.index, fn, binding.fn);
  });
  return found;
}

/**
 * Calls `visit` for an expression, its parts, what its local names stand for, and what callers hand in for its parameters,
 * each with the frame that it stands in.
 */
export function walkTerm(
  judge: Judge,
  view: View,
  level: number,
  expr: Expr,
  visit: (part: Expr, level: number) => void,
  depth = 4,
  seen = new Set<Expr>(),
): void {
  if (seen.has(expr)) return;
  seen.add(expr);
  walkExpr(expr, (part) => {
    visit(part, level);
    if (part.k !== 'name' || depth === 0) return;
    for (const source of sourcesOf(judge, view, level, part)) {
      walkTerm(judge, view, source.level, source.expr, visit, depth - 1, seen);
    }
  });
}

export interface Term {
  readonly level: number;
  readonly expr: Expr;
}

/** What a name stands for: what its function assigns to it, or the argument that the next frame hands in. */
export function sourcesOf(judge: Judge, view: View, level: number, name: Extract<Expr, { k: 'name' }>): Term[] {
  const { index } = judge.program;
  const { fn } = view.frames[level] as Frame;
  const defined = definitionsOf(judge, fn, name).map((expr): Term => ({ level, expr }));
  const argument = argumentFor(judge, view, level, name);
  if (argument) return [...defined, argument];
  const binding = bindingAt(index, bindingIn(index, fn, name.binding));
  return binding.kind === 'param' ? [] : defined;
}

/** The argument that a parameter gets in this view; null where the name is no parameter that is known here. */
export function argumentFor(judge: Judge, view: View, level: number, name: Extract<Expr, { k: 'name' }>): Term | null {
  const { index } = judge.program;
  const { fn, site, entered } = view.frames[level] as Frame;
  if (!site) return null;
  const binding = bindingAt(index, bindingIn(index, fn, name.binding));
  if (binding.kind !== 'param' || functionIn(index, fn, binding.fn) !== entered) return null;
  const position = functionAt(index, entered).params.findIndex((param) => param.binding === name.binding);
  const argument = position < 0 ? undefined : site.expr.args[position];
  if (!argument || site.expr.args.slice(0, position + 1).some(({ k }) => k === 'spread')) return null;
  return { level: level + 1, expr: argument };
}

/** Where a name stands for a parameter, the expression that the view's outer frames hand in for it. */
export function handedIn(judge: Judge, view: View, expr: Expr): { readonly fn: number; readonly expr: Expr } {
  let term: Term = { level: 0, expr };
  while (term.expr.k === 'name') {
    const next = argumentFor(judge, view, term.level, term.expr);
    if (!next) break;
    term = next;
  }
  return { fn: (view.frames[term.level] as Frame).fn, expr: term.expr };
}

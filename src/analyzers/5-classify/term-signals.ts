import type { Expr } from '../../model/code.js';
import { bindingIn } from '../../model/program-index.js';
import { inputsOf } from '../../model/reached-program.js';
import type { Frame, View } from '../../model/state.js';
import { partsOf } from '../../model/walk-code.js';
import { dropPrefixes, labelsOf, mentions } from './judge.js';
import type { Judge, Slot } from './judge.js';
import { isMadeOnTheSpot, isRandom } from './signals/clock.js';
import { guardOf } from './signals/guard.js';
import type { Guard } from './signals/guard.js';
import { sourcesOf, walkTerm } from './views.js';

/** Parts of the invocation's input that a key or a value depends on, as this view hands it in. */
export function labelsIn(judge: Judge, view: View, expr: Expr | null): Set<string> {
  if (!expr) return new Set();
  if (view.frames.length === 1) return labelsOf(judge, view.access.fn, expr);
  const found = new Set<string>();
  collectLabels(judge, view, 0, expr, found, new Set());
  return dropPrefixes(found);
}

function collectLabels(judge: Judge, view: View, level: number, expr: Expr, into: Set<string>, seen: Set<Expr>): void {
  if (seen.has(expr)) return;
  seen.add(expr);
  const { fn } = view.frames[level] as Frame;
  if (level === view.frames.length - 1) {
    for (const label of labelsOf(judge, fn, expr)) into.add(label);
    return;
  }
  const { flow, inputs, index } = judge.program;
  const addNode = (node: number | undefined): void => {
    if (node === undefined) return;
    for (const label of inputsOf(inputs, node)) into.add(label);
  };
  if (expr.k === 'name') {
    const sources = sourcesOf(judge, view, level, expr);
    for (const source of sources) collectLabels(judge, view, source.level, source.expr, into, seen);
    if (sources.length === 0) addNode(bindingIn(index, fn, expr.binding));
    return;
  }
  const parts = partsOf(expr);
  if ((expr.k === 'call' || expr.k === 'new') && expr.args.length === 0) addNode(flow.nodes.get(expr));
  if (expr.k === 'this' || expr.k === 'global') addNode(flow.nodes.get(expr));
  for (const part of parts) collectLabels(judge, view, level, part, into, seen);
}

/**
 * Whether a value is the result of a call, after awaiting: something fetched, computed or made. Decoding the input
 * (`await request.json()`, `JSON.parse(event.body)`) makes nothing new.
 */
export function isDerivedIn(judge: Judge, slot: Slot, view: View, expr: Expr | null, level = 0, depth = 5): boolean {
  if (!expr) return false;
  const again = (part: Expr | null): boolean => isDerivedIn(judge, slot, view, part, level, depth);
  switch (expr.k) {
    case 'await':
      return (
        again(expr.value) || (expr.value.k === 'name' && labelsOf(judge, fnAt(view, level), expr.value).size === 0)
      );
    case 'call': {
      // What the slot itself gave is not computed anew, and a time or an id of its own cannot be had again.
      if (isMadeOnTheSpot(judge, expr) || mentions(judge, slot, fnAt(view, level), expr)) return false;
      const decoded = decodedBy(expr);
      return decoded === null || decoded.some((part) => isDerivedIn(judge, slot, view, part, level, depth - 1));
    }
    case 'new':
      return !isMadeOnTheSpot(judge, expr);
    case 'logical':
      return again(expr.left) || again(expr.right);
    case 'conditional':
      return again(expr.then) || again(expr.otherwise);
    case 'object':
      return expr.properties.some(({ value }) => again(value));
    case 'array':
      return expr.items.some(again);
    case 'operator':
      return expr.op === 'template' && expr.parts.some(again);
    case 'spread':
      return again(expr.value);
    case 'assign':
      return again(expr.value);
    case 'member':
      return depth > 0 && isDerivedIn(judge, slot, view, expr.object, level, depth - 1);
    case 'name':
      return (
        depth > 0 &&
        sourcesOf(judge, view, level, expr).some((source) =>
          isDerivedIn(judge, slot, view, source.expr, source.level, depth - 1),
        )
      );
    default:
      return false;
  }
}

function fnAt(view: View, level: number): number {
  return (view.frames[level] as Frame).fn;
}

const DECODES =
  /^(json|text|toISOString|toJSON|getTime|toLocale\w+|formData|arrayBuffer|blob|parse|safeParse|toString|trim|split|slice|substring|toLowerCase|toUpperCase|replace|replaceAll|stringify|normalize|at|entries|keys|values|valueOf|String|Number|Boolean|parseInt|parseFloat|decodeURIComponent|encodeURIComponent|structuredClone|assign|freeze|from)$/;

/** What a call only brings into another form; null for a call that does more. */
function decodedBy(call: Extract<Expr, { k: 'call' }>): readonly Expr[] | null {
  const { callee } = call;
  if (callee.k === 'global') return DECODES.test(callee.name) ? call.args : null;
  if (callee.k !== 'member' || callee.name === null || !DECODES.test(callee.name)) return null;
  return callee.object.k === 'global' ? call.args : [callee.object, ...(callee.name === 'parse' ? call.args : [])];
}

/** What is known about the slot in all frames of a view. */
export function guardIn(judge: Judge, slot: Slot, view: View): Guard {
  const facts = { empty: false, expired: false, changed: false, filled: false, size: false, conditional: false };
  for (const { fn, anchor } of view.frames) {
    const guard = guardOf(judge, slot, { fn, expr: anchor });
    for (const key of Object.keys(facts) as (keyof Guard)[]) facts[key] ||= guard[key];
  }
  return facts;
}

/** Whether a value is random or an id made on the spot, wherever in the view it is made. */
export function isRandomIn(judge: Judge, view: View, expr: Expr): boolean {
  let found = false;
  walkTerm(judge, view, 0, expr, (part, level) => {
    if (!found && (part.k === 'call' || part.k === 'new')) found = isRandom(judge, fnAt(view, level), part);
  });
  return found;
}

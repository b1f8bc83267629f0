import type { Expr } from '../../../model/code.js';
import type { Confidence } from '../../../model/classification.js';
import type { ClassifiedPlace, Grade } from '../../../model/classified-program.js';
import { bindingIn, moduleOf } from '../../../model/program-index.js';
import { positionAt } from '../../../support/text-position.js';
import type { Opinion } from '../opinion.js';
import { holderOf, isAlwaysListed } from './libraries.js';
import type { Libraries } from './libraries.js';
import { textOf } from './text-of.js';

/** What is said about a place. */
interface Said {
  readonly rule: string;
  readonly grade: Grade;
  readonly message: string;
  readonly fn: number;
  readonly expr: Expr;
  /** What the place concerns: the binding that holds it is named with the finding. */
  readonly receiver: Expr | null;
  readonly confidence?: Confidence;
}

/** A finding about a place that concerns a library. */
export function placeAt(libraries: Libraries, said: Said): ClassifiedPlace {
  const { rule, grade, message, fn, expr, receiver } = said;
  const module = moduleOf(libraries.judge.program.index, fn);
  return {
    rule,
    grade,
    confidence: said.confidence ?? 'high',
    message,
    file: module.path,
    ...positionAt(module.lineStarts, expr.pos),
    fn,
    pos: expr.pos,
    binding: receiver ? bindingOf(libraries, fn, receiver) : null,
  };
}

/** An opinion about what a place makes, as a finding about the place. */
export function placeOfOpinion(libraries: Libraries, judged: Opinion, fn: number, expr: Expr): ClassifiedPlace {
  const subject =
    expr.k === 'call' || expr.k === 'new'
      ? `\`${expr.k === 'new' ? 'new ' : ''}${textOf(libraries.judge, fn, expr.callee)}()\``
      : 'it';
  return placeAt(libraries, {
    rule: judged.rule ?? ruleOf(judged),
    grade: judged.grade,
    confidence: judged.confidence,
    message: `${subject} ${judged.reasons[0]?.message ?? ''}`,
    fn,
    expr,
    receiver: expr,
  });
}

/** The rule for a cache that is judged as a container of the program. */
function ruleOf(judged: Opinion): string {
  switch (judged.classification) {
    case 'mis-keyed-cache':
      return 'mis-keyed-cache';
    case 'unbounded-cache':
      return 'unbounded-cache';
    case 'counter':
      return 'in-memory-counter';
    case 'session-store':
      return 'in-memory-session';
    case 'accumulator':
      return 'in-memory-accumulator';
    case 'request-state':
      return 'request-state-leak';
    case 'queue':
      return 'in-memory-queue';
    default:
      return 'in-memory-library-store';
  }
}

/** The binding that holds what an expression means. */
function bindingOf(libraries: Libraries, fn: number, receiver: Expr): string | null {
  const { flow, index } = libraries.judge.program;
  for (let expr: Expr = receiver; ;) {
    const node = expr.k === 'name' ? bindingIn(index, fn, expr.binding) : flow.nodes.get(expr);
    for (const token of node === undefined ? [] : (flow.values[node] ?? [])) {
      const holder = flow.tokens[token]?.t === 'object' ? holderOf(libraries, token) : null;
      if (holder && isAlwaysListed(holder.root)) return holder.root.id;
    }
    if (expr.k !== 'member') return null;
    expr = expr.object;
  }
}

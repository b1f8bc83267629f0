import type { Expr } from '../../../model/code.js';
import { functionAt } from '../../../model/program-index.js';
import type { StateAccess } from '../../../model/state.js';
import { walkExpr, walkFunction } from '../../../model/walk-code.js';
import { placeOf, walkDeep } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { sinkOf } from '../sinks/sink-of.js';
import { sameExpr } from '../same-expr.js';
import type { Condition } from '../surroundings.js';

const DURABLE =
  /^(put\w*|insert\w*|send\w*|publish\w*|charge\w*|save\w*|write\w*|enqueue\w*|seed\w*|notify\w*|migrate\w*|upsert\w*|bulkWrite|sendMail|postMessage|transfer\w*|pay\w*|refund\w*|announce\w*)$/i;
const LOCAL = /^(@console|@JSON|@Object|@Math|@process\.stdout)/;

/**
 * The name of a call that changes the outside world in the stretch that a flag guards: in the same branch as the write of
 * the flag, or in the branch that tests it. Null where nothing of the kind is called.
 */
export function doesDurableWork(judge: Judge, slot: Slot, write: StateAccess): string | null {
  let found: string | null = null;
  const guard = outermostMention(judge, slot, write);
  walkFunction(functionAt(judge.program.index, write.fn), (part) => {
    if (found !== null || part.k !== 'call') return;
    const conditions = placeOf(judge, write.fn, part)?.conditions ?? null;
    if (!isUnder(conditions, guard) || asksStoreFirst(part, conditions, guard)) return;
    found = durableName(judge, part, 2);
  });
  return found;
}

/**
 * The store itself is asked, below the guard, whether the work has been done: `if (!(await hasTables(db))) await
 * createTables(db)`. Whatever a flag says, it is then done once.
 */
function asksStoreFirst(
  call: Extract<Expr, { k: 'call' }>,
  conditions: Condition | null,
  guard: Condition | null,
): boolean {
  const used = partiesOf(call);
  for (
    let current = conditions;
    current && current !== guard && current.test !== guard?.test;
    current = current.outer
  ) {
    let asks = false;
    walkExpr(current.test, (part) => {
      if (part.k !== 'await' || part.value.k !== 'call') return;
      const asked = partiesOf(part.value);
      if (asked.some((a) => used.some((b) => sameExpr(a, b)))) asks = true;
    });
    if (asks) return true;
  }
  return false;
}

/** Whom a call concerns: its receiver, and names among its arguments. */
function partiesOf({ callee, args }: Extract<Expr, { k: 'call' }>): Expr[] {
  const parties = [...args, ...(callee.k === 'member' ? [callee.object] : [])];
  return parties.filter(({ k }) => k === 'name' || k === 'member');
}

/** The condition about the slot that stands before the write. */
function outermostMention(judge: Judge, slot: Slot, write: StateAccess): Condition | null {
  const reads = [...slot.readExprs];
  for (
    let condition = placeOf(judge, write.fn, write.expr)?.conditions ?? null;
    condition;
    condition = condition.outer
  ) {
    const { test } = condition;
    let mentioned = false;
    walkDeep(judge, write.fn, test, (part) => {
      if (reads.includes(part)) mentioned = true;
    });
    if (mentioned) return condition;
  }
  return null;
}

function isUnder(condition: Condition | null, guard: Condition | null): boolean {
  if (guard === null) return false;
  for (let current = condition; current; current = current.outer) {
    if (current === guard || (current.test === guard.test && current.holds === guard.holds)) return true;
  }
  return false;
}

/** What a call does to the outside world that must not be done twice, looked for some functions deep. */
export function sideEffectIn(judge: Judge, call: Extract<Expr, { k: 'call' }>): string | null {
  return durableName(judge, call, 2);
}

/** The durable effect of a call, looked for up to `depth` functions deep. */
export function durableName(judge: Judge, call: Extract<Expr, { k: 'call' }>, depth: number): string | null {
  const { callee } = call;
  const site = judge.siteOf.get(call);
  if (site?.externals.some((origin) => LOCAL.test(origin))) return null;
  const name = callee.k === 'member' ? callee.name : null;
  const sink = site ? sinkOf(judge, site) : null;
  if (sink) return sink.effect === 'telemetry' || sink.effect === 'request' || sink.expires ? null : sink.shown;
  // Of what the flow does not know, the name alone tells.
  const unknown = site && site.targets.length === 0 && site.externals.length === 0;
  if (unknown && name !== null && DURABLE.test(name)) return `${name}()`;
  if (!site || depth === 0) return null;
  for (const target of site.targets) {
    let found: string | null = null;
    walkFunction(functionAt(judge.program.index, target), (part) => {
      if (found === null && part.k === 'call') found = durableName(judge, part, depth - 1);
    });
    if (found !== null) return found;
  }
  return null;
}

const REMOTE =
  /(ssm|secrets?-?manager|kms|dynamodb|firestore|firebase|mongo|parameter|secret|postgres|mysql|^pg\b|redis|prisma|supabase)/i;
const FETCHES = /^(send|get\w*|query|find\w*|fetch\w*|once|doc|execute|load\w*|read\w*)$/;

/** Whether a value is fetched from a store that others change: a secret, a parameter, a row. */
export function readsRemote(judge: Judge, write: StateAccess): boolean {
  let found = false;
  const look = (fn: number, expr: Expr, depth: number): void => {
    walkDeep(judge, fn, expr, (part) => {
      if (found || part.k !== 'call') return;
      const site = judge.siteOf.get(part);
      if (!site) return;
      const fetches = part.callee.k === 'member' && FETCHES.test(part.callee.name ?? '');
      if (fetches && site.externals.some((origin) => REMOTE.test(origin))) found = true;
      if (found || depth === 0) return;
      for (const target of site.targets) {
        walkFunction(functionAt(judge.program.index, target), (inner) => {
          if (inner.k === 'call') look(target, inner, depth - 1);
        });
      }
    });
  };
  if (write.value) look(write.fn, write.value, 2);
  return found;
}

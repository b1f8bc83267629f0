import type { Expr } from '../../model/code.js';
import type { Token } from '../../model/flow.js';
import type { StateAccess } from '../../model/state.js';
import { functionAt } from '../../model/program-index.js';
import { readsRemote } from './signals/effects.js';
import { usesOf } from './signals/use-of-value.js';
import type { Judge, Slot } from './judge.js';
import { placeOf } from './judge.js';
import { judgeInitValue } from './judge-init-value.js';
import { opinion } from './opinion.js';
import type { Opinion } from './opinion.js';
import { isLate, isWrite } from './slots.js';
import { isConstant, isEmptyValue } from './values.js';

/** Judges a slot that nothing writes once its module has loaded. */
export function judgeUnwritten(judge: Judge, slot: Slot): Opinion {
  const tokens = tokensOfRoot(judge, slot);
  const first = slot.accesses.find((access) => access.kind === 'assign' && !isLate(access)) ?? null;
  const value = first?.value ?? null;
  const regexp = tokens.find((token) => token.t === 'object' && token.what === 'regexp');
  if (regexp && slot.path === '') return judgeRegexp(judge, slot, regexp);
  const taken = value && first ? takenFromGenerator(judge, slot, value) : null;
  if (taken) {
    const message = 'a generator hands out its values one by one: every environment hands out the same ones';
    return opinion('queue', 'high', message, taken);
  }
  const filled = slot.accesses.filter(
    (access) => isWrite(access) && access !== first && !(access.expr.k === 'assign' && access.expr.declares),
  );
  if (filled.length > 0) return opinion('registry', 'none', 'filled only while the module loads', filled[0] ?? null);
  const initial = judgeInitValue(judge, slot, first);
  if (initial) return initial;
  const decides =
    value && first && (value.k === 'await' || value.k === 'call') ? decidesByOldValue(judge, slot, first) : null;
  if (decides) {
    const message = 'fetched when the module loads and never again: a change at the source is not seen';
    return opinion('memo', 'medium', message, decides, { confidence: 'medium' });
  }
  if (tokens.some(isExternal))
    return opinion('client', 'none', 'made once, when the module loads, and only used afterwards', first);
  if (tokens.some((token) => token.t === 'object' && token.what === 'instance')) {
    return opinion(
      'client',
      'none',
      'an object made once, when the module loads; none of its fields is written later',
      first,
    );
  }
  if (
    value &&
    !isConstant(value) &&
    !isEmptyValue(value) &&
    (value.k === 'call' || value.k === 'await') &&
    !isLiteralMade(judge, value)
  ) {
    return opinion('memo', 'none', 'computed once, when the module loads', first);
  }
  return opinion('configuration', 'none', 'never written after the module has loaded', first);
}

/** A later `next()` of a generator that the module started. */
function takenFromGenerator(judge: Judge, slot: Slot, value: Expr): StateAccess | null {
  const targets = value.k === 'call' ? (judge.siteOf.get(value)?.targets ?? []) : [];
  if (!targets.some((target) => functionAt(judge.program.index, target).generator)) return null;
  return (
    slot.accesses.find((access) => {
      const member = access.kind === 'read' && isLate(access) ? placeOf(judge, access.fn, access.expr)?.parent : null;
      return member?.k === 'member' && member.name === 'next';
    }) ?? null
  );
}

/** Fetched once from where others change it, and asked in a decision of each invocation. */
function decidesByOldValue(judge: Judge, slot: Slot, first: StateAccess): StateAccess | null {
  if (!readsRemote(judge, first)) return null;
  return (
    slot.accesses.find(
      (access) => access.kind === 'read' && isLate(access) && usesOf(judge, access.fn, access.expr).has('decision'),
    ) ?? null
  );
}

/** `Object.freeze({ … })`, `Number(process.env.LIMIT)`: a constant in another form. */
function isLiteralMade(judge: Judge, value: Expr): boolean {
  const externals = judge.siteOf.get(value)?.externals ?? [];
  return (
    externals.length > 0 &&
    externals.every((origin) => /^@(Object|Number|String|Boolean|Array|Symbol|parse)/.test(origin))
  );
}

function tokensOfRoot(judge: Judge, slot: Slot): Token[] {
  const { flow } = judge.program;
  return slot.root.node < 0 ? [] : [...(flow.values[slot.root.node] ?? [])].map((token) => flow.tokens[token] as Token);
}

function isExternal(token: Token): boolean {
  return token.t === 'object' && token.what === 'external';
}

/** A pattern with `g` or `y` remembers where its last `test` or `exec` ended. */
function judgeRegexp(judge: Judge, slot: Slot, token: Token): Opinion {
  const flags = flagsOf(token);
  if (!/[gy]/.test(flags)) return opinion('configuration', 'none', 'a pattern without memory');
  const moving = cursorMoves(judge, slot);
  if (moving === null) {
    return opinion('configuration', 'none', `a pattern with /${flags}, used only where its position does not matter`);
  }
  const message = `/${flags} keeps lastIndex from one call to the next, so that the same input may match and then not match`;
  return opinion('regex-cursor', 'medium', message, moving, { harmful: true });
}

function flagsOf(token: Token): string {
  if (token.t !== 'object' || !token.expr) return '';
  if (token.expr.k === 'regexp') return token.expr.flags;
  const flags = token.expr.k === 'new' || token.expr.k === 'call' ? token.expr.args[1] : undefined;
  return flags?.k === 'literal' && typeof flags.value === 'string' ? flags.value : '';
}

/** The first `test` or `exec` in a later phase that starts where an earlier one stopped. */
function cursorMoves(judge: Judge, slot: Slot): StateAccess | null {
  for (const access of slot.accesses) {
    if (access.kind !== 'read' || !isLate(access)) continue;
    const member = placeOf(judge, access.fn, access.expr)?.parent;
    if (member?.k !== 'member' || member.object !== access.expr || (member.name !== 'test' && member.name !== 'exec'))
      continue;
    const call = placeOf(judge, access.fn, member)?.parent;
    if (!call || isResetBefore(judge, access) || isDrained(judge, access.fn, call)) continue;
    return access;
  }
  return null;
}

/** `RE.lastIndex = 0` somewhere in the same function. */
function isResetBefore(judge: Judge, access: StateAccess): boolean {
  return judge.program.flow.candidates.some(
    (candidate) =>
      candidate.k === 'member-write' && candidate.fn === access.fn && candidate.member.name === 'lastIndex',
  );
}

/** `while ((match = RE.exec(text)))` runs until there is no match, and then starts from zero. */
function isDrained(judge: Judge, fn: number, call: Expr): boolean {
  for (let expr: Expr | null = call; expr; expr = placeOf(judge, fn, expr)?.parent ?? null) {
    const place = placeOf(judge, fn, expr);
    if (place?.isTest && place.stmt.k === 'loop') return true;
  }
  return false;
}

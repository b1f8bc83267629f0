import type { Expr } from '../../../model/code.js';
import { bindingAt, bindingIn } from '../../../model/program-index.js';
import type { StateAccess } from '../../../model/state.js';
import { isMixed, placeOf, walkDeep } from '../judge.js';
import type { Judge, Slot } from '../judge.js';
import { opinion } from '../opinion.js';
import type { Opinion } from '../opinion.js';
import { boundOf } from '../signals/bounds.js';
import { labelsIn } from '../term-signals.js';
import { tokensAt } from '../values.js';
import { handedIn } from '../views.js';
import type { Add } from './adds.js';
import { isComputedFromKey } from './computed-from-key.js';

/** Judges entries that can all be computed again. */
export function judgeCache(judge: Judge, slot: Slot, fills: readonly Add[], writes: readonly StateAccess[]): Opinion {
  const [fill] = fills as [Add];
  const missing = fills.map((candidate) => missingFromKey(judge, slot, candidate)).find((label) => label !== null);
  if (missing) {
    const grade = IDENTITY.test(missing) ? 'critical' : 'high';
    return opinion(
      'mis-keyed-cache',
      grade,
      `the value depends on ${missing}, which the key leaves out: one caller is answered with another's value`,
      fill.access,
    );
  }
  const bound = boundOf(judge, slot, writes);
  if (bound === 'expires') return opinion('ttl-cache', 'none', 'entries expire', fill.access);
  if (bound === 'limited') return opinion('bounded-cache', 'none', 'the number of entries is limited', fill.access);
  if (fills.every(({ view }) => labelsIn(judge, view, view.access.key).size === 0)) {
    return opinion('memo', 'none', 'filled once for each of a fixed set of keys', fill.access, {
      confidence: 'medium',
    });
  }
  if (fills.some((candidate) => holdsClient(judge, candidate)))
    return opinion('lazy-client', 'low', 'clients made once for each key', fill.access, { confidence: 'medium' });
  if (fills.every((candidate) => isOpenedAtLoad(judge, candidate)))
    return opinion('memo', 'none', 'the same for every key, and filled while the module loads', fill.access, {
      confidence: 'medium',
    });
  if (isFiniteKey(slot) || fills.every((candidate) => isCheckedKey(judge, slot, candidate)))
    return opinion('memo', 'none', 'the key comes from a fixed set', fill.access);
  return opinion(
    'unbounded-cache',
    'medium',
    'grows with every new key and never forgets or refreshes an entry',
    fill.access,
    { harmful: true },
  );
}

const IDENTITY =
  /(^|\.)(user|userId|uid|tenant\w*|account\w*|customer\w*|auth\w*|token|cookie\w*|session\w*|locale|lang|language|role\w*|org\w*|member\w*|principal\w*|claims|sub|identity|email)$/i;

/** A part of the input that the value depends on and the key does not. */
function missingFromKey(judge: Judge, slot: Slot, { view }: Add): string | null {
  const { key, value } = view.access;
  const inKey = labelsIn(judge, view, key);
  if (isMixed(judge, view.access.fn, value)) return null;
  if (key === null || (inKey.size === 0 && key.k === 'literal')) return null;
  for (const label of [...labelsIn(judge, view, value)].sort()) {
    if (!label.includes('.')) continue;
    const covered = [...inKey].some(
      (known) => known === label || label.startsWith(`${known}.`) || known.startsWith(`${label}.`),
    );
    if (!covered) return isComputedFromKey(judge, slot, view) ? null : label;
  }
  return null;
}

/** What loads the module fills the same table: `handlers[app] ??= emptyTable()`, before the registrations and the look-ups. */
function isOpenedAtLoad(judge: Judge, { access, view }: Add): boolean {
  // `handlers[app] || emptyTable()` also reads what is there.
  const made = access.value?.k === 'logical' ? access.value.right : access.value;
  return access.phases.has('init') && labelsIn(judge, view, made).size === 0;
}

function holdsClient(judge: Judge, { view }: Add): boolean {
  const { value } = view.access;
  if (!value) return false;
  const made = handedIn(judge, view, value);
  return tokensAt(judge, made.fn, made.expr).some(
    (token) =>
      token.t === 'object' &&
      (token.what === 'instance' || (token.what === 'external' && /^new [^()]*$/.test(token.origin))),
  );
}

/** The key was looked up in a table of the module before: `if (!(kind in LAYOUTS)) throw …`. */
function isCheckedKey(judge: Judge, slot: Slot, { view }: Add): boolean {
  const { fn, key, expr } = view.access;
  if (key?.k !== 'name') return false;
  const isKey = (part: Expr | null | undefined): boolean => part?.k === 'name' && part.binding === key.binding;
  let found = false;
  for (let condition = placeOf(judge, fn, expr)?.conditions ?? null; condition; condition = condition.outer) {
    walkDeep(judge, fn, condition.test, (part) => {
      if (part.k === 'operator' && part.op === 'in' && isKey(part.parts[0]) && isTable(judge, slot, fn, part.parts[1]))
        found = true;
      if (part.k === 'member' && isKey(part.key) && isTable(judge, slot, fn, part.object)) found = true;
      if (part.k === 'call' && part.callee.k === 'member' && /^(has|includes|hasOwn)$/.test(part.callee.name ?? '')) {
        if (isKey(part.args[0]) && isTable(judge, slot, fn, part.callee.object)) found = true;
      }
    });
  }
  return found;
}

/** A name of module scope that is not the cache itself. */
function isTable(judge: Judge, slot: Slot, fn: number, expr: Expr | undefined): boolean {
  if (expr?.k !== 'name' || slot.readExprs.has(expr)) return false;
  const variable = bindingIn(judge.program.index, fn, expr.binding);
  const binding = bindingAt(judge.program.index, variable);
  const isOwn = [...(judge.program.flow.values[variable] ?? [])].some((token) => slot.holds.has(token));
  return !isOwn && (binding.fn === 0 || binding.kind === 'import');
}

/** The key's declared type is a union of literals, an enum, or keys of a constant table. */
function isFiniteKey(slot: Slot): boolean {
  const declared = slot.root.type ?? '';
  const fromType = /^(?:Partial<)?(?:Map|Record|WeakMap)<\s*(keyof\b[^,]*|[A-Z]\w*|(?:'[^']*'\s*\|?\s*)+),/.exec(
    declared,
  );
  return fromType !== null && !/^(String|Number|Buffer|URL|Date)$/.test(fromType[1] ?? '');
}

import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import type { Judge } from '../judge.js';
import { sourcesOf } from '../sources-of-value.js';
import type { Source } from '../sources-of-value.js';

/** What a call is told under an option: its possible values, nothing, or something that cannot be followed. */
export type Option =
  { readonly is: 'set'; readonly values: readonly Source[] } | { readonly is: 'missing' } | { readonly is: 'unknown' };

/** Reads an option such as `store` or `connection.filename` from the arguments of a call. */
export function optionOf(judge: Judge, site: CallSite, path: string): Option {
  const names = path.split('.');
  let blurred = false;
  let seen = false;
  const values: Source[] = [];
  site.expr.args.forEach((arg, position) => {
    const objects = objectsOf(judge, site.fn, arg, site.args[position]);
    if (objects === null) {
      blurred ||= position === 0 || site.expr.args.length === 1 || arg.k === 'spread';
      return;
    }
    seen ||= objects.length > 0;
    for (const object of objects) {
      const found = memberOf(judge, object, names);
      if (found === 'unknown') blurred = true;
      else values.push(...found);
    }
  });
  const present = values.filter(({ expr }) => !isAbsent(expr));
  if (present.length > 0) return { is: 'set', values: present };
  return blurred && !(seen && values.length > 0) ? { is: 'unknown' } : { is: 'missing' };
}

/** Whether an option has one of these constant values. */
export function optionIs(judge: Judge, site: CallSite, path: string, wanted: readonly unknown[]): boolean {
  const option = optionOf(judge, site, path);
  return option.is === 'set' && option.values.some(({ expr }) => expr.k === 'literal' && wanted.includes(expr.value));
}

/** Whether an option is there and is not switched off. */
export function hasOption(judge: Judge, site: CallSite, path: string): boolean {
  const option = optionOf(judge, site, path);
  return option.is === 'set' && option.values.some(({ expr }) => !(expr.k === 'literal' && expr.value === false));
}

/** An object literal somewhere in the program, with its token where the flow has one. */
interface ObjectAt {
  readonly fn: number;
  readonly expr: Extract<Expr, { k: 'object' }>;
  readonly token: number;
}

/** The object literals that an argument may be; none for a function or a text, null where it cannot be followed. */
function objectsOf(judge: Judge, fn: number, arg: Expr, node: number | undefined): ObjectAt[] | null {
  const { flow } = judge.program;
  const found: ObjectAt[] = [];
  let other = false;
  const held = node === undefined ? undefined : flow.values[node];
  for (const token of held ?? []) {
    const value = flow.tokens[token];
    if (value?.t === 'object' && value.expr?.k === 'object' && value.what === 'object')
      found.push({ fn: value.fn, expr: value.expr, token });
    else other = true;
  }
  if (found.length > 0) return found;
  if (arg.k === 'object') return [{ fn, expr: arg, token: -1 }];
  if (other || arg.k === 'literal' || arg.k === 'function' || arg.k === 'array') return [];
  const isText = arg.k === 'operator' || arg.k === 'new';
  return isText ? [] : null;
}

function memberOf(judge: Judge, object: ObjectAt, names: readonly string[]): Source[] | 'unknown' {
  const [name, ...rest] = names as [string, ...string[]];
  const direct = object.expr.properties.find((property) => property.name === name);
  const values: Source[] = direct ? [{ fn: object.fn, expr: direct.value }] : [];
  const { flow } = judge.program;
  if (!direct) {
    const node = object.token < 0 ? undefined : flow.fields[object.token]?.get(name);
    // Assigned later, or to a copy: `options.store = new RedisStore()`.
    for (const candidate of node === undefined ? [] : flow.candidates) {
      if (candidate.k !== 'member-write' || candidate.member.name !== name || candidate.expr.k !== 'assign') continue;
      if (candidate.expr.value && flow.values[candidate.object]?.includes(object.token) === true)
        values.push({ fn: candidate.fn, expr: candidate.expr.value });
    }
    for (const property of object.expr.properties) {
      if (property.kind !== 'spread') continue;
      const inner = objectsOf(
        judge,
        object.fn,
        property.value,
        flow.nodes.get(property.value) ?? nodeOfName(judge, object.fn, property.value),
      );
      if (inner === null) return 'unknown';
      for (const spread of inner) {
        const found = memberOf(judge, spread, [name]);
        if (found === 'unknown') return 'unknown';
        values.push(...found);
      }
    }
  }
  const flat = values.flatMap((value) => sourcesOf(judge, value.fn, value.expr));
  if (rest.length === 0) return flat;
  const nested: Source[] = [];
  for (const { fn, expr } of flat) {
    if (expr.k !== 'object') continue;
    const found = memberOf(judge, { fn, expr, token: -1 }, rest);
    if (found === 'unknown') return 'unknown';
    nested.push(...found);
  }
  return nested;
}

function nodeOfName(judge: Judge, fn: number, expr: Expr): number | undefined {
  if (expr.k !== 'name') return undefined;
  const { index } = judge.program;
  return (index.bindingBase[index.moduleOfFunction[fn] as number] as number) + expr.binding;
}

/** `undefined`, `null`, `false` stand for an option that is not there. */
function isAbsent(expr: Expr): boolean {
  return expr.k === 'literal' && (expr.value === undefined || expr.value === null);
}

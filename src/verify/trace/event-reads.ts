import type { ClassifiedProgram } from '../../model/classified-program.js';
import type { Expr } from '../../model/code.js';
import type { CallSite } from '../../model/flow.js';
import { bindingIn, functionAt } from '../../model/program-index.js';
import { walkFunction } from '../../model/walk-code.js';

/** A way into an event: `['headers', 'x-guest']`; `$json` stands for what a text holds, `$item` for an element. */
export type Way = readonly string[];

/** What a program reads at one place of its events. */
export interface EventRead {
  readonly way: Way;
  /** Constants that it is compared with. */
  readonly constants: ReadonlySet<string | number>;
  readonly isNumber: boolean;
  /** What a text is asked to start with: `sid=`. */
  readonly prefix: string;
}

/** Functions that an event is followed into at most. */
const MOST_FUNCTIONS = 60;

/** Everything that an entry point and what it calls read of their input. `inputs` are positions of parameters. */
export function eventReads(program: ClassifiedProgram, fn: number, inputs: readonly number[]): readonly EventRead[] {
  const reads = new Map<string, { way: Way } & Noted>();
  const note = (way: Way): Noted => {
    const key = way.join('\0');
    const known = reads.get(key) ?? { way, constants: new Set(), isNumber: false, prefix: '' };
    reads.set(key, known);
    return known;
  };
  const sites = new Map(program.flow.calls.map((site) => [site.expr as Expr, site]));
  const ways = new Map<number, Way>();
  const done = new Set<number>();
  const queue = [fn];
  bindParams(program, fn, inputs, ways);
  for (let next = queue.shift(); next !== undefined && done.size < MOST_FUNCTIONS; next = queue.shift()) {
    if (done.has(next)) continue;
    done.add(next);
    const visit = visitor(program, next, { ways, note, sites, follow: (to) => queue.push(to) });
    // Twice: a name may be read above the place that gives it its value.
    walkFunction(functionAt(program.index, next), visit);
    walkFunction(functionAt(program.index, next), visit);
  }
  return [...reads.values()];
}

function bindParams(program: ClassifiedProgram, fn: number, inputs: readonly number[], ways: Map<number, Way>): void {
  const { params } = functionAt(program.index, fn);
  for (const [order, position] of inputs.entries()) {
    const param = params[position];
    if (param && order === 0) ways.set(bindingIn(program.index, fn, param.binding), []);
  }
}

/** What is found out about one place while it is read. */
interface Noted {
  readonly constants: Set<string | number>;
  isNumber: boolean;
  prefix: string;
}

interface Surroundings {
  readonly ways: Map<number, Way>;
  readonly note: (way: Way) => Noted;
  readonly sites: ReadonlyMap<Expr, CallSite>;
  readonly follow: (fn: number) => void;
}

function visitor(program: ClassifiedProgram, fn: number, around: Surroundings): (expr: Expr) => void {
  const { ways, note, sites, follow } = around;
  const wayOf = (expr: Expr): Way | null => {
    switch (expr.k) {
      case 'name':
        return ways.get(bindingIn(program.index, fn, expr.binding)) ?? null;
      case 'member': {
        const object = wayOf(expr.object);
        const name = expr.name ?? (expr.key?.k === 'literal' ? String(expr.key.value) : null);
        return object === null || name === null ? null : [...object, name];
      }
      case 'await':
        return wayOf(expr.value);
      case 'logical':
        return wayOf(expr.left);
      case 'element': {
        const list = wayOf(expr.of);
        return list === null ? null : [...list, '$item'];
      }
      case 'call':
        return wayOfCall(expr, wayOf);
      default:
        return null;
    }
  };
  return (expr) => {
    switch (expr.k) {
      case 'member': {
        const way = wayOf(expr);
        if (way !== null && !METHODS.has(way.at(-1) ?? '')) note(way);
        return;
      }
      case 'assign': {
        const way = expr.value === null ? null : wayOf(expr.value);
        if (way !== null && expr.target.k === 'name') ways.set(bindingIn(program.index, fn, expr.target.binding), way);
        if (way !== null && way.length > 0 && expr.op.length === 2 && expr.op !== '++') note(way).isNumber = true;
        return;
      }
      case 'operator':
        noteComparison(expr, wayOf, note);
        return;
      case 'call': {
        const way = wayOf(expr);
        if (way !== null && way.length > 0) note(way);
        notePrefix(expr, wayOf, note);
        passOn(program, sites.get(expr), expr, wayOf, around);
        return;
      }
      case 'function':
        follow((program.index.functionBase[program.index.moduleOfFunction[fn] as number] as number) + expr.fn);
        return;
      default:
        return;
    }
  };
}

function passOn(
  program: ClassifiedProgram,
  site: CallSite | undefined,
  call: Extract<Expr, { k: 'call' }>,
  wayOf: (expr: Expr) => Way | null,
  { ways, note, follow }: Surroundings,
): void {
  for (const target of site?.targets ?? []) {
    const { params } = functionAt(program.index, target);
    let passes = false;
    for (const [position, arg] of call.args.entries()) {
      const way = wayOf(arg);
      const param = params[position];
      if (way === null || param === undefined) continue;
      ways.set(bindingIn(program.index, target, param.binding), way);
      passes = true;
    }
    if (passes) follow(target);
  }
  // `items.map((item) => …)`: the first parameter of what is handed over is an element.
  const list = call.callee.k === 'member' && OF_LISTS.has(call.callee.name ?? '') ? wayOf(call.callee.object) : null;
  if (list === null) return;
  note([...list, '$item']);
  for (const callback of site?.callbacks ?? []) {
    const [param] = functionAt(program.index, callback).params;
    if (param) ways.set(bindingIn(program.index, callback, param.binding), [...list, '$item']);
    follow(callback);
  }
}

/** `JSON.parse(event.body)`, `c.req.header('x-member')`, `req.get('x')`, `await request.json()`. */
function wayOfCall({ callee, args }: Extract<Expr, { k: 'call' }>, wayOf: (expr: Expr) => Way | null): Way | null {
  if (callee.k !== 'member') return null;
  const [first] = args;
  if (callee.name === 'parse' && callee.object.k === 'global' && callee.object.name === 'JSON' && first) {
    const text = wayOf(first);
    return text === null ? null : [...text, '$json'];
  }
  if (['Number', 'String'].includes(callee.name ?? '')) return null;
  const object = wayOf(callee.object);
  if (object === null) return null;
  if (first?.k === 'literal' && typeof first.value === 'string') {
    const part = NAMED_PARTS[callee.name ?? ''];
    if (part !== undefined) return [...object, part, first.value.toLowerCase()];
  }
  if (callee.name === 'json' && args.length === 0) return [...object, 'body'];
  return null;
}

const NAMED_PARTS: Readonly<Record<string, string>> = {
  header: 'headers',
  get: 'headers',
  query: 'query',
  param: 'params',
};

const OF_LISTS: ReadonlySet<string> = new Set('map forEach filter find some every flatMap reduce findIndex'.split(' '));

/** Names of methods are no fields of an event. */
const METHODS: ReadonlySet<string> = new Set(
  'slice split trim toLowerCase toUpperCase startsWith endsWith includes indexOf replace replaceAll match test join map forEach filter find some every flatMap reduce findIndex push toString length parse json text get header param sort concat at keys values entries'.split(
    ' ',
  ),
);

function notePrefix(
  { callee, args }: Extract<Expr, { k: 'call' }>,
  wayOf: (expr: Expr) => Way | null,
  note: Surroundings['note'],
): void {
  const [first] = args;
  if (callee.k !== 'member' || callee.name !== 'startsWith' || first?.k !== 'literal') return;
  const way = wayOf(callee.object);
  if (way !== null && way.length > 0 && typeof first.value === 'string') note(way).prefix = first.value;
}

const ARITHMETIC: ReadonlySet<string> = new Set(['-', '*', '/', '%', '<', '>', '<=', '>=']);

function noteComparison(
  { op, parts }: Extract<Expr, { k: 'operator' }>,
  wayOf: (expr: Expr) => Way | null,
  note: Surroundings['note'],
): void {
  for (const [index, part] of parts.entries()) {
    const way = wayOf(part);
    if (way === null || way.length === 0) continue;
    if (ARITHMETIC.has(op)) note(way).isNumber = true;
    const other = parts[1 - index];
    if (!/^[!=]==?$/.test(op) || other?.k !== 'literal') continue;
    if (typeof other.value === 'string' || typeof other.value === 'number') note(way).constants.add(other.value);
  }
}

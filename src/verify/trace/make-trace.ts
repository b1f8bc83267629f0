import type { ClassifiedProgram } from '../../model/classified-program.js';
import type { FoundEntry } from '../program/find-entries.js';
import type { TraceEvent } from '../program/program.js';
import { type EventRead, eventReads, type Way } from './event-reads.js';

/** Larger traces take longer and find little more. */
const MOST_EVENTS = 24;

/**
 * A small trace from what the program reads of its events. Keys repeat on purpose, because what is kept shows when it is
 * asked for again; they differ on purpose, because what leaks shows in the answer to somebody else; and one event of each
 * kind has nothing in it that the program may do without.
 */
export function makeTrace(program: ClassifiedProgram | null, entries: readonly FoundEntry[]): readonly TraceEvent[] {
  const kinds = entries.flatMap((entry, position) => kindsOf(program, entry, position));
  const rounds = VARIANTS.map((variant) => kinds.map((kind) => ({ entry: kind.entry, payload: kind.make(variant) })));
  return unique(rounds.flat()).slice(0, MOST_EVENTS);
}

/** Which value stands where: `key` for names and ids by their position, `rest` for everything else, or nothing there. */
interface Variant {
  readonly key: (position: number) => number | null;
  readonly rest: number | null;
  /** Which of the constants that a place is compared with. */
  readonly choice: number;
}

const all = (number: number | null) => (): number | null => number;

/** The third and fourth share one key with an earlier event and not the other: a cache that omits one shows then. */
const VARIANTS: readonly Variant[] = [
  { key: all(1), rest: 1, choice: 0 },
  { key: all(2), rest: 2, choice: 0 },
  { key: (position) => 1 + (position % 2), rest: 2, choice: 1 },
  { key: (position) => 2 - (position % 2), rest: null, choice: 1 },
  { key: all(1), rest: 1, choice: 2 },
  // Who says nothing is answered with what somebody else has said.
  { key: all(null), rest: null, choice: 0 },
];

interface Kind {
  readonly entry: number;
  readonly make: (variant: Variant) => unknown;
}

function kindsOf(program: ClassifiedProgram | null, { file, exportName }: FoundEntry, entry: number): Kind[] {
  const points = program?.entries.filter((point) => point.file === file) ?? [];
  const routes = points.filter(({ name }) => ROUTE.test(name));
  if (program !== null && exportName === null && routes.length > 0) {
    return routes.map((route) => {
      const reads = eventReads(program, route.number, route.inputs);
      return { entry, make: (variant) => requestOf(route.name, reads, variant) };
    });
  }
  const point = points.find(({ name }) => name === exportName) ?? points[0];
  const reads = program === null || point === undefined ? [] : eventReads(program, point.number, point.inputs);
  return [{ entry, make: (variant) => payloadOf(reads, variant) }];
}

const ROUTE = /^(?:GET|POST|PUT|PATCH|DELETE|ALL|HEAD|OPTIONS|USE) \//;

function payloadOf(reads: readonly EventRead[], variant: Variant): unknown {
  const payload: Bag = {};
  for (const [position, read] of keysFirst(reads)) put(payload, read.way, valueFor(read, position, variant));
  return closed(payload);
}

/** `POST /pages/:page` with what the route reads of body, query and headers. */
function requestOf(route: string, reads: readonly EventRead[], variant: Variant): unknown {
  const [method = 'GET', pattern = '/'] = route.split(' ');
  const path = pattern
    .replace(/[:{](\w+)\}?\??(?:\([^)]*\))?/g, (_, name: string) => `${name}-${variant.key(0) ?? 1}`)
    .replace('*', 'rest');
  const parts: Record<'body' | 'query' | 'headers', Bag> = { body: {}, query: {}, headers: {} };
  const cookies: string[] = [];
  for (const [position, read] of keysFirst(reads)) {
    const part = read.way.findIndex((name) => name in parts || name === 'cookies');
    const name = read.way[part];
    const rest = read.way.slice(part + 1);
    const value = valueFor(read, position, variant);
    if (part < 0 || rest.length === 0 || value === undefined) continue;
    if (name === 'cookies') cookies.push(`${rest[0]}=${textOf(value)}`);
    else put(parts[name as 'body'], rest, value);
  }
  const query = new URLSearchParams(
    Object.fromEntries(Object.entries(parts.query).map(([name, value]) => [name, textOf(value)])),
  ).toString();
  const headers = {
    ...(closed(parts.headers) as object),
    ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}),
  };
  const hasBody = Object.keys(parts.body).length > 0 && method !== 'GET';
  return {
    method: method === 'ALL' || method === 'USE' ? 'GET' : method,
    path: query === '' ? path : `${path}?${query}`,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(hasBody ? { body: closed(parts.body) } : {}),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Reads that no longer read goes through: of `body` and `body.name`, the second. */
function leavesOf(reads: readonly EventRead[]): readonly EventRead[] {
  return reads.filter(
    ({ way }) =>
      way.length > 0 &&
      !reads.some((other) => other.way.length > way.length && way.every((name, at) => other.way[at] === name)),
  );
}

const KEYS =
  /(?:^|[._-]|[a-z](?=[A-Z]))(?:id|key|sid|sku|user|name|guest|member|tenant|card|email|phone|session|token|cookie|authorization|room|page|customer|player)s?$/i;
const NUMBERS =
  /(?:count|amount|price|points|quantity|qty|age|seats|people|total|celsius|hours|size|score|number|seq|value|loaves|limit|max|min)$/i;

function valueFor(read: EventRead, position: number, { key, rest, choice }: Variant): unknown {
  const { way, constants, isNumber, prefix } = read;
  const name = way.findLast((part) => !part.startsWith('$')) ?? 'value';
  const known = [...constants];
  if (known.length > 0) return known[choice % known.length];
  const number = isKey(read) ? key(position) : rest;
  // Without it, programs show what they kept from an earlier event. What holds the rest stays, or they only fail.
  if (number === null) return undefined;
  if (isNumber || NUMBERS.test(name)) return number + 1;
  return `${prefix}${name}-${number}`;
}

function isKey({ way }: EventRead): boolean {
  const name = way.findLast((part) => !part.startsWith('$')) ?? '';
  return KEYS.test(name) || /Id$/.test(name);
}

/** The places to fill, each with its position among those that hold keys. */
function keysFirst(reads: readonly EventRead[]): readonly (readonly [position: number, read: EventRead])[] {
  let keys = 0;
  return leavesOf(reads).map((read) => [isKey(read) ? keys++ : 0, read] as const);
}

interface Bag {
  [name: string]: unknown;
}

/** Texts that hold JSON and lists are kept as bags until the event is complete. */
function put(bag: Bag, way: Way, value: unknown): void {
  const [name = '', ...rest] = way;
  if (rest.length === 0) {
    if (value !== undefined) bag[name] = value;
    return;
  }
  const inner = bag[name];
  const next: Bag = typeof inner === 'object' && inner !== null ? (inner as Bag) : {};
  bag[name] = next;
  put(next, rest, value);
}

function closed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const bag = value as Bag;
  if ('$json' in bag) return JSON.stringify(closed(bag['$json']));
  if ('$item' in bag) return [closed(bag['$item'])];
  return Object.fromEntries(Object.entries(bag).map(([name, item]) => [name, closed(item)]));
}

function unique(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    const text = JSON.stringify(event);
    return seen.has(text) ? false : seen.add(text);
  });
}

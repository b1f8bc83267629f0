import type { Tree } from '../answers/normalise.js';
import type { TraceEvent } from '../program/program.js';

/** What is added to a made trace at most. */
const MOST_LINKED = 12;

/**
 * Adds events that give back what earlier answers gave out, under the same name or as the same cookie: without them a
 * made trace logs in and never comes back.
 */
export function linkTrace(trace: readonly TraceEvent[], answers: readonly Tree[]): readonly TraceEvent[] {
  const given = new Map<string, string>();
  for (const [event, answer] of answers.slice(0, trace.length).entries()) collect(answer, String(event), '', given);
  const linked = trace.flatMap(({ entry, payload }) => {
    const changed = linkedPayload(payload, '', given);
    return changed === payload ? [] : [{ entry, payload: changed }];
  });
  const texts = new Set<string>();
  const fresh = linked.filter((event) => !texts.has(JSON.stringify(event)) && texts.add(JSON.stringify(event)));
  return [...trace, ...fresh.slice(0, MOST_LINKED)];
}

/** Texts of an answer by their name, and cookies as `sid=`. The first answer that has one is referred to. */
function collect(tree: Tree, way: string, name: string, given: Map<string, string>): void {
  if (typeof tree === 'string') {
    const known = name.toLowerCase();
    if (isCookieHeader(name)) addCookie(tree, way, given);
    else if (tree.length >= 4 && !given.has(known) && /^[a-z]\w*$/i.test(name)) given.set(known, way);
    return;
  }
  if (typeof tree !== 'object' || tree === null) return;
  for (const [part, item] of Object.entries(tree)) {
    collect(item, `${way}.${part}`, Array.isArray(tree) ? name : part, given);
  }
}

function isCookieHeader(name: string): boolean {
  return name.toLowerCase() === 'set-cookie';
}

function addCookie(text: string, way: string, given: Map<string, string>): void {
  const cookie = /^([\w-]+)=/.exec(text)?.[1];
  if (cookie !== undefined && !given.has(`${cookie}=`))
    given.set(`${cookie}=`, `${way.split('.')[0]}.cookies.${cookie}`);
}

function linkedPayload(payload: unknown, name: string, given: ReadonlyMap<string, string>): unknown {
  if (typeof payload === 'string') return linkedText(payload, name, given);
  if (typeof payload !== 'object' || payload === null) return payload;
  const entries = Object.entries(payload).map(([part, item]): [string, unknown] => {
    return [part, linkedPayload(item, Array.isArray(payload) ? name : part, given)];
  });
  if (entries.every(([part, item]) => item === (payload as Readonly<Record<string, unknown>>)[part])) return payload;
  return Array.isArray(payload) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

function linkedText(text: string, name: string, given: ReadonlyMap<string, string>): unknown {
  const cookie = /^([\w-]+=)/.exec(text)?.[1];
  const sent = cookie === undefined ? undefined : given.get(cookie);
  if (sent !== undefined) return { $template: `${cookie}{${sent}}` };
  const way = given.get(name.toLowerCase());
  return way === undefined ? text : { $ref: way };
}

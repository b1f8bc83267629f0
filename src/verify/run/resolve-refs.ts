import type { Tree } from '../answers/normalise.js';

/**
 * Puts values of earlier answers in place: `{ "$ref": "0.body.sid" }` is the value at that place in the latest answer to
 * event 0, and `{ "$template": "sid={0.cookies.sid}; path=/" }` a text with such values in it. `cookies` stands for what
 * the answer's `set-cookie` headers set.
 */
export function resolveRefs(payload: unknown, latest: ReadonlyMap<number, Tree>): unknown {
  if (Array.isArray(payload)) return payload.map((item) => resolveRefs(item, latest));
  if (typeof payload !== 'object' || payload === null) return payload;
  const { $ref, $template } = payload as { readonly $ref?: unknown; readonly $template?: unknown };
  if (typeof $ref === 'string') return lookUp($ref, latest);
  if (typeof $template === 'string') {
    return $template.replace(/\{([^{}]+)\}/g, (_, way: string) => textOf(lookUp(way, latest)));
  }
  return Object.fromEntries(Object.entries(payload).map(([name, item]) => [name, resolveRefs(item, latest)]));
}

/** The events that a payload refers to. */
export function refsOf(payload: unknown): number[] {
  if (Array.isArray(payload)) return payload.flatMap(refsOf);
  if (typeof payload !== 'object' || payload === null) return [];
  const { $ref, $template } = payload as { readonly $ref?: unknown; readonly $template?: unknown };
  if (typeof $ref === 'string') return [Number.parseInt($ref, 10)];
  if (typeof $template === 'string') {
    return [...$template.matchAll(/\{(\d+)\.[^{}]*\}/g)].map((match) => Number(match[1]));
  }
  return Object.values(payload).flatMap(refsOf);
}

function lookUp(way: string, latest: ReadonlyMap<number, Tree>): Tree {
  const [index, ...names] = way.split('.');
  let at: unknown = latest.get(Number(index)) ?? null;
  for (const name of names) {
    if (typeof at !== 'object' || at === null) return null;
    at =
      name === 'cookies' && !('cookies' in at)
        ? cookiesOf(at as Tree)
        : (at as Readonly<Record<string, unknown>>)[name];
  }
  return (at ?? null) as Tree;
}

function cookiesOf(answer: Tree): Readonly<Record<string, string>> {
  const { headers = {}, multiValueHeaders = {} } = answer as { headers?: object; multiValueHeaders?: object };
  const named = [...Object.entries(headers), ...Object.entries(multiValueHeaders)];
  const set = named.filter(([name]) => name.toLowerCase() === 'set-cookie').flatMap(([, value]) => value as unknown);
  return Object.fromEntries(
    set
      .filter((text): text is string => typeof text === 'string')
      .map((text) => {
        const equals = text.indexOf('=');
        return [text.slice(0, equals).trim(), text.slice(equals + 1).split(';')[0] ?? ''];
      }),
  );
}

function textOf(value: Tree): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program of the set: how it is called, what is asked of it, and what is expected of its migration. */
export interface Trace {
  /** `src/handler.js#handler`, `app.js` for what the module exports by default. */
  readonly entry: string;
  readonly kind?: 'lambda' | 'express';
  /** `untouched`: there is nothing to migrate. */
  readonly expect: 'migrated' | 'refused' | 'untouched';
  /** A word of the reason of a refusal. */
  readonly reason?: string;
  readonly secondsPerEvent?: number;
  readonly events: readonly TraceEvent[];
}

export type TraceEvent = Readonly<Record<string, unknown>>;

export const readTrace = (folder: string): Trace =>
  JSON.parse(readFileSync(join(folder, 'trace.json'), 'utf8')) as Trace;

/** The event as the program gets it, with `{{1.body.id}}` replaced by what event 1 was answered. */
export function eventFor(trace: Trace, event: TraceEvent, answers: readonly unknown[]): unknown {
  const filled = fill(event, answers) as Record<string, unknown>;
  if (typeof filled['api'] !== 'string' && !('call' in filled)) return filled;
  return trace.kind === 'express' ? httpRequest(filled) : gatewayEvent(filled);
}

function fill(value: unknown, answers: readonly unknown[]): unknown {
  if (typeof value === 'string') return fillText(value, answers);
  if (Array.isArray(value)) return value.map((item) => fill(item, answers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, answers)]));
}

function fillText(text: string, answers: readonly unknown[]): unknown {
  const whole = /^\{\{([^}]+)\}\}$/.exec(text);
  if (whole) return at(answers, whole[1] as string);
  return text.replace(/\{\{([^}]+)\}\}/g, (_, path: string) => String(at(answers, path)));
}

const at = (answers: readonly unknown[], path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], answers);

function httpRequest({ api, body, headers }: Record<string, unknown>): unknown {
  const [method, path] = String(api).split(' ');
  return { method, path, body, headers };
}

/** One event with the fields of both versions of API Gateway's payload. */
function gatewayEvent({
  api = 'GET /',
  call,
  body,
  headers = {},
  params = null,
  query = null,
}: Record<string, unknown>): unknown {
  const [method, path] = String(api).split(' ');
  return {
    ...(call === undefined ? {} : { call }),
    httpMethod: method,
    path,
    rawPath: path,
    routeKey: api,
    pathParameters: params,
    queryStringParameters: query,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    requestContext: { http: { method, path } },
  };
}

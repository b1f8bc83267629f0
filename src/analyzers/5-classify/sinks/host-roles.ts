import type { Host } from '../../../model/deployment.js';
import type { Entry } from '../../../model/detected-program.js';
import { bindingIn, functionAt } from '../../../model/program-index.js';
import type { ReachedProgram } from '../../../model/reached-program.js';
import type { Judge } from '../judge.js';
import type { HostRoles } from './sink-model.js';

const LONGEST = 5;

export function rolesOf(judge: Judge): HostRoles {
  judge.sinks.roles ??= followRoles(judge.program);
  return judge.sinks.roles;
}

/** Follows what the hosts pass in: along copies as it is, along member reads as a part of it. */
function followRoles(program: ReachedProgram): HostRoles {
  const { flow } = program;
  const roles = new Map<number, string>();
  const pending: number[] = [];
  const give = (node: number, role: string): void => {
    if (roles.has(node) || role.split('.').length > LONGEST) return;
    roles.set(node, role);
    pending.push(node);
  };
  const requests = requestFunctions(program);
  for (const entry of program.entries) {
    const { params } = functionAt(program.index, entry.number);
    params.forEach((param, position) => {
      const role = param.rest ? null : roleOf(entry, position, params.length, requests);
      if (role !== null) give(bindingIn(program.index, entry.number, param.binding), role);
    });
  }
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const role = roles.get(node) as string;
    for (const to of flow.outflows[node]?.copies ?? []) give(to, role);
    for (const { name, to } of flow.outflows[node]?.loads ?? []) if (name !== '*') give(to, part(role, name));
  }
  return roles;
}

/** `context.env` and `c.env` are the environment that a worker gets as its second parameter. */
function part(role: string, name: string): string {
  if (role === 'cloudflare#context' && name === 'env') return 'cloudflare#env';
  if (role === 'http#context' && name === 'res') return 'http#response';
  return `${role}.${name}`;
}

/** Hosts that hand over a response object to answer with. */
const ANSWERS_WITH: ReadonlySet<Host> = new Set([
  'express',
  'http',
  'fastify',
  'next',
  'vercel',
  'firebase',
  'google-cloud-functions',
]);

/** Functions that Firebase calls with a request and a response; its others get an event. */
function requestFunctions(program: ReachedProgram): ReadonlySet<number> {
  const found = new Set<number>();
  for (const site of program.flow.calls) {
    if (!site.externals.some((origin) => /^firebase-functions\b.*\.onRequest$/.test(origin))) continue;
    for (const fn of site.callbacks) found.add(fn);
  }
  return found;
}

function roleOf(entry: Entry, position: number, count: number, requests: ReadonlySet<number>): string | null {
  const { host, name } = entry;
  switch (host) {
    case 'aws-lambda':
    case 'netlify':
      return ['lambda#event', 'lambda#context', 'lambda#callback'][position] ?? null;
    case 'twilio':
      return ['twilio#context', 'twilio#event', 'twilio#callback'][position] ?? null;
    case 'cloudflare':
      if (/^onRequest/.test(name)) return position === 0 ? 'cloudflare#context' : null;
      return ['cloudflare#event', 'cloudflare#env', 'cloudflare#execution'][position] ?? null;
    case 'hono':
      return position === 0 ? 'cloudflare#context' : null;
    case 'koa':
      return position === 0 ? 'http#context' : null;
    case 'telegram':
      return position === 0 ? 'telegram#event' : null;
    case 'firebase':
      if (!requests.has(entry.number)) return position === 0 ? 'firebase#event' : null;
      return position === 1 ? 'http#response' : null;
    default:
      if (!ANSWERS_WITH.has(host)) return null;
      return ['http#response', 'http#next'][position - (host === 'express' && count >= 4 ? 2 : 1)] ?? null;
  }
}

import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { functionAt, functionIn } from '../../../model/program-index.js';
import { walkFunction } from '../../../model/walk-code.js';
import { placeOf } from '../judge.js';
import type { Judge } from '../judge.js';
import { readsClock } from '../signals/clock.js';
import { isTelemetry } from '../signals/use-of-value.js';
import { roleOf } from '../sinks/chain-role.js';
import { sinkOf } from '../sinks/sink-of.js';

/**
 * Where a value ends: in an answer, in a durable write or a key of one, in a signature, in a branch, in an age (the time
 * that has passed since), in a log line, or somewhere that says nothing.
 */
export type Destination = 'answer' | 'commit' | 'signature' | 'branch' | 'age' | 'log' | 'other';

const DEEPEST = 4;

/** Follows an expression upwards to what consumes it, through locals and through functions of the program. */
export function destinationsOf(judge: Judge, fn: number, expr: Expr): Set<Destination> {
  const found = new Set<Destination>();
  follow({ judge, found, seen: new Set() }, fn, expr, DEEPEST);
  return found;
}

interface Search {
  readonly judge: Judge;
  readonly found: Set<Destination>;
  readonly seen: Set<Expr>;
}

function follow(search: Search, fn: number, start: Expr, depth: number): void {
  const { judge, found } = search;
  let expr = start;
  for (;;) {
    if (search.seen.has(expr)) return;
    search.seen.add(expr);
    const place = placeOf(judge, fn, expr);
    if (!place) return;
    const { parent, stmt } = place;
    if (place.isTest && parent === null) {
      found.add('branch');
      return;
    }
    if (parent === null) {
      if (stmt.k === 'return') followReturned(search, fn, depth);
      return;
    }
    const end = endAt(search, fn, expr, parent, depth);
    if (end === 'up') expr = parent;
    else {
      if (end !== null) found.add(end);
      return;
    }
  }
}

/** What the parent makes of a value: `up` to go on with the parent, null where it was followed elsewhere. */
function endAt(search: Search, fn: number, expr: Expr, parent: Expr, depth: number): Destination | 'up' | null {
  const { judge } = search;
  switch (parent.k) {
    case 'operator':
      if (parent.op === '-' && parent.parts.some((part) => part !== expr && readsClock(judge, fn, part))) return 'age';
      return /^([<>]=?|[!=]==?)$/.test(parent.op) ? 'branch' : 'up';
    case 'conditional':
      return parent.test === expr ? 'branch' : 'up';
    case 'logical':
      return parent.left === expr && parent.op === '&&' ? 'branch' : 'up';
    case 'unary':
      return parent.op === '!' ? 'branch' : 'up';
    case 'object':
    case 'array':
    case 'spread':
    case 'await':
    case 'yield':
    case 'sequence':
      return 'up';
    case 'member':
      return parent.object === expr ? 'up' : 'other';
    case 'assign':
      return endOfAssignment(search, fn, expr, parent, depth);
    case 'call':
    case 'new':
      return endOfCall(search, fn, expr, parent, depth);
    default:
      return 'other';
  }
}

function endOfAssignment(
  search: Search,
  fn: number,
  expr: Expr,
  parent: Extract<Expr, { k: 'assign' }>,
  depth: number,
): Destination | null {
  if (parent.value !== expr) return 'other';
  if (parent.target.k === 'name') {
    if (depth > 0) followName(search, fn, parent.target.binding, depth - 1);
    return null;
  }
  const role = parent.target.k === 'member' ? roleOf(search.judge, fn, parent.target) : null;
  return role !== null && /^http#(response|context)\.(body|locals|headers)/.test(role) ? 'answer' : 'other';
}

const SIGNS =
  /^(jsonwebtoken\.(sign|verify)|jsonwebtoken|crypto\.(createHmac|createCipheriv|createDecipheriv|sign|verify|createSign\(\)\.sign|createVerify\(\)\.verify|scryptSync|pbkdf2Sync|privateDecrypt|privateEncrypt)|new jose\.\w+(\.\w+\(\))*\.(sign|encrypt)|jose\.(jwtVerify|jwtDecrypt|compactVerify)|express-session|cookie-session|cookie-parser|koa-session|iron-session(\.\w+)?|@hapi\/iron\.(seal|unseal)|cookie-signature\.(sign|unsign)|hono\/(jwt\.(sign|verify|jwt)|cookie\.(setSignedCookie|getSignedCookie))|@fastify\/(jwt|cookie|session|secure-session)|fast-jwt\.create(Signer|Verifier)|tweetnacl\.\w+|next-auth|csrf-csrf\.\w+)$/;
const ANSWERS =
  /^http#(response|next)(\.\w+(\(\))?)*\.(json|send|end|write|set|header|setHeader|cookie|redirect|render|status)$|^(lambda|twilio)#callback$|^cloudflare#context\.(json|text|html|body|header)$/;
const RESPONSES =
  /^(new )?(@Response(\.json)?|next\/server\.NextResponse(\.\w+)?|@sveltejs\/kit\.json|@remix-run\/\w+\.json)$/;
const PURE =
  /^(new )?@(String|Number|JSON\.stringify|BigInt|Date|Math\.\w+|Buffer\.from|Object\.(assign|freeze|entries|fromEntries)|Promise\.(all|resolve)|encodeURIComponent|Headers|URL\w*|Intl\.\w+)$/;
const COMMAND = /^new @aws-sdk\/[\w-]+\.\w+(Command|Upload)$|^@aws-sdk\/util-dynamodb\.marshall$/;

function endOfCall(
  search: Search,
  fn: number,
  expr: Expr,
  parent: Extract<Expr, { k: 'call' | 'new' }>,
  depth: number,
): Destination | 'up' | null {
  const { judge } = search;
  const site = judge.siteOf.get(parent);
  if (!site) return 'other';
  if (parent.callee === expr) return isOfClock(site) && readsClock(judge, fn, parent) ? 'age' : 'up';
  if (isTelemetry(judge, parent)) return 'log';
  const matches = (pattern: RegExp): boolean => site.externals.some((origin) => pattern.test(origin));
  if (matches(SIGNS)) return 'signature';
  const sink = sinkOf(judge, site);
  if (sink) return sink.effect === 'telemetry' ? 'log' : 'commit';
  const role = roleOf(judge, fn, parent.callee);
  if ((role !== null && ANSWERS.test(role)) || matches(RESPONSES)) return 'answer';
  if (matches(COMMAND) || matches(PURE)) return 'up';
  if (
    /^(toString|concat|join|update|digest|append|set|padStart|slice|format|toISOString|add|subtract|plus|minus)$/.test(
      site.name ?? '',
    ) &&
    site.targets.length === 0 &&
    isTextual(site)
  )
    return 'up';
  return followArgument(search, site, expr, depth);
}

/** `dayjs().diff(started)` */
function isOfClock(site: CallSite): boolean {
  return /^(diff|since|fromNow|from)$/.test(site.name ?? '');
}

function isTextual(site: CallSite): boolean {
  return (
    site.externals.length === 0 ||
    site.externals.some((origin) => /^(new )?(@Headers|@URL|@Date|crypto|dayjs|moment|luxon|date-fns)/.test(origin))
  );
}

/** Into the function of the program that is called: what becomes of its parameter. */
function followArgument(search: Search, site: CallSite, expr: Expr, depth: number): Destination | null {
  const { index } = search.judge.program;
  if (site.targets.length === 0 || depth === 0) return 'other';
  const position = site.expr.args.indexOf(expr);
  for (const target of site.targets.slice(0, 3)) {
    const param = functionAt(index, target).params[position];
    if (param) followName(search, target, param.binding, depth - 1);
  }
  return null;
}

/** Every use of a variable in the function that owns it. */
function followName(search: Search, fn: number, binding: number, depth: number): void {
  const { index } = search.judge.program;
  const owner = functionIn(index, fn, index.modules[index.moduleOfFunction[fn] as number]?.bindings[binding]?.fn ?? 0);
  if (functionAt(index, owner).kind === 'module') return;
  walkFunction(functionAt(index, owner), (part) => {
    if (part.k !== 'name' || part.binding !== binding) return;
    const parent = placeOf(search.judge, owner, part)?.parent;
    if (parent?.k === 'assign' && parent.target === part) return;
    follow(search, owner, part, depth);
  });
}

/** What a function returns: the answer, where it is an entry point; else what its callers make of it. */
function followReturned(search: Search, fn: number, depth: number): void {
  const { program } = search.judge;
  if (program.entries.some(({ number }) => number === fn)) search.found.add('answer');
  if (depth === 0) return;
  for (const edge of (program.callsTo[fn] ?? []).slice(0, 12)) {
    const site = program.flow.calls[edge.site];
    if (site && edge.timing === 'now' && !site.modelled) follow(search, site.fn, site.expr, depth - 1);
  }
}

import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { bindingAt, bindingIn, functionAt } from '../../../model/program-index.js';
import { walkExpr, walkFunction } from '../../../model/walk-code.js';
import type { Judge } from '../judge.js';
import { sourcesOf } from '../sources-of-value.js';

const DEEPEST = 4;

/** The name of the first call below a function that changes something outside the environment; null where none is seen. */
export function changesOutside(judge: Judge, fn: number): string | null {
  return search(judge, fn, DEEPEST, new Set());
}

function search(judge: Judge, fn: number, depth: number, seen: Set<number>): string | null {
  if (seen.has(fn)) return null;
  seen.add(fn);
  let found: string | null = null;
  walkFunction(functionAt(judge.program.index, fn), (part) => {
    if (found !== null || part.k !== 'call') return;
    const site = judge.siteOf.get(part);
    if (!site) return;
    if (site.targets.length === 0) found = effectOf(judge, site);
    else if (depth > 0)
      for (const target of [...site.targets, ...site.callbacks]) found ??= search(judge, target, depth - 1, seen);
    for (const callback of depth > 0 && site.targets.length === 0 ? site.callbacks : [])
      found ??= search(judge, callback, depth - 1, seen);
  });
  return found;
}

const LOCAL = /^(fs|path|os|crypto|util|lodash|new lru-cache|new node-cache)\b/;
const WRITES =
  /^(put\w*|insert\w*|charge\w*|save\w*|upsert\w*|bulkWrite|sendMail|send(Message|Email|Batch|Raw\w*)?|publish\w*|enqueue\w*|create(Many|One)?|update(Many|One|Item)?|delete(Many|One|Item)?|destroy|remove|decrement\w*|increment\w*|decr\w*|incr\w*|set(ex|nx)?|hset|hincrby|lpush|rpush|sadd|zadd|expire|del|findOneAndUpdate|findOneAndReplace|findByIdAndUpdate|transfer\w*|refund\w*|pay|postMessage|invoke|upload\w*|writeBatch|commit|flush|persistAndFlush)$/;
const QUERIES = /^(query|execute|exec|run|raw|\$executeRaw\w*|\$queryRaw\w*)$/;
const WRITING_SQL = /^\s*(with\b[^]*?\)\s*)?(insert|update|delete|replace|upsert|merge|truncate)\b/i;
const READING_COMMAND = /(Get|Query|Scan|Head|List|Describe|Select|Receive)\w*Command$/;

/** What one call of something outside the program changes. */
function effectOf(judge: Judge, site: CallSite): string | null {
  const { expr, name, externals } = site;
  if (externals.length > 0 && externals.every(isLocal)) return null;
  if (name === null) {
    if (externals.includes('@fetch')) return isChangingFetch(expr) ? 'fetch()' : null;
    return nameOfUnseen(judge, site);
  }
  if (QUERIES.test(name)) return expr.args.some((arg) => hasWritingSql(judge, site.fn, arg)) ? `${name}()` : null;
  if (!WRITES.test(name)) return null;
  if (name === 'send' && expr.args.some((arg) => isReading(judge, site.fn, arg))) return null;
  // `set`, `delete` and their like on something whose origin is unknown may be a Map of the program.
  if (externals.length === 0 && /^(set|del|delete|remove|create|update|flush|commit|expire|send)$/.test(name))
    return null;
  return `${name}()`;
}

const VERBS =
  /^(put|insert|save|store|update|upsert|decrement|increment|charge|create|delete|remove|send|publish|reserve|book|transfer|pay|refund|commit|enqueue)/i;

/** A function that stands in no file that was read, but is named for what it changes: `decrementStock(sku)`. */
function nameOfUnseen({ program }: Judge, { fn, expr }: CallSite): string | null {
  if (expr.callee.k !== 'name') return null;
  const binding = bindingAt(program.index, bindingIn(program.index, fn, expr.callee.binding));
  return binding.kind === 'import' && VERBS.test(binding.name) ? `${binding.name}()` : null;
}

/** The language, the process and its disk: nothing that another environment sees. */
function isLocal(origin: string): boolean {
  return LOCAL.test(origin) || (origin.startsWith('@') && !origin.includes('/') && origin !== '@fetch');
}

function isChangingFetch(expr: Extract<Expr, { k: 'call' | 'new' }>): boolean {
  const options = expr.args[1];
  if (options?.k !== 'object') return false;
  const method = options.properties.find((property) => property.name === 'method')?.value;
  return method?.k === 'literal' && typeof method.value === 'string' && !/^(get|head)$/i.test(method.value);
}

function hasWritingSql(judge: Judge, fn: number, arg: Expr): boolean {
  let found = false;
  for (const source of sourcesOf(judge, fn, arg)) {
    walkExpr(source.expr, (part) => {
      if (part.k === 'literal' && typeof part.value === 'string' && WRITING_SQL.test(part.value)) found = true;
    });
  }
  return found;
}

function isReading(judge: Judge, fn: number, arg: Expr): boolean {
  return sourcesOf(judge, fn, arg).some(({ expr }) => {
    if (expr.k !== 'new') return false;
    return judge.siteOf.get(expr)?.externals.some((origin) => READING_COMMAND.test(origin)) === true;
  });
}

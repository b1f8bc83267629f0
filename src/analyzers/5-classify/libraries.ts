import type { Expr } from '../../model/code.js';
import type { CallSite, Token } from '../../model/flow.js';
import type { Judge, Slot } from './judge.js';
import { opinion } from './opinion.js';
import type { Grade } from '../../model/classified-program.js';
import type { ClassificationName } from '../../model/classification.js';
import type { Opinion } from './opinion.js';

/** What a library object keeps in memory when a module holds it. */
export interface LibraryModel {
  /** Of the object's origin: `express-session()`, `new lru-cache.LRUCache`. */
  readonly origin: RegExp;
  readonly classification: ClassificationName;
  readonly grade: Grade;
  readonly message: string;
  /** An option of the first argument whose presence moves the state elsewhere or bounds it. */
  readonly unless: RegExp | null;
}

/** Libraries that hold state for whoever holds them. Options are read at the place of creation. */
export const LIBRARIES: readonly LibraryModel[] = [
  {
    origin: /^express-session(\(\)|\.default\(\))$/,
    classification: 'library-state',
    grade: 'high',
    message: 'express-session without a store keeps every session in the memory of one environment',
    unless: /^store$/,
  },
  {
    origin:
      /^(express-rate-limit(\.rateLimit|\.default)?\(\)|new rate-limiter-flexible\.RateLimiterMemory|express-slow-down(\.slowDown)?\(\)|express-brute)$/,
    classification: 'library-state',
    grade: 'high',
    message:
      'a rate limit without a store counts in the memory of one environment: every environment grants the whole limit',
    unless: /^store$/,
  },
  {
    origin: /^new express-session\.MemoryStore$/,
    classification: 'library-state',
    grade: 'high',
    message: 'MemoryStore keeps sessions in the memory of one environment',
    unless: null,
  },
  {
    origin: /^new memorystore(\(\))?$/,
    classification: 'library-state',
    grade: 'high',
    message: 'a memory store keeps sessions in one environment',
    unless: null,
  },
  {
    origin: /^new dataloader(\.DataLoader)?$/,
    classification: 'library-state',
    grade: 'critical',
    message: 'a DataLoader at module scope caches what it loaded for one request and answers the next with it',
    unless: /^cache$/,
  },
  {
    origin: /^new (@tanstack\/(react|vue|solid|svelte)-query|@tanstack\/query-core|react-query)\.QueryClient$/,
    classification: 'library-state',
    grade: 'critical',
    message: 'a query client at module scope caches data of one request for all others',
    unless: null,
  },
  {
    origin: /^new @apollo\/client(\/\w+)*\.(InMemoryCache|ApolloClient)$/,
    classification: 'library-state',
    grade: 'critical',
    message: 'an Apollo client at module scope caches data of one request for all others',
    unless: null,
  },
  {
    origin: /^new (lru-cache|quick-lru|tiny-lru|@isaacs\/ttlcache|lru_map|mnemonist)(\.\w+)?$/,
    classification: 'bounded-cache',
    grade: 'none',
    message: 'a cache that its library bounds',
    unless: null,
  },
  {
    origin: /^(lru-cache|tiny-lru(\.lru)?)\(\)$/,
    classification: 'bounded-cache',
    grade: 'none',
    message: 'a cache that its library bounds',
    unless: null,
  },
  {
    origin: /^new async_hooks\.AsyncLocalStorage$/,
    classification: 'client',
    grade: 'none',
    message: 'AsyncLocalStorage keeps a store of its own for every request',
    unless: null,
  },
  {
    origin:
      /^new (async-mutex\.(Mutex|Semaphore)|semaphore-async-await(\.\w+)?|await-lock|await-semaphore\.\w+|async-lock)$/,
    classification: 'flag',
    grade: 'high',
    message: 'a lock that only one environment knows: another environment enters the section at the same time',
    unless: null,
  },
  {
    origin: /^new opossum$/,
    classification: 'client',
    grade: 'none',
    message: 'a circuit breaker, per environment by design',
    unless: null,
  },
  {
    origin: /^new prom-client\.(Counter|Gauge|Histogram|Summary)$/,
    classification: 'library-state',
    grade: 'medium',
    message: 'an in-process metrics registry counts for one environment and is lost with it',
    unless: null,
  },
  {
    origin: /^(lodash|lodash-es|underscore)(\.memoize\(\)|\/memoize\(\))|^lodash\.memoize\(\)$/,
    classification: 'unbounded-cache',
    grade: 'medium',
    message: 'memoize keeps every result for ever, under its first argument alone',
    unless: null,
  },
  {
    origin: /^(memoizee|mem|p-memoize|memoize|memoize-one|micro-memoize|fast-memoize|moize)(\.\w+)?\(\)$/,
    classification: 'unbounded-cache',
    grade: 'medium',
    message: 'memoize keeps every result for ever unless it is told a limit',
    unless: /^(maxAge|max|cache|maxSize|normalizer|cacheKey|resolver)$/,
  },
];

/** Judges a module-held object by what its library keeps in memory; null where no model knows it. */
export function judgeLibrary(judge: Judge, _slot: Slot, tokens: readonly Token[]): Opinion | null {
  for (const token of tokens) {
    if (token.t !== 'object' || token.what !== 'external' || !token.expr) continue;
    const model = LIBRARIES.find(({ origin }) => origin.test(token.origin));
    if (!model) continue;
    const site = judge.siteOf.get(token.expr);
    if (site && model.unless !== null && hasOption(judge, site, model.unless))
      return opinion('client', 'none', 'its state is kept elsewhere, or is bounded');
    return opinion(model.classification, model.grade, model.message);
  }
  return null;
}

/** Whether an argument of a call is an object that sets an option. */
export function hasOption(judge: Judge, site: CallSite, option: RegExp): boolean {
  return site.expr.args.some(
    (arg, position) => setsOption(arg, option) || tokenSets(judge, site.args[position], option),
  );
}

function setsOption(arg: Expr, option: RegExp): boolean {
  if (arg.k !== 'object') return false;
  return arg.properties.some(({ name, value }) => name !== null && option.test(name) && !isMemory(value));
}

function isMemory(value: Expr): boolean {
  return value.k === 'new' && value.callee.k === 'member' && value.callee.name === 'MemoryStore';
}

function tokenSets(judge: Judge, node: number | undefined, option: RegExp): boolean {
  const { flow } = judge.program;
  for (const token of node === undefined ? [] : (flow.values[node] ?? [])) {
    const value = flow.tokens[token];
    if (value?.t === 'object' && value.expr && setsOption(value.expr, option)) return true;
  }
  return false;
}

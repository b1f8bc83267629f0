import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { functionAt } from '../../../model/program-index.js';
import { sinkOf } from '../sinks/sink-of.js';
import type { Sink } from '../sinks/sink-model.js';
import type { Commits, Pending } from './commits.js';
import { withNested } from './commit-index.js';
import { functionsAt } from './completion.js';
import { fateOf } from './fate-of-promise.js';

const NOTHING: Pending = { sink: null, params: new Set() };

export function pendingIn(commits: Commits, fn: number): Pending {
  const known = commits.pending.get(fn);
  if (known) return known;
  // A cycle adds nothing to what its other members have.
  commits.pending.set(fn, NOTHING);
  const found = compute(commits, fn);
  commits.pending.set(fn, found);
  return found;
}

function compute(commits: Commits, fn: number): Pending {
  const record = functionAt(commits.judge.program.index, fn);
  const params = new Set<number>();
  let sink: Sink | null = null;
  for (const site of commits.sitesIn[fn] ?? []) {
    const position = calledParam(
      record.params.map((param) => param.binding),
      site,
    );
    const promised = position >= 0 ? null : promisedBy(commits, site);
    if (position < 0 && promised === null) continue;
    const fate = fateOf(commits, fn, site.expr, {
      many: promised?.many ?? false,
      builder: promised?.sink.runs === 'await',
    });
    if (fate.kind !== 'returned' && !(fate.kind === 'held' && record.async)) continue;
    if (position >= 0) params.add(position);
    else if (promised !== null) sink = worse(sink, promised.sink);
  }
  return { sink, params };
}

function calledParam(params: readonly number[], site: CallSite): number {
  const { callee } = site.expr;
  return callee.k === 'name' ? params.indexOf(callee.binding) : -1;
}

const RANK = { payment: 5, write: 4, publish: 3, mail: 2, request: 1, telemetry: 0 } as const;

/** The sink that weighs more; the first where they weigh the same. */
function worse(a: Sink | null, b: Sink): Sink {
  return a === null || RANK[b.effect] > RANK[a.effect] ? b : a;
}

/** A promise that a call gives, and what is under way until it settles. */
export interface Promised {
  readonly sink: Sink;
  /** An array of promises: `items.map(async …)`. */
  readonly many: boolean;
}

/** Calls that wait for the promises of their callbacks, or give them on. */
const AWAITS_CALLBACK =
  /^(p-map|p-each-series|p-all|p-queue|p-limit\(\)|p-retry|async-retry|async\.\w+|bluebird\.(map|each|mapSeries|filter|reduce)|modern-async\.\w+|@Array\.fromAsync)/;

export function promisedBy(commits: Commits, site: CallSite): Promised | null {
  const own = sinkOf(commits.judge, site);
  if (own !== null) return own.callsBack ? null : { sink: own, many: false };
  if (site.expr.k === 'new') return promisedByHand(commits, site);
  const name = site.name ?? '';
  const fromCallback = (): Sink | null => pendingInArguments(commits, site, site.expr.args);
  if (/^(then|catch|finally)$/.test(name)) return single(fromCallback());
  if (/^(map|flatMap)$/.test(name) && isArrayMethod(site)) {
    const sink = fromCallback();
    return sink === null ? null : { sink, many: true };
  }
  if (site.externals.some((origin) => AWAITS_CALLBACK.test(origin))) return single(fromCallback());
  return site.modelled ? null : single(pendingInTargets(commits, site));
}

function single(sink: Sink | null): Promised | null {
  return sink === null ? null : { sink, many: false };
}

/** The program's own `map` may do anything with its callback. */
function isArrayMethod(site: CallSite): boolean {
  return site.modelled || site.targets.length === 0;
}

/** Functions that a call may run are told apart only up to here. */
const MOST_TARGETS = 4;

function pendingInTargets(commits: Commits, site: CallSite): Sink | null {
  if (site.targets.length > MOST_TARGETS) return null;
  for (const target of site.targets) {
    const { sink, params } = pendingIn(commits, target);
    if (sink !== null) return sink;
    const given = [...params].flatMap((position) => site.expr.args[position] ?? []);
    const passed = pendingInArguments(commits, site, given);
    if (passed !== null) return passed;
  }
  return null;
}

function pendingInArguments(commits: Commits, site: CallSite, args: readonly Expr[]): Sink | null {
  for (const arg of args) {
    for (const fn of functionsAt(commits, site.fn, arg)) {
      const { sink } = pendingIn(commits, fn);
      if (sink !== null) return sink;
    }
  }
  return null;
}

/** What is under way in the callback that a call was given, whatever the callback's promise is used for. */
export function pendingInCallback(commits: Commits, site: CallSite): Sink | null {
  return pendingInArguments(commits, site, site.expr.args);
}

/** `new Promise((resolve) => …)`: settles when its executor says so, after what stands in it. */
function promisedByHand(commits: Commits, site: CallSite): Promised | null {
  if (!site.externals.includes('new @Promise')) return null;
  for (const executor of site.expr.args.flatMap((arg) => functionsAt(commits, site.fn, arg))) {
    for (const inner of withNested(commits, executor)) {
      for (const candidate of commits.sitesIn[inner] ?? []) {
        const sink = sinkOf(commits.judge, candidate);
        if (sink !== null) return { sink, many: false };
      }
    }
  }
  return null;
}

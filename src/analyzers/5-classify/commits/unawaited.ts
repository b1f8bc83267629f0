import type { ClassifiedPlace } from '../../../model/classified-program.js';
import type { CallSite } from '../../../model/flow.js';
import { pathTo } from '../../../model/reached-program.js';
import type { Sink } from '../sinks/sink-model.js';
import { sinkOf } from '../sinks/sink-of.js';
import type { Commits } from './commits.js';
import { isInvoked } from './commit-index.js';
import { signalsCompletion, signalsWith } from './completion.js';
import { fateOf } from './fate-of-promise.js';
import type { Drop } from './fate-of-promise.js';
import { handedOver } from './hand-over.js';
import { pendingInCallback, promisedBy } from './pending-commit.js';
import { placeAt } from './place.js';
import { lossAt } from './weight.js';

type How = Drop | 'each' | 'callback' | 'handed-over';

/** Durable writes, and other effects, that may still be under way when the invocation has ended. */
export function judgeUnawaited(commits: Commits): ClassifiedPlace[] {
  const { program } = commits.judge;
  return program.flow.calls.flatMap((site) => {
    if (!isInvoked(commits, site.fn)) return [];
    const lost = lostAt(commits, site);
    if (lost === null || answersAnEvent(commits, site.fn)) return [];
    const loss = lossAt(commits, site.fn, lost.sink, lost.how === 'callback' ? 'callback' : 'promise');
    if (loss === null) return [];
    const message = `${describe(commits, site, lost)}: ${loss.why}`;
    return [
      placeAt(commits, site, { rule: 'unawaited-commit', grade: loss.grade, confidence: loss.confidence, message }),
    ];
  });
}

const LISTENS = /^(on|once|addListener|prependListener|addEventListener|subscribe)$/;

/**
 * The invocation has registered a listener that runs this: when the event comes nobody is there to wait, however it is
 * written. Where the listener answers the request, its answer is what has to wait.
 */
function answersAnEvent(commits: Commits, fn: number): boolean {
  const { program } = commits.judge;
  return pathTo(program, fn, 'invoke').some(
    ({ site, timing, to }) =>
      timing === 'later' &&
      LISTENS.test(program.flow.calls[site]?.name ?? '') &&
      !program.entries.some(({ number }) => number === to) &&
      !signalsCompletion(commits, to),
  );
}

interface Lost {
  readonly sink: Sink;
  readonly how: How;
}

/** What nobody waits for at a call; null where somebody does, or where there is nothing to wait for. */
function lostAt(commits: Commits, site: CallSite): Lost | null {
  const own = sinkOf(commits.judge, site);
  if (own?.callsBack === true)
    return signalsWith(commits, site.fn, site.expr.args) ? null : { sink: own, how: 'callback' };
  const each = droppedByIteration(commits, site);
  if (each !== null) return { sink: each, how: 'each' };
  const given = handedOver(commits, site);
  if (given !== null) return { sink: given, how: 'handed-over' };
  const promised = promisedBy(commits, site);
  if (promised === null) return null;
  const fate = fateOf(commits, site.fn, site.expr, {
    many: promised.many,
    builder: promised.sink.runs === 'await' && promised.sink.site === site,
  });
  if (fate.kind !== 'dropped' || completesOtherwise(commits, site)) return null;
  return { sink: promised.sink, how: fate.how };
}

const IGNORES_PROMISES = /^(forEach|each|eachRight|some|every|filter|find|findIndex|findLast|reduceRight|sort)$/;
const SCHEDULES = /^(@setImmediate|@queueMicrotask|@process\.nextTick|process\.nextTick)$/;
const IGNORING_PACKAGES = /^(lodash|lodash-es|underscore)(\.\w+)?\.?(forEach|each|eachRight|forOwn|forIn)?$/;

/** `records.forEach(async …)`: what the callback returns is dropped by the method. */
function droppedByIteration(commits: Commits, site: CallSite): Sink | null {
  const ofArray = site.name !== null && IGNORES_PROMISES.test(site.name) && isBuiltinIteration(site);
  const soon = site.externals.some((origin) => SCHEDULES.test(origin));
  if (!ofArray && !soon) return null;
  const callbacks = [...site.targets, ...site.callbacks];
  if (callbacks.some((fn) => signalsCompletion(commits, fn))) return null;
  return pendingInCallback(commits, site);
}

/** A method of an array or collection, of something unknown (`event.Records`), or of a library of such methods. */
function isBuiltinIteration(site: CallSite): boolean {
  if (site.modelled) return true;
  if (site.externals.length > 0)
    return site.externals.every((origin) => IGNORING_PACKAGES.test(origin) || /\.(forEach|each)$/.test(origin));
  return site.targets.length === 0 || site.targets.every((target) => site.callbacks.includes(target));
}

/** The function that was called answers the request itself, or calls on, when it is done. */
function completesOtherwise(commits: Commits, site: CallSite): boolean {
  if (site.expr.args.some((arg) => signalsWith(commits, site.fn, [arg]))) return true;
  return !site.modelled && site.targets.some((target) => signalsCompletion(commits, target));
}

const HOW: Readonly<Record<How, (call: string) => string>> = {
  statement: (call) => `${call} is not awaited`,
  void: (call) => `\`void\` drops the promise of ${call}`,
  chained: (call) => `${call} is followed by \`then\` or \`catch\`, but nobody waits for the chain`,
  unread: (call) => `the promise of ${call} is stored and never awaited`,
  collected: (call) => `the promise of ${call} is collected in a list that nobody awaits`,
  'awaited-array': (call) => `\`await\` on an array waits for none of its promises, and ${call} gives an array`,
  each: (call) => `${call} does not wait for its async callback`,
  callback: (call) => `nobody waits for the callback of ${call}`,
  'handed-over': (call) => `${call} has no effect on this platform`,
};

function describe(commits: Commits, site: CallSite, { sink, how }: Lost): string {
  const call = `\`${sink.site === site ? sink.shown : `${nameOf(commits, site)}()`}\``;
  const through = sink.site === site ? '' : `, in which \`${sink.shown}\` is under way`;
  const neverRuns = sink.runs === 'await' && sink.site === site && how !== 'chained';
  if (neverRuns) return `${call} only builds a query, which runs when it is awaited, and nothing awaits it`;
  return HOW[how](call) + through;
}

function nameOf(commits: Commits, site: CallSite): string {
  const { callee } = site.expr;
  if (site.name !== null) return site.name;
  if (callee.k === 'global') return callee.name;
  if (callee.k !== 'name') return 'the function that is called here';
  const module = commits.judge.program.index.moduleOfFunction[site.fn] as number;
  return commits.judge.program.index.modules[module]?.bindings[callee.binding]?.name ?? '';
}

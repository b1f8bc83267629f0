import type { CallSite } from '../../model/flow.js';
import type { DetectedProgram } from '../../model/detected-program.js';
import type { Timing } from '../../model/timing.js';
import { KNOWN } from './known-timings.js';

/** Tells when code outside the program calls what a call gave it. `number` is the index of the call in `flow.calls`. */
export type CallbackTiming = (site: CallSite, number: number) => Timing;

/**
 * When callbacks run: as the API of the host or the package says, else by the name of the method. What a component of a
 * browser registers for later never runs on a server, which renders once and synchronously.
 */
export function openCallbackTiming(program: DetectedProgram): CallbackTiming {
  const entries = new Set(program.entries.map(({ number }) => number));
  const inBrowser = new Set<number>();
  program.index.modules.forEach(({ directives }, module) => {
    if (directives.includes('use client')) inBrowser.add(module);
  });
  return (site, number) => {
    const timing = program.timings.get(number) ?? byOrigin(site) ?? byName(program, site, entries);
    const waits = timing === 'later' || timing === 'timer';
    return waits && inBrowser.has(program.index.moduleOfFunction[site.fn] as number) ? 'never' : timing;
  };
}

function byOrigin(site: CallSite): Timing | null {
  const [first] = site.expr.args;
  const text = first?.k === 'literal' && typeof first.value === 'string' ? first.value : '';
  for (const origin of site.externals) {
    const known = KNOWN.find((each) => each.callee.test(origin) && (each.first?.test(text) ?? true));
    if (known) return known.timing;
  }
  return null;
}

/** Methods that run their callback before they return, or as the continuation of the caller. */
const NOW =
  /^(?:forEach|map|filter|find|findIndex|findLast|findLastIndex|some|every|flatMap|reduce|reduceRight|sort|toSorted|then|catch|finally|replace|replaceAll|from|tap|each|transaction|runExclusive|run|all|allSettled|race|withLock|parallel|series|waterfall|groupBy|sortBy|times|mapValues|fromEntries|call|apply|nextTick|runWithContext|withScope|startSpan|startActiveSpan)$/;
/** Methods that keep their callback for events or requests to come. */
const LATER =
  /^(?:on|once|addListener|prependListener|addEventListener|subscribe|use|get|post|put|patch|delete|del|all|head|options|route|command|action|hears|start|help|handle|handler|register|listen|watch|onText|process|consume|schedule|job|add|set|onError|notFound|addHook|hook|pre|param|query|mutation|subscription|resolver|tool|defineTool|pipe|onmessage|callbackQuery|inlineQuery|catch)$/;

function byName(program: DetectedProgram, site: CallSite, entries: ReadonlySet<number>): Timing {
  const { externals, name } = site;
  if (name === 'setTimeout' || name === 'setInterval') return isGlobal(program, site) ? 'timer' : 'later';
  // `app.all(path, handler)` and `bot.catch(handler)` share their names with methods that call at once.
  if (name !== null && NOW.test(name) && !site.callbacks.some((fn) => entries.has(fn))) return 'now';
  if (externals.length === 0) return name !== null && LATER.test(name) ? 'later' : 'now';
  return 'later';
}

/** `globalThis.setInterval(…)`. */
function isGlobal({ flow }: DetectedProgram, site: CallSite): boolean {
  for (const token of flow.values[site.object] ?? []) if (flow.tokens[token]?.t === 'global') return true;
  return false;
}

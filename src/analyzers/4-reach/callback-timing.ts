import type { CallSite } from '../../model/flow.js';
import type { DetectedProgram } from '../../model/detected-program.js';
import type { Timing } from '../../model/timing.js';

const TIMERS = new Set([
  '@setTimeout',
  '@setInterval',
  'timers.setTimeout',
  'timers.setInterval',
  '@globalThis.setInterval',
  '@global.setInterval',
]);
const SOON = new Set(['@setImmediate', '@queueMicrotask', '@process.nextTick']);
const SIGNALS = /^(exit|beforeExit|SIG[A-Z]+\d?|disconnect)$/;
/** Methods that run their callback before they return, or as the continuation of the caller. */
const NOW =
  /^(forEach|map|filter|find|findIndex|findLast|findLastIndex|some|every|flatMap|reduce|reduceRight|sort|toSorted|then|catch|finally|replace|replaceAll|from|tap|each|transaction|runExclusive|run|all|allSettled|race|withLock|parallel|series|waterfall|groupBy|sortBy|times|mapValues|fromEntries|call|apply|nextTick)$/;
/** Methods that keep their callback for events or requests to come. */
const LATER =
  /^(on|once|addListener|prependListener|addEventListener|subscribe|use|get|post|put|patch|delete|del|all|head|options|route|command|action|hears|start|help|handle|handler|register|listen|watch|onText|process|consume|schedule|job|add|set|onError|notFound|addHook|hook|pre|param|query|mutation|subscription|resolver|tool|defineTool|pipe|onmessage|callbackQuery|inlineQuery|catch)$/;
const SYNCHRONOUS_PACKAGES =
  /^(lodash|lodash-es|underscore|ramda|async|rambda|remeda|p-map|bluebird|@Array|@Object|@JSON|@Reflect|@String|@Promise|@Number|fs|crypto|zlib|child_process|dns|path|util|glob|immer|d3|rimraf)\b/;

/** When code outside the program calls what it was given. */
export function callbackTiming(program: DetectedProgram, site: CallSite, number: number): Timing {
  const { externals, name } = site;
  const known = program.timings.get(number);
  if (known !== undefined) return known;
  for (const origin of externals) {
    if (TIMERS.has(origin)) return 'timer';
    if (SOON.has(origin)) return 'now';
    if (/\.onInit$/.test(origin)) return 'startup';
    if (/^(@process|process)\.(on|once|addListener)$/.test(origin))
      return SIGNALS.test(firstText(site)) ? 'shutdown' : 'later';
    if (SYNCHRONOUS_PACKAGES.test(origin)) return 'now';
  }
  if (name !== null && NOW.test(name) && !isRegistration(program, site)) return 'now';
  if (externals.length === 0) return name !== null && LATER.test(name) ? 'later' : 'now';
  return 'later';
}

function firstText(site: CallSite): string {
  const [first] = site.expr.args;
  return first?.k === 'literal' && typeof first.value === 'string' ? first.value : '';
}

/** `app.all(path, handler)` and `bot.catch(handler)` share their names with methods that call at once. */
function isRegistration(program: DetectedProgram, site: CallSite): boolean {
  return site.callbacks.some((fn) => program.entries.some((entry) => entry.number === fn));
}

import type { ClassifiedPlace } from '../../../model/classified-program.js';
import type { CallSite } from '../../../model/flow.js';
import { PLATFORMS } from '../../../model/platforms.js';
import { runsIn } from '../../../model/reached-program.js';
import type { Sink } from '../sinks/sink-model.js';
import type { Commits } from './commits.js';
import { isInvoked } from './commit-index.js';
import { functionsAt } from './completion.js';
import { fateOf } from './fate-of-promise.js';
import { promisedBy } from './pending-commit.js';
import { placeAt } from './place.js';
import { commitBelow } from './reached-commit.js';
import { callsAfterAnswer, openAnswers } from './order-of-answer.js';
import type { Answers } from './order-of-answer.js';
import { lossAt } from './weight.js';

/** Durable writes, and other effects, that come after the response of the same invocation was sent. */
export function judgeAfterResponse(commits: Commits): ClassifiedPlace[] {
  const { program } = commits.judge;
  const answers = openAnswers(commits);
  const places = new Map<CallSite, ClassifiedPlace>();
  const add = (site: CallSite, sink: Sink, what: string): void => {
    const place = places.has(site) ? null : judgeLate(commits, site, sink, what);
    if (place) places.set(site, place);
  };
  commits.sitesIn.forEach((sites, fn) => {
    if (!sites || !answers.mayAnswer.has(fn) || !isInvoked(commits, fn)) return;
    for (const site of callsAfterAnswer(answers, fn)) {
      const sink = awaitedCommit(commits, site);
      if (sink) add(site, sink, 'runs after the response has been sent');
    }
  });
  for (const { site, callback } of finishListeners(commits, answers)) {
    const found = commitBelow(commits, callback);
    if (found)
      add(found.sink.site, found.sink, `runs on \`${firstText(site)}\` of the response, when it has been sent`);
  }
  for (const entry of program.entries) {
    if (entry.host !== 'fastify' || !/onresponse/i.test(entry.name)) continue;
    const found = commitBelow(commits, entry.number);
    if (found) add(found.sink.site, found.sink, 'runs in an `onResponse` hook, when the response has been sent');
  }
  return [...places.values()];
}

/** What a call has under way and waits for; what nobody waits for is another rule's. */
function awaitedCommit(commits: Commits, site: CallSite): Sink | null {
  const promised = promisedBy(commits, site);
  if (promised === null || promised.sink.effect === 'telemetry') return null;
  const options = { many: promised.many, builder: promised.sink.runs === 'await' && promised.sink.site === site };
  const { kind } = fateOf(commits, site.fn, site.expr, options);
  return kind === 'held' || kind === 'returned' ? promised.sink : null;
}

function judgeLate(commits: Commits, site: CallSite, sink: Sink, what: string): ClassifiedPlace | null {
  const loss = lossAt(commits, site.fn, sink, 'promise');
  if (loss === null) return null;
  const frozen = commits.entriesOf(site.fn).some(({ target }) => PLATFORMS[target].frozenBetween);
  const grade = frozen && loss.grade === 'critical' ? 'high' : loss.grade;
  const shown =
    sink.site === site ? `\`${sink.shown}\`` : `\`${site.name ?? sink.shown}\`, with \`${sink.shown}\` in it,`;
  const { confidence, why } = loss;
  return placeAt(commits, site, {
    rule: 'commit-after-response',
    grade,
    confidence,
    message: `${shown} ${what}: ${why}`,
  });
}

/** `res.on('finish', …)` */
function finishListeners(commits: Commits, answers: Answers): { site: CallSite; callback: number }[] {
  const { program } = commits.judge;
  return program.flow.calls.flatMap((site) => {
    if ((site.name !== 'on' && site.name !== 'once') || !/^(finish|close)$/.test(firstText(site))) return [];
    if (!runsIn(program, site.fn, 'invoke') || !answers.isResponse(site)) return [];
    return site.expr.args.flatMap((arg) => functionsAt(commits, site.fn, arg)).map((callback) => ({ site, callback }));
  });
}

function firstText(site: CallSite): string {
  const [first] = site.expr.args;
  return first?.k === 'literal' && typeof first.value === 'string' ? first.value : '';
}

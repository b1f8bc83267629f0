import type { ClassifiedPlace, Grade } from '../../../model/classified-program.js';
import type { CallSite } from '../../../model/flow.js';
import { PLATFORMS, TITLES } from '../../../model/platforms.js';
import type { Target } from '../../../model/target.js';
import { originsOfCall } from '../sinks/origins.js';
import type { Commits } from './commits.js';
import { functionsAt } from './completion.js';
import { loadingModule, targetOfLoading } from './loading-module.js';
import { placeAt } from './place.js';
import { commitBelow } from './reached-commit.js';

interface Source {
  readonly origin: RegExp;
  /** The event that carries messages, where listeners are added by name. */
  readonly event: RegExp | null;
  /** Every subscriber gets every message; otherwise each message goes to one of them. */
  readonly broadcast: boolean;
}

const REDIS = String.raw`^(new )?(ioredis|redis|@redis\/client|iovalkey)(\.\w+)?(\(\))?(\.(duplicate|connect)\(\))*`;

/** Calls by which a process asks to be told of what happens elsewhere. */
const SOURCES: readonly Source[] = [
  {
    origin: new RegExp(String.raw`${REDIS}\.(subscribe|psubscribe|pSubscribe|sSubscribe)$`),
    event: null,
    broadcast: true,
  },
  { origin: new RegExp(String.raw`${REDIS}\.on$`), event: /^p?message(Buffer)?$/, broadcast: true },
  { origin: /^(new mongodb|mongodb|mongoose)\b.*\.watch\(\)\.(on|addListener)$/, event: /^change$/, broadcast: true },
  { origin: /^new pg\.(Client|Pool)(\.connect\(\))?\.on$/, event: /^notification$/, broadcast: true },
  {
    origin:
      /^(firebase-admin|@google-cloud\/firestore|new @google-cloud\/firestore)\b.*\.onSnapshot$|^firebase\/firestore\.onSnapshot$/,
    event: null,
    broadcast: true,
  },
  { origin: /^firebase-admin\b.*\.ref\(\)(\.\w+\(\))*\.on$/, event: /^(value|child_\w+)$/, broadcast: true },
  { origin: /^mqtt\.connect\(\)\.on$/, event: /^message$/, broadcast: true },
  { origin: /^@supabase\/supabase-js\.createClient\(\)\.channel\(\)(\.on\(\))*\.on$/, event: null, broadcast: true },
  { origin: /^new kafkajs\.Kafka\.consumer\(\)\.run$/, event: null, broadcast: false },
  { origin: /^amqplib\b.*\.createChannel\(\)\.consume$/, event: null, broadcast: false },
  { origin: /^new @google-cloud\/pubsub\.PubSub\.subscription\(\)\.on$/, event: /^message$/, broadcast: false },
  { origin: /^sqs-consumer\.Consumer\.create$/, event: null, broadcast: false },
];

/** Subscriptions that a program makes while it loads, and whose messages have effects outside. */
export function judgeSubscriptions(commits: Commits): ClassifiedPlace[] {
  return commits.judge.program.flow.calls.flatMap((site): ClassifiedPlace[] => {
    if (site.name === null) return [];
    const source = sourceOf(commits, site);
    const module = source === undefined ? null : loadingModule(commits, site.fn);
    if (source === undefined || module === null) return [];
    const weight = weigh(targetOfLoading(commits, module), source);
    const callbacks = weight === null ? [] : callbacksOf(commits, site);
    for (const callback of callbacks) {
      const found = commitBelow(commits, callback);
      if (!found || weight === null) continue;
      const message = `\`${site.name}\` at load makes every message a \`${found.sink.shown}\`: ${weight.why}`;
      return [placeAt(commits, site, { rule: 'timer-as-scheduler', grade: weight.grade, confidence: 'high', message })];
    }
    return [];
  });
}

function sourceOf(commits: Commits, site: CallSite): Source | undefined {
  const origins = originsOfCall(commits.judge, site);
  const [first] = site.expr.args;
  const event = first?.k === 'literal' && typeof first.value === 'string' ? first.value : '';
  return SOURCES.find(
    (source) =>
      (source.event === null || source.event.test(event)) && origins.some((origin) => source.origin.test(origin)),
  );
}

/** The function itself, or `{ eachMessage: async () => … }`. */
function callbacksOf(commits: Commits, site: CallSite): number[] {
  const given = site.expr.args.flatMap((arg) =>
    arg.k === 'object' ? arg.properties.map(({ value }) => value) : [arg],
  );
  return given.flatMap((arg) => functionsAt(commits, site.fn, arg));
}

function weigh(target: Target, { broadcast }: Source): { grade: Grade; why: string } | null {
  if (PLATFORMS[target].frozenBetween) {
    return {
      grade: 'high',
      why: `${TITLES[target]} runs nothing between invocations, and several environments do it several times`,
    };
  }
  return broadcast
    ? { grade: 'medium', why: 'every instance gets every message, and does it as often as there are instances' }
    : null;
}

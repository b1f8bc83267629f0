import { PLATFORMS } from '../../model/platforms.js';
import { normalise, type Tree } from '../answers/normalise.js';
import { type Container, type Reply, startContainer } from '../containers/container.js';
import type { Program, TraceEvent } from '../program/program.js';
import type { Step } from '../schedule/step.js';
import { resolveRefs } from './resolve-refs.js';

export interface RunSettings {
  /** Draws and clock follow from it. */
  readonly seed: string;
  /** Virtual time of the start. */
  readonly base: number;
  /** Names the state of this run in stores, so that runs do not see each other. */
  readonly namespace: string;
  /** Bindings that are put back before every event. */
  readonly reset?: readonly string[];
  readonly watch?: readonly string[];
  /** Whether to look for handles that are left open. */
  readonly linger?: boolean;
  /** Variables of one container: a gate of its own on the way to the store. */
  readonly envOf?: (container: number) => Readonly<Record<string, string>>;
}

/** What a schedule gave, step by step. */
export interface Run {
  readonly answers: readonly Tree[];
  readonly replies: readonly Reply[];
  /** Bindings that differed from their initial value after some event. */
  readonly changed: ReadonlySet<string>;
}

/** Virtual time of the start of every schedule: a Monday morning. */
export const BASE_TIME = Date.UTC(2026, 0, 5, 8);

/** Sends the events one after the other, each to its container. Nothing is running afterwards. */
export async function runSteps(
  program: Program,
  trace: readonly TraceEvent[],
  steps: readonly Step[],
  settings: RunSettings,
): Promise<Run> {
  const fleet = openFleet(program, settings);
  const replies: Reply[] = [];
  const answers: Tree[] = [];
  const changed = new Set<string>();
  const latest = new Map<number, Tree>();
  try {
    for (const step of steps) {
      const { entry, payload } = trace[step.event] as TraceEvent;
      const reply = await fleet.invoke(step, entry, resolveRefs(payload, latest));
      const answer = normalise(reply.answer);
      latest.set(step.event, answer);
      replies.push(reply);
      answers.push(answer);
      for (const id of reply.changed) changed.add(id);
    }
  } finally {
    await fleet.close();
  }
  return { answers, replies, changed };
}

export interface Fleet {
  /** Sends one event. With `staysAwake` the container is not frozen afterwards: others are in flight there. */
  readonly invoke: (step: Step, entry: number, event: unknown, staysAwake?: boolean) => Promise<Reply>;
  /** The container of a step, started where it is not there yet; null where it cannot load the program. */
  readonly container: (step: Step, entry: number) => Promise<Container | string>;
  readonly close: () => Promise<void>;
}

/** Containers by their ordinal, started when they are first used. */
export function openFleet(program: Program, settings: RunSettings): Fleet {
  const { seed, base, namespace, reset = [], watch = [], linger = false, envOf } = settings;
  // Kept while they start, too: two events at once find the same one.
  const containers = new Map<string, Promise<Container | string>>();
  const isFrozen = PLATFORMS[program.target].frozenBetween;
  const start = async (step: Step, entry: number, alone: boolean): Promise<Container | string> => {
    const started = await startContainer(program.pool, {
      ordinal: step.container * 16 + (alone ? entry : 0),
      seed,
      at: base + step.at,
      entries: alone ? program.entries.filter((_, index) => index === entry) : program.entries,
      env: { ...program.env, ...envOf?.(step.container), STATE_NAMESPACE: namespace },
      initTimeoutMs: program.initTimeoutMs,
      eventTimeoutMs: program.eventTimeoutMs,
    });
    return started.kind === 'failed' ? started.reason : started.container;
  };
  const container = async (step: Step, entry: number): Promise<Container | string> => {
    const alone = program.separate && step.container > 0;
    const key = alone ? `${step.container}:${entry}` : String(step.container);
    const known = await containers.get(key);
    if (known !== undefined && typeof known !== 'string' && known.isAlive()) return known;
    if (known === undefined && containers.has(key)) return container(step, entry);
    const starting = start(step, entry, alone);
    containers.set(key, starting);
    return starting;
  };
  return {
    container,
    invoke: async (step, entry, event, staysAwake = false) => {
      const found = await container(step, entry);
      if (typeof found === 'string') return notLoaded(found);
      found.thaw();
      const alone = program.separate && step.container > 0;
      const call = { entry: alone ? 0 : entry, event, seed, at: base + step.at, step: step.id, reset, watch, linger };
      const reply = await found.invoke(call);
      if (isFrozen && !staysAwake && found.isAlive()) found.freeze();
      return reply;
    },
    close: async () => {
      const started = await Promise.all(containers.values());
      await Promise.all(started.flatMap((one) => (typeof one === 'string' ? [] : [one.stop()])));
    },
  };
}

/** What a container that does not load gives. */
function notLoaded(reason: string): Reply {
  return {
    answer: { kind: 'crash', reason: `the module does not load: ${reason}` },
    left: {},
    printed: 0,
    refused: [],
    changed: [],
  };
}

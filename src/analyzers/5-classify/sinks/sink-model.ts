import type { CallSite } from '../../../model/flow.js';

/** What a call changes outside the process. `request` is a mutating HTTP request to whoever listens. */
export type Effect = 'write' | 'publish' | 'mail' | 'payment' | 'request' | 'telemetry';

/** A call of a package or of the platform that changes something outside the process. */
export interface SinkModel {
  readonly effect: Effect;
  /** Of the callee's origin, promises being transparent: `new ioredis.set`, `mongoose.model().create`. */
  readonly origin: RegExp;
  /** What the arguments have to say for the call to change anything; null where the name says it. */
  readonly when: 'command' | 'sql' | 'prepared-sql' | 'method-option' | 'arguments' | 'callback' | null;
  /** `await`: the call only builds a query, which runs when something awaits it (`.then` does). */
  readonly runs: 'call' | 'await';
}

/** What a host hands to its entry points, by node, as an origin: `http#response`, `cloudflare#env.ORDERS`. */
export type HostRoles = ReadonlyMap<number, string>;

/** One call that changes something outside the process. */
export interface Sink {
  readonly effect: Effect;
  readonly site: CallSite;
  /** As messages name it: `send(PutItemCommand)`, `insertOne()`, `fetch()`. */
  readonly shown: string;
  readonly runs: 'call' | 'await';
  /** A written entry that expires: a cache more often than not. */
  readonly expires: boolean;
  /** It tells a callback when it is done, in the manner of Node.js, and gives no promise. */
  readonly callsBack: boolean;
}

/** What has been found out about the sinks of one program, so far. */
export interface SinkMemo {
  roles: HostRoles | null;
  readonly known: Map<CallSite, Sink | null>;
  readonly models: Map<string, readonly SinkModel[]>;
}

/** A model whose call starts at once. */
export function eager(effect: Effect, origin: RegExp, when: SinkModel['when'] = null): SinkModel {
  return { effect, origin, when, runs: 'call' };
}

/** A model whose call builds a query that runs when it is awaited. */
export function lazy(effect: Effect, origin: RegExp, when: SinkModel['when'] = null): SinkModel {
  return { effect, origin, when, runs: 'await' };
}

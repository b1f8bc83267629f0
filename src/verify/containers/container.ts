import type { ContainerProcess, Received } from './container-process.js';
import type { Pool } from './pool.js';
import type { AnswerMessage, ContainerEntry, ProgramKind, ThrownError } from './protocol.js';

/** An environment of the platform: it has loaded the program and answers one event after the other, or several at once. */
export interface Container {
  readonly ordinal: number;
  /** How each entry is invoked. */
  readonly kinds: readonly ProgramKind[];
  readonly invoke: (call: Call) => Promise<Reply>;
  /** Which of these bindings could be put back to their initial value. */
  readonly resettable: (ids: readonly string[]) => Promise<readonly string[]>;
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly stop: () => Promise<void>;
  /** False once it crashed or was stopped. */
  readonly isAlive: () => boolean;
}

export interface StartSettings {
  readonly ordinal: number;
  readonly seed: string;
  readonly at: number;
  readonly entries: readonly ContainerEntry[];
  readonly env: Readonly<Record<string, string>>;
  readonly initTimeoutMs: number;
  readonly eventTimeoutMs: number;
}

export interface Call {
  readonly entry: number;
  readonly event: unknown;
  readonly seed: string;
  readonly at: number;
  readonly step: number;
  readonly reset?: readonly string[];
  readonly watch?: readonly string[];
  readonly linger?: boolean;
}

/** What came of one event. */
export interface Reply {
  readonly answer: Answer;
  readonly left: Readonly<Record<string, number>>;
  readonly printed: number;
  readonly refused: readonly string[];
  readonly changed: readonly string[];
}

export type Answer =
  | { readonly kind: 'value'; readonly value: unknown }
  | ({ readonly kind: 'error' } & ThrownError)
  | { readonly kind: 'timeout' }
  /** The process ended, by itself or by a signal. */
  | { readonly kind: 'crash'; readonly reason: string };

export type Started =
  { readonly kind: 'started'; readonly container: Container } | { readonly kind: 'failed'; readonly reason: string };

/** Takes a booted process and loads the program into it. */
export async function startContainer(pool: Pool, settings: StartSettings): Promise<Started> {
  const process = await pool.take();
  const { ordinal, seed, at, entries, env, initTimeoutMs } = settings;
  process.send({ t: 'init', ordinal, seed, at, entries, env, timeoutMs: initTimeoutMs });
  const received = await process.next(
    ({ t }) => t === 'loaded' || t === 'failed' || t === 'crashed',
    initTimeoutMs * 2,
  );
  if (received.kind === 'message' && received.message.t === 'loaded') {
    return { kind: 'started', container: containerOf(process, received.message.kinds, settings) };
  }
  await process.stop();
  return { kind: 'failed', reason: failureOf(received, initTimeoutMs) };
}

function containerOf(
  process: ContainerProcess,
  kinds: readonly ProgramKind[],
  { ordinal, eventTimeoutMs }: StartSettings,
): Container {
  let alive = true;
  let last = 0;
  const end = async (): Promise<void> => {
    alive = false;
    await process.stop();
  };
  return {
    ordinal,
    kinds,
    isAlive: () => alive,
    invoke: async ({ entry, event, seed, at, step, reset = [], watch = [], linger = false }) => {
      const id = ++last;
      process.send({ t: 'event', id, entry, event: event ?? null, seed, at, step, reset, watch, linger });
      const received = await process.next(
        (message) => (message.t === 'answer' && message.id === id) || message.t === 'crashed',
        eventTimeoutMs,
      );
      const reply = replyOf(received);
      if (reply.answer.kind === 'timeout' || reply.answer.kind === 'crash') await end();
      return reply;
    },
    resettable: async (ids) => {
      process.send({ t: 'state', ids });
      const received = await process.next(({ t }) => t === 'state', eventTimeoutMs);
      if (received.kind !== 'message' || received.message.t !== 'state') return [];
      return received.message.state.flatMap(({ id, resettable }) => (resettable ? [id] : []));
    },
    freeze: process.freeze,
    thaw: process.thaw,
    stop: end,
  };
}

function replyOf(received: Received): Reply {
  const none = { left: {}, printed: 0, refused: [], changed: [] };
  if (received.kind === 'timeout') return { answer: { kind: 'timeout' }, ...none };
  if (received.kind === 'gone') return { answer: { kind: 'crash', reason: endOf(received) }, ...none };
  const { message } = received;
  if (message.t === 'crashed') return { answer: { kind: 'crash', reason: errorText(message.error) }, ...none };
  const { answer, left, printed, refused, changed } = message as AnswerMessage;
  return { answer, left, printed, refused, changed };
}

function failureOf(received: Received, timeoutMs: number): string {
  if (received.kind === 'timeout') return `loading took longer than ${timeoutMs} ms`;
  if (received.kind === 'gone') return endOf(received);
  const { message } = received;
  return message.t === 'failed' || message.t === 'crashed' ? errorText(message.error) : 'it did not load';
}

function errorText({ name, message, unhandledRejection }: ThrownError): string {
  const what = unhandledRejection === true ? 'unhandled rejection: ' : '';
  return `${what}${name}: ${message}`;
}

function endOf({ code, signal }: Extract<Received, { kind: 'gone' }>): string {
  return signal === null ? `the process ended with code ${code}` : `the process was ended by ${signal}`;
}

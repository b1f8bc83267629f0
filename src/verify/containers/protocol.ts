/** What parent and container say to each other over descriptor 3: one JSON text a line. */
export type ToContainer = InitMessage | EventMessage | StateMessage;

export interface InitMessage {
  readonly t: 'init';
  readonly env: Readonly<Record<string, string>>;
  readonly seed: string;
  /** Virtual time of the start, in milliseconds. */
  readonly at: number;
  /** Number of the container, which its host name, process id and draws during initialisation follow from. */
  readonly ordinal: number;
  readonly entries: readonly ContainerEntry[];
  readonly timeoutMs: number;
}

/** A handler or application that the container answers with. */
export interface ContainerEntry {
  /** Absolute path of the module. */
  readonly file: string;
  readonly exportName: string | null;
  readonly kind: ProgramKind | null;
}

export interface EventMessage {
  readonly t: 'event';
  readonly id: number;
  /** Position in the entries. */
  readonly entry: number;
  readonly event: unknown;
  readonly seed: string;
  readonly at: number;
  readonly step: number;
  /** Ids of bindings to put back to their initial value first. */
  readonly reset: readonly string[];
  /** Ids of bindings of which the answer says whether they differ from their initial value. */
  readonly watch: readonly string[];
  /** Whether to look for what is left running. */
  readonly linger: boolean;
}

interface StateMessage {
  readonly t: 'state';
  readonly ids: readonly string[];
}

export type FromContainer =
  | { readonly t: 'booted'; readonly pid: number }
  | { readonly t: 'loaded'; readonly kinds: readonly ProgramKind[] }
  | { readonly t: 'failed'; readonly error: ThrownError }
  | { readonly t: 'crashed'; readonly error: ThrownError }
  | { readonly t: 'state'; readonly state: readonly { readonly id: string; readonly resettable: boolean }[] }
  | AnswerMessage;

export interface AnswerMessage {
  readonly t: 'answer';
  readonly id: number;
  readonly answer: { readonly kind: 'value'; readonly value: unknown } | ({ readonly kind: 'error' } & ThrownError);
  /** Handles that are open after the answer and were not before: `{ Timeout: 1 }`. */
  readonly left: Readonly<Record<string, number>>;
  /** How often the program wrote to standard output or standard error. */
  readonly printed: number;
  readonly refused: readonly string[];
  readonly changed: readonly string[];
}

export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly unhandledRejection?: boolean;
}

/** How a program is invoked; the container finds out where nobody says it. */
export const PROGRAM_KINDS = [
  'lambda',
  'express',
  'fastify',
  'koa',
  'http',
  'fetch',
  'route',
  'request',
  'server',
] as const;

export type ProgramKind = (typeof PROGRAM_KINDS)[number];

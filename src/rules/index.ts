import type { RuleDescription } from './rule.js';

const ALL = [
  {
    id: 'in-memory-counter',
    severity: 'error',
    summary: 'a number that invocations increment lives in one environment',
  },
  { id: 'in-memory-accumulator', severity: 'error', summary: 'data that invocations collect lives in one environment' },
  {
    id: 'in-memory-session',
    severity: 'error',
    summary: 'records kept per user, session, connection or entity live in one environment',
  },
  {
    id: 'in-memory-queue',
    severity: 'error',
    summary: 'work that an invocation leaves for a later one waits in one environment',
  },
  { id: 'mutable-flag', severity: 'error', summary: 'a flag that invocations flip decides what other invocations do' },
  {
    id: 'request-state-leak',
    severity: 'error',
    summary: 'data of one request stays where another request can read it',
  },
  { id: 'unbounded-cache', severity: 'warning', summary: 'a cache grows with its keys and never forgets one' },
  { id: 'mis-keyed-cache', severity: 'error', summary: 'a cached value depends on an input that its key leaves out' },
  { id: 'cache-without-ttl', severity: 'warning', summary: 'a cached value is never read again from its source' },
  {
    id: 'stale-init-value',
    severity: 'error',
    summary: 'a time, random value or id is taken once, when the module loads',
  },
  {
    id: 'stateful-regexp',
    severity: 'warning',
    summary: 'a /g or /y pattern carries lastIndex from one call to the next',
  },
  {
    id: 'client-per-invocation',
    severity: 'error',
    summary: 'a client or connection is made anew for every invocation',
  },
  {
    id: 'client-closed-per-invocation',
    severity: 'error',
    summary: 'an invocation closes the connection that the next one needs',
  },
  {
    id: 'unawaited-commit',
    severity: 'error',
    summary: 'a durable write may still be under way when the environment freezes',
  },
  { id: 'commit-after-response', severity: 'error', summary: 'a durable write happens after the response was sent' },
  { id: 'commit-at-exit', severity: 'error', summary: 'data is saved in an exit or signal handler that may never run' },
  {
    id: 'timer-as-scheduler',
    severity: 'error',
    summary: 'a timer or a subscription does work that a frozen or stopped environment never does',
  },
  {
    id: 'listener-per-invocation',
    severity: 'error',
    summary: 'every invocation adds another listener, hook or plugin to something that all share',
  },
  { id: 'local-file-state', severity: 'error', summary: 'a local file carries state from one invocation to the next' },
  {
    id: 'in-memory-library-store',
    severity: 'error',
    summary: 'a library keeps its state in the memory of one environment',
  },
  {
    id: 'library-scope-leak',
    severity: 'error',
    summary: 'data of one request stays in a library that all requests share',
  },
  { id: 'process-global-write', severity: 'error', summary: 'an invocation changes a setting of the whole process' },
  {
    id: 'lossy-read-modify-write',
    severity: 'note',
    summary: 'a durable item is read, changed and written back without a condition',
  },
] as const satisfies readonly RuleDescription[];

/** Every rule, in the order in which the documentation lists them. */
export const RULES: readonly RuleDescription[] = ALL;

export type RuleId = (typeof ALL)[number]['id'];

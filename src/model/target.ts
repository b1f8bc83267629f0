/** The platform that a verdict is for. */
export const TARGETS = [
  'lambda',
  'lambda-managed',
  'vercel',
  'netlify',
  'cloudflare',
  'cloud-run',
  'azure',
  'firebase',
  'container',
] as const;

export type Target = (typeof TARGETS)[number];

/** The facts in which platforms differ, as far as verdicts depend on them. */
export interface PlatformFacts {
  /** May one environment run two invocations at once? */
  readonly concurrent: boolean;
  /** Is the environment frozen (no timers, no CPU) between invocations? */
  readonly frozenBetween: boolean;
  /** Are shutdown signals delivered reliably, with time to act? */
  readonly shutdownSignals: boolean;
  /** Are sockets and other I/O objects bound to the request that opened them? */
  readonly ioBoundToRequest: boolean;
  /** Is module initialisation snapshotted and cloned? No JavaScript target does today. */
  readonly initSnapshotted: boolean;
  /** May a module start timers while it loads? */
  readonly timersAtLoad: boolean;
  /** Does the platform hold the environment for promises that are handed to it (`waitUntil`, `after`)? */
  readonly waitUntil: boolean;
}

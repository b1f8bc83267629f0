import type { PlatformFacts, Target } from './target.js';

/**
 * What each platform documents about the life of one execution environment. Where a platform has variants, the value is
 * the one under which more programs are wrong, and the comment says so.
 */
export const PLATFORMS: Readonly<Record<Target, PlatformFacts>> = {
  lambda: {
    // One environment serves one invocation at a time; a second event in flight starts a second environment.
    concurrent: false,
    // After the response the environment is frozen: timers and pending promises stand still until the next event.
    frozenBetween: true,
    // The runtime gets SIGTERM only where an extension is registered, and a recycled environment may get none.
    shutdownSignals: false,
    // Sockets may be reused by later invocations of the same environment.
    ioBoundToRequest: false,
    // SnapStart covers Java, Python and .NET.
    initSnapshotted: false,
    // Node.js starts them as anywhere.
    timersAtLoad: true,
    // The runtime knows no such function; only the handler's own promise counts.
    waitUntil: false,
  },
  'lambda-managed': {
    // Managed instances send up to 64 requests per vCPU into one worker thread's module scope.
    concurrent: true,
    // The environment stays active between invocations.
    frozenBetween: false,
    // As on Lambda, signals are not a place to commit.
    shutdownSignals: false,
    // Sockets may be shared by requests.
    ioBoundToRequest: false,
    // No snapshots for Node.js.
    initSnapshotted: false,
    // Node.js starts them as anywhere.
    timersAtLoad: true,
    // As on Lambda.
    waitUntil: false,
  },
  vercel: {
    // Fluid compute, the default, runs several requests in one instance.
    concurrent: true,
    // An instance without a request in flight is suspended; only `waitUntil` prolongs it.
    frozenBetween: true,
    // SIGTERM leaves half a second and is not sent to every instance: too little for a commit.
    shutdownSignals: false,
    // Sockets may be shared by requests of an instance.
    ioBoundToRequest: false,
    // Bytecode is cached, the heap is not.
    initSnapshotted: false,
    // Node.js starts them as anywhere.
    timersAtLoad: true,
    // `waitUntil` of @vercel/functions and `after` of Next.js.
    waitUntil: true,
  },
  netlify: {
    // Functions run on Lambda: one invocation at a time in an environment.
    concurrent: false,
    // Frozen as on Lambda.
    frozenBetween: true,
    // No extension, hence no signal.
    shutdownSignals: false,
    // Sockets may be reused.
    ioBoundToRequest: false,
    // No snapshots.
    initSnapshotted: false,
    // Node.js starts them as anywhere.
    timersAtLoad: true,
    // `context.waitUntil`.
    waitUntil: true,
  },
  cloudflare: {
    // One isolate interleaves many requests at their awaits.
    concurrent: true,
    // Outside a request nothing runs, except what `waitUntil` holds.
    frozenBetween: true,
    // An isolate is evicted without notice.
    shutdownSignals: false,
    // Sockets and streams belong to the request that opened them; use from another one throws.
    ioBoundToRequest: true,
    // The global scope is evaluated per isolate.
    initSnapshotted: false,
    // Timers, I/O and randomness are refused outside of a request: the module does not load.
    timersAtLoad: false,
    // `ctx.waitUntil`, for up to 30 seconds after the response.
    waitUntil: true,
  },
  'cloud-run': {
    // Up to 80 requests per instance by default.
    concurrent: true,
    // CPU is throttled to nearly nothing between requests unless "CPU always allocated" is bought.
    frozenBetween: true,
    // SIGTERM comes ten seconds before SIGKILL.
    shutdownSignals: true,
    // Sockets may be shared by requests.
    ioBoundToRequest: false,
    // No snapshots.
    initSnapshotted: false,
    // Node.js starts them as anywhere.
    timersAtLoad: true,
    // Nothing takes a promise.
    waitUntil: false,
  },
  azure: {
    // One Node.js worker process takes the host's invocations in parallel.
    concurrent: true,
    // The worker process keeps running between invocations until the plan scales it in.
    frozenBetween: false,
    // The termination hook is best effort, and scale-in may skip it.
    shutdownSignals: false,
    // Sockets may be shared by invocations.
    ioBoundToRequest: false,
    // No snapshots for Node.js.
    initSnapshotted: false,
    // Node.js starts them as anywhere.
    timersAtLoad: true,
    // Nothing takes a promise, and the process runs on.
    waitUntil: false,
  },
  firebase: {
    // Second generation functions run up to 80 requests per instance, first generation one: the cautious value.
    concurrent: true,
    // CPU is allocated only while a request is being processed, in both generations.
    frozenBetween: true,
    // First generation instances get no signal: the cautious value.
    shutdownSignals: false,
    // Sockets may be reused.
    ioBoundToRequest: false,
    // No snapshots.
    initSnapshotted: false,
    // Node.js starts them as anywhere.
    timersAtLoad: true,
    // Nothing takes a promise.
    waitUntil: false,
  },
  container: {
    // A server accepts the next request while earlier ones wait.
    concurrent: true,
    // The process runs as long as the container does.
    frozenBetween: false,
    // Orchestrators send SIGTERM and wait (ten seconds with Docker, thirty with Kubernetes and ECS).
    shutdownSignals: true,
    // Sockets may be shared by requests.
    ioBoundToRequest: false,
    // No snapshots.
    initSnapshotted: false,
    // Node.js starts them as anywhere.
    timersAtLoad: true,
    // The process runs on, which is all that such functions do there.
    waitUntil: true,
  },
};

/** One line that says what matters about a target: `AWS Lambda: one invocation at a time, frozen between invocations, …`. */
export function describeTarget(target: Target): string {
  const facts = PLATFORMS[target];
  const parts = [
    facts.concurrent ? 'several invocations at once in one process' : 'one invocation at a time per environment',
    facts.frozenBetween ? 'frozen between invocations' : 'keeps running between invocations',
    facts.shutdownSignals ? 'shutdown signals with time to act' : 'no reliable shutdown signal',
  ];
  if (facts.ioBoundToRequest) parts.push('sockets are bound to the request that opened them');
  return `${TITLES[target]}: ${parts.join(', ')}`;
}

/** The fact of the table that decided a verdict, as evidence: `AWS Lambda: an environment serves one invocation at a time`. */
export function platformReason(target: Target, fact: keyof PlatformFacts): string {
  const [holds, fails] = SENTENCES[fact];
  return `${TITLES[target]}: ${PLATFORMS[target][fact] ? holds : fails}`;
}

/** What each fact says where it holds, and where it does not. */
const SENTENCES: Readonly<Record<keyof PlatformFacts, readonly [holds: string, fails: string]>> = {
  concurrent: ['one process serves several invocations at once', 'an environment serves one invocation at a time'],
  frozenBetween: ['an environment is frozen between invocations', 'the process keeps running between invocations'],
  shutdownSignals: ['a process is told before it stops, with time to act', 'an environment may stop without a signal'],
  ioBoundToRequest: [
    'connections belong to the request that opened them',
    'connections may be reused by later invocations',
  ],
  waitUntil: [
    'work handed to `waitUntil` or `after` is still done after the response',
    'nothing prolongs an invocation beyond its response',
  ],
  timersAtLoad: ['a module may start timers while it loads', 'timers are refused while a module loads'],
  initSnapshotted: ['what was loaded is copied into every environment', 'every environment loads the modules itself'],
};

/** The name of a platform in messages. */
export const TITLES: Readonly<Record<Target, string>> = {
  lambda: 'AWS Lambda',
  'lambda-managed': 'AWS Lambda Managed Instances',
  vercel: 'Vercel Functions',
  netlify: 'Netlify Functions',
  cloudflare: 'Cloudflare Workers',
  'cloud-run': 'Google Cloud Run',
  azure: 'Azure Functions',
  firebase: 'Firebase Functions',
  container: 'container',
};

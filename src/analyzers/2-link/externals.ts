import type { CallSite } from '../../model/flow.js';
import type { Arguments, CallToken } from './call-arguments.js';
import { pairToken } from './container-methods.js';
import type { Linker } from './linker.js';
import { addToken, copy, derive, fieldOf, inherit, load, newNode, newToken, whenHolds } from './solver.js';
import { createdToken, externalResult } from './tokens.js';

/** Calls something outside the program: a model of it where there is one, else a result that knows its origin. */
export function callExternal(
  linker: Linker,
  site: CallSite,
  origin: string,
  receiver: number | null,
  args: Arguments,
  callToken: CallToken,
): void {
  if (!site.externals.includes(origin)) site.externals.push(origin);
  if (isGlobal(origin)) {
    callGlobal(linker, site, origin, args);
    return;
  }
  if (RETURNS_ARGUMENT.has(origin)) {
    if (args.nodes[0] !== undefined) copy(linker.solver, args.nodes[0], site.result);
    return;
  }
  const result = externalResult(linker, site.fn, site.expr, `${origin}()`);
  if (result >= 0) {
    addToken(linker.solver, site.result, result);
    if (site.name !== null && CALLS_AT_ONCE.has(site.name)) return;
    keepCallbacks(linker, result, args);
    if (receiver !== null && receiver >= 0) keepCallbacksOf(linker, receiver, result);
  }
  if (receiver !== null && receiver >= 0) callWrapped(linker, site, receiver, args, callToken);
}

/** What every JavaScript runtime, Node.js or the web platform defines. */
const STANDARD = new Set(
  `AbortController AbortSignal AggregateError Array ArrayBuffer AsyncFunction Atomics BigInt Blob Boolean BroadcastChannel
  Buffer ByteLengthQueuingStrategy CompressionStream CryptoKey CustomEvent DOMException DataView Date DecompressionStream
  Error EvalError Event EventSource EventTarget File FileReader FinalizationRegistry FormData Function Headers Image Infinity
  Intl Iterator JSON Map Math MessageChannel MessagePort NaN Number Object Promise Proxy RangeError ReadableStream
  ReferenceError Reflect RegExp Request Response Set SharedArrayBuffer String Symbol SyntaxError TextDecoder TextEncoder
  TransformStream TypeError URIError URL URLPattern URLSearchParams WeakMap WeakRef WeakSet WebAssembly WebSocket
  WritableStream XMLHttpRequest alert arguments atob btoa caches cancelAnimationFrame clearImmediate clearInterval
  clearTimeout confirm console crypto decodeURI decodeURIComponent document encodeURI encodeURIComponent escape eval exports
  fetch getComputedStyle globalThis history indexedDB isFinite isNaN localStorage location matchMedia module navigator
  parseFloat parseInt performance process prompt queueMicrotask reportError requestAnimationFrame requestIdleCallback require
  sessionStorage setImmediate setInterval setTimeout structuredClone undefined unescape`.split(/\s+/),
);

/**
 * `@console.log` is the platform's; `@aws-sdk/client-s3` is a package of a scope. A global that no standard knows
 * (`defineEventHandler`, `awslambda.streamifyResponse`) is provided by a framework, and behaves as a package's function.
 */
function isGlobal(origin: string): boolean {
  if (!origin.startsWith('@') || origin.includes('/')) return false;
  const name = /^@([\w$]+)/.exec(origin)?.[1] ?? '';
  return STANDARD.has(name);
}

/** Methods of lists, texts and promises: they call what they are given, and what they return does not hold it. */
const CALLS_AT_ONCE: ReadonlySet<string> = new Set(
  `every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight replace replaceAll some sort
  then toSorted`.split(/\s+/),
);

const RETURNS_ARGUMENT = new Set(['util.promisify', 'react.memo', 'lodash.cloneDeep']);

const KEPT: ReadonlySet<string> = new Set(['external', 'object', 'array']);

/** A wrapper (`middy(fn)`, `withSentry({ fetch() {} })`) keeps what holds functions that it was given; calling it calls them. */
function keepCallbacks(linker: Linker, wrapper: number, args: Arguments): void {
  const kept = fieldOf(linker.solver, wrapper, '<callbacks>');
  for (const node of args.nodes) {
    whenHolds(linker.solver, node, (token) => {
      const value = linker.solver.tokens[token];
      if (value?.t === 'function' || (value?.t === 'object' && KEPT.has(value.what)))
        addToken(linker.solver, kept, token);
    });
  }
}

/** `middy(fn).use(plugin)` still wraps `fn`. */
function keepCallbacksOf(linker: Linker, receiver: number, wrapper: number): void {
  const { solver } = linker;
  const value = solver.tokens[receiver];
  if (value?.t !== 'object' || value.what !== 'external') return;
  copy(solver, fieldOf(solver, receiver, '<callbacks>'), fieldOf(solver, wrapper, '<callbacks>'));
}

function callWrapped(linker: Linker, site: CallSite, wrapper: number, args: Arguments, callToken: CallToken): void {
  const value = linker.solver.tokens[wrapper];
  if (value?.t !== 'object' || value.what !== 'external' || site.name !== null) return;
  whenHolds(linker.solver, fieldOf(linker.solver, wrapper, '<callbacks>'), (token) => {
    if (linker.solver.tokens[token]?.t === 'function') callToken(linker, site, token, null, args);
  });
}

const FIRST_ARGUMENT = new Set([
  '@Object.freeze',
  '@Object.seal',
  '@Object.preventExtensions',
  '@Object.defineProperty',
  '@Object.defineProperties',
  '@Object.setPrototypeOf',
  '@Promise.resolve',
  '@Promise.all',
  '@Promise.race',
  '@Promise.any',
  '@Reflect.get',
]);
const MAKES_RESULT = new Set([
  '@fetch',
  '@setInterval',
  '@setTimeout',
  '@setImmediate',
  '@Symbol',
  '@Buffer.from',
  '@Buffer.alloc',
]);

function callGlobal(linker: Linker, site: CallSite, origin: string, args: Arguments): void {
  const { solver } = linker;
  const [first, ...others] = args.nodes;
  if (FIRST_ARGUMENT.has(origin)) {
    if (first !== undefined) copy(solver, first, site.result);
  } else if (origin === '@Object.assign') {
    if (first === undefined) return;
    copy(solver, first, site.result);
    for (const source of others) assignFields(linker, source, first);
  } else if (
    origin === '@Object.values' ||
    origin === '@Array.from' ||
    origin === '@Object.keys' ||
    origin === '@Array.of'
  ) {
    const elements = fieldOf(solver, resultArray(linker, site), '*');
    if (origin !== '@Object.keys' && first !== undefined) load(solver, first, '*', elements);
  } else if (origin === '@Object.entries') {
    if (first === undefined) return;
    const elements = fieldOf(solver, resultArray(linker, site), '*');
    whenHolds(solver, first, (token) => addToken(solver, elements, pairToken(linker, site.fn, site.expr, token)));
  } else if (origin === '@Object.create' || origin === '@structuredClone' || origin === '@JSON.parse') {
    addToken(solver, site.result, createdToken(linker, site.fn, site.expr, 'object'));
  } else if (origin === '@Array' || origin === '@Object') {
    addToken(solver, site.result, createdToken(linker, site.fn, site.expr, origin === '@Array' ? 'array' : 'object'));
  } else if (MAKES_RESULT.has(origin)) {
    addToken(solver, site.result, externalResult(linker, site.fn, site.expr, `${origin}()`));
  }
  for (const node of args.nodes) derive(solver, node, site.result);
}

function resultArray(linker: Linker, site: CallSite): number {
  const token = createdToken(linker, site.fn, site.expr, 'array');
  addToken(linker.solver, site.result, token);
  return token;
}

/** `Object.assign(target, source)`: reads of the target also see the fields of the source. */
function assignFields(linker: Linker, source: number, target: number): void {
  const { solver } = linker;
  whenHolds(solver, target, (to) => {
    whenHolds(solver, source, (from) => {
      inherit(solver, to, from);
    });
  });
}

const CONTAINERS = {
  '@Map': 'Map',
  '@Set': 'Set',
  '@WeakMap': 'WeakMap',
  '@WeakSet': 'WeakSet',
  '@Array': 'array',
  '@Object': 'object',
  '@RegExp': 'regexp',
} as const;

/** `new X(…)` of something outside the program. */
export function constructExternal(
  linker: Linker,
  site: CallSite,
  origin: string,
  args: Arguments,
  callToken: CallToken,
): void {
  const { solver } = linker;
  if (!site.externals.includes(`new ${origin}`)) site.externals.push(`new ${origin}`);
  const [first] = args.nodes;
  if (Object.hasOwn(CONTAINERS, origin)) {
    const what = CONTAINERS[origin as keyof typeof CONTAINERS];
    const token = createdToken(linker, site.fn, site.expr, what);
    addToken(solver, site.result, token);
    if (first !== undefined) fillFrom(linker, token, first, what === 'Map');
    return;
  }
  if (origin === '@Promise') {
    const resolve = newToken(solver, { t: 'resolver', node: site.result });
    const given = newNode(solver);
    addToken(solver, given, resolve);
    if (first !== undefined) {
      whenHolds(solver, first, (token) =>
        callToken(linker, { ...site, result: linker.nothing }, token, null, { nodes: [given], spreadFrom: Infinity }),
      );
    }
    site.modelled = true;
    return;
  }
  if (origin === '@Proxy' && first !== undefined) copy(solver, first, site.result);
  const result = externalResult(linker, site.fn, site.expr, `new ${origin}`);
  if (result >= 0) {
    addToken(solver, site.result, result);
    keepCallbacks(linker, result, args);
  }
  for (const node of args.nodes) derive(solver, node, site.result);
}

/** `new Map(entries)`, `new Set(items)`. */
function fillFrom(linker: Linker, token: number, source: number, pairs: boolean): void {
  const { solver } = linker;
  const elements = newNode(solver);
  load(solver, source, '*', elements);
  if (!pairs) copy(solver, elements, fieldOf(solver, token, '*'));
  else load(solver, elements, '1', fieldOf(solver, token, '*'));
  derive(solver, source, fieldOf(solver, token, '*'));
}

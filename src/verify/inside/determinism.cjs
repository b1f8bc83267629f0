'use strict';
// Clock and randomness as functions of a seed: the same event draws the same numbers at the same time in every run.
// Timers stay real, because the clients of stores need them.
const { AsyncLocalStorage } = require('node:async_hooks');
const crypto = require('node:crypto');
const os = require('node:os');
const { syncBuiltinESMExports } = require('node:module');

/** A clock that stands still makes `while (Date.now() < end)` hang: it ticks with every so many questions. */
const QUESTIONS_PER_MS = 64;
/** Who asks this often waits for time to pass. */
const BUSY = 20_000;

exports.installDeterminism = function installDeterminism() {
  const storage = new AsyncLocalStorage();
  const real = { now: Date.now, random: Math.random };
  let fallback = null;
  const scope = () => storage.getStore() ?? fallback;
  let origin = null;
  const now = () => {
    const own = scope();
    if (own === null) return real.now();
    own.questions += 1;
    const waited = own.questions > BUSY ? real.now() - own.startedAt : 0;
    return own.at + Math.floor(own.questions / QUESTIONS_PER_MS) + waited;
  };
  replaceDate(now);
  Object.defineProperty(performance, 'now', { value: () => now() - (origin ?? 0), configurable: true, writable: true });
  replaceRandomness(() => scope());
  let ordinal = 0;
  os.hostname = () => `container-${ordinal}`;
  syncBuiltinESMExports();
  const open = (seed, at) => ({ draw: generator(seed), at, questions: 0, startedAt: real.now() });
  return {
    init(seed, at, containerOrdinal, work) {
      ordinal = containerOrdinal;
      origin = at;
      fallback = open(seed, at);
      return storage.run(fallback, work);
    },
    run(seed, at, work) {
      const own = open(seed, at);
      // What no event has started (a timer of the module) reads the clock of the latest one, with draws of its own.
      fallback = { ...open(`${seed}:background`, at) };
      return storage.run(own, work);
    },
  };
};

function replaceDate(now) {
  const Real = Date;
  const Virtual = new Proxy(Real, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === Virtual ? target : newTarget),
    apply: (target) => new target(now()).toString(),
  });
  Real.now = now;
  Real.prototype.constructor = Virtual;
  globalThis.Date = Virtual;
}

/** xorshift128 over words that come from the seed's digest. */
function generator(seed) {
  let words = null;
  return () => {
    if (words === null) words = seedWords(seed);
    let t = words[3];
    const s = words[0];
    words[3] = words[2];
    words[2] = words[1];
    words[1] = s;
    t ^= t << 11;
    t ^= t >>> 8;
    words[0] = (t ^ s ^ (s >>> 19)) >>> 0;
    return words[0];
  };
}

const createHash = crypto.createHash;

function seedWords(seed) {
  const digest = createHash('sha256').update(seed).digest();
  return [0, 4, 8, 12].map((offset) => digest.readUInt32LE(offset) | 1);
}

function replaceRandomness(scope) {
  const { randomBytes, randomFillSync, randomInt, randomUUID } = crypto;
  const isOpen = () => scope() !== null;
  const word = () => scope().draw();
  const fill = (view) => {
    const bytes = ArrayBuffer.isView(view)
      ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
      : new Uint8Array(view);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = word() >>> 7;
    return view;
  };
  const float = () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
  const mathRandom = Math.random;
  Math.random = () => (isOpen() ? float() : mathRandom());
  const uuid = () => {
    const bytes = fill(Buffer.alloc(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  };
  crypto.randomBytes = (size, callback) => {
    if (!isOpen()) return randomBytes(size, callback);
    const bytes = fill(Buffer.alloc(size));
    if (callback === undefined) return bytes;
    setImmediate(() => callback(null, bytes));
    return undefined;
  };
  crypto.pseudoRandomBytes = crypto.randomBytes;
  crypto.randomFillSync = (view, offset, size) => {
    if (!isOpen()) return randomFillSync(view, offset, size);
    fill(part(view, offset, size));
    return view;
  };
  crypto.randomFill = (view, ...rest) => {
    const callback = rest.pop();
    crypto.randomFillSync(view, ...rest);
    setImmediate(() => callback(null, view));
  };
  crypto.randomInt = (low, high, callback) => {
    if (!isOpen()) return randomInt(low, high, callback);
    const [from, to, done] = typeof high === 'number' ? [low, high, callback] : [0, low, high];
    const drawn = from + Math.floor(float() * (to - from));
    if (done === undefined) return drawn;
    setImmediate(() => done(null, drawn));
    return undefined;
  };
  crypto.randomUUID = (options) => (isOpen() ? uuid() : randomUUID(options));
  const web = Object.getPrototypeOf(globalThis.crypto);
  const getRandomValues = web.getRandomValues;
  const own = (value) => ({ value, configurable: true, writable: true, enumerable: true });
  Object.defineProperty(
    web,
    'randomUUID',
    own(() => crypto.randomUUID()),
  );
  Object.defineProperty(
    web,
    'getRandomValues',
    own(function (view) {
      return isOpen() ? fill(view) : getRandomValues.call(globalThis.crypto, view);
    }),
  );
}

function part(view, offset = 0, size = undefined) {
  if (!ArrayBuffer.isView(view)) return new Uint8Array(view, offset, size);
  const width = view.BYTES_PER_ELEMENT ?? 1;
  const length = size === undefined ? view.byteLength - offset * width : size * width;
  return new Uint8Array(view.buffer, view.byteOffset + offset * width, length);
}

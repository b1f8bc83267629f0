'use strict';
// Runs inside a container, before any code of the user. Plain JavaScript and CommonJS: it starts fast and needs no loader.
// It speaks with the parent over descriptor 3, one JSON text a line, so that whatever the program prints disturbs nothing.
const net = require('node:net');
const { installDeterminism } = require('./determinism.cjs');
const { createRegistry } = require('./registry.cjs');
const { captureServers } = require('./servers.cjs');
const { openProgram } = require('./program.cjs');

const channel = new net.Socket({ fd: 3, readable: true, writable: true });
// A parent that is gone leaves nothing behind.
channel.on('close', () => process.kill(process.pid, 'SIGKILL'));
channel.on('error', () => process.kill(process.pid, 'SIGKILL'));

const realPid = process.pid;
const { setTimeout: later } = globalThis;
const scopes = installDeterminism();
const registry = createRegistry();
const servers = captureServers();
let programs = [];
let printed = 0;
countOutput();

const send = (message) => channel.write(`${JSON.stringify(message, plain)}\n`);

process.on('uncaughtException', (error) => {
  send({ t: 'crashed', error: errorOf(error) });
  later(() => process.kill(realPid, 'SIGKILL'), 20);
});
process.on('unhandledRejection', (error) => {
  send({ t: 'crashed', error: { ...errorOf(error), unhandledRejection: true } });
  later(() => process.kill(realPid, 'SIGKILL'), 20);
});

let pending = '';
channel.setEncoding('utf8');
channel.on('data', (text) => {
  pending += text;
  let end = pending.indexOf('\n');
  while (end >= 0) {
    receive(JSON.parse(pending.slice(0, end)));
    pending = pending.slice(end + 1);
    end = pending.indexOf('\n');
  }
});
send({ t: 'booted', pid: realPid });

function receive(message) {
  if (message.t === 'init') void init(message);
  else if (message.t === 'event') void event(message);
  else if (message.t === 'state') send({ t: 'state', state: registry.describe(message.ids) });
}

async function init({ env, seed, at, ordinal, entries, timeoutMs }) {
  Object.assign(process.env, env);
  Object.defineProperty(process, 'pid', { value: 1000 + ordinal, configurable: true, enumerable: true });
  try {
    programs = await scopes.init(`${seed}:init:${ordinal}`, at, ordinal, async () => {
      const opened = [];
      for (const entry of entries) opened.push(await openProgram({ ...entry, servers, timeoutMs }));
      return opened;
    });
    registry.seal();
    send({ t: 'loaded', kinds: programs.map(({ kind }) => kind) });
  } catch (error) {
    send({ t: 'failed', error: errorOf(error) });
  }
}

async function event({ id, entry, event: payload, seed, at, step, reset, watch, linger }) {
  // What is taken anew is taken now, with draws of its own.
  const refused = reset.length === 0 ? [] : scopes.run(`${seed}:reset:${step}`, at, () => registry.reset(reset));
  const before = resources();
  const printedBefore = printed;
  let answer;
  try {
    answer = await scopes.run(`${seed}:event:${step}`, at, () => programs[entry].invoke(payload, { step, linger }));
  } catch (error) {
    answer = { kind: 'error', ...errorOf(error) };
  }
  const left = linger ? leftOver(before, resources()) : {};
  const changed = watch.length === 0 ? [] : registry.changed(watch);
  send({ t: 'answer', id, answer, left, printed: printed - printedBefore, refused, changed });
}

function errorOf(error) {
  if (!(error instanceof Error))
    return { name: 'Thrown', message: typeof error === 'string' ? error : describe(error) };
  return {
    name: error.name,
    message: error.message,
    ...(error.code === undefined ? {} : { code: String(error.code) }),
  };
}

function describe(value) {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

/** What JSON cannot say, in a form that still compares. */
function plain(_key, value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Map) return { $map: [...value] };
  if (value instanceof Set) return { $set: [...value] };
  return value;
}

function resources() {
  const counts = {};
  for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const OWN = new Set(['PipeWrap', 'TTYWrap', 'Immediate', 'TickObject']);

function leftOver(before, after) {
  const left = {};
  for (const [name, count] of Object.entries(after)) {
    const more = count - (before[name] ?? 0);
    if (more > 0 && !OWN.has(name)) left[name] = more;
  }
  return left;
}

function countOutput() {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (...args) => {
      printed += 1;
      return write(...args);
    };
  }
}

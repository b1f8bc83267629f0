// One container: loads the program, then answers one event per message until it is stopped.
import { createHash } from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';

const [file, exportName, kind] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const crypto = require('node:crypto');
const startOfTime = Date.UTC(2030, 0, 1);
let seed = 'init';
let draws = 0;
let clock = startOfTime;

const bytes = (count) => {
  let out = Buffer.alloc(0);
  while (out.length < count) out = Buffer.concat([out, createHash('sha256').update(`${seed}/${draws++}`).digest()]);
  return out.subarray(0, count);
};
const realUuid = crypto.randomUUID;
const isOfProgram = () => !/state-store\.|node_modules/.test(new Error().stack.split('\n').slice(3, 4).join(''));
crypto.randomUUID = (...given) => {
  if (!isOfProgram()) return realUuid.apply(crypto, given);
  const hex = bytes(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
};
const realBytes = crypto.randomBytes;
crypto.randomBytes = (count, ...given) => (isOfProgram() ? bytes(count) : realBytes(count, ...given));
const realRandom = Math.random;
Math.random = () => (isOfProgram() ? bytes(4).readUInt32BE() / 2 ** 32 : realRandom());
const RealDate = Date;
const realNow = Date.now;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0 && isOfProgram()) super(clock);
    else super(...given);
  }
  static now() {
    return isOfProgram() ? clock : realNow();
  }
};
syncBuiltinESMExports();
console.log = console.info = console.warn = () => {};

const loaded = await import(pathToFileURL(file).href);
const pick = (name) => loaded[name] ?? loaded.default?.[name];
const plain = (value) => (value === undefined ? null : JSON.parse(JSON.stringify(value)));
const bodyOf = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

async function lambdaAnswer(event) {
  const handler = pick(event.call ?? exportName);
  const { call, ...given } = event;
  void call;
  const result = await new Promise((resolve, reject) => {
    const returned = handler(given, {}, (error, value) => (error ? reject(error) : resolve(value)));
    if (returned !== undefined && typeof returned?.then === 'function') returned.then(resolve, reject);
    else if (handler.length < 3) resolve(returned);
  });
  const answer = plain(result);
  if (answer !== null && typeof answer === 'object' && typeof answer.body === 'string')
    answer.body = bodyOf(answer.body);
  return answer;
}

let server;
async function httpAnswer({ method, path, body, headers }) {
  if (!server) {
    const app = exportName ? pick(exportName) : (loaded.default?.default ?? loaded.default);
    server = await new Promise((resolve) => {
      const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
    });
  }
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    redirect: 'manual',
  });
  return { status: response.status, location: response.headers.get('location'), body: bodyOf(await response.text()) };
}

process.on('message', async ({ event, at, time }) => {
  seed = `event ${at}`;
  draws = 0;
  clock = startOfTime + time;
  try {
    process.send({ answer: kind === 'express' ? await httpAnswer(event) : await lambdaAnswer(event) });
  } catch (error) {
    process.send({ answer: { thrown: error instanceof Error ? error.message : String(error), stack: error?.stack } });
  }
});
process.send('ready');

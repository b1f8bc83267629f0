'use strict';
// Handlers as AWS Lambda calls them: promise, callback, and response streaming.
const { Writable } = require('node:stream');

const STREAMS = Symbol('streams');

exports.installStreaming = function installStreaming() {
  const streamifyResponse = (handler) => Object.assign(handler, { [STREAMS]: true });
  const from = (stream, metadata) => Object.assign(stream, { metadata });
  globalThis.awslambda ??= { streamifyResponse, HttpResponseStream: { from } };
};

exports.lambdaInvoker = function lambdaInvoker(handler) {
  return (event, { step, linger }) => {
    const context = contextFor(step);
    return handler[STREAMS] ? streamed(handler, event, context) : called(handler, event, context, linger);
  };
};

async function called(handler, event, context) {
  const before = process.getActiveResourcesInfo().length;
  let answered = false;
  const answer = await new Promise((resolve, reject) => {
    const callback = (error, result) => {
      answered = true;
      if (error) reject(error);
      else resolve(result);
    };
    context.done = callback;
    context.succeed = (result) => callback(null, result);
    context.fail = (error) => callback(error ?? new Error('failed'));
    const returned = handler(event, context, callback);
    if (typeof returned?.then === 'function') returned.then(resolve, reject);
    else if (handler.length < 3 && returned !== undefined) resolve(returned);
    else if (handler.length < 2 && !answered) resolve(null);
  });
  if (answered && context.callbackWaitsForEmptyEventLoop) await emptyLoop(before);
  return { kind: 'value', value: answer === undefined ? null : answer };
}

/** The answer to a callback is sent when nothing keeps the event loop busy any more; a connection that stays open does. */
const LONGEST_MS = 250;

async function emptyLoop(before) {
  const { setTimeout: later } = globalThis;
  for (let waited = 0; waited < LONGEST_MS && process.getActiveResourcesInfo().length > before; waited += 2) {
    await new Promise((resolve) => later(resolve, 1));
  }
}

async function streamed(handler, event, context) {
  const chunks = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  stream.setContentType = (type) => {
    stream.contentType = type;
  };
  const ended = new Promise((resolve, reject) => {
    stream.on('finish', resolve);
    stream.on('error', reject);
  });
  await handler(event, stream, context);
  await ended;
  const body = Buffer.concat(chunks).toString('utf8');
  const { metadata, contentType } = stream;
  return { kind: 'value', value: { body, ...(metadata ? { metadata } : {}), ...(contentType ? { contentType } : {}) } };
}

function contextFor(step) {
  const id = `00000000-0000-4000-8000-${String(step).padStart(12, '0')}`;
  return {
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'verified',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:verified',
    memoryLimitInMB: '128',
    logGroupName: '/aws/lambda/verified',
    logStreamName: 'verified',
    getRemainingTimeInMillis: () => 30_000,
  };
}

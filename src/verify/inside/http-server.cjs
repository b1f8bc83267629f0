'use strict';
// Sends each event as a request to a server of the program, over the loopback.
const http = require('node:http');

/** What differs between two equal answers: hop-by-hop headers and the time of day. */
const DROPPED = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']);
const { request: send } = http;

exports.httpInvoker = function httpInvoker(server) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  const { port } = server.address();
  // The agent's own timers must not end a socket while the container is frozen.
  server.keepAliveTimeout = 600_000;
  server.requestTimeout = 0;
  return (event) =>
    new Promise((resolve, reject) => {
      const { method, path, headers, body } = requestOf(event);
      const request = send({ agent, port, host: '127.0.0.1', method, path, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ kind: 'value', value: answerOf(response, Buffer.concat(chunks)) }));
      });
      request.on('error', reject);
      request.end(body ?? undefined);
    });
};

/** `{ method, path, headers, body }`; a body that is no text is sent as JSON. */
function requestOf(event) {
  const { method = 'GET', path = '/', headers = {}, body = null } = event ?? {};
  const text = body === null || typeof body === 'string' ? body : JSON.stringify(body);
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const type = text !== body && lower['content-type'] === undefined ? { 'content-type': 'application/json' } : {};
  const length = text === null ? {} : { 'content-length': Buffer.byteLength(text) };
  return { method, path, headers: { ...type, ...lower, ...length }, body: text };
}

exports.requestOf = requestOf;

function answerOf(response, bytes) {
  const headers = {};
  for (const [name, value] of Object.entries(response.headers)) if (!DROPPED.has(name)) headers[name] = value;
  return { statusCode: response.statusCode, headers, body: textOf(bytes) };
}

function textOf(bytes) {
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? { base64: bytes.toString('base64') } : text;
}

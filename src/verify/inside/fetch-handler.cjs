'use strict';
// Handlers that take a Request and give a Response: Workers, Hono, route modules.
const { requestOf } = require('./http-server.cjs');

exports.fetchInvoker = function fetchInvoker(handler) {
  return async (event) => {
    const { method, path, headers, body } = requestOf(event);
    delete headers['content-length'];
    const withBody = method !== 'GET' && method !== 'HEAD' && body !== null;
    const request = new Request(new URL(path, 'http://localhost'), { method, headers, ...(withBody ? { body } : {}) });
    const waiting = [];
    const context = { waitUntil: (promise) => waiting.push(promise), passThroughOnException() {}, params: {} };
    const response = await handler(request, process.env, context);
    const answer = { statusCode: response.status, headers: headersOf(response), body: await response.text() };
    // The platform holds the environment for what is handed to it.
    await Promise.allSettled(waiting);
    return { kind: 'value', value: answer };
  };
};

function headersOf(response) {
  const headers = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  return cookies.length === 0 ? headers : { ...headers, 'set-cookie': cookies };
}

'use strict';
// Loads the program and gives one way to invoke it, whatever kind it is of.
const { pathToFileURL } = require('node:url');
const { lambdaInvoker, installStreaming } = require('./lambda.cjs');

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

exports.openProgram = async function openProgram({ file, exportName, kind, servers, timeoutMs }) {
  installStreaming();
  const loaded = await import(pathToFileURL(file).href);
  const value = await pick(loaded, exportName);
  const found = kind ?? kindOf(value, loaded, servers);
  const invoke = await invoker(found, value, loaded, servers, timeoutMs);
  return { kind: found, invoke };
};

/** The named export, also of a CommonJS module whose exports Node.js does not see; else the default one. */
async function pick(loaded, name) {
  const whole = loaded.default;
  if (name !== null) {
    const own = loaded[name] ?? whole?.[name] ?? whole?.default?.[name] ?? (name === 'default' ? whole : undefined);
    if (own === undefined && name !== 'module.exports') throw new Error(`the module has no export \`${name}\``);
    return await (own ?? whole);
  }
  return await (whole?.default ?? (whole && !isEmptyObject(whole) ? whole : undefined) ?? loaded.handler ?? loaded.app);
}

function isEmptyObject(value) {
  return (
    typeof value === 'object' && Object.keys(value).length === 0 && Object.getPrototypeOf(value) === Object.prototype
  );
}

function kindOf(value, loaded, servers) {
  if (isFunction(value) && isFunction(value.handle) && isFunction(value.use)) return 'express';
  if (isFunction(value?.inject) && isFunction(value?.ready)) return 'fastify';
  if (isFunction(value?.callback) && isFunction(value?.use)) return 'koa';
  if (isFunction(value?.listen) && isFunction(value?.setTimeout)) return 'http';
  if (isFunction(value?.fetch)) return 'fetch';
  if (servers.hasAny()) return 'server';
  if (isFunction(value)) return 'lambda';
  if (METHODS.some((method) => isFunction(loaded[method] ?? loaded.default?.[method]))) return 'route';
  return 'server';
}

async function invoker(kind, value, loaded, servers, timeoutMs) {
  if (kind === 'lambda') {
    if (!isFunction(value)) throw new Error('what is exported is no function');
    return lambdaInvoker(value);
  }
  // What a Lambda handler does not need is not loaded for it.
  const http = require('node:http');
  const { httpInvoker } = require('./http-server.cjs');
  const { fetchInvoker } = require('./fetch-handler.cjs');
  switch (kind) {
    case 'request':
      return httpInvoker(await servers.listen(http.createServer(value)));
    case 'express':
      return httpInvoker(await servers.listen(http.createServer(value)));
    case 'koa':
      return httpInvoker(await servers.listen(http.createServer(value.callback())));
    case 'fastify':
      await value.ready();
      return httpInvoker(await servers.listen(value.server));
    case 'http':
      return httpInvoker(await servers.listen(value));
    case 'fetch':
      return fetchInvoker(isFunction(value) ? value : value.fetch.bind(value));
    case 'route':
      return fetchInvoker((request, context) => {
        const handler = loaded[request.method] ?? loaded.default?.[request.method];
        return isFunction(handler) ? handler(request, context) : new Response(null, { status: 405 });
      });
    default: {
      const server = await servers.first(timeoutMs);
      if (server === null) throw new Error('the module exports no handler or application, and no server listens');
      return httpInvoker(server);
    }
  }
}

function isFunction(value) {
  return typeof value === 'function';
}

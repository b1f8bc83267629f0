'use strict';
// Servers of the program listen on a free port of the loopback, whatever port they ask for: many containers run at once.
const net = require('node:net');

exports.captureServers = function captureServers() {
  const servers = [];
  const listen = net.Server.prototype.listen;
  net.Server.prototype.listen = function (...args) {
    const callback = args.find((arg) => typeof arg === 'function');
    // Loaded by whoever makes such a server; a container that needs none starts sooner without it.
    if (this instanceof require('node:http').Server) servers.push(this);
    return listen.call(this, { port: 0, host: '127.0.0.1' }, ...(callback === undefined ? [] : [callback]));
  };
  const waitFor = (server) =>
    server.listening ? Promise.resolve() : new Promise((resolve) => server.once('listening', resolve));
  return {
    /** The first server that the program started, once it listens; null where there is none in time. */
    async first(timeoutMs) {
      for (let waited = 0; servers.length === 0; waited += 5) {
        if (waited > timeoutMs) return null;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await waitFor(servers[0]);
      return servers[0];
    },
    async listen(server) {
      if (!server.listening) listen.call(server, { port: 0, host: '127.0.0.1' });
      await waitFor(server);
      return server;
    },
    hasAny: () => servers.length > 0,
  };
};

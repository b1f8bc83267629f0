import type { Detection, DetectionInput, HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { exportedFunctions } from '../exported-functions.js';
import { callName, detectRegistrations, eventName, routeName } from '../registration.js';
import { unimportedModules } from '../unimported-modules.js';

const SERVER = String.raw`(?:(?:http|https|http2)\.(?:createServer|createSecureServer)\(\)|new (?:http|https)\.Server)`;
const SMALL =
  'itty-router|polka|restify|connect|router|find-my-way|lambda-api|restana|@tinyhttp/app|hyper-express|uWebSockets\\.js|elysia|@oak/oak|oak|h3|server';
const ROUTER = `(?:new )?(?:${SMALL})(?:\\.\\w+)?(?:\\(\\))?`;
const METHODS = 'get|post|put|patch|delete|del|all|any|use|head|options|opts|on|add|ws|\\[\\]';
const HAPI = String.raw`(?:@hapi/hapi|hapi)\.server\(\)|new (?:@hapi/hapi|hapi)\.Server`;
const MCP = 'new @modelcontextprotocol/sdk/server(?:/[\\w.]+)?\\.\\w*Server';

/** Plain servers of Node.js, Bun and Deno, small routers, hapi, gRPC and MCP servers. */
export const http: HostDetector = {
  facts: [
    {
      k: 'returns',
      callee: new RegExp(`^(${ROUTER})\\.(?:${METHODS}|route|group|prefix|derive|decorate)$`),
      origin: '$1',
    },
    {
      k: 'gives',
      callee: /^(?:mcp-handler|@vercel\/mcp-adapter)(?:\.\w+)?$/,
      parameters: { 0: 'new @modelcontextprotocol/sdk/server.McpServer' },
    },
    {
      k: 'type',
      name: /^@modelcontextprotocol\/sdk\/server\/mcp(?:\.js)?\.McpServer$/,
      origin: 'new @modelcontextprotocol/sdk/server.McpServer',
      of: 'value',
    },
    { k: 'type', name: /^https?\.Server$/, origin: 'new http.Server', of: 'value' },
    { k: 'type', name: /^@hapi\/hapi\.Server$/, origin: 'new @hapi/hapi.Server', of: 'value' },
    { k: 'timing', callee: new RegExp(`^(?:${SERVER}|${ROUTER})\\.(?:listen|start)$`), timing: 'startup' },
    { k: 'timing', callee: new RegExp(`^(?:${SERVER})\\.(?:on|once)$`), first: /^listening$/, timing: 'startup' },
  ],
  detect: (input) => [
    ...fetchExports(input),
    ...detectRegistrations(input, 'http', [
      {
        callee: /^(?:(?:http|https|http2)\.(?:createServer|createSecureServer)|new (?:http|https)\.Server)$/,
        inputs: INPUTS.first,
        name: () => 'request',
      },
      {
        callee: new RegExp(`^${SERVER}\\.(?:on|once|addListener)$`),
        first: /^(?:request|upgrade|connect|checkContinue|checkExpectation|stream)$/,
        inputs: INPUTS.first,
        name: eventName,
      },
      {
        callee: /^(?:@Bun\.serve|bun\.serve|@Deno\.serve|https:.*\/http\/server\.ts\.serve|jsr:@std\/http\.serve)$/,
        takes: /^(?:|fetch|error|handler|routes\..+|static\..+|websocket\.(?:open|message|close|drain))$/,
        inputs: INPUTS.firstTwo,
        name: (_, { path }) => (path === '' ? 'request' : path.replace(/^routes\./, '')),
      },
      { callee: new RegExp(`^${ROUTER}\\.(?:${METHODS})$`), inputs: INPUTS.first, name: routeName },
      {
        callee: new RegExp(`^(?:${HAPI})\\.route$`),
        takes: /^(?:options\.|config\.)?handler$/,
        inputs: INPUTS.first,
        name: () => 'route',
      },
      {
        callee: new RegExp(`^(?:${HAPI})\\.ext$`),
        first: /^on(?!PreStart|PostStart|PreStop|PostStop)/,
        inputs: INPUTS.first,
        name: eventName,
      },
      {
        callee:
          /^actions-on-google\.(?:actionssdk|dialogflow|smarthome)\(\)\.(?:intent|middleware|fallback|catch|on[A-Z]\w*)$|^@assistant\/conversation\.conversation\(\)\.(?:handle|middleware|catch)$/,
        inputs: INPUTS.all,
        name: callName,
      },
      {
        callee: /^new (?:@grpc\/grpc-js|grpc)\.Server\.addService$/,
        takes: /^\w+$/,
        inputs: INPUTS.first,
        name: (_, { path }) => path,
      },
      {
        callee: new RegExp(
          `^${MCP}\\.(?:tool|registerTool|resource|registerResource|prompt|registerPrompt|setRequestHandler)$`,
        ),
        inputs: INPUTS.firstTwo,
        name: callName,
      },
    ]),
  ],
};

/**
 * `export default { fetch(request) {} }`, as Bun, Deno and others call it. A module of the program that others import is
 * theirs to call.
 */
function fetchExports(input: DetectionInput): Detection[] {
  return unimportedModules(input.program).flatMap((module) =>
    exportedFunctions(input, module, 'default')
      .filter((found) => found.path === 'fetch')
      .map(({ fn }) => ({
        fn,
        name: 'fetch',
        host: 'http',
        detectedBy: `default export of ${input.program.index.modules[module]?.path ?? ''}`,
        inputs: INPUTS.first,
        confidence: 'low',
      })),
  );
}

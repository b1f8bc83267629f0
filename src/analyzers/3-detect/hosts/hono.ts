import type { Detection, DetectionInput, HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { functionsIn } from '../functions-in.js';
import { detectHandedRoutes } from '../handed-routes.js';
import { callbacksOf } from '../host-values.js';
import { detectRegistrations, routeName } from '../registration.js';
import { returnNode } from '../return-node.js';

const CLASS = String.raw`(?:hono(?:/[\w-]+)?\.Hono(?:Base)?|@hono/zod-openapi\.OpenAPIHono)`;
const METHODS = 'get|post|put|patch|delete|all|use|on|options|openapi|onError|notFound|\\[\\]';

/** Hono: handlers, middleware and web sockets, in chains and in mounted applications. */
export const hono: HostDetector = {
  facts: [
    { k: 'returns', callee: new RegExp(`^new ${CLASS}$`), origin: 'new hono.Hono' },
    { k: 'returns', callee: /^hono\/factory\.createFactory\(\)\.createApp$/, origin: 'new hono.Hono' },
    {
      k: 'returns',
      callee: new RegExp(`^new hono\\.Hono\\.(?:${METHODS}|basePath|route|mount|doc|doc31)$`),
      origin: 'new hono.Hono',
    },
    { k: 'type', name: new RegExp(`^${CLASS}$`), origin: 'new hono.Hono', of: 'value' },
  ],
  detect: (input) => [
    ...detectRegistrations(input, 'hono', [
      {
        callee: new RegExp(`^new hono\\.Hono\\.(?:${METHODS})$`),
        inputs: (_, __, { method }) => (method === 'onError' ? INPUTS.second : INPUTS.first),
        name: routeName,
      },
    ]),
    ...detectSockets(input),
    ...detectHandedRoutes(input, 'hono', /^hono$/),
  ],
};

/** `upgradeWebSocket((c) => ({ onMessage(event, ws) {} }))`: the host calls what the callback returns. */
function detectSockets({ program, values }: DetectionInput): Detection[] {
  return program.flow.calls.flatMap((site) => {
    if (!values.calleesOf(site).some((callee) => /^(?:hono\/|@hono\/).*upgradeWebSocket$/.test(callee))) return [];
    const returned = callbacksOf(program, site).map((fn) => returnNode(program, fn));
    return functionsIn(program, returned)
      .filter(({ path }) => /^on(?:Open|Message|Close|Error)$/.test(path))
      .map(({ fn, path }): Detection => ({
        fn,
        name: path,
        host: 'hono',
        detectedBy: `upgradeWebSocket: ${path}`,
        inputs: INPUTS.firstTwo,
        confidence: 'high',
        registeredIn: program.index.moduleOfFunction[site.fn] as number,
      }));
  });
}

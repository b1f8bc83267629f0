import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectHandedRoutes } from '../handed-routes.js';
import { detectRegistrations, routeName } from '../registration.js';

const APP = '(?:new )?koa(?:\\(\\))?';
const ROUTER = '(?:new )?(?:@koa/router|koa-router)(?:\\.Router)?(?:\\(\\))?';
const METHODS = 'use|get|post|put|patch|delete|del|all|head|options|param|\\[\\]';

/** Koa: middleware of the application and routes of its routers. */
export const koa: HostDetector = {
  facts: [
    { k: 'returns', callee: new RegExp(`^(${APP}|${ROUTER})\\.(?:${METHODS}|prefix)$`), origin: '$1' },
    { k: 'type', name: /^koa(?:\.default)?$/, origin: 'new koa', of: 'value' },
    { k: 'type', name: /^(?:@koa\/router|koa-router)(?:\.Router|\.default)?$/, origin: 'new @koa/router', of: 'value' },
    { k: 'timing', callee: new RegExp(`^${APP}\\.listen$`), timing: 'startup' },
  ],
  detect: (input) => [
    ...detectRegistrations(input, 'koa', [
      { callee: new RegExp(`^${APP}\\.use$`), inputs: INPUTS.first, name: routeName, context: ['request', 'req'] },
      {
        callee: new RegExp(`^${ROUTER}\\.(?:${METHODS})$`),
        inputs: (_, __, { method }) => (method === 'param' ? INPUTS.firstTwo : INPUTS.first),
        name: routeName,
        context: ['request', 'req', 'params'],
      },
    ]),
    ...detectHandedRoutes(input, 'koa', /^(?:@koa\/router|koa-router)$/),
  ],
};

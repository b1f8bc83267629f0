import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectHandedRoutes } from '../handed-routes.js';
import { detectRegistrations, routeName } from '../registration.js';

const ROUTER = String.raw`(?:express\(\)|(?:new )?express\.Router(?:\(\))?|(?:express-ws|express-promise-router)\(\)(?:\.app)?)`;
const METHODS = 'get|post|put|patch|delete|del|all|use|head|options|search|param|\\[\\]';

/** Express: `app.get('/', handler)`, routers, middleware, error handlers. */
export const express: HostDetector = {
  facts: [
    {
      k: 'returns',
      callee: new RegExp(`^(${ROUTER})\\.(?:${METHODS}|route|set|enable|disable|engine)$`),
      origin: '$1',
    },
    {
      k: 'type',
      name: /^express\.(?:Express|Application|Router|IRouter)$|^express$/,
      origin: 'express()',
      of: 'value',
    },
    {
      k: 'type',
      name: /^express-serve-static-core\.(?:Express|Application|Router)$/,
      origin: 'express()',
      of: 'value',
    },
    { k: 'timing', callee: new RegExp(`^${ROUTER}\\.listen$`), timing: 'startup' },
  ],
  detect: (input) => [
    ...detectRegistrations(input, 'express', [
      { callee: new RegExp(`^${ROUTER}\\.(?:${METHODS})$`), inputs: inputsOf, name: routeName },
    ]),
    ...detectHandedRoutes(input, 'express', /^express$/),
  ],
};

/** Error handlers take the request second; a handler of a parameter also its value. */
function inputsOf(_: unknown, params: number, { method }: { readonly method: string }): readonly number[] {
  if (method === 'param') return [0, 3];
  return params >= 4 ? INPUTS.second : INPUTS.first;
}

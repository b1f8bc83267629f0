import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectHandedRoutes } from '../handed-routes.js';
import { detectRegistrations, eventName, routeName } from '../registration.js';

const PER_REQUEST =
  /^(?:|handler|wsHandler|onRequest|preParsing|preValidation|preHandler|preSerialization|onSend|onResponse|onError|onTimeout|errorHandler)$/;
const HOOKS =
  /^(?:onRequest|preParsing|preValidation|preHandler|preSerialization|onSend|onResponse|onError|onTimeout|onRequestAbort)$/;
const METHODS = 'get|post|put|patch|delete|all|head|options|route|\\[\\]';
const FLUENT = `${METHODS}|register|decorate|decorateRequest|decorateReply|addHook|addSchema|withTypeProvider|setErrorHandler|setNotFoundHandler|setValidatorCompiler|setSerializerCompiler`;

/** Fastify: routes as calls and as objects, hooks, error handlers; plugins get an instance and run at start. */
export const fastify: HostDetector = {
  facts: [
    { k: 'returns', callee: /^fastify\.fastify$/, origin: 'fastify()' },
    { k: 'returns', callee: new RegExp(`^fastify\\(\\)\\.(?:${FLUENT})$`), origin: 'fastify()' },
    { k: 'gives', callee: /^fastify\(\)\.(?:register|after)$|^fastify-plugin$/, parameters: { 0: 'fastify()' } },
    { k: 'type', name: /^fastify\.FastifyInstance$/, origin: 'fastify()', of: 'value' },
    {
      k: 'type',
      name: /^(?:fastify|@fastify\/type-provider-[\w-]+)\.FastifyPlugin\w*$/,
      origin: 'fastify()',
      of: 'first parameter',
    },
    { k: 'timing', callee: /^fastify\(\)\.(?:register|after|ready|listen)$/, timing: 'startup' },
    { k: 'timing', callee: /^fastify\(\)\.addHook$/, first: /^on(?:Ready|Register|Route|Listen)$/, timing: 'startup' },
    { k: 'timing', callee: /^fastify\(\)\.addHook$/, first: /^(?:onClose|preClose)$/, timing: 'shutdown' },
  ],
  detect: (input) => [
    ...detectRegistrations(input, 'fastify', [
      {
        callee: new RegExp(`^fastify\\(\\)\\.(?:${METHODS})$`),
        inputs: ({ path }) =>
          path === 'wsHandler' ? INPUTS.firstTwo : path === 'errorHandler' ? INPUTS.second : INPUTS.first,
        name: (call, { path }) => (path === '' || path === 'handler' ? routeName(call) : `${routeName(call)} ${path}`),
        takes: PER_REQUEST,
      },
      { callee: /^fastify\(\)\.addHook$/, first: HOOKS, inputs: INPUTS.first, name: eventName },
      { callee: /^fastify\(\)\.setErrorHandler$/, inputs: INPUTS.second, name: ({ method }) => method },
      {
        callee: /^fastify\(\)\.(?:setNotFoundHandler|addContentTypeParser)$/,
        inputs: INPUTS.first,
        name: ({ method }) => method,
      },
    ]),
    ...detectHandedRoutes(input, 'fastify', /^fastify$/),
  ],
};

import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectRegistrations } from '../registration.js';

const STEPS = 'input|output|use|meta|concat|unstable_concat|unstable_use';

/** tRPC: procedures and middleware, however long the chain that builds them. */
export const trpc: HostDetector = {
  facts: [
    { k: 'returns', callee: /^@trpc\/server\.initTRPC(?:\.\w+(?:\(\))?)*?\.create$/, origin: 'trpc#t' },
    { k: 'returns', callee: new RegExp(`^trpc#t\\.procedure\\.(?:${STEPS})$`), origin: 'trpc#t.procedure' },
    { k: 'returns', callee: /^@trpc\/server\.router$/, origin: '@trpc/server.router()' },
    {
      k: 'returns',
      callee: /^@trpc\/server\.router\(\)\.(?:query|mutation|subscription|middleware|merge|transformer)$/,
      origin: '@trpc/server.router()',
    },
  ],
  detect: (input) =>
    detectRegistrations(input, 'trpc', [
      {
        callee: /^trpc#t\.procedure\.(?:query|mutation|subscription|use)$/,
        inputs: INPUTS.first,
        name: ({ method }) => method,
      },
      { callee: /^trpc#t\.middleware$/, inputs: INPUTS.first, name: () => 'middleware' },
      {
        callee: /^@trpc\/server\.router\(\)\.(?:query|mutation|subscription|middleware)$/,
        takes: /^(?:|resolve)$/,
        inputs: INPUTS.first,
        name: ({ method, first }) => (first === null ? method : `${method} ${first}`),
      },
      {
        callee:
          /^@trpc\/(?:next|server)(?:\/[\w/.-]+)?\.(?:createNextApiHandler|fetchRequestHandler|createHTTPServer|createExpressMiddleware|awsLambdaRequestHandler|fastifyTRPCPlugin|createHTTPHandler|applyWSSHandler)$/,
        takes: /^(?:createContext|onError)$/,
        inputs: INPUTS.first,
        name: (_, { path }) => path,
      },
    ]),
};

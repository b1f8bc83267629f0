import { detectConventions, dependsOn, SCRIPT } from '../convention.js';
import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectRegistrations } from '../registration.js';

const PACKAGE = '(?:@|(?:h3|nitro|nitropack|nuxt|#imports|#nitro|nitropack/runtime|nitro/runtime|nitro/h3|h3-next)\\.)';
const IS_NITRO = dependsOn(/^(?:nitropack|nitro|nitro-nightly|nitropack-nightly)$/);
const IS_NUXT = dependsOn(/^(?:nuxt|nuxt3|nuxi|nuxt-nightly)$/);

/** Nuxt and Nitro: event handlers, cached ones, web sockets, hooks and tasks; their helpers are often global. */
export const nuxt: HostDetector = {
  facts: [
    {
      k: 'gives',
      callee: new RegExp(`^${PACKAGE}(?:defineNitroPlugin|nitroPlugin|definePlugin)$`),
      parameters: { 0: 'nitro#app' },
    },
    {
      k: 'timing',
      callee: new RegExp(`^${PACKAGE}(?:defineNitroPlugin|nitroPlugin|definePlugin)$`),
      timing: 'startup',
    },
    { k: 'timing', callee: /^nitro#app\.hooks\.hook(?:Once)?$/, first: /^close$/, timing: 'shutdown' },
  ],
  detect: (input) => [
    ...detectRegistrations(input, 'nuxt', [
      {
        callee: new RegExp(
          `^${PACKAGE}(?:(?:define)?(?:Lazy|Cached|Request|Validated)?[eE]ventHandler|defineHandler|defineRenderHandler|define(?:Route|Cached)?Handler|defineMiddleware|eventHandler)$`,
        ),
        takes: /^(?:|handler|onRequest|onBeforeResponse)$/,
        inputs: INPUTS.first,
        name: (_, { path }) => (path === '' || path === 'handler' ? 'event' : path),
      },
      {
        callee: new RegExp(`^${PACKAGE}defineWebSocketHandler$`),
        takes: /^(?:hooks\.)?(?:open|message|close|error|upgrade)$/,
        inputs: INPUTS.firstTwo,
        name: (_, { path }) => path,
      },
      {
        callee: new RegExp(`^${PACKAGE}(?:defineTask)$`),
        takes: /^run$/,
        inputs: INPUTS.first,
        name: () => 'task',
      },
      {
        callee: /^nitro#app\.hooks\.hook$/,
        first: /^(?:request|beforeResponse|afterResponse|error|render:\w+|cloudflare:\w+)$/,
        inputs: INPUTS.all,
        name: ({ first }) => `hook ${first ?? ''}`,
      },
    ]),
    ...detectConventions(input, 'nuxt', [
      {
        path: new RegExp(`(?:^|/)server/(?:api|routes|middleware)/.+${SCRIPT}`),
        needs: (detection, path) => IS_NUXT(detection, path) || IS_NITRO(detection, path),
        exports: /^default$/,
        members: /^(?:handler|open|message|close|error|upgrade)$/,
        inputs: INPUTS.first,
        says: 'server route',
      },
      {
        path: new RegExp(`^(?:src/)?(?:routes|api|middleware)/.+${SCRIPT}`),
        needs: IS_NITRO,
        exports: /^default$/,
        members: /^(?:handler|open|message|close|error|upgrade)$/,
        inputs: INPUTS.first,
        says: 'server route',
      },
    ]),
  ],
};

import { detectConventions, dependsOn } from '../convention.js';
import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectRegistrations } from '../registration.js';

const IS_ASTRO = dependsOn(/^astro$/);

/** Astro: endpoints, middleware and actions. Pages (`.astro`) are not read. */
export const astro: HostDetector = {
  facts: [],
  detect: (input) => [
    ...detectConventions(input, 'astro', [
      {
        path: /(?:^|\/)src\/pages\/(?!.*\/_)(?!_).+\.[cm]?[jt]s$/,
        needs: IS_ASTRO,
        exports: /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ALL)$/,
        inputs: INPUTS.first,
        says: 'endpoint',
      },
      {
        path: /(?:^|\/)src\/middleware(?:\/index)?\.[cm]?[jt]s$/,
        needs: IS_ASTRO,
        exports: /^onRequest$/,
        inputs: INPUTS.first,
        says: 'middleware',
      },
    ]),
    ...detectRegistrations(input, 'astro', [
      { callee: /^astro:middleware\.(?:defineMiddleware|sequence)$/, inputs: INPUTS.first, name: () => 'onRequest' },
      {
        callee: /^astro:actions\.defineAction$/,
        takes: /^handler$/,
        inputs: INPUTS.firstTwo,
        name: () => 'action',
      },
    ]),
  ],
};

import { detectConventions, dependsOn, SCRIPT } from '../convention.js';
import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectRegistrations } from '../registration.js';

const IS_KIT = dependsOn(/^@sveltejs\/kit$/);

/** SvelteKit: endpoints, load functions and actions, the hooks of the server, remote functions. */
export const sveltekit: HostDetector = {
  facts: [],
  detect: (input) => [
    ...detectConventions(input, 'sveltekit', [
      {
        path: new RegExp(`(?:^|/)\\+server${SCRIPT}`),
        needs: IS_KIT,
        exports: /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|fallback)$/,
        inputs: INPUTS.first,
        says: 'SvelteKit endpoint',
      },
      {
        path: new RegExp(`(?:^|/)\\+(?:page|layout)(?:\\.server)?${SCRIPT}`),
        needs: IS_KIT,
        exports: /^(?:load|actions)$/,
        members: /^\w+$/,
        inputs: INPUTS.first,
        says: 'SvelteKit route',
      },
      {
        path: new RegExp(`^(?:.+/)?src/hooks(?:\\.server)?(?:/index)?${SCRIPT}`),
        needs: IS_KIT,
        exports: /^(?:handle|handleFetch|handleError|reroute)$/,
        inputs: INPUTS.first,
        says: 'SvelteKit hook',
      },
    ]),
    ...detectRegistrations(input, 'sveltekit', [
      {
        callee: /^\$app\/server\.(?:query|form|command|prerender|query\.batch)$/,
        inputs: INPUTS.first,
        name: ({ method }) => method,
      },
    ]),
  ],
};

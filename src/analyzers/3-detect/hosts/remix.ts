import { detectConventions, dependsOn, SCRIPT } from '../convention.js';
import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';

/** Packages of the server side; `react-router-dom` alone runs its loaders in the browser. */
const RUNS_ON_SERVER = dependsOn(
  /^@(?:remix-run|react-router)\/(?:dev|node|serve|cloudflare|cloudflare-workers|cloudflare-pages|deno|express|architect|server-runtime)$|^@(?:vercel|netlify)\/(?:remix|react-router)|^@shopify\/hydrogen$/,
);

/** Remix and React Router in framework mode: loaders, actions and middleware of route modules, the server's entry. */
export const remix: HostDetector = {
  facts: [],
  detect: (input) =>
    detectConventions(input, 'remix', [
      {
        path: new RegExp(`(?:^|/)app/(?!.*\\.client\\.)(?:.+/)?[^/]+${SCRIPT}`),
        needs: RUNS_ON_SERVER,
        exports: /^(?:loader|action|middleware|unstable_middleware)$/,
        inputs: INPUTS.first,
        says: 'route',
      },
      {
        path: new RegExp(`(?:^|/)app/entry\\.server${SCRIPT}`),
        needs: RUNS_ON_SERVER,
        exports: /^(?:default|handleDataRequest|handleError)$/,
        inputs: INPUTS.first,
        says: 'server entry',
      },
    ]),
};

import { detectConventions, dependsOn, either, runsOn, SCRIPT } from '../convention.js';
import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';

const DEPENDS = dependsOn(/^(?:@netlify\/(?:functions|edge-functions|plugin-\w+)|netlify-cli|netlify-lambda|netlify)$/);

/** Netlify functions (both APIs, scheduled ones too) and edge functions, where netlify.toml does not declare them. */
export const netlify: HostDetector = {
  facts: [],
  detect: (input) =>
    detectConventions(input, 'netlify', [
      {
        // A file of the folder, or a subfolder's index or file of the subfolder's name.
        path: new RegExp(`(?:^|/)netlify/(?:edge-)?functions/(?:[^/]+|([^/]+)/(?:index|\\1))${SCRIPT}`),
        needs: () => true,
        exports: /^(?:default|handler)$/,
        inputs: INPUTS.first,
        says: 'netlify/functions',
      },
      {
        path: new RegExp(`(?:^|/)functions/[^/]+(?:/index)?${SCRIPT}`),
        needs: either(DEPENDS, runsOn('netlify')),
        exports: /^(?:default|handler)$/,
        inputs: INPUTS.first,
        says: 'functions folder',
      },
    ]),
};

import { detectConventions, dependsOn } from '../convention.js';
import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';

/** Twilio functions: `exports.handler = (context, event, callback) => …` below `functions/`. */
export const twilio: HostDetector = {
  facts: [],
  detect: (input) =>
    detectConventions(input, 'twilio', [
      {
        path: /(?:^|\/)(?:src\/)?functions\/.+\.[jt]s$/,
        needs: dependsOn(/^(?:twilio-run|@twilio\/(?:runtime-handler|runtime)|@twilio-labs\/.+)$/),
        exports: /^handler$/,
        inputs: INPUTS.second,
        says: 'functions folder',
      },
    ]),
};

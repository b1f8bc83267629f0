import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectRegistrations } from '../registration.js';

/** Azure Functions, fourth programming model: `app.http('name', { handler })`, hooks, durable functions. */
export const azureFunctions: HostDetector = {
  facts: [{ k: 'timing', callee: /^@azure\/functions\.app\.hook\.app\w+$/, timing: 'startup' }],
  detect: (input) =>
    detectRegistrations(input, 'azure-functions', [
      {
        callee: /^@azure\/functions\.app\.(?:\w+)$/,
        takes: /^(?:|handler)$/,
        inputs: INPUTS.firstTwo,
        name: ({ method, first }) => first ?? method,
      },
      {
        callee: /^@azure\/functions\.app\.hook\.(?:preInvocation|postInvocation)$/,
        inputs: INPUTS.first,
        name: ({ method }) => method,
      },
      {
        callee: /^durable-functions\.(?:app\.\w+|orchestrator|entity)$/,
        takes: /^(?:|handler)$/,
        inputs: INPUTS.first,
        name: ({ method, first }) => first ?? method,
      },
    ]),
};

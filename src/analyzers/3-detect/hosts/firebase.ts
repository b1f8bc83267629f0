import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectRegistrations } from '../registration.js';

const PACKAGE = String.raw`firebase-functions(?:\/[\w/]+)?`;

/** Firebase: every trigger of both generations, callable and scheduled functions. */
export const firebase: HostDetector = {
  facts: [
    // Builders return themselves, or long chains would be lost: `functions.region(…).runWith(…).firestore.document(…)`.
    { k: 'returns', callee: new RegExp(`^(${PACKAGE})(?:\\.\\w+)*?\\.(?:region|runWith)$`), origin: '$1' },
    {
      k: 'returns',
      callee: new RegExp(`^(${PACKAGE}(?:\\.\\w+)*?)\\.(?:timeZone|retryConfig|retry)$`),
      origin: '$1',
    },
    { k: 'returns', callee: new RegExp(`^(${PACKAGE}\\.pubsub)\\.(?:schedule)$`), origin: '$1' },
    { k: 'timing', callee: new RegExp(`^${PACKAGE}(?:\\.\\w+)*\\.onInit$`), timing: 'startup' },
  ],
  detect: (input) =>
    detectRegistrations(input, 'firebase', [
      {
        callee: new RegExp(
          `^${PACKAGE}(?:\\.[\\w]+(?:\\(\\))?)*\\.(?!onInit$)(?:on[A-Z]\\w*|before[A-Z]\\w*|handler)$`,
        ),
        inputs: INPUTS.firstTwo,
        name: ({ method }) => method,
      },
    ]),
};

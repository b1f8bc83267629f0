import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectRegistrations } from '../registration.js';

/** Alexa skills: request handlers of the ASK SDK, and the intent maps of the first SDK, which hold the request in `this`. */
export const alexa: HostDetector = {
  facts: [
    { k: 'returns', callee: /^ask-sdk(?:-core)?\.SkillBuilders\.(?:custom|standard)$/, origin: 'ask-sdk#builder' },
    { k: 'returns', callee: /^ask-sdk#builder\.(?!create$|lambda$)\w+$/, origin: 'ask-sdk#builder' },
  ],
  detect: (input) =>
    detectRegistrations(input, 'alexa', [
      {
        callee: /^ask-sdk#builder\.add\w+$/,
        takes: /^(?:|canHandle|handle|process)$/,
        inputs: INPUTS.first,
        name: ({ method }, { path }) => (path === '' ? method : path),
      },
      {
        callee: /^alexa-sdk\.handler\(\)\.registerHandlers$/,
        takes: /^.+$/,
        inputs: INPUTS.none,
        context: ['event', 'attributes'],
        name: (_, { path }) => path,
      },
      {
        callee: /^alexa-sdk\.CreateStateHandler$/,
        takes: /^.+$/,
        inputs: INPUTS.none,
        context: ['event', 'attributes'],
        name: (_, { path }) => path,
      },
    ]),
};

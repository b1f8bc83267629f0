import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { callName, detectRegistrations } from '../registration.js';

/** Slack: Bolt, and the listeners of the older event and interaction packages. */
export const slack: HostDetector = {
  facts: [{ k: 'type', name: /^@slack\/bolt\.App$/, origin: 'new @slack/bolt.App', of: 'value' }],
  detect: (input) =>
    detectRegistrations(input, 'slack', [
      {
        callee:
          /^(?:new )?@slack\/bolt\.(?:App|default\.App)(?:\(\))?\.(?:message|event|command|action|shortcut|view|options|function|step|assistant|use|error)$/,
        inputs: INPUTS.first,
        name: callName,
      },
      {
        callee:
          /^(?:new )?(?:slack-edge|slack-cloudflare-workers|slack-web-api-client)\.Slack\w*App\.(?:anyMessage|message|event|command|action|globalShortcut|messageShortcut|view|options|use)$/,
        inputs: INPUTS.first,
        name: callName,
      },
      {
        callee:
          /^@slack\/(?:events-api|interactive-messages|rtm-api|socket-mode)\.\w+\(\)\.(?:on|action|options|viewSubmission|shortcut)$|^new @slack\/(?:rtm-api|socket-mode)\.\w+\.on$/,
        inputs: INPUTS.firstTwo,
        name: callName,
      },
    ]),
};

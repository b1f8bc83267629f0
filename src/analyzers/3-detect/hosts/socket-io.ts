import type { HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { detectRegistrations, eventName } from '../registration.js';

const SERVER = String.raw`(?:(?:new )?socket\.io(?:\.Server|\.default)?(?:\(\))?(?:\.(?:listen|attach)\(\))?)`;
const NAMESPACE = String.raw`(?:${SERVER}(?:\.(?:of|sockets|local|volatile)(?:\(\))?)*)`;
const SOCKET = 'socket.io#socket';

/** socket.io: connections, and the handlers that are registered for one socket inside them. */
export const socketIo: HostDetector = {
  facts: [
    { k: 'gives', callee: new RegExp(`^${NAMESPACE}\\.(?:on|once|use)$`), parameters: { 0: SOCKET } },
    { k: 'returns', callee: new RegExp(`^(${NAMESPACE})\\.(?:on|once|use|adapter)$`), origin: '$1' },
    { k: 'returns', callee: /^(socket\.io#socket)\.(?:on|once|use|onAny|join|leave)$/, origin: '$1' },
    { k: 'type', name: /^socket\.io\.(?:Socket)$/, origin: SOCKET, of: 'value' },
    { k: 'type', name: /^socket\.io(?:\.Server|\.Namespace)?$/, origin: 'new socket.io.Server', of: 'value' },
  ],
  detect: (input) =>
    detectRegistrations(input, 'socket.io', [
      {
        callee: new RegExp(`^${NAMESPACE}\\.(?:on|once)$`),
        first: /^(?:connection|connect)$/,
        inputs: INPUTS.first,
        name: eventName,
      },
      { callee: new RegExp(`^${NAMESPACE}\\.use$`), inputs: INPUTS.first, name: () => 'use' },
      { callee: /^socket\.io#socket\.(?:on|once|onAny|use)$/, inputs: INPUTS.all, name: eventName },
    ]),
};

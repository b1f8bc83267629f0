import type { Detection, DetectionInput, HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { exprNode } from '../expr-node.js';
import { functionsIn } from '../functions-in.js';
import { detectRegistrations, eventName } from '../registration.js';

const SERVER = String.raw`new (?:ws|websocket)\.(?:Server|WebSocketServer|WebSocket\.Server|server|default\.Server)`;
const SOCKET = 'ws#socket';

/** ws, websocket and their kin: connections, and the handlers of one socket inside them. A client's socket is no host. */
export const ws: HostDetector = {
  facts: [
    {
      k: 'gives',
      callee: new RegExp(
        `^(?:${SERVER}\\.(?:on|once|addListener)|${SERVER}\\.handleUpgrade|express\\(\\)\\.ws|express-ws\\(\\)\\.app\\.ws|(?:new )?express\\.Router(?:\\(\\))?\\.ws)$`,
      ),
      parameters: { 0: SOCKET },
    },
    { k: 'returns', callee: /^ws#socket\.(?:accept)$/, origin: SOCKET },
    { k: 'returns', callee: /^(ws#socket)\.(?:on|once|addListener)$/, origin: '$1' },
    {
      k: 'type',
      name: /^ws\.(?:WebSocketServer|Server|WebSocket\.Server)$/,
      origin: 'new ws.WebSocketServer',
      of: 'value',
    },
  ],
  detect: (input) => [
    ...detectRegistrations(input, 'ws', [
      {
        callee: new RegExp(`^${SERVER}\\.(?:on|once|addListener)$`),
        first: /^(?:connection|request|connect)$/,
        inputs: INPUTS.firstTwo,
        name: eventName,
      },
      {
        callee: /^(?:express\(\)|express-ws\(\)\.app|(?:new )?express\.Router(?:\(\))?)\.ws$/,
        inputs: INPUTS.firstTwo,
        name: ({ first }) => `ws ${first ?? ''}`.trim(),
      },
      {
        callee: /^ws#socket\.(?:on|once|addListener|addEventListener)$/,
        inputs: INPUTS.firstTwo,
        name: eventName,
      },
    ]),
    ...detectProperties(input),
  ],
};

/** `socket.onmessage = (event) => …`. */
function detectProperties({ program, values }: DetectionInput): Detection[] {
  const { flow, index } = program;
  return flow.candidates.flatMap((candidate): Detection[] => {
    if (candidate.k !== 'member-write' || candidate.expr.k !== 'assign' || candidate.expr.value === null) return [];
    const name = candidate.member.name ?? '';
    if (!/^on(?:message|close|error|open)$/.test(name) || !values.originsOf(candidate.object).includes(SOCKET))
      return [];
    const node = exprNode(program, candidate.fn, candidate.expr.value);
    return functionsIn(program, [node]).map(({ fn }) => ({
      fn,
      name: name.slice(2),
      host: 'ws',
      detectedBy: `ws socket.${name}`,
      inputs: INPUTS.first,
      confidence: 'high',
      registeredIn: index.moduleOfFunction[candidate.fn] as number,
    }));
  });
}

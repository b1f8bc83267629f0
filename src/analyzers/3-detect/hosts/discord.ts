import { exportNames, exportedTokens } from '../../../model/exported-values.js';
import type { Detection, DetectionInput, HostDetector } from '../detection.js';
import { INPUTS } from '../detection.js';
import { functionsIn } from '../functions-in.js';
import { originOf } from '../origin-of.js';
import { callName, detectRegistrations } from '../registration.js';

const CLIENT = String.raw`new (?:discord\.js|eris|oceanic\.js|detritus-client)(?:\.\w+)*`;

/** Discord: events of a client, and command modules that are loaded by their place. */
export const discord: HostDetector = {
  facts: [
    { k: 'type', name: /^discord\.js\.Client$/, origin: 'new discord.js.Client', of: 'value' },
    {
      k: 'timing',
      callee: new RegExp(`^${CLIENT}\\.(?:on|once)$`),
      first: /^(?:ready|clientReady)$/,
      timing: 'startup',
    },
  ],
  detect: (input) => [
    ...detectRegistrations(input, 'discord', [
      {
        callee: new RegExp(`^${CLIENT}\\.(?:on|once|addListener)$`),
        first: /^(?!ready$|clientReady$|error$|warn$|debug$)/,
        inputs: INPUTS.all,
        name: callName,
      },
    ]),
    ...input.program.index.modules.flatMap((_, number) => commandsOf(input, number)),
  ],
};

/** `module.exports = { data: new SlashCommandBuilder(), async execute(interaction) {} }`. */
function commandsOf({ program }: DetectionInput, module: number): Detection[] {
  const { flow, index } = program;
  const whole = index.modules[module]?.format === 'esm' ? null : exportedTokens(program, module, 'default');
  const objects = exportNames(program, module).flatMap((name) => [...exportedTokens(program, module, name)]);
  return [...new Set([...(whole ?? []), ...objects])].flatMap((token): Detection[] => {
    const fields = flow.fields[token];
    const described = [...(flow.values[fields?.get('data') ?? -1] ?? [])].some((held) =>
      /^new (?:discord\.js|@discordjs\/builders)\./.test(originOf(flow.tokens[held]) ?? ''),
    );
    const execute = fields?.get('execute');
    if (!described || execute === undefined) return [];
    return functionsIn(program, [execute]).map(({ fn }) => ({
      fn,
      name: 'execute',
      host: 'discord',
      detectedBy: `command of ${index.modules[module]?.path ?? ''}`,
      inputs: INPUTS.first,
      confidence: 'high',
    }));
  });
}

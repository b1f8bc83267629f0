import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../support/user-error.js';
import { auditScope } from './audit-scope.js';
import type { CliContext } from './context.js';
import type { ExitCode } from './exit-code.js';
import type { FlagValues } from './flag-values.js';
import { STARTER_FORMATS, starterConfiguration } from './starter-configuration.js';

/** `init`: writes a commented configuration, where there is none. */
export async function initCommand(flags: FlagValues, context: CliContext): Promise<ExitCode> {
  const { root } = auditScope([], flags.value('root'), context.cwd);
  const { configurationsIn } = await import('../project/configuration/find-configuration.js');
  const [there] = configurationsIn(root);
  if (there) throw new UserError(`\`${there.name}\` is there already`, 'nothing was written');
  const given = flags.value('format');
  const format = STARTER_FORMATS.find((candidate) => candidate === given) ?? 'jsonc';
  const name = `stateless.config.${format}`;
  try {
    // Fails where somebody was faster.
    // stateless-ignore-next-line local-file-state -- a file that the user asked for, on the user's own machine
    writeFileSync(join(root, name), starterConfiguration(format), { flag: 'wx' });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'the system reported an error';
    throw new UserError(`cannot write \`${name}\`: ${reason}`, 'nothing was written');
  }
  context.stdout.write(`wrote ${name}: every key is explained there and commented out\n`);
  return 0;
}

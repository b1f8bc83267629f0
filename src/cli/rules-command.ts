import { rulesJson, rulesTable } from '../report/rules.js';
import { RULES } from '../rules/index.js';
import type { CliContext } from './context.js';
import type { ExitCode } from './exit-code.js';
import type { FlagValues } from './flag-values.js';
import { paintFor } from './paint-for.js';

/** `rules`: every rule with its highest severity and its mechanism. */
export function rulesCommand(flags: FlagValues, context: CliContext): ExitCode {
  const paint = paintFor(context.stdout, context.env, flags.on('color'));
  context.stdout.write(flags.value('format') === 'json' ? rulesJson(RULES) : rulesTable(RULES, paint));
  return 0;
}

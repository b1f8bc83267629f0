import pc from 'picocolors';
import type { Paint } from '../report/paint.js';
import type { CliContext, OutputStream } from './context.js';

/** The styles for one stream: `--color` and `--no-color` decide, then the environment, then whether it is a terminal. */
export function paintFor(stream: OutputStream, env: CliContext['env'], flag: boolean | undefined): Paint {
  return pc.createColors(flag ?? wantsColor(stream, env));
}

/** NO_COLOR wins over FORCE_COLOR; a CI log and a dumb terminal get none unless it is forced. */
function wantsColor(stream: OutputStream, env: CliContext['env']): boolean {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb' && !isCi(env);
}

/** `CI=true`, as build services set it; `CI=false` and `CI=0` say no. */
export function isCi(env: CliContext['env']): boolean {
  return env['CI'] !== undefined && !['', '0', 'false'].includes(env['CI']);
}

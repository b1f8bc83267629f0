import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Configuration } from '../model/configuration.js';
import { RULES } from '../rules/index.js';
import { UserError } from '../support/user-error.js';
import { isGlob, nearestPath, type AuditScope } from './audit-scope.js';
import type { CliContext } from './context.js';
import type { FlagValues } from './flag-values.js';

export interface NamedConfiguration {
  /** `stateless.config.json`; null where there is none. */
  readonly name: string | null;
  readonly configuration: Configuration;
}

/** The configuration of a run: the file of `--config`, else the one in the root, else none. */
export async function configurationOf(
  scope: AuditScope,
  flags: FlagValues,
  context: CliContext,
): Promise<NamedConfiguration> {
  const given = flags.value('config');
  if (given === '') return { name: null, configuration: {} };
  if (given !== undefined) mustExist(given, context.cwd, '--config');
  const { loadConfiguration } = await import('../project/configuration/load-configuration.js');
  const loaded = await loadConfiguration({
    root: scope.root,
    file: given === undefined ? null : resolve(context.cwd, given),
    fileName: given ?? null,
    jsonOnly: flags.on('config-json-only') ?? false,
    isNamed: scope.isNamed,
    ruleIds: RULES.map(({ id }) => id),
    onOutput: (text) => context.stderr.write(text),
  });
  if (loaded === null) return { name: null, configuration: {} };
  for (const path of loaded.configuration.include ?? []) mustInclude(path, scope.root, loaded.name);
  return loaded;
}

/** A file that a flag names must be there. */
export function mustExist(path: string, cwd: string, flag: string): void {
  if (existsSync(resolve(cwd, path))) return;
  const near = nearestPath(path, cwd);
  throw new UserError(`no such file \`${path}\``, near === null ? null : `did you mean ${flag} ${near}?`);
}

function mustInclude(path: string, root: string, name: string): void {
  if (isGlob(path) || existsSync(join(root, path))) return;
  const near = nearestPath(path, root);
  const hint = near === null ? 'paths are relative to the root' : `did you mean \`${near}\`?`;
  throw new UserError(`${name}: \`include\` names \`${path}\`, which is not there`, hint);
}

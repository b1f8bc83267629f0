import { join } from 'node:path';
import type { Configuration } from '../../src/model/configuration.js';
import { type ConfigurationRequest, loadConfiguration } from '../../src/project/configuration/load-configuration.js';
import { RULES } from '../../src/rules/index.js';
import { UserError } from '../../src/support/user-error.js';
import { repository } from '../cli/fake-context.js';

/** What came of loading: the configuration, or the error as its user reads it. */
export type Loaded = Configuration | null | { readonly error: string; readonly hint: string | null };

/** Loads the configuration of a temporary repository with these files. */
export async function load(
  files: Readonly<Record<string, string>>,
  request: Partial<ConfigurationRequest> = {},
): Promise<Loaded> {
  return loadFrom(repository(files), request);
}

export async function loadFrom(root: string, request: Partial<ConfigurationRequest> = {}): Promise<Loaded> {
  try {
    const loaded = await loadConfiguration({
      root,
      fileName: request.file ?? null,
      jsonOnly: false,
      isNamed: true,
      ruleIds: RULES.map(({ id }) => id),
      onOutput: () => {},
      ...request,
      file: request.file ? join(root, request.file) : null,
    });
    return loaded && loaded.configuration;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { error: error.message, hint: error.hint };
  }
}

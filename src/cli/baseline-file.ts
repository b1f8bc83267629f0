import { existsSync, lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseBaseline } from '../gate/baseline-text.js';
import type { FindingIdentity } from '../model/baseline.js';
import type { AuditScope } from './audit-scope.js';
import { mustExist } from './configuration-of.js';
import type { CliContext } from './context.js';
import type { FlagValues } from './flag-values.js';

export interface BaselineFile {
  /** Absolute path. */
  readonly file: string;
  /** As messages name it. */
  readonly name: string;
  readonly entries: readonly FindingIdentity[];
}

export const BASELINE_NAME = '.stateless-baseline.json';
const LARGEST = 100_000_000;

/** Where the baseline of a run is or would be; its entries where it is there. Null with `--no-baseline`. */
export async function baselineOf(
  { root }: AuditScope,
  flags: FlagValues,
  context: CliContext,
  mayBeMissing = false,
): Promise<BaselineFile | null> {
  const given = flags.value('baseline');
  if (given === '') return null;
  const file = given === undefined ? join(root, BASELINE_NAME) : resolve(context.cwd, given);
  const name = given ?? BASELINE_NAME;
  if (given !== undefined && !mayBeMissing) mustExist(given, context.cwd, '--baseline');
  if (!existsSync(file) && lstatSync(file, { throwIfNoEntry: false }) === undefined) return { file, name, entries: [] };
  const { readUserFile } = await import('../project/user-file.js');
  const text = readUserFile({
    file,
    name,
    root: given === undefined ? root : null,
    without: '--no-baseline',
    by: '--baseline',
    largestBytes: LARGEST,
  });
  return { file, name, entries: parseBaseline(text, name) };
}

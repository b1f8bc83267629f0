import { resolve } from 'node:path';
import { DISK } from '../apply/disk/file-operations.js';
import { recover, undo } from '../apply/disk/undo.js';
import { escapeControls } from '../report/escape.js';
import { plural } from '../report/wording.js';
import type { CliContext } from './context.js';
import type { ExitCode } from './exit-code.js';
import type { FlagValues } from './flag-values.js';
import { mustExist } from './configuration-of.js';

/** `undo [id]`: takes a write back. An interrupted one is taken back as well. */
export function undoCommand(id: string | undefined, flags: FlagValues, context: CliContext): ExitCode {
  const given = flags.value('root');
  if (given !== undefined) mustExist(given, context.cwd, '--root');
  const root = resolve(context.cwd, given ?? '.');
  const recovered = recover(root, DISK);
  for (const one of recovered) context.stdout.write(`write ${one} had been interrupted: its files are as before\n`);
  if (recovered.length > 0 && (id === undefined || recovered.includes(id))) return 0;
  const undone = undo(root, id ?? null, flags.on('force') ?? false, DISK);
  for (const file of undone.files) context.stdout.write(`  ${escapeControls(file)}\n`);
  context.stdout.write(`write ${undone.id} is taken back: ${plural(undone.files.length, 'file')}\n`);
  return 0;
}

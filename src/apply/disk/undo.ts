import { join } from 'node:path';
import { UserError } from '../../support/user-error.js';
import { hashOf } from '../open-texts.js';
import type { FileOperations } from './file-operations.js';
import { type Journal, journalIds, readJournal, removeJournal } from './journal.js';
import { putBack } from './put-back.js';

/** Puts right what an interruption left. Gives the ids of the writes that were taken back. */
export function recover(root: string, disk: FileOperations): string[] {
  const realRoot = disk.real(root);
  return journalIds(realRoot, disk).filter((id) => {
    const journal = readJournal(realRoot, id, disk);
    if (journal === null) removeJournal(realRoot, id, disk);
    else if (journal.state !== 'written') return putBack(realRoot, journal, disk).length === 0;
    return false;
  });
}

export interface Undone {
  readonly id: string;
  readonly files: readonly string[];
}

/** Takes a write back, the last one where none is named. Refuses where files changed since, unless `force` is set. */
export function undo(root: string, id: string | null, force: boolean, disk: FileOperations): Undone {
  const realRoot = disk.real(root);
  const ids = journalIds(realRoot, disk).filter((one) => readJournal(realRoot, one, disk)?.state === 'written');
  const wanted = id ?? ids.at(-1);
  const journal = wanted === undefined || !ids.includes(wanted) ? null : readJournal(realRoot, wanted, disk);
  if (journal === null) throw noSuchWrite(id, ids);
  const touched = changedSince(realRoot, journal, disk);
  if (touched.length > 0 && !force) {
    throw new UserError(
      `changed since: ${touched.join(', ')}`,
      'undo the later write first, or put the other files back with --force',
    );
  }
  const kept = putBack(realRoot, journal, disk);
  // What was not put back is the user's now.
  if (kept.length > 0) removeJournal(realRoot, journal.id, disk);
  return { id: journal.id, files: journal.files.map(({ file }) => file).filter((file) => !kept.includes(file)) };
}

function noSuchWrite(id: string | null, ids: readonly string[]): UserError {
  if (ids.length === 0)
    return new UserError('there is nothing to undo here', 'name the root of the migration with --root');
  return new UserError(`there is no write \`${id}\``, `known: ${ids.join(', ')}`);
}

function changedSince(realRoot: string, journal: Journal, disk: FileOperations): string[] {
  return journal.files
    .filter(({ file, hashAfter }) => {
      const absolute = join(realRoot, file);
      return disk.look(absolute) === null || hashOf(disk.read(absolute)) !== hashAfter;
    })
    .map(({ file }) => file);
}

import { join } from 'node:path';
import { hashOf } from '../open-texts.js';
import type { FileOperations } from './file-operations.js';
import { type Journal, type JournalFile, journalFolder, removeJournal, writeJournal } from './journal.js';

/**
 * Puts every file back as it was before the write and takes the journal away. It may be interrupted and run again. A file
 * that somebody changed since stays as it is, and the journal with it; their names are given.
 */
export function putBack(realRoot: string, journal: Journal, disk: FileOperations): string[] {
  if (journal.state === 'written') writeJournal(realRoot, { ...journal, state: 'undoing' }, disk);
  const kept = journal.files.filter((file) => !putFileBack(realRoot, journal, file, disk)).map(({ file }) => file);
  for (const folder of [...journal.folders].reverse()) {
    const absolute = join(realRoot, folder);
    if (disk.exists(absolute) && disk.list(absolute).length === 0) disk.removeFolder(absolute);
  }
  if (kept.length === 0) removeJournal(realRoot, journal.id, disk);
  return kept;
}

/** Whether the file is as it was before. */
function putFileBack(realRoot: string, journal: Journal, entry: JournalFile, disk: FileOperations): boolean {
  const file = join(realRoot, entry.file);
  const staged = join(realRoot, entry.staged);
  if (disk.look(staged) !== null) disk.remove(staged);
  const present = disk.look(file) === null ? null : hashOf(disk.read(file));
  if (present === entry.hashBefore) return true;
  if (present !== null && present !== entry.hashAfter) return false;
  if (entry.copy === null) {
    disk.remove(file);
    return true;
  }
  // Gone altogether: somebody removed it, and wants it back now.
  const bytes = disk.read(join(journalFolder(realRoot, journal.id), entry.copy));
  disk.create(staged, bytes, entry.mode);
  disk.rename(staged, file);
  return true;
}

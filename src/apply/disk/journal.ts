import { join } from 'node:path';
import { UserError } from '../../support/user-error.js';
import type { FileOperations } from './file-operations.js';

/** What one write did or was about to do. It lies beside copies of the files as they were. */
export interface Journal {
  readonly version: 1;
  readonly id: string;
  /**
   * `staging`: new texts are being put beside the files. `writing`: they are taking their places. `written`: all have.
   * `undoing`: the old texts are being put back.
   */
  readonly state: 'staging' | 'writing' | 'written' | 'undoing';
  readonly files: readonly JournalFile[];
  /** Folders that were made, outermost first, relative to the root. */
  readonly folders: readonly string[];
}

export interface JournalFile {
  /** Where it really lies, relative to the real root. */
  readonly file: string;
  /** Where its new text waits, relative to the real root. */
  readonly staged: string;
  /** Name of the copy of its old text, in the folder of the journal; null for a new file. */
  readonly copy: string | null;
  readonly mode: number;
  readonly hashBefore: string | null;
  readonly hashAfter: string;
}

const FOLDER = '.stateless-migrate';
const JOURNAL = 'journal.json';

export function journalsFolder(root: string): string {
  return join(root, FOLDER);
}

export function journalFolder(root: string, id: string): string {
  return join(root, FOLDER, id);
}

/** Makes the folder of all journals. Git does not see it. */
export function makeJournalsFolder(root: string, disk: FileOperations): void {
  const folder = journalsFolder(root);
  if (!disk.exists(folder)) disk.makeFolder(folder);
  const ignore = join(folder, '.gitignore');
  if (!disk.exists(ignore)) disk.create(ignore, Buffer.from('*\n'), 0o644);
}

/** Ids of writes that left a journal, oldest first. */
export function journalIds(root: string, disk: FileOperations): string[] {
  const folder = journalsFolder(root);
  if (!disk.exists(folder)) return [];
  return disk
    .list(folder)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b));
}

export function nextId(root: string, disk: FileOperations): string {
  return String(Number(journalIds(root, disk).at(-1) ?? '0') + 1);
}

/** The journal of a write; null where it never came to be, so that nothing else can have happened either. */
export function readJournal(root: string, id: string, disk: FileOperations): Journal | null {
  const file = join(journalFolder(root, id), JOURNAL);
  if (!disk.exists(file)) return null;
  const text = disk.read(file).toString('utf8');
  const journal = parsed(text);
  if (journal !== null && isJournal(journal, id)) return journal;
  throw new UserError(`the journal of write ${id} is damaged`, `its old texts lie in ${FOLDER}/${id}`);
}

function parsed(text: string): Journal | null {
  try {
    return JSON.parse(text) as Journal;
  } catch {
    return null;
  }
}

/** Takes the place of the journal that is there at once, or of none. */
export function writeJournal(root: string, journal: Journal, disk: FileOperations): void {
  const folder = journalFolder(root, journal.id);
  const file = join(folder, JOURNAL);
  const fresh = `${file}.new`;
  if (disk.exists(fresh)) disk.remove(fresh);
  disk.create(fresh, Buffer.from(`${JSON.stringify(journal, null, 2)}\n`), 0o600);
  // stateless-ignore-next-line local-file-state -- what undo reads lies beside the files that it puts back
  disk.rename(fresh, file);
}

/** Takes a journal with its copies away; the journal itself first, because nothing is true without it. */
export function removeJournal(root: string, id: string, disk: FileOperations): void {
  const folder = journalFolder(root, id);
  const names = disk.list(folder);
  for (const name of [...names].sort((a, b) => Number(b === JOURNAL) - Number(a === JOURNAL))) {
    disk.remove(join(folder, name));
  }
  disk.removeFolder(folder);
}

function isJournal(given: Partial<Journal>, id: string): given is Journal {
  if (given.version !== 1 || given.id !== id || !Array.isArray(given.files) || !Array.isArray(given.folders)) {
    return false;
  }
  const { files, folders } = given as Journal;
  return [...files.flatMap(({ file, staged }) => [file, staged]), ...folders].every(isBelowRoot);
}

function isBelowRoot(path: unknown): boolean {
  return typeof path === 'string' && !path.startsWith('/') && !path.split('/').includes('..');
}

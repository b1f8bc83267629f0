import { dirname, join, relative, sep } from 'node:path';
import { UserError } from '../../support/user-error.js';
import type { ChangedText } from '../change-set.js';
import { encodeText } from '../encode-text.js';
import { hashOf } from '../open-texts.js';
import type { FileOperations } from './file-operations.js';
import { type Journal, type JournalFile, journalFolder, makeJournalsFolder, nextId, writeJournal } from './journal.js';
import { putBack } from './put-back.js';

/**
 * Writes all changed texts or none. New texts are staged beside their files, then take their places one by one; a journal
 * says at every moment how to get back, so that an interruption leaves nothing that the next run does not put right.
 * Gives the id for `undo`. Throws UserError, with the files as before, where something stands in the way.
 */
export function writeChanges(root: string, texts: readonly ChangedText[], disk: FileOperations): string {
  const realRoot = disk.real(root);
  const places = texts.map((changed) => placeOf(realRoot, changed, disk));
  makeJournalsFolder(realRoot, disk);
  const id = nextId(realRoot, disk);
  const files = places.map(({ changed, file, mode }, index): JournalFile => ({
    file,
    staged: join(dirname(file), `.stateless-${id}-${index}.tmp`).split(sep).join('/'),
    copy: changed.before === null ? null : `${index}.before`,
    mode,
    hashBefore: changed.before?.hash ?? null,
    hashAfter: changed.after.hash,
  }));
  let journal: Journal = { version: 1, id, state: 'staging', files, folders: newFolders(realRoot, places, disk) };
  disk.makeFolder(journalFolder(realRoot, id));
  writeJournal(realRoot, journal, disk);
  try {
    stage(realRoot, journal, texts, disk);
    journal = { ...journal, state: 'writing' };
    writeJournal(realRoot, journal, disk);
    for (const { file, staged, hashBefore } of files) {
      mustBe(realRoot, file, hashBefore, disk);
      // stateless-ignore-next-line local-file-state -- the files that the user asked to be changed
      disk.rename(join(realRoot, staged), join(realRoot, file));
    }
    writeJournal(realRoot, { ...journal, state: 'written' }, disk);
  } catch (error) {
    putBack(realRoot, journal, disk);
    throw failure(error);
  }
  return id;
}

interface Place {
  readonly changed: ChangedText;
  readonly file: string;
  readonly mode: number;
}

const DEFAULT_MODE = 0o644;

/** Where a file really lies. Throws for what a rename would damage, and for ways out of the root. */
function placeOf(realRoot: string, changed: ChangedText, disk: FileOperations): Place {
  const { path, before } = changed;
  const absolute = join(realRoot, path);
  if (before === null) {
    if (disk.look(absolute) !== null) throw new UserError(`${path} is there already`, 'nothing was written');
    mustLieInside(realRoot, nearestFolder(dirname(absolute), disk), path, disk);
    return { changed, file: path, mode: DEFAULT_MODE };
  }
  const facts = disk.look(absolute);
  if (facts === null) throw new UserError(`${path} is not there any more`, 'nothing was written; plan again');
  const real = disk.real(absolute);
  mustLieInside(realRoot, real, path, disk);
  const own = facts.kind === 'link' ? disk.look(real) : facts;
  if (own?.kind !== 'file') throw new UserError(`${path} is not a regular file`, 'nothing was written');
  if (own.links > 1) {
    throw new UserError(`${path} has other hard links, which would keep the old text`, 'nothing was written');
  }
  if ((own.mode & 0o222) === 0) throw new UserError(`${path} is read-only`, 'nothing was written');
  return { changed, file: relative(realRoot, real).split(sep).join('/'), mode: own.mode };
}

function nearestFolder(folder: string, disk: FileOperations): string {
  let nearest = folder;
  while (!disk.exists(nearest)) nearest = dirname(nearest);
  return nearest;
}

function mustLieInside(realRoot: string, path: string, name: string, disk: FileOperations): void {
  const real = disk.real(path);
  if (real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) return;
  throw new UserError(`${name} leads out of the root through a link`, 'nothing was written');
}

function newFolders(realRoot: string, places: readonly Place[], disk: FileOperations): string[] {
  const folders = new Set<string>();
  for (const { changed, file } of places) {
    if (changed.before !== null) continue;
    for (let folder = dirname(file); folder !== '.' && !disk.exists(join(realRoot, folder)); folder = dirname(folder)) {
      folders.add(folder);
    }
  }
  return [...folders].sort((a, b) => a.length - b.length);
}

function stage(realRoot: string, journal: Journal, texts: readonly ChangedText[], disk: FileOperations): void {
  for (const folder of journal.folders) disk.makeFolder(join(realRoot, folder));
  journal.files.forEach(({ file, staged, copy, mode, hashBefore }, index) => {
    const after = texts[index]?.after;
    const bytes = after && encodeText(after.text, after.encoding);
    if (!bytes) throw new UserError(`${file} cannot be encoded`, 'nothing was written');
    if (copy !== null) {
      const old = mustBe(realRoot, file, hashBefore, disk);
      disk.create(join(journalFolder(realRoot, journal.id), copy), old, 0o600);
    }
    disk.create(join(realRoot, staged), bytes, mode);
  });
}

/** The bytes of a file, which must be those that were analysed; none for a new one. */
function mustBe(realRoot: string, file: string, hash: string | null, disk: FileOperations): Buffer {
  const absolute = join(realRoot, file);
  if (hash === null) {
    if (disk.look(absolute) === null) return Buffer.alloc(0);
    throw new UserError(`${file} has come into being meanwhile`, 'nothing was written; plan again');
  }
  const bytes = disk.read(absolute);
  if (hashOf(bytes) === hash) return bytes;
  throw new UserError(`${file} changed since it was analysed`, 'nothing was written; plan again');
}

function failure(error: unknown): UserError {
  if (error instanceof UserError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? 'error';
  return new UserError(`writing failed (${code}); every file is as it was before`, 'nothing was written');
}

import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs';

/** Everything that writing a plan asks of the disk, with absolute paths. Tests let one of them fail or end the process. */
export interface FileOperations {
  readonly exists: (path: string) => boolean;
  readonly read: (path: string) => Buffer;
  readonly list: (folder: string) => readonly string[];
  readonly real: (path: string) => string;
  readonly look: (path: string) => FileFacts | null;
  /** Makes a file that is not there yet, and waits until its bytes are on the disk. */
  readonly create: (path: string, bytes: Buffer, mode: number) => void;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
  readonly makeFolder: (path: string) => void;
  readonly removeFolder: (path: string) => void;
}

export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly mode: number;
  /** How many names the file has. */
  readonly links: number;
}

export const DISK: FileOperations = {
  exists: existsSync,
  read: readFileSync,
  list: (folder) => readdirSync(folder),
  real: realpathSync.native,
  look: (path) => {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found) return null;
    const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : found.isSymbolicLink() ? 'link' : 'other';
    return { kind, mode: found.mode & 0o7777, links: found.nlink };
  },
  create: (path, bytes, mode) => {
    const file = openSync(path, 'wx', mode);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(path, mode);
  },
  rename: renameSync,
  remove: unlinkSync,
  makeFolder: (path) => mkdirSync(path),
  removeFolder: rmdirSync,
};

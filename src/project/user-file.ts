import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { UserError } from '../support/user-error.js';

export interface UserFile {
  /** Absolute path. */
  readonly file: string;
  /** As messages name it. */
  readonly name: string;
  /** The folder that it must not leave through a link; null where the user named the file itself. */
  readonly root: string | null;
  /** The flag that does without it, and the one that names another: `--no-config`, `--config`. */
  readonly without: string;
  readonly by: string;
  readonly largestBytes: number;
}

/** The text of a file that steers a run. Throws UserError where it cannot be read: unlike a source it is never left out. */
export function readUserFile({ file, name, root, without, by, largestBytes }: UserFile): string {
  try {
    const real = realpathSync.native(file);
    if (root !== null && !isBelow(realpathSync.native(root), real)) {
      throw new UserError(`\`${name}\` is a link that leads out of the root`, `name the file itself with ${by}`);
    }
    const found = statSync(real);
    if (!found.isFile()) throw new UserError(`\`${name}\` is not a file`, `do without it with ${without}`);
    if (found.size > largestBytes) {
      throw new UserError(`\`${name}\` is larger than ${largestBytes / MEGABYTE} MB`, `do without it with ${without}`);
    }
    return readFileSync(real, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`\`${name}\` cannot be read: ${whyUnreadable(error, file)}`, `do without it with ${without}`);
  }
}

export const MEGABYTE = 1_000_000;

function isBelow(root: string, file: string): boolean {
  return file.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** Node.js puts the absolute path into its messages; the code alone says enough. */
function whyUnreadable(error: unknown, file: string): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return lstatSync(file, { throwIfNoEntry: false }) ? 'it is a link to nothing' : 'it is not there';
    case 'ELOOP':
      return 'it is a link to itself';
    default:
      return 'the system reported an error';
  }
}

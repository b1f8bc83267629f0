import type { FileAccess } from './file-access.js';
import type { FilePath } from './file-path.js';

/** One access to one file. */
export interface FileUse {
  readonly access: FileAccess;
  readonly path: FilePath;
  readonly fn: number;
}

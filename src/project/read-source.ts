import { hash as hashOf } from 'node:crypto';
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Diagnostic, DiagnosticCode } from '../model/diagnostic.js';
import type { SourceText } from '../model/project.js';
import { assertNever } from '../support/invariant.js';
import { decodeText } from './decode-text.js';

export type ReadSource = { readonly source: SourceText } | { readonly diagnostic: Diagnostic };

/** Reads one source below `root`. Never throws; a file that cannot be a source gives a diagnostic. */
export function readSource(root: string, path: string): ReadSource {
  const bytes = readBytes(root, path);
  if ('diagnostic' in bytes) return bytes;
  const decoded = decodeText(bytes.bytes);
  switch (decoded.kind) {
    case 'text': {
      const hash = hashOf('sha256', bytes.bytes, 'hex');
      return { source: { path, text: decoded.text, hash } };
    }
    case 'binary':
      return failed('binary-file', path, 'the file is not text: it holds NUL bytes or binary data');
    case 'malformed':
      return failed(
        'unsupported-encoding',
        path,
        `the file starts like ${decoded.encoding} and is not: some bytes are not valid`,
      );
    default:
      return assertNever(decoded);
  }
}

function readBytes(root: string, path: string): { readonly bytes: Buffer } | { readonly diagnostic: Diagnostic } {
  const file = join(root, path);
  try {
    const found = lstatSync(file);
    if (found.isSymbolicLink() && leavesRoot(root, file)) {
      return failed('link-outside-root', path, 'the link leads out of the audited folder and was not followed');
    }
    // Reading a pipe or a device could wait forever.
    const isFile = found.isFile() || (found.isSymbolicLink() && lstatSync(realpathSync.native(file)).isFile());
    return isFile ? { bytes: readFileSync(file) } : failed('unreadable-file', path, 'it is not a regular file');
  } catch (error) {
    return failed('unreadable-file', path, `the file was not read: ${whyUnreadable(error)}`);
  }
}

function leavesRoot(root: string, file: string): boolean {
  const realRoot = realpathSync.native(root);
  return !realpathSync.native(file).startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep);
}

/** Node.js puts the absolute path into its messages; the code alone says enough. */
function whyUnreadable(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return 'it is not there any more';
    default:
      return 'the system reported an error';
  }
}

function failed(code: DiagnosticCode, file: string, message: string): { readonly diagnostic: Diagnostic } {
  return { diagnostic: { code, file, message } };
}

import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { decodeText, type Encoding } from '../project/decode-text.js';
import { encodeText } from './encode-text.js';

/** A text as it is in memory: from the disk, or after earlier edits. */
export interface OpenText {
  readonly path: string;
  readonly text: string;
  readonly encoding: Encoding;
  /** SHA-256 of its bytes. */
  readonly hash: string;
}

export type OpenTexts = (path: string) => OpenText | null;

/** Reads texts below `root`, each once. Null for what is not there, is no text, or lies outside. */
export function openTexts(root: string): OpenTexts {
  const known = new Map<string, OpenText | null>();
  return (path) => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const read = readText(root, path);
    known.set(path, read);
    return read;
  };
}

/** The same text with other content. Null where the encoding cannot hold it. */
export function withText(open: Pick<OpenText, 'path' | 'encoding'>, text: string): OpenText | null {
  const bytes = encodeText(text, open.encoding);
  if (bytes === null) return null;
  return { path: open.path, encoding: open.encoding, text, hash: hashOf(bytes) };
}

export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readText(root: string, path: string): OpenText | null {
  try {
    const realRoot = realpathSync.native(root);
    const real = realpathSync.native(join(realRoot, path));
    if (!real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep) || !statSync(real).isFile()) return null;
    const bytes = readFileSync(real);
    const decoded = decodeText(bytes);
    return decoded.kind === 'text'
      ? { path, text: decoded.text, encoding: decoded.encoding, hash: hashOf(bytes) }
      : null;
  } catch {
    return null;
  }
}

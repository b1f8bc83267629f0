/** How a text is written in bytes. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'latin1';

export type Decoded =
  | { readonly kind: 'text'; readonly text: string; readonly encoding: Encoding }
  | { readonly kind: 'binary' }
  /** A byte-order mark promises an encoding that the bytes do not keep. */
  | { readonly kind: 'malformed'; readonly encoding: Encoding };

/**
 * Decodes a source without loss. A byte-order mark decides and is taken off. Without one the bytes are UTF-8 where they
 * are valid UTF-8, else Latin-1, which gives every byte the character of its own number: nothing becomes U+FFFD, the bytes
 * can be had back, and the syntax, which is ASCII, is the same whatever the 8-bit encoding was. (TextDecoder's
 * `windows-1252` differs between versions of Node.js in the bytes 0x80 to 0x9F.)
 */
export function decodeText(bytes: Buffer): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeStrictly(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeStrictly(bytes, 'utf-16be');
  if (bytes.includes(0)) return { kind: 'binary' };
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const decoded = decodeStrictly(bytes, hasMark ? 'utf-8-bom' : 'utf-8');
  if (decoded.kind === 'text') return decoded;
  if (hasMark) return decoded;
  return isMostlyText(bytes)
    ? { kind: 'text', text: bytes.toString('latin1'), encoding: 'latin1' }
    : { kind: 'binary' };
}

function decodeStrictly(bytes: Buffer, encoding: Encoding): Decoded {
  const label = encoding === 'utf-8-bom' ? 'utf-8' : encoding;
  try {
    return { kind: 'text', text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding };
  } catch {
    return { kind: 'malformed', encoding };
  }
}

/** Text has next to no control characters; compressed data has one in ten bytes. */
function isMostlyText(bytes: Buffer): boolean {
  let controls = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls++;
  return controls <= bytes.length / 50;
}

import type { Encoding } from '../project/decode-text.js';

/** The bytes of a text in the encoding that its file had; null where it holds a character that the encoding has not. */
export function encodeText(text: string, encoding: Encoding): Buffer | null {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-8-bom':
      return Buffer.from(`\uFEFF${text}`, 'utf8');
    case 'utf-16le':
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
    case 'latin1':
      return !/[^\0-\u00ff]/.test(text) ? Buffer.from(text, 'latin1') : null;
  }
}

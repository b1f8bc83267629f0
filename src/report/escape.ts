/**
 * Makes text from a repository safe to print: control, bidirectional and line-breaking characters (in file names, in
 * messages that quote source) become visible escapes, so that they cannot move the cursor or fake a line of output.
 */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, visible);
}

/** C0, DEL, C1, soft hyphen, zero-width and direction marks, line and paragraph separators, lone surrogates. */
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu;

function visible(character: string): string {
  const code = character.charCodeAt(0);
  switch (code) {
    case 9:
      return '\\t';
    case 10:
      return '\\n';
    case 13:
      return '\\r';
    default:
      return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : unicodeEscape(character);
  }
}

/** `\u202e`: also valid inside a JSON string, with the same value. */
export function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The same characters, as far as `JSON.stringify` leaves them raw, escaped inside JSON text. The parsed value stays. */
export function escapeJsonText(json: string): string {
  return json.replace(UNSAFE, (character) => (character === '\n' ? character : unicodeEscape(character)));
}

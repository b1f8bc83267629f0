/** Where the text stops making sense. */
export interface HclError {
  readonly line: number;
  readonly message: string;
}

/** A text that is being read, and how far. */
export interface Cursor {
  readonly text: string;
  pos: number;
  line: number;
  error: HclError | null;
}

/** A quoted text with its interpolations. The cursor stands on the opening quote. */
export function quoted(cursor: Cursor): (string | { code: string })[] {
  const parts: (string | { code: string })[] = [];
  let current = '';
  cursor.pos++;
  while (cursor.pos < cursor.text.length) {
    const char = cursor.text[cursor.pos] ?? '';
    if (char === '"' || char === '\n') break;
    if (char === '\\') {
      current += cursor.text[cursor.pos + 1] ?? '';
      cursor.pos += 2;
    } else if (char === '$' && cursor.text[cursor.pos + 1] === '{' && cursor.text[cursor.pos - 1] !== '$') {
      parts.push(current, { code: interpolation(cursor) });
      current = '';
    } else {
      current += char;
      cursor.pos++;
    }
  }
  if (cursor.text[cursor.pos] === '"') cursor.pos++;
  else cursor.error ??= { line: cursor.line, message: 'a text is not closed' };
  return [...parts, current].filter((part) => part !== '');
}

/** The text inside of `${…}`; the cursor stands on the dollar sign and ends behind the brace. */
function interpolation(cursor: Cursor): string {
  const start = cursor.pos + 2;
  let depth = 0;
  for (cursor.pos += 1; cursor.pos < cursor.text.length; cursor.pos++) {
    const char = cursor.text[cursor.pos];
    if (char === '\n') break;
    if (char === '{') depth++;
    if (char === '}' && --depth === 0) break;
  }
  return cursor.text.slice(start, cursor.pos++).trim();
}

export function heredoc(cursor: Cursor): string {
  const match = /^<<[-~]?(\w+)[^\n]*\n/.exec(cursor.text.slice(cursor.pos, cursor.pos + 200));
  if (match?.[1] === undefined) {
    cursor.pos += 2;
    return '';
  }
  const start = cursor.pos + match[0].length;
  const end = endOfHeredoc(cursor.text, start, match[1]);
  const body = cursor.text.slice(start, end.body);
  cursor.line += cursor.text.slice(cursor.pos, end.after).split('\n').length - 1;
  cursor.pos = end.after;
  return body;
}

function endOfHeredoc(text: string, start: number, marker: string): { readonly body: number; readonly after: number } {
  for (let pos = start; pos < text.length;) {
    const newline = text.indexOf('\n', pos);
    const lineEnd = newline < 0 ? text.length : newline;
    if (text.slice(pos, lineEnd).trim() === marker) return { body: pos, after: lineEnd };
    pos = lineEnd + 1;
  }
  return { body: text.length, after: text.length };
}

/** The text of an expression up to the end of its line, or further while brackets are open. */
export function code(cursor: Cursor): string {
  const start = cursor.pos;
  let depth = 0;
  while (cursor.pos < cursor.text.length) {
    const char = cursor.text[cursor.pos] ?? '';
    if (char === '"') {
      quoted(cursor);
      continue;
    }
    if (cursor.text.startsWith('<<', cursor.pos) && /^<<[-~]?\w/.test(cursor.text.slice(cursor.pos, cursor.pos + 4))) {
      heredoc(cursor);
      continue;
    }
    if (depth === 0 && (char === '\n' || char === ',' || char === ']' || char === '}' || char === ')')) break;
    if (char === '#' || cursor.text.startsWith('//', cursor.pos)) {
      if (depth === 0) break;
      while (cursor.pos < cursor.text.length && cursor.text[cursor.pos] !== '\n') cursor.pos++;
      continue;
    }
    if (char === '(' || char === '[' || char === '{') depth++;
    if (char === ')' || char === ']' || char === '}') depth--;
    if (char === '\n') cursor.line++;
    cursor.pos++;
  }
  const text = cursor.text.slice(start, cursor.pos).trim();
  if (cursor.text[cursor.pos] === ')') cursor.pos++;
  return text;
}

export function atEnd(cursor: Cursor): boolean {
  const next = cursor.text[cursor.pos];
  return (
    next === undefined ||
    next === '\n' ||
    next === ',' ||
    next === ']' ||
    next === '}' ||
    next === '#' ||
    cursor.text.startsWith('//', cursor.pos)
  );
}

export function word(cursor: Cursor): string | null {
  const match = /^[A-Za-z_][\w.-]*/.exec(cursor.text.slice(cursor.pos, cursor.pos + 200));
  if (match === null) return null;
  cursor.pos += match[0].length;
  return match[0];
}

export function skipLine(cursor: Cursor): void {
  const end = cursor.text.indexOf('\n', cursor.pos);
  cursor.pos = end < 0 ? cursor.text.length : Math.max(end, cursor.pos);
  if (end >= 0) {
    cursor.pos++;
    cursor.line++;
  }
}

/** Skips spaces and comments, and line ends too where `lines` is set. */
export function skipBlank(cursor: Cursor, lines: boolean): void {
  while (cursor.pos < cursor.text.length) {
    const char = cursor.text[cursor.pos] ?? '';
    if (char === '\n') {
      if (!lines) return;
      cursor.line++;
      cursor.pos++;
    } else if (/\s/.test(char)) {
      cursor.pos++;
    } else if (cursor.text.startsWith('/*', cursor.pos)) {
      const end = cursor.text.indexOf('*/', cursor.pos);
      const after = end < 0 ? cursor.text.length : end + 2;
      cursor.line += cursor.text.slice(cursor.pos, after).split('\n').length - 1;
      cursor.pos = after;
    } else if (lines && (char === '#' || cursor.text.startsWith('//', cursor.pos))) {
      while (cursor.pos < cursor.text.length && cursor.text[cursor.pos] !== '\n') cursor.pos++;
    } else {
      return;
    }
  }
}

import { atEnd, code, type Cursor, heredoc, type HclError, quoted, skipBlank, skipLine, word } from './hcl-cursor.js';

/** An expression of HCL as far as the readers need it. Positions are lines from 1. */
export type HclExpression =
  | {
      readonly kind: 'template';
      readonly parts: readonly (string | { readonly code: string })[];
      readonly line: number;
    }
  | { readonly kind: 'list'; readonly items: readonly HclExpression[]; readonly line: number }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, HclExpression])[]; readonly line: number }
  /** A reference, number, call, condition: the text as written. */
  | { readonly kind: 'code'; readonly code: string; readonly line: number };

/** `resource "aws_lambda_function" "api" { … }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, HclExpression>;
  readonly blocks: readonly HclBlock[];
  readonly line: number;
}

const DEEPEST = 200;

/** The blocks of a Terraform file. Tolerant: what it does not understand is skipped up to the end of the line. */
export function parseHcl(text: string): { readonly blocks: readonly HclBlock[]; readonly error: HclError | null } {
  const cursor: Cursor = { text, pos: 0, line: 1, error: null };
  const body = parseBody(cursor, false, 0);
  return { blocks: body.blocks, error: cursor.error };
}

interface Body {
  readonly attributes: Map<string, HclExpression>;
  readonly blocks: HclBlock[];
}

function parseBody(cursor: Cursor, nested: boolean, depth: number): Body {
  const body: Body = { attributes: new Map(), blocks: [] };
  const startLine = cursor.line;
  for (;;) {
    skipBlank(cursor, true);
    if (cursor.pos >= cursor.text.length) {
      if (nested) cursor.error ??= { line: startLine, message: 'a block is not closed' };
      return body;
    }
    if (cursor.text[cursor.pos] === '}') {
      cursor.pos++;
      if (nested) return body;
      cursor.error ??= { line: cursor.line, message: 'unexpected }' };
      continue;
    }
    parseItem(cursor, body, depth);
  }
}

function parseItem(cursor: Cursor, body: Body, depth: number): void {
  const line = cursor.line;
  const name = word(cursor);
  if (name === null || depth > DEEPEST) {
    skipLine(cursor);
    return;
  }
  const labels: string[] = [];
  for (;;) {
    skipBlank(cursor, false);
    const next = cursor.text[cursor.pos];
    if (next === '=' && cursor.text[cursor.pos + 1] !== '=') {
      cursor.pos++;
      body.attributes.set(name, parseExpression(cursor, depth + 1));
      return;
    }
    if (next === '{') {
      cursor.pos++;
      const inner = parseBody(cursor, true, depth + 1);
      body.blocks.push({ type: name, labels, ...inner, line });
      return;
    }
    const label = next === '"' ? quoted(cursor) : word(cursor);
    if (label === null) {
      skipLine(cursor);
      return;
    }
    labels.push(
      typeof label === 'string' ? label : label.map((part) => (typeof part === 'string' ? part : '')).join(''),
    );
  }
}

function parseExpression(cursor: Cursor, depth: number): HclExpression {
  skipBlank(cursor, false);
  const line = cursor.line;
  const start = cursor.pos;
  const next = cursor.text[cursor.pos];
  if (depth < DEEPEST && (next === '"' || next === '[' || next === '{' || cursor.text.startsWith('<<', start))) {
    const value = literal(cursor, line, depth);
    skipBlank(cursor, false);
    if (atEnd(cursor)) return value;
    // `"a" == var.b ? …` or `[…][0]`: an operation on the literal, kept as text.
    cursor.pos = start;
    cursor.line = line;
  }
  return { kind: 'code', code: code(cursor), line };
}

function literal(cursor: Cursor, line: number, depth: number): HclExpression {
  const next = cursor.text[cursor.pos];
  if (next === '"') return { kind: 'template', parts: quoted(cursor), line };
  if (next === '<') return { kind: 'template', parts: [heredoc(cursor)], line };
  cursor.pos++;
  return next === '[' ? list(cursor, line, depth) : object(cursor, line, depth);
}

function list(cursor: Cursor, line: number, depth: number): HclExpression {
  const items: HclExpression[] = [];
  for (;;) {
    skipBlank(cursor, true);
    const next = cursor.text[cursor.pos];
    if (next === undefined || next === ']') {
      cursor.pos++;
      return { kind: 'list', items, line };
    }
    if (next === ',' || next === '}') cursor.pos++;
    else items.push(parseExpression(cursor, depth + 1));
  }
}

function object(cursor: Cursor, line: number, depth: number): HclExpression {
  const entries: (readonly [string, HclExpression])[] = [];
  for (;;) {
    skipBlank(cursor, true);
    const next = cursor.text[cursor.pos];
    if (next === undefined || next === '}') {
      cursor.pos++;
      return { kind: 'object', entries, line };
    }
    if (next === ',' || next === ']') {
      cursor.pos++;
      continue;
    }
    const key =
      next === '"'
        ? quoted(cursor)
            .filter((part) => typeof part === 'string')
            .join('')
        : word(cursor);
    skipBlank(cursor, false);
    const separator = cursor.text[cursor.pos];
    if (key === null || (separator !== '=' && separator !== ':')) {
      code(cursor);
      if (cursor.text[cursor.pos] === '\n') skipBlank(cursor, true);
      else if (key === null && !atEnd(cursor)) cursor.pos++;
      continue;
    }
    cursor.pos++;
    entries.push([key, parseExpression(cursor, depth + 1)]);
  }
}

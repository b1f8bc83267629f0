import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSource } from '../../src/project/read-source.js';
import { makeTree } from './make-tree.js';

const read = (content: string | Buffer) => readSource(makeTree({ 'a.ts': content }), 'a.ts');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('readSource', () => {
  it.each([
    ['UTF-8', Buffer.from('let café = "日";\r\n'), 'let café = "日";\r\n'],
    ['UTF-8 with mark', Buffer.from('\uFEFFlet a;'), 'let a;'],
    ['UTF-16 LE', Buffer.from('\uFEFFlet é;', 'utf16le'), 'let é;'],
    ['UTF-16 BE', utf16be('\uFEFFlet é;'), 'let é;'],
    ['Latin-1', Buffer.from('const name = "Jos\xe9"; // \x80 \x81', 'latin1'), 'const name = "José"; // \x80 \x81'],
    ['an empty file', Buffer.alloc(0), ''],
  ])('decodes %s and hashes the bytes', (_, bytes, text) => {
    const hash = createHash('sha256').update(bytes).digest('hex');
    expect(read(bytes)).toEqual({ source: { path: 'a.ts', text, hash } });
  });

  it('takes off one mark and no more', () => {
    expect(read('\uFEFF\uFEFFlet a;')).toMatchObject({ source: { text: '\uFEFFlet a;' } });
  });

  it.each([
    ['NUL bytes', Buffer.from('let a\0;'), 'binary-file'],
    ['compressed data', Buffer.from(Array.from({ length: 400 }, (_, i) => ((i * 37) % 255) + 1)), 'binary-file'],
    ['half a UTF-16 unit', Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x62]), 'unsupported-encoding'],
    ['a UTF-8 mark before Latin-1', Buffer.from([0xef, 0xbb, 0xbf, 0xe9, 0x20]), 'unsupported-encoding'],
  ])('gives a diagnostic for %s', (_, bytes, code) => {
    expect(read(bytes)).toMatchObject({ diagnostic: { code, file: 'a.ts' } });
  });

  it('gives a diagnostic for what is missing, a folder, or a link out of the root', () => {
    const root = makeTree({ 'inside/a.ts': 'let a;', 'secret.ts': 'let b;' });
    const inside = join(root, 'inside');
    mkdirSync(join(inside, 'folder.ts'));
    symlinkSync('../secret.ts', join(inside, 'away.ts'));
    symlinkSync('a.ts', join(inside, 'near.ts'));
    expect(readSource(inside, 'missing.ts')).toMatchObject({ diagnostic: { code: 'unreadable-file' } });
    expect(readSource(inside, 'folder.ts')).toMatchObject({ diagnostic: { code: 'unreadable-file' } });
    expect(readSource(inside, 'away.ts')).toMatchObject({ diagnostic: { code: 'link-outside-root' } });
    expect(readSource(inside, 'near.ts')).toMatchObject({ source: { text: 'let a;' } });
    expect(JSON.stringify(readSource(inside, 'missing.ts'))).not.toContain(root);
  });
});

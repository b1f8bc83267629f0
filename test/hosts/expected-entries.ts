import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `// entry: GET /loans` above or beside a function; `// entry(nestjs): …` for another host than the folder's. */
export interface ExpectedEntry {
  readonly file: string;
  readonly line: number;
  readonly host: string;
  readonly name: string;
}

const COMMENT = /\/\/ *entry(?:\(([\w.-]+)\))?: *(.+)$/;

/** Reads what the comments of a fixture say about its entry points, in the order of reports. */
export function readExpectedEntries(root: string, host: string): ExpectedEntry[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path))
    .flatMap((file) => {
      const lines = readFileSync(join(root, file), 'utf8').split(/\r?\n/);
      return lines.flatMap((text, index) => {
        const [, other, names] = COMMENT.exec(text) ?? [];
        if (names === undefined) return [];
        const line = lineMeant(lines, index);
        return names.split(';').map((name) => ({ file, line, host: other ?? host, name: name.trim() }));
      });
    })
    .sort(byPlace);
}

export function byPlace(a: ExpectedEntry, b: ExpectedEntry): number {
  const key = ({ file, line, name }: ExpectedEntry): string => `${file} ${String(line).padStart(5, '0')} ${name}`;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

/** A comment alone on its line speaks of the next line that is none. */
function lineMeant(lines: readonly string[], index: number): number {
  let meant = index;
  while (lines[meant]?.trimStart().startsWith('//') === true) meant++;
  return meant + 1;
}

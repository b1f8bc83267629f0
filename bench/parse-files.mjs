// Reads and parses each file, and does nothing with the trees: no parent pointers, no JSDoc.
import { readFileSync } from 'node:fs';
import { ts } from '@ts-morph/common';

const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
for (const path of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  ts.createSourceFile(path, readFileSync(path, 'utf8'), options, false, scriptKindOf(path));
}

function scriptKindOf(path) {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  return /\.[mc]?ts$/.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
}

/**
 * Mass test of the edit engine: in each of many files an import and one statement at module scope are added and one name is
 * replaced, with CRLF, tab, byte-order-mark and hashbang variants; then every token outside the ranges is compared.
 *
 * node bench/mass-edit.mjs [files]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addStep, NO_CHANGES, renderChanges } from '../dist/apply/change-set.js';
import { checkText } from '../dist/apply/gates/check-text.js';
import { openTexts } from '../dist/apply/open-texts.js';
import { parseScript } from '../dist/project/manifests/parse-script.js';
import { statementPoint } from '../dist/project/precise/insertion-point.js';

const count = Number(process.argv[2] ?? 1000);
const root = mkdtempSync(join(tmpdir(), 'mass-'));
const variants = [
  (text) => text,
  (text) => text.replace(/\n/g, '\r\n'),
  (text) => text.replace(/^(?: {2})+/gm, (indent) => '\t'.repeat(indent.length / 2)),
  (text) => `\uFEFF${text}`,
  (text) => `#!/usr/bin/env node\n${text}`,
  (text) => text.replace(/;$/gm, ''),
];
const source = (n) => `/*! bakery ${n} */
import { bake } from './oven-${n}.js'; // the oven

/** Loaf ${n}. */
export const loaf = async (event) => {
  const client = new Client({ name: 'loaf-${n}' }); // per invocation
  const   odd = \`\${client}  \\n two\`;
  return bake( odd, event ?. id );
};
`;

try {
  for (let n = 0; n < count; n++) writeFileSync(join(root, `loaf-${n}.js`), variants[n % variants.length](source(n)));
  const textOf = openTexts(root);
  const start = performance.now();
  let changes = NO_CHANGES;
  for (let n = 0; n < count; n++) {
    const file = `loaf-${n}.js`;
    const { text, hash } = textOf(file);
    const tree = parseScript(text, file);
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const point = statementPoint(tree, eol);
    const at = text.indexOf("new Client({ name: 'loaf-");
    const end = text.indexOf(')', at) + 1;
    const edits = [
      { kind: 'add-import', file, hash, from: 'lru-cache', names: [{ imported: 'LRUCache', local: 'LRUCache' }] },
      {
        kind: 'replace-text',
        file,
        hash,
        start: point.offset,
        end: point.offset,
        expected: '',
        text: `${point.before}const shared = ${text.slice(at, end)};${point.after}`,
      },
      { kind: 'replace-text', file, hash, start: at, end, expected: text.slice(at, end), text: 'shared' },
    ];
    const added = addStep(changes, edits, n, textOf);
    if (added.kind !== 'added') throw new Error(added.reason);
    changes = added.changes;
  }
  const { texts } = renderChanges(changes);
  const failures = texts.map(checkText).filter((why) => why !== null);
  const ms = performance.now() - start;
  process.stdout.write(
    `${texts.length} files edited and checked in ${ms.toFixed(0)} ms, ${failures.length} with damage\n`,
  );
  if (failures.length > 0 || texts.length !== count) {
    process.stdout.write(`${failures.slice(0, 5).join('\n')}\n`);
    process.exitCode = 1;
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}

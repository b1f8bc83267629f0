import { describe, expect, test } from 'vitest';
import { auditFiles } from './audit-files.js';

/** The identities of all findings of one file. */
async function identitiesOf(code: string, file = 'src/till.ts'): Promise<string[]> {
  const { report, baseline } = await auditFiles({ [file]: code });
  expect(report.findings).toHaveLength(baseline.fresh.length);
  return report.findings.map(({ fingerprint }) => fingerprint);
}

const TILL = `let sold = 0;
export const handler = async () => {
  sold += 1;
  return { statusCode: 200, body: String(sold) };
};
`;

const POOLS = `import { Pool } from 'pg';
export const handler = async (event) => {
  const orders = await new Pool({ max: 1 }).query('select 1');
  return { statusCode: 200, body: String(orders) };
};
`;

const OBJECT = `const till = { sold: 0, sell() { this.sold += 1; return this.sold; }, name: () => 'till' };
export const handler = async () => ({ statusCode: 200, body: String(till.sell()) });
`;

describe('a finding keeps its identity', () => {
  test.each([
    ['further down', TILL, `import { log } from './log.js';\n\n// the day's sales\n${TILL}`],
    ['below other code', TILL, TILL.replace('let sold = 0;\n', '') + 'let sold = 0;\n'],
    [
      'with other blanks and comments',
      TILL,
      TILL.replace('let sold = 0;', 'let  sold /* pieces */ =\n  0 // none yet\n'),
    ],
    ['where the code that writes it changes', TILL, TILL.replace('sold += 1', 'console.log(1); sold += 2')],
    ['with another variable beside it', TILL, TILL.replace('let sold = 0', 'export let LIMIT = 3, sold = 0')],
    ['in CRLF', POOLS, POOLS.replaceAll('\n', '\r\n')],
    [
      'formatted otherwise',
      POOLS,
      POOLS.replace(
        "await new Pool({ max: 1 }).query('select 1');",
        '(\n await new Pool({ max: 1, },).query("select 1")\n )',
      ),
    ],
    [
      'where bodies in its declaration change',
      OBJECT,
      OBJECT.replace('this.sold += 1;', 'this.sold += 2;').replace("=> 'till'", "=> 'Till'"),
    ],
    ['inside a block of its function', POOLS, POOLS.replace(/ {2}const orders.*\n/, (line) => `  {\n  ${line}  }\n`)],
  ])('%s', async (_, before, after) => {
    const [identity] = await identitiesOf(before);
    expect(identity).toMatch(/^[0-9a-f]{16}$/);
    expect(await identitiesOf(after)).toEqual([identity]);
  });
});

describe('it is another finding', () => {
  test.each([
    ['in another file', 'src/shop.ts', TILL],
    ['of another binding', 'src/till.ts', TILL.replaceAll('sold', 'returned')],
    ['of other code', 'src/till.ts', TILL.replace('let sold = 0', 'let sold = loadSales()')],
    ['with another initial value', 'src/till.ts', TILL.replace('let sold = 0', "let sold = Number('0')")],
  ])('%s', async (_, file, code) => {
    const [identity] = await identitiesOf(TILL);
    const [other] = await identitiesOf(code, file);
    expect(other).toMatch(/^[0-9a-f]{16}$/);
    expect(other).not.toBe(identity);
  });

  test('a literal keeps its blanks, commas and signs', async () => {
    const texts = ['a b', 'ab', 'a, b', '// a b'].map((text) => POOLS.replace('select 1', text));
    const identities = await Promise.all(texts.map(async (code) => (await identitiesOf(code))[0]));
    expect(new Set(identities).size).toBe(texts.length);
  });
});

describe('equal findings of one scope', () => {
  const line = "  await new Pool({ max: 1 }).query('select 1');\n";
  const codeWith = (count: number, between = ''): string =>
    `import { Pool } from 'pg';\nexport const handler = async () => {\n${Array(count).fill(line).join(between)}};\n`;

  test('are numbered: a further one is new, and one less leaves the others as they were', async () => {
    const two = await identitiesOf(codeWith(2));
    expect(new Set(two).size).toBe(2);
    expect((await identitiesOf(codeWith(3, '  console.log(1);\n'))).slice(0, 2)).toEqual(two);
    expect(await identitiesOf(codeWith(1))).toEqual(two.slice(0, 1));
  });

  test('in another function are told apart by it', async () => {
    const inner = `import { Pool } from 'pg';\nasync function stock() {\n${line}}\nasync function prices() {\n${line}}\nexport const handler = async () => { await stock(); await prices(); };\n`;
    const { baseline, report } = await auditFiles({ 'src/till.ts': inner });
    expect(report.findings.map(({ scope }) => scope)).toEqual(['stock', 'prices']);
    expect(baseline.fresh.map(({ nth }) => nth)).toEqual([1, 1]);
    expect(new Set(report.findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

test('says what it stands in', async () => {
  const code = `class Till { static sold = 0; }
const open = () => { let seen = 0; return () => { seen += 1; return seen; }; };
const count = open();
export const handler = async () => { Till.sold += 1; return { statusCode: 200, body: String(Till.sold + count()) }; };
`;
  const { report } = await auditFiles({ 'src/till.ts': code });
  expect(report.findings.map(({ scope }) => scope)).toEqual(['Till.sold', 'open.seen']);
});

import { describe, expect, test } from 'vitest';
import type { ReportedBinding } from '../../src/model/report.js';
import { explainBinding } from '../../src/report/explain.js';
import { PLAIN } from '../../src/report/paint.js';
import { explainRule } from '../../src/report/rule-page.js';
import { FULL_REPORT } from './full-report.js';

const hits = FULL_REPORT.bindings[0] as ReportedBinding;
const findings = FULL_REPORT.findings.slice(0, 1);

describe('explainBinding', () => {
  test('shows verdict, oracle, evidence with its source, finding and fix', () => {
    const texts = new Map([['src/api.ts', "import a from 'a';\r\n\r\nlet hits = 0;\r\n"]]);
    expect(explainBinding({ binding: hits, findings, texts }, PLAIN)).toMatchInlineSnapshot(`
      "src/api.ts#hits (let, 3:5)
        harmful: counter, business-state · confidence high · target lambda
        held against: the original program in one process that never ends

      evidence
        1. hits is assigned by handler
           src/api.ts:3:5
           3 | let hits = 0;
                   ^

      error in-memory-counter 3:5
        \`hits\` restarts whenever Lambda starts an environment
        handler (src/api.ts:12) → record (src/count.ts:4)
        also reached from login (src/login.ts:1), logout (src/login.ts:9), show (src/show.ts:2) and 1 more
        invocation 1 writes src/api.ts:14 → invocation 2 in another environment reads 0 at src/api.ts:20
        fix: externalize-counter (safe)

      the rule: npx stateless-migrate explain in-memory-counter
      "
    `);
  });

  test('marks the column in lines with tabs and control characters, and cuts long lines', () => {
    const at = (column: number): ReportedBinding => ({
      ...hits,
      evidence: [{ message: 'm', file: 'a.ts', line: 1, column }],
    });
    const show = (text: string, column: number): string =>
      explainBinding({ binding: at(column), findings: [], texts: new Map([['a.ts', text]]) }, PLAIN);
    expect(show('\t\u001b[1mx = 1', 6)).toContain('     1 |   \\x1b[1mx = 1\n     ' + ' '.repeat(4 + 2 + 7) + '^\n');
    expect(show('x'.repeat(5000), 3000)).toContain(`1 | … ${'x'.repeat(160)}\n`);
    expect(show('x'.repeat(5000), 3000)).not.toContain('x'.repeat(161));
  });

  test('does without an excerpt where the text or the line is not there', () => {
    const text = explainBinding({ binding: hits, findings: [], texts: new Map([['src/api.ts', 'one line']]) }, PLAIN);
    expect(text).toContain('src/api.ts:3:5\n\nno finding');
  });
});

describe('explainRule', () => {
  const rule = { id: 'in-memory-counter', severity: 'error', summary: 'a number that restarts' } as const;

  test('renders its page plainly', () => {
    const page = [
      '# in-memory-counter',
      '',
      'A **counter** in `memory`, see [the guide](https://example.org/g) and [another](other.md).',
      '',
      '',
      '## Example',
      '```ts',
      'let hits = 0; // **not bold** \u001b[2J',
      '```',
      '- one',
    ].join('\n');
    expect(explainRule(rule, page, { ...PLAIN, bold: (text) => `<${text}>` })).toMatchInlineSnapshot(`
      "<in-memory-counter> · error

      A <counter> in \`memory\`, see the guide (https://example.org/g) and another.

      <Example>
          let hits = 0; // **not bold** \\x1b[2J
      - one

      findings: npx stateless-migrate --rule in-memory-counter --severity note
      "
    `);
  });

  test('falls back on the summary', () => {
    expect(explainRule(rule, null, PLAIN)).toContain('in-memory-counter · error\n\na number that restarts\n');
  });
});

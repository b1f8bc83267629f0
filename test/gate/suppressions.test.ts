import { describe, expect, test } from 'vitest';
import { auditFiles, counting } from './audit-files.js';

const WHY = 'in-memory-counter -- per instance by design';

interface Seen {
  /** Lines of the suppressed findings, with reason and line of the comment. */
  readonly suppressed: readonly string[];
  readonly open: readonly number[];
  readonly diagnostics: readonly string[];
}

async function seen(code: string, file = 'src/till.ts'): Promise<Seen> {
  const { report } = await auditFiles({ [file]: code });
  const open = report.findings.filter((finding) => finding.suppressed === null);
  expect(report.summary.suppressed).toBe(report.findings.length - open.length);
  expect(report.summary.findings.error).toBe(open.length);
  return {
    suppressed: report.findings.flatMap(({ line, suppressed: by }) =>
      by === null ? [] : [`${line}: ${by.reason} (${by.line})`],
    ),
    open: open.map(({ line }) => line),
    diagnostics: report.diagnostics.map(({ code: kind, message }) => `${kind} ${message}`),
  };
}

const SUPPRESSED = { open: [], diagnostics: [] };

describe('a suppression', () => {
  test.each([
    [
      'above the line',
      counting(['sold'], `// stateless-ignore-next-line ${WHY}\nlet sold = 0;`),
      '2: per instance by design (1)',
    ],
    [
      'behind the line',
      counting(['sold'], `let sold = 0; // stateless-ignore-line ${WHY}`),
      '1: per instance by design (1)',
    ],
    [
      'in a block comment',
      counting(['sold'], `/* stateless-ignore-next-line ${WHY} */\nlet sold = 0;`),
      '2: per instance by design (1)',
    ],
    [
      'over several lines',
      counting(
        ['sold'],
        `/**\n * stateless-ignore-next-line in-memory-counter --\n *   per instance\n *   by design\n */\nlet sold = 0;`,
      ),
      '6: per instance by design (2)',
    ],
    [
      'above other comments and blank lines',
      counting(['sold'], `// stateless-ignore-next-line ${WHY}\n\n// @ts-ignore\n/* pieces */ let sold = 0;`),
      '4: per instance by design (1)',
    ],
    [
      'above a statement of several lines',
      counting(['sold'], `// stateless-ignore-next-line ${WHY}\nlet\n  sold =\n  0;`),
      '3: per instance by design (1)',
    ],
    [
      'behind the last line of a statement',
      counting(['sold'], `let\n  sold\n  = 0; // stateless-ignore-line ${WHY}`),
      '2: per instance by design (3)',
    ],
    [
      'anywhere, for the file',
      counting(['sold'], 'let sold = 0;') + `// stateless-ignore-file ${WHY}`,
      '1: per instance by design (6)',
    ],
    [
      'with several rules',
      counting(['sold'], `// stateless-ignore-next-line in-memory-counter , in-memory-counter --- why\nlet sold = 0;`),
      '2: why (1)',
    ],
    [
      'in CRLF',
      counting(['sold'], `// stateless-ignore-next-line ${WHY}\nlet sold = 0;`).replaceAll('\n', '\r\n'),
      '2: per instance by design (1)',
    ],
    [
      'before an empty block',
      counting(['sold'], `{ /* nothing */ }\nlet sold = 0; // stateless-ignore-line ${WHY}`),
      '2: per instance by design (2)',
    ],
  ])('%s', async (_, code, suppressed) => {
    expect(await seen(code)).toEqual({ ...SUPPRESSED, suppressed: [suppressed] });
  });

  test('in JSX', async () => {
    const code = `import { Pool } from 'pg';
export const handler = async () => (
  <ul>
    {/* stateless-ignore-next-line client-per-invocation -- a report once a year */}
    {/* the pool */}
    {await new Pool().query('select 1')}
    <li>// stateless-ignore-file client-per-invocation -- no comment</li>
  </ul>
);
`;
    expect(await seen(code, 'src/report.tsx')).toEqual({ ...SUPPRESSED, suppressed: ['6: a report once a year (4)'] });
  });

  test('speaks of one declarator where it stands above it', async () => {
    const code = counting(
      ['sold', 'returned'],
      `let sold = 0,\n  // stateless-ignore-next-line ${WHY}\n  returned = 0;`,
    );
    expect(await seen(code)).toEqual({ suppressed: ['3: per instance by design (2)'], open: [1], diagnostics: [] });
  });

  test('suppresses its rules at its place and nothing else', async () => {
    const code = counting(
      ['sold', 'returned'],
      `// stateless-ignore-next-line ${WHY}\nlet sold = 0;\nlet returned = 0;`,
    );
    expect(await seen(code)).toEqual({ suppressed: ['2: per instance by design (1)'], open: [3], diagnostics: [] });
    const other = code.replace('in-memory-counter', 'in-memory-queue');
    expect(await seen(other)).toEqual({
      suppressed: [],
      open: [2, 3],
      diagnostics: ['unused-suppression 1:4 stateless-ignore-next-line suppresses no finding of in-memory-queue'],
    });
  });

  test('for the file leaves the reason to the closer one', async () => {
    const code = counting(
      ['sold', 'returned'],
      `// stateless-ignore-file in-memory-counter -- all of it\nlet sold = 0;\n// stateless-ignore-next-line ${WHY}\nlet returned = 0;`,
    );
    expect(await seen(code)).toEqual({
      ...SUPPRESSED,
      suppressed: ['2: all of it (1)', '4: per instance by design (3)'],
    });
  });
});

describe('what does not suppress', () => {
  test.each([
    ['a string', "const text = '// stateless-ignore-file in-memory-counter -- x';"],
    [
      'a template',
      '`\n// stateless-ignore-file in-memory-counter -- x\n${1}// stateless-ignore-file in-memory-counter -- x\n`;',
    ],
    ['a pattern', 'const pattern = /\\/\\/ stateless-ignore-file in-memory-counter -- x/;'],
    ['a comment that speaks of it', '// see stateless-ignore-file in-memory-counter -- x'],
    ['an example in a comment', '/**\n * // stateless-ignore-file in-memory-counter -- x\n */'],
  ])('%s', async (_, text) => {
    const { suppressed, open, diagnostics } = await seen(counting(['sold'], `let sold = 0;\n${text}`));
    expect({ suppressed, open, diagnostics }).toEqual({ suppressed: [], open: [1], diagnostics: [] });
  });

  test.each([
    [
      'stateless-ignore-next-line in-memory-counter',
      'stateless-ignore-next-line gives no reason: write `stateless-ignore-next-line in-memory-counter -- <reason>`',
    ],
    [
      'stateless-ignore-next-line in-memory-counter --',
      'stateless-ignore-next-line gives no reason: write `stateless-ignore-next-line in-memory-counter -- <reason>`',
    ],
    [
      'stateless-ignore-next-line -- by design',
      'stateless-ignore-next-line names no rule: write `stateless-ignore-next-line <rule> -- <reason>`',
    ],
    ['stateless-ignore-file', 'stateless-ignore-file names no rule: write `stateless-ignore-file <rule> -- <reason>`'],
    [
      `stateless-ignore-nextline ${WHY}`,
      'unknown word stateless-ignore-nextline: did you mean `stateless-ignore-next-line`?',
    ],
    [`stateless-ignore ${WHY}`, 'unknown word stateless-ignore: did you mean `stateless-ignore-next-line`?'],
    [
      'stateless-ignore-next-line in-memory-conter -- typo',
      'unknown rule `in-memory-conter`: did you mean `in-memory-counter`?',
    ],
    ['stateless-ignore-next-line __proto__ -- x', 'unknown rule `__proto__`: `stateless-migrate rules` lists them'],
  ])('%s', async (comment, problem) => {
    expect(await seen(counting(['sold'], `// ${comment}\nlet sold = 0;`))).toEqual({
      suppressed: [],
      open: [2],
      diagnostics: [`invalid-suppression 1:4 ${problem}`],
    });
  });

  test('an unknown rule does not spoil the known one beside it', async () => {
    const code = counting(
      ['sold'],
      '// stateless-ignore-next-line in-memory-conter, in-memory-counter -- why\nlet sold = 0;',
    );
    expect(await seen(code)).toEqual({
      suppressed: ['2: why (1)'],
      open: [],
      diagnostics: ['invalid-suppression 1:4 unknown rule `in-memory-conter`: did you mean `in-memory-counter`?'],
    });
  });
});

test('where only a part is looked at, nothing is called unused', async () => {
  const files = {
    'src/till.ts': `let sold = 0; // stateless-ignore-line ${WHY}\nexport const count = () => { sold += 1; return sold; };\n`,
    'src/api.ts':
      "import { count } from './till.js';\nexport const handler = async () => ({ body: String(count()) });\n",
    'src/idle.ts': `export const LIMIT = 3; // stateless-ignore-line ${WHY}\n`,
  };
  expect((await auditFiles(files)).report.diagnostics.map(({ code, file }) => `${code} ${file}`)).toEqual([
    'unused-suppression src/idle.ts',
  ]);
  const part = await auditFiles(files, { paths: ['src/idle.ts'] });
  expect(part.report.diagnostics.filter(({ code }) => code === 'unused-suppression')).toEqual([]);
});

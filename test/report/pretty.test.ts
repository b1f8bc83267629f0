import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { PLAIN } from '../../src/report/paint.js';
import { prettyReport } from '../../src/report/pretty.js';
import { CLEAN_REPORT, FULL_REPORT } from './full-report.js';

const DEFAULTS = { paint: PLAIN, lowest: 'warning', all: false, deselected: 0 } as const;

describe('prettyReport', () => {
  test('shows every part of a report', () => {
    expect(prettyReport(FULL_REPORT, DEFAULTS)).toMatchInlineSnapshot(`
      "target lambda (serverless.yml) · 9 files · 1 entry point · 6 bindings: 1 constant, 1 client or memo, 1 cache, 1 to review, 2 harmful

      src/api.ts
        3:5  error    in-memory-counter  \`hits\` restarts whenever Lambda starts an environment  fixable
             handler (src/api.ts:12) → record (src/count.ts:4)
             also reached from login (src/login.ts:1), logout (src/login.ts:9), show (src/show.ts:2) and 1 more
             invocation 1 writes src/api.ts:14 → invocation 2 in another environment reads 0 at src/api.ts:20
        4:5  warning  unbounded-cache    \`pages\` never forgets an entry
             handler (src/api.ts:12) → record (src/count.ts:4)

      bindings to look at that have no finding of their own
        src/api.ts
          8:5  review   undetermined  plugin  plugin is assigned by handler

      not analysed: 1 function
        thumbnails (serverless.yml): runtime python3.12

      about this run: 2 diagnostics
        parse-error  src/broken.ts: line 3: '}' expected\\nand more
        no-entry-point  nothing calls the worker

      left out: 3 build output, 12 tests (tests: --include-tests)

      ✖ 1 error · 1 warning · 1 note (hidden: --severity note)
        why: npx stateless-migrate explain in-memory-counter
        evidence: npx stateless-migrate explain src/api.ts#hits
        every binding: npx stateless-migrate --all
      "
    `);
  });

  test('lists every binding and every note where asked', () => {
    expect(prettyReport(FULL_REPORT, { ...DEFAULTS, all: true, lowest: 'note' })).toMatchInlineSnapshot(`
      "target lambda (serverless.yml) · 9 files · 1 entry point · 6 bindings: 1 constant, 1 client or memo, 1 cache, 1 to review, 2 harmful

      src/api.ts
        3:5  error    in-memory-counter  \`hits\` restarts whenever Lambda starts an environment  fixable
             handler (src/api.ts:12) → record (src/count.ts:4)
             also reached from login (src/login.ts:1), logout (src/login.ts:9), show (src/show.ts:2) and 1 more
             invocation 1 writes src/api.ts:14 → invocation 2 in another environment reads 0 at src/api.ts:20
        4:5  warning  unbounded-cache    \`pages\` never forgets an entry
             handler (src/api.ts:12) → record (src/count.ts:4)

      src/\\x1b[31mred\\u202e.ts
        40:5  note     lossy-read-modify-write  the item is written back without a condition
              handler (src/api.ts:12) → record (src/count.ts:4)

      bindings
        src/api.ts
          3:5  harmful  counter          hits    hits is assigned by handler
          4:5  harmful  unbounded-cache  pages   pages is assigned by handler
          5:5  benign   configuration    LIMITS  LIMITS is assigned by handler
          6:5  benign   lazy-client      pool    pool is assigned by handler
          7:5  benign   ttl-cache        prices  prices is assigned by handler
          8:5  review   undetermined     plugin  plugin is assigned by handler

      not analysed: 1 function
        thumbnails (serverless.yml): runtime python3.12

      about this run: 2 diagnostics
        parse-error  src/broken.ts: line 3: '}' expected\\nand more
        no-entry-point  nothing calls the worker

      left out: 3 build output, 12 tests (tests: --include-tests)

      ✖ 1 error · 1 warning · 1 note
        why: npx stateless-migrate explain in-memory-counter
        evidence: npx stateless-migrate explain src/api.ts#hits
      "
    `);
  });

  test('says what was looked at where nothing was found', () => {
    expect(prettyReport(CLEAN_REPORT, DEFAULTS)).toMatchInlineSnapshot(`
      "target lambda (serverless.yml) · 9 files · 1 entry point · 1 binding: 1 constant

      ✔ no finding in 9 files
        every binding: npx stateless-migrate --all
      "
    `);
  });

  test('says what it means that there is no entry point', () => {
    const text = prettyReport({ ...CLEAN_REPORT, entryPoints: [] }, DEFAULTS);
    expect(text).toContain('0 entry points');
    expect(text).toContain('no entry point found\n  Nothing in these files is known to run once per invocation');
    expect(prettyReport(CLEAN_REPORT, DEFAULTS)).not.toContain('no entry point found');
    const said = prettyReport({ ...FULL_REPORT, entryPoints: [] }, DEFAULTS);
    expect(said).toContain('about this run: 1 diagnostic\n  parse-error');
  });

  test('names the targets where they differ', () => {
    const [first] = FULL_REPORT.entryPoints;
    if (!first) throw new Error('the fixture has an entry point');
    const entryPoints = [first, { ...first, target: 'cloudflare' as const }];
    const text = prettyReport({ ...FULL_REPORT, target: 'mixed', entryPoints }, DEFAULTS);
    expect(text).toMatch(/^targets cloudflare, lambda \(serverless\.yml\) · 9 files/);
  });

  test('does not call a binding unspoken of when its finding was deselected', () => {
    const report = { ...FULL_REPORT, findings: [] };
    expect(prettyReport(report, DEFAULTS)).toContain('bindings to look at that have no finding of their own');
    const narrowed = prettyReport(report, { ...DEFAULTS, deselected: 3 });
    expect(narrowed).not.toContain('bindings to look at');
    expect(narrowed).toContain('3 findings not counted: --rule, --skip-rule, --min-confidence');
  });

  test('shows the first diagnostics of each kind and counts the rest', () => {
    const diagnostics = Array.from({ length: 8 }, (_, index) => ({
      code: 'unresolved-import' as const,
      file: `src/${index}.ts`,
      message: 'x',
    }));
    const text = prettyReport({ ...FULL_REPORT, diagnostics }, DEFAULTS);
    expect(text).toContain('src/4.ts');
    expect(text).not.toContain('src/5.ts');
    expect(text).toContain('… and 3 more (--all)');
    expect(prettyReport({ ...FULL_REPORT, diagnostics }, { ...DEFAULTS, all: true })).toContain('src/7.ts');
  });

  test('quotes a name from the repository so that the command can be copied without harm', () => {
    const findings = FULL_REPORT.findings.map((item) => ({ ...item, binding: "src/a'; rm -rf ~ #.ts#x" }));
    expect(prettyReport({ ...FULL_REPORT, findings }, DEFAULTS)).toContain(`explain 'src/a'\\''; rm -rf ~ #.ts#x'`);
  });

  test('with colour says the same words', () => {
    const painted = prettyReport(FULL_REPORT, { ...DEFAULTS, paint: pc.createColors(true) });
    expect(painted).toContain('\u001b[31merror');
    // eslint-disable-next-line no-control-regex -- the escapes of colours
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(prettyReport(FULL_REPORT, DEFAULTS));
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = new URL('../../src/cli/', import.meta.url);

/** The analysis takes several times as long to load as the command line: --help and rules must not wait for it. */
test('only a dynamic import leads from the command line to the analysis', () => {
  const files = readdirSync(FOLDER);
  expect(files).toContain('process-context.ts');
  for (const file of files) {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    expect(text, file).not.toMatch(
      /^(import|export) (?!type )[^;]*'\.\.\/(pipeline|index|analyzers|project|planner|transforms)\b/m,
    );
  }
  expect(readFileSync(new URL('process-context.ts', FOLDER), 'utf8')).toContain("await import('../pipeline.js')");
});

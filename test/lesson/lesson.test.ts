import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { auditCase, listCases } from '../idioms/fixture-case.js';

const PATTERNS = [
  'anti-global-counter',
  'anti-unbounded-cache',
  'anti-memory-sessions',
  'ok-fetch-and-commit',
  'ok-ttl-cache',
  'ok-external-sessions',
  'ok-lazy-connections',
  'ok-constants',
];
const FORMS = ['commonjs', 'commonjs-modules', 'esm', 'esm-modules', 'typescript', 'typescript-modules'];

const cases = listCases(fileURLToPath(new URL('../fixtures/lesson', import.meta.url)));

describe('the patterns of the lesson', () => {
  it.each(cases)('$group/$name', async (fixture) => {
    expect(await auditCase(fixture)).toEqual([]);
  });

  it.each(PATTERNS)('%s is there in every form', (pattern) => {
    expect(cases.filter(({ group }) => group === pattern).map(({ name }) => name)).toEqual(FORMS);
  });
});

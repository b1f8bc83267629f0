import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isOpenGap } from '../idioms/open-gaps.js';
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
    const differences = await auditCase(fixture);
    // A gap that closes must leave the list, so that it cannot open again unseen.
    if (isOpenGap(fixture)) expect(differences).not.toEqual([]);
    else expect(differences).toEqual([]);
  });

  it.each(PATTERNS)('%s is there in every form', (pattern) => {
    expect(cases.filter(({ group }) => group === pattern).map(({ name }) => name)).toEqual(FORMS);
  });
});

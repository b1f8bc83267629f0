import { describe, expect, test } from 'vitest';
import { TRANSFORMS } from '../../src/transforms/index.js';
import { checkCase } from './check-case.js';
import { casesOf } from './fixture.js';

for (const { id } of TRANSFORMS) {
  describe(id, () => {
    const cases = casesOf(id);

    test('has a case that is migrated and one that is refused', () => {
      expect(cases.some(({ refused }) => refused === null)).toBe(true);
      expect(cases.some(({ refused }) => refused !== null)).toBe(true);
    });

    test.each(cases.map((one) => [one.name, one] as const))('%s', { timeout: 120_000 }, async (_name, one) => {
      await checkCase(one);
    });
  });
}

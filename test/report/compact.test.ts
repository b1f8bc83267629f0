import { expect, test } from 'vitest';
import { compactReport } from '../../src/report/compact.js';
import { CLEAN_REPORT, FULL_REPORT } from './full-report.js';

test('one line per finding, from the lowest severity upwards, control characters escaped', () => {
  expect(compactReport(FULL_REPORT, 'note')).toBe(
    [
      'src/api.ts:3:5 error in-memory-counter `hits` restarts whenever Lambda starts an environment\n',
      'src/api.ts:4:5 warning unbounded-cache `pages` never forgets an entry\n',
      'src/\\x1b[31mred\\u202e.ts:40:5 note lossy-read-modify-write the item is written back without a condition\n',
    ].join(''),
  );
  expect(compactReport(FULL_REPORT, 'error').split('\n')).toHaveLength(2);
  expect(compactReport(CLEAN_REPORT, 'note')).toBe('');
});

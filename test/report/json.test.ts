import { describe, expect, test } from 'vitest';
import { jsonReport } from '../../src/report/json.js';
import { FULL_REPORT } from './full-report.js';

describe('jsonReport', () => {
  test('parses back to the same report, ends with a newline, indents by two', () => {
    const text = jsonReport(FULL_REPORT);
    expect(JSON.parse(text)).toEqual(FULL_REPORT);
    expect(text.endsWith('}\n')).toBe(true);
    expect(text.startsWith('{\n  "$schema": "stateless-migrate/report.schema.json",\n  "schemaVersion": 1,')).toBe(
      true,
    );
  });

  test('gives the same bytes whatever order the records were built in', () => {
    expect(jsonReport(reversedKeys(FULL_REPORT))).toBe(jsonReport(FULL_REPORT));
  });

  test('prints no control character that a terminal obeys', () => {
    const text = jsonReport({ ...FULL_REPORT, targetDetectedBy: 'a\u009b31m\u202e\u007f\u2028' });
    // eslint-disable-next-line no-control-regex -- these must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
    expect(JSON.parse(text)).toHaveProperty('targetDetectedBy', 'a\u009b31m\u202e\u007f\u2028');
  });

  test('keeps names that objects inherit', () => {
    const leftOut = JSON.parse('{ "__proto__": 2, "constructor": 1 }') as Record<string, number>;
    const text = jsonReport({ ...FULL_REPORT, summary: { ...FULL_REPORT.summary, leftOut } });
    expect(text).toContain('"__proto__": 2,\n      "constructor": 1');
  });
});

/** A deep copy whose objects list their keys the other way round. */
function reversedKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversedKeys) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, reversedKeys<unknown>(item)]);
  return Object.fromEntries(entries.reverse()) as T;
}

import { describe, expect, it } from 'vitest';
import { auditFiles } from './audit-files.js';

describe('a write to a computed part', () => {
  it('blurs an object whose fields other code names', async () => {
    const { verdict, gapsOf } = await auditFiles({
      'src/stats.ts': [
        'const totals = { open: 0, closed: 0 };',
        'export const handler = async (event) => {',
        '  totals[event.state] = event.count;',
        '  return { body: totals.open };',
        '};',
      ].join('\n'),
    });
    expect(verdict('src/stats.ts#totals')).toMatch(/ harmful medium$/);
    expect(gapsOf('src/stats.ts#totals')).toEqual(['src/stats.ts:3 a gap: which of its fields is written is computed']);
  });

  it('is what a dictionary is for', async () => {
    const { verdict } = await auditFiles({
      'src/stats.ts': [
        'const byId = {};',
        'export const handler = async (event) => { byId[event.id] = event; return byId[event.other]; };',
      ].join('\n'),
    });
    expect(verdict('src/stats.ts#byId')).toBe('session-store harmful high');
  });

  it('is known where the key is a constant of the module', async () => {
    const { gapsOf } = await auditFiles({
      'src/stats.ts': [
        "const OPEN = Symbol('open');",
        'const totals = { closed: 0 };',
        'export const handler = async (event) => { totals[OPEN] = event.n; return { body: totals.closed }; };',
      ].join('\n'),
    });
    expect(gapsOf('src/stats.ts#totals')).toEqual([]);
  });

  it('prevents a verdict where the method itself is computed', async () => {
    const { verdict } = await auditFiles({
      'src/stats.ts': [
        'const seats = new Map();',
        'export const handler = async (event) => ({ body: seats[event.method](event.id) });',
      ].join('\n'),
    });
    expect(verdict('src/stats.ts#seats')).toBe('undetermined review low');
  });
});

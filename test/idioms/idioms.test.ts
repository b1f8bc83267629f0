import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readExpectations } from './expectations.js';
import { auditCase, listCases } from './fixture-case.js';
import { IDIOMS } from './idiom-list.js';
import { isOpenGap } from './open-gaps.js';

const cases = listCases(fileURLToPath(new URL('../fixtures/idioms', import.meta.url)));

describe('the idioms of the catalogue', () => {
  it.each(cases)('$group/$name', async (fixture) => {
    const differences = await auditCase(fixture);
    // A gap that closes must leave the list, so that it cannot open again unseen.
    if (isOpenGap(fixture)) expect(differences).not.toEqual([]);
    else expect(differences).toEqual([]);
  });
});

describe('the registry of idioms', () => {
  it('holds every idiom once, and no folder belongs to none', () => {
    const ids = IDIOMS.map(({ id }) => id);
    expect(ids).toHaveLength(144);
    expect(new Set(ids).size).toBe(144);
    expect(cases.filter(({ group }) => !ids.includes(idOf(group)))).toEqual([]);
  });

  it('expects something of every reporting folder, and no finding of a silent one', () => {
    const wrong = cases.filter(({ name, root }) => {
      const { findings, bindings } = readExpectations(root);
      const expectsHarm = findings.length > 0 || bindings.some(({ verdicts }) => verdicts.includes('harmful'));
      return name.startsWith('reports') !== expectsHarm;
    });
    expect(wrong).toEqual([]);
  });

  it.each(IDIOMS.filter(({ kind }) => kind !== 'later'))('$id has its folders: $title', ({ id, kind }) => {
    const names = cases.filter(({ group }) => idOf(group) === id).map(({ name }) => name);
    expect(names.filter((name) => !/^(reports|ok)(-|$)/.test(name))).toEqual([]);
    expect(names.some((name) => name.startsWith('ok'))).toBe(true);
    if (kind === 'reports') expect(names.some((name) => name.startsWith('reports'))).toBe(true);
  });
});

function idOf(folder: string): string {
  return folder.slice(0, folder.indexOf('-'));
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .sort();

describe('files of src', () => {
  it('are found', () => {
    expect(FILES).toContain('pipeline.ts');
  });

  it('have names in kebab-case', () => {
    expect(FILES.filter((path) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(path))).toEqual([]);
  });

  it('are named for what they hold', () => {
    const vague = /(^|[-/])(utils?|helpers?|managers?|data|info|misc|common)([-./]|$)/;
    expect(FILES.filter((path) => vague.test(path))).toEqual([]);
  });

  it('say at the top of a stage what it takes, gives and does not do', () => {
    const stages = FILES.filter((path) => /^analyzers\/\d-[^/]+\/index\.ts$/.test(path));
    const silent = stages.filter((path) => {
      const opening = readFileSync(join(SRC, path), 'utf8').slice(0, 1500);
      return !['Takes', 'Gives', 'Does not'].every((word) => opening.includes(word));
    });
    expect(silent).toEqual([]);
  });
});

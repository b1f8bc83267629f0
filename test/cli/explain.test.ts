import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/rules/index.js';
import { repository, run } from './fake-context.js';

const SHOP = { 'src/api.ts': '\uFEFFone\ntwo\nlet hits = 0;\n' };

describe('explain', () => {
  test.each(RULES.map((rule) => rule.id))('%s without an audit', async (id) => {
    const { code, out, audits } = await run(['explain', id]);
    expect({ code, audits }).toEqual({ code: 0, audits: [] });
    expect(out).toMatch(new RegExp(`^${id} · (error|warning|note)\n\n\\S`));
  });

  test('a binding: the whole root is audited, the source line is shown', async () => {
    const cwd = repository(SHOP);
    const { code, out, audits } = await run(['explain', 'src/api.ts#hits', '--target', 'vercel'], { cwd });
    expect(code).toBe(0);
    expect(audits).toMatchObject([{ root: cwd, paths: [], target: 'vercel' }]);
    expect(out).toContain('src/api.ts#hits (let, 3:5)');
    expect(out).toContain('3 | let hits = 0;');
    expect(out).toContain('error in-memory-counter 3:5');
    expect(out).not.toContain('unbounded-cache');
  });

  test('a binding by its path from elsewhere', async () => {
    const cwd = repository(SHOP);
    const fromSrc = await run(['explain', 'api.ts#hits', '--root', '..'], { cwd: join(cwd, 'src') });
    expect(fromSrc.out).toContain('src/api.ts#hits (let, 3:5)');
    expect((await run(['explain', './src/api.ts#hits'], { cwd })).code).toBe(0);
  });

  test.each([
    ['src/api.ts#hit', 'error: no binding `src/api.ts#hit` is listed\nhint: did you mean `src/api.ts#hits`?\n'],
    ['z#z', 'error: no binding `z#z` is listed\nhint: `stateless-migrate --all` lists every binding\n'],
    [
      'src/api.ts',
      'error: `src/api.ts` is a path, not a rule or a binding\n' +
        'hint: `stateless-migrate src/api.ts --all` lists its bindings; explain one as file#name\n',
    ],
  ])('what is not listed: %s', async (subject, err) => {
    expect(await run(['explain', subject], { cwd: repository(SHOP) })).toMatchObject({ code: 2, out: '', err });
  });

  test('needs one subject', async () => {
    expect((await run(['explain'])).err).toMatch(/^error: explain what\?\nhint: name one rule/);
    expect((await run(['explain', 'a', 'b'])).err).toMatch(/^error: `b` is one argument too many\n/);
  });
});

describe('rules', () => {
  test('as a table and as JSON', async () => {
    const table = await run(['rules']);
    for (const rule of RULES) expect(table.out).toContain(`${rule.id} `);
    expect(table.out).toContain(`${RULES.length} rules`);
    expect(JSON.parse((await run(['rules', '--format', 'json'])).out)).toEqual(RULES);
    expect((await run(['rules', '--color'])).out).toContain('\u001b[1min-memory-counter');
  });
});

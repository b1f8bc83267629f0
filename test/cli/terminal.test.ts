import { describe, expect, test } from 'vitest';
import type { AuditOptions } from '../../src/pipeline.js';
import { FULL_REPORT } from '../report/full-report.js';
import { run } from './fake-context.js';

describe('colour', () => {
  test.each([
    ['a terminal', [], true, {}, true],
    ['a pipe', [], false, {}, false],
    ['NO_COLOR', [], true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', [], true, { NO_COLOR: '' }, true],
    ['FORCE_COLOR on a pipe', [], false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', [], true, { FORCE_COLOR: '0' }, false],
    ['NO_COLOR and FORCE_COLOR', [], true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['a dumb terminal', [], true, { TERM: 'dumb' }, false],
    ['CI', [], true, { CI: 'true' }, false],
    ['CI=false', [], true, { CI: 'false' }, true],
    ['CI with FORCE_COLOR', [], false, { CI: 'true', FORCE_COLOR: '1' }, true],
    ['--color', ['--color'], false, { NO_COLOR: '1' }, true],
    ['--no-color', ['--no-color'], true, { FORCE_COLOR: '1' }, false],
  ])('%s', async (_, argv, terminal, env, coloured) => {
    expect((await run(argv, { terminal, env })).out.includes('\u001b[')).toBe(coloured);
    expect((await run([...argv, '--rule', 'x'], { terminal, env })).err.includes('\u001b[')).toBe(coloured);
    expect((await run([...argv, '--format', 'json'], { terminal, env })).out).not.toContain('\u001b[');
  });
});

describe('progress', () => {
  const at = (times: number[]) => () => times.shift() ?? 0;
  const audit = ({ onProgress }: AuditOptions): typeof FULL_REPORT => {
    for (const done of [1, 2, 3]) onProgress?.({ stage: 'bind', done, total: 3 });
    return FULL_REPORT;
  };

  test('appears after a second, is throttled, and is taken away', async () => {
    const { err } = await run([], { audit, terminal: true, now: at([0, 900, 1100, 1150]) });
    expect(err).toBe('\r\u001b[2Kreading files 2/3\r\u001b[2K');
  });

  test.each([
    ['no terminal', false, {}],
    ['CI', true, { CI: '1' }],
    ['a dumb terminal', true, { TERM: 'dumb' }],
  ])('%s: none', async (_, terminal, env) => {
    expect((await run([], { audit, terminal, env, now: at([0, 2000, 4000, 6000]) })).err).toBe('');
  });

  test('short work: none', async () => {
    expect((await run([], { audit, terminal: true, now: at([0, 100, 500, 999]) })).err).toBe('');
  });
});

describe('interruption', () => {
  test('clears the progress line and exits with 130; after the work nothing listens any more', async () => {
    let later = (): void => {};
    const ran = await run([], {
      terminal: true,
      now: (
        (times) => () =>
          times.shift() ?? 0
      )([0, 2000]),
      audit: ({ onProgress }, interrupt) => {
        onProgress?.({ stage: 'link', done: 0, total: 0 });
        interrupt();
        later = interrupt;
        return FULL_REPORT;
      },
    });
    later();
    expect(ran.err).toBe('\r\u001b[2Klinking modules\r\u001b[2K');
    expect(ran.exits).toEqual([130]);
  });
});

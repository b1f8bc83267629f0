import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Bind from '../../src/analyzers/1-bind/index.js';
import type * as Join from '../../src/analyzers/5-classify/join.js';
import type * as Generate from '../../src/analyzers/2-link/generate.js';
import type * as Reach from '../../src/analyzers/4-reach/index.js';
import { functionAt } from '../../src/model/program-index.js';
import { audit } from '../../src/pipeline.js';
import type { AuditReport } from '../../src/model/report.js';
import { InvariantError } from '../../src/support/invariant.js';
import { makeTree } from '../project/make-tree.js';

/** Which part fails, by name; the parts are the real ones apart from that. */
const fails = vi.hoisted(() => ({ part: '' }));
const fail = vi.hoisted(() => (): never => {
  throw new TypeError('the oven is cold');
});

vi.mock('../../src/analyzers/1-bind/index.js', async (original) => {
  const real = await original<typeof Bind>();
  const bindModule: typeof real.bindModule = (source) =>
    fails.part === 'bind' && source.path === 'src/count.ts' ? fail() : real.bindModule(source);
  return { ...real, bindModule };
});
vi.mock('../../src/analyzers/2-link/generate.js', async (original) => {
  const real = await original<typeof Generate>();
  const generateFunction: typeof real.generateFunction = (linker, fn) =>
    fails.part === 'link' && functionAt(linker.index, fn).name === 'bump' ? fail() : real.generateFunction(linker, fn);
  return { ...real, generateFunction };
});
vi.mock('../../src/analyzers/4-reach/index.js', async (original) => {
  const real = await original<typeof Reach>();
  const reachProgram: typeof real.reachProgram = (program) =>
    fails.part === 'reach' ? fail() : real.reachProgram(program);
  return { ...real, reachProgram };
});
vi.mock('../../src/analyzers/5-classify/join.js', async (original) => {
  const real = await original<typeof Join>();
  const judgeSlots: typeof real.judgeSlots = (judge, use, ...rest) =>
    fails.part === 'classify' && use.root.name === 'sold' ? fail() : real.judgeSlots(judge, use, ...rest);
  return { ...real, judgeSlots };
});

const FILES = {
  'src/handler.ts': [
    "import { bump } from './count';",
    'let sold = 0;',
    'let rate = 1;',
    'export const handler = async () => { sold += rate; bump(); return { body: String(sold) }; };',
  ].join('\n'),
  'src/count.ts': 'let visits = 0;\nexport const bump = () => { visits += 1; return visits; };',
};

async function run(part: string, debug = false): Promise<AuditReport> {
  fails.part = part;
  return (await audit({ root: makeTree(FILES), paths: [], debug })).report;
}

function verdicts({ bindings }: AuditReport): string[] {
  return bindings.map((b) => `${b.name} ${b.classification} ${b.verdict} ${b.confidence}`);
}

beforeEach(() => {
  fails.part = '';
});

describe('an error of ours', () => {
  it('in one module costs that module', async () => {
    const report = await run('bind');
    expect(verdicts(report)).toContainEqual(expect.stringMatching(/^sold \w+ harmful high$/));
    expect(report.summary.files).toBe(1);
    expect(report.diagnostics).toContainEqual({
      code: 'internal-error',
      file: 'src/count.ts',
      message: 'the analysis of this file failed: the oven is cold',
    });
    expect(report.diagnostics.filter(({ code }) => code !== 'internal-error')).toEqual([]);
  });

  it('in one function costs what the function names its certainty', async () => {
    const report = await run('link');
    expect(verdicts(report)).toContainEqual(expect.stringMatching(/^sold \w+ harmful high$/));
    expect(verdicts(report).find((line) => line.startsWith('visits'))).toMatch(/ (medium|low)$/);
    expect(report.diagnostics).toEqual([
      {
        code: 'internal-error',
        file: 'src/count.ts',
        message: '2:21 the analysis of a function failed; makes 1 binding less certain',
      },
    ]);
  });

  it('in one binding costs its verdict', async () => {
    const report = await run('classify');
    expect(verdicts(report)).toContain('sold undetermined review low');
    expect(verdicts(report)).toContain('visits counter harmful high');
    expect(report.diagnostics).toEqual([
      {
        code: 'internal-error',
        file: 'src/handler.ts',
        message: '2:5 the analysis of `sold` failed: the oven is cold; makes 1 binding less certain',
      },
    ]);
  });

  it('anywhere else names its stage', async () => {
    await expect(run('reach')).rejects.toThrow(new InvariantError('stage reach: the oven is cold'));
  });

  it.each([
    ['bind', 'stage bind: src/count.ts: the oven is cold'],
    ['link', 'stage link: src/count.ts: the oven is cold'],
    ['classify', 'stage classify: src/handler.ts#sold: the oven is cold'],
  ])('stops the run under debug, naming stage and place: %s', async (part, message) => {
    await expect(run(part, true)).rejects.toThrow(new InvariantError(message));
  });
});

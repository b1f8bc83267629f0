import { describe, expect, it } from 'vitest';
import { assertModel } from '../../src/model/laws/assert-model.js';
import { freezeModel } from '../../src/model/laws/freeze-model.js';
import { STAGES } from '../../src/model/stage.js';
import type { StageName, StageResult, StageResults } from '../../src/model/stage.js';
import { InvariantError } from '../../src/support/invariant.js';
import { runStages } from './run-stages.js';

const ROOT = '/srv/bakery';
const RESULTS = await runStages({
  'bake.ts': 'let loaves = 0;\nexport const bake = () => {\n  loaves += 1;\n  return loaves;\n};',
  'handler.ts': [
    "import { bake } from './bake';",
    "import { mill } from './mill';",
    'let rate = 1;',
    'class Oven { heat = 0; warm() { this.heat += rate; return this.heat; } }',
    'const oven = new Oven();',
    'export const handler = async (event) => { eval(event.code); mill(event); return [bake(), oven.warm(), rate]; };',
  ].join('\n'),
});

/** A model with all `readonly` taken off, to break it. */
type Open<T> =
  T extends ReadonlyMap<infer K, infer V>
    ? Map<K, Open<V>>
    : T extends ReadonlySet<infer V>
      ? Set<V>
      : T extends object
        ? { -readonly [K in keyof T]: Open<T[K]> }
        : T;

function broken<S extends StageName>(stage: S, change: (result: Open<StageResults[S]>) => unknown): () => void {
  const result = structuredClone(RESULTS[stage]);
  change(result as Open<StageResults[S]>);
  return () => {
    assertModel({ stage, result } as unknown as StageResult, ROOT);
  };
}

function first<T>(list: readonly T[] | undefined): T {
  const item = list?.[0];
  if (item === undefined) throw new Error('the list is too short');
  return item;
}

function second<T>(list: readonly T[] | undefined): T {
  return first(list?.slice(1));
}

describe('a sound model', () => {
  it.each(STAGES)('passes after %s', (stage) => {
    expect(broken(stage, () => undefined)).not.toThrow();
  });

  it('has what the cases below break', () => {
    expect(RESULTS.classify.blurs.some(({ bindings }) => bindings.length > 0)).toBe(true);
    expect(RESULTS.report.findings.some(({ binding }) => binding !== null)).toBe(true);
  });
});

describe('M1: the model is plain data', () => {
  it.each([
    ['a function', () => 1],
    ['a class instance', new Date(0)],
    ['a symbol', Symbol('rye')],
  ])('%s is refused', (_, value) => {
    const result = [{ ...first(RESULTS.bind), pragmas: [{ pos: 0, text: value }] }];
    const check = (): void => {
      assertModel({ stage: 'bind', result } as unknown as StageResult, ROOT);
    };
    expect(check).toThrow(/^M1 is broken after stage bind in bake\.ts: result\.0\.pragmas\.0\.text is a /);
  });
});

describe('M2: every reference resolves', () => {
  it.each([
    ['a parent that is not there', broken('bind', ([module]) => (second(module?.functions).parent = 99))],
    ['an owner that is not there', broken('bind', ([module]) => (first(module?.bindings).fn = -1))],
    ['a name without a binding', broken('bind', ([module]) => module?.bindings.splice(1))],
    ['a position behind the end', broken('bind', ([module]) => (first(module?.bindings).pos = 9999))],
    ['a gap in another file', broken('bind', (modules) => (first(second(modules).gaps).file = 'mill.ts'))],
    ['two modules of one path', broken('bind', (modules) => (second(modules).path = 'bake.ts'))],
    ['an import without a resolution', broken('link', ({ resolutions }) => second(resolutions).pop())],
    ['an import that leads to no module', broken('link', ({ index }) => index.byPath.delete('bake.ts'))],
    [
      'a token of no function',
      broken('link', ({ flow }) => Object.assign(first(flow.tokens), { t: 'function', fn: 99 })),
    ],
    ['a value that is no token', broken('link', ({ flow }) => flow.values.push([9999]))],
    ['a call of no function', broken('link', ({ flow }) => first(flow.calls).targets.push(99))],
    ['a gap in no file', broken('link', ({ gaps }) => (first(gaps).file = 'mill.ts'))],
    ['an entry point under a wrong id', broken('detect', ({ entries }) => (first(entries).fn = 'bake.ts@bake:2:21'))],
    ['an entry point that is no function', broken('detect', ({ entries }) => (first(entries).number = 99))],
    ['a call that its target does not know', broken('reach', ({ callsTo }) => callsTo.fill([]))],
    ['a function reached by the way to another', broken('reach', ({ reached }) => reached.invoke.reverse())],
    ['a binding in no module', broken('classify', ({ bindings }) => (first(bindings).file = 'mill.ts'))],
    ['evidence at no place', broken('classify', ({ bindings }) => (first(first(bindings).evidence).line = 0))],
    [
      'a gap that blurs nothing that is listed',
      broken('classify', ({ blurs }) => first(blurs).bindings.push('mill.ts#x')),
    ],
    ['a summary that miscounts', broken('report', ({ summary }) => (summary.harmful += 1))],
  ])('%s', (_, check) => {
    expect(check).toThrow(InvariantError);
    expect(check).toThrow(/^M2 is broken after stage (bind|link|detect|reach|classify|report)/);
  });
});

describe('M3: stages add and never rewrite', () => {
  it('a frozen result refuses every write', () => {
    const frozen = structuredClone(RESULTS.reach) as unknown as Open<StageResults['reach']>;
    freezeModel(frozen);
    expect(() => (first(frozen.index.modules).path = 'mill.ts')).toThrow(TypeError);
    expect(() => frozen.gaps.pop()).toThrow(TypeError);
    expect(() => frozen.index.byPath.set('mill.ts', 0)).toThrow(/^M3 is broken: a stage calls set\(\)/);
    expect(() => frozen.deployed.add(9)).toThrow(/^M3 is broken: a stage calls add\(\)/);
    expect(frozen.index.byPath.get('bake.ts')).toBe(0);
  });
});

describe('M4: no gap is dropped', () => {
  it('each is recorded', () => {
    expect(broken('classify', (program) => (program.blurs = []))).toThrow(
      /^M4 is broken after stage classify in handler\.ts: a gap \(eval\) was dropped/,
    );
  });

  it('and none leaves a binding certain', () => {
    const check = broken('classify', ({ bindings }) => {
      for (const binding of bindings) binding.confidence = 'high';
    });
    expect(check).toThrow(/^M4 .* in handler\.ts: handler\.ts#\w+ is certain although a gap \(eval\) blurs it/);
  });
});

describe('M5: no classification without evidence, no finding without a classification', () => {
  it.each([
    ['no evidence', broken('classify', ({ bindings }) => (first(bindings).evidence = []))],
    ['no words', broken('classify', ({ bindings }) => (first(first(bindings).evidence).message = ''))],
    ['no evidence in the report', broken('report', ({ bindings }) => (first(bindings).evidence = []))],
    ['a finding about nothing', broken('report', ({ findings }) => (first(findings).binding = 'mill.ts#flour'))],
  ])('%s', (_, check) => {
    expect(check).toThrow(/^M5 is broken after stage (classify|report) in \w+\.ts: /);
  });
});

describe('M6: no absolute path', () => {
  it.each([
    ['a module', broken('bind', ([module]) => Object.assign(module ?? {}, { path: '/srv/bakery/bake.ts' }))],
    ['a drive', broken('report', ({ bindings }) => (first(bindings).file = 'C:\\bakery\\bake.ts'))],
    ['a way out of the root', broken('report', ({ bindings }) => (first(bindings).file = '../mill.ts'))],
    ['a message', broken('report', ({ findings }) => (first(findings).message = 'see /srv/bakery/bake.ts'))],
  ])('%s', (_, check) => {
    expect(check).toThrow(/^M6 is broken after stage (bind|report): /);
  });
});

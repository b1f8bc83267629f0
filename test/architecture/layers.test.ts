import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONFIGURATION = await extractDepcruiseOptions(join(ROOT, '.dependency-cruiser.mjs'));
const RULES = CONFIGURATION.ruleSet?.forbidden ?? [];

describe('import rules', () => {
  it('hold in src', async () => {
    const result = await cruised(ROOT);
    expect(result.summary.totalCruised).toBeGreaterThan(10);
    expect(result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  it('say why, each in a sentence', () => {
    const terse = RULES.filter(({ comment }) => !/^\S.{30,}\.$/.test(comment ?? ''));
    expect(terse.map((rule) => rule.name)).toEqual([]);
  });

  it('have a violation below, so that none of them is dead', () => {
    expect([...new Set(VIOLATIONS.map(({ rule }) => rule))].sort()).toEqual(RULES.map(({ name }) => name).sort());
  });
});

/** One import that each rule forbids: `from` holds `import 'to'`. */
const VIOLATIONS: readonly { rule: string; from: string; imports: string }[] = [
  { rule: 'no-cycles', from: 'src/model/finding.ts', imports: './rule.js' },
  { rule: 'support-knows-nothing', from: 'src/support/text.ts', imports: '../model/rule.js' },
  { rule: 'model-is-plain', from: 'src/model/binding.ts', imports: '../rules/index.js' },
  { rule: 'model-is-plain', from: 'src/model/binding.ts', imports: 'node:path' },
  { rule: 'stages-see-the-model-alone', from: 'src/analyzers/2-link/index.ts', imports: '../../project/read.js' },
  { rule: 'stages-do-not-import-each-other', from: 'src/analyzers/4-reach/index.ts', imports: '../2-link/link.js' },
  { rule: 'analyzers-rules-reports-apart', from: 'src/report/json.ts', imports: '../rules/index.js' },
  { rule: 'analyzers-rules-reports-apart', from: 'src/gate/index.ts', imports: '../rules/index.js' },
  { rule: 'syntax-serves-bind', from: 'src/analyzers/3-detect/index.ts', imports: '../syntax/names.js' },
  { rule: 'only-the-pipeline-runs-stages', from: 'src/cli/main.ts', imports: '../analyzers/2-link/link.js' },
  { rule: 'pipeline-is-called-from-outside', from: 'src/report/json.ts', imports: '../pipeline.js' },
  { rule: 'nothing-imports-cli', from: 'src/project/find.ts', imports: '../cli/arguments.js' },
  { rule: 'compiler-only-where-text-is-read', from: 'src/analyzers/2-link/index.ts', imports: '@ts-morph/common' },
  { rule: 'one-compiler', from: 'src/analyzers/1-bind/index.ts', imports: 'typescript' },
  { rule: 'wrapped-trees-only-in-precise', from: 'src/transforms/index.ts', imports: 'ts-morph' },
  {
    rule: 'precise-serves-migration',
    from: 'src/rules/find.ts',
    imports: '../project/precise/open-precise-project.js',
  },
  { rule: 'jscodeshift-only-in-transforms', from: 'src/planner/index.ts', imports: 'jscodeshift' },
  { rule: 'disk-only-at-the-edges', from: 'src/report/json.ts', imports: 'node:fs' },
  { rule: 'disk-only-at-the-edges', from: 'src/analyzers/1-bind/index.ts', imports: 'fs/promises' },
  { rule: 'yargs-only-in-cli', from: 'src/project/find.ts', imports: 'yargs' },
  { rule: 'no-network', from: 'src/project/find.ts', imports: 'node:https' },
  { rule: 'nothing-is-executed', from: 'src/project/find.ts', imports: 'node:child_process' },
  { rule: 'store-runtime-is-self-contained', from: 'src/stores/runtime/list.ts', imports: '../../model/rule.js' },
  { rule: 'store-runtime-is-self-contained', from: 'src/stores/runtime/list.ts', imports: 'node:fs' },
  { rule: 'store-runtime-is-not-ours', from: 'src/planner/index.ts', imports: '../stores/runtime/engine.js' },
  { rule: 'no-development-packages', from: 'src/project/find.ts', imports: 'vitest' },
  { rule: 'resolvable', from: 'src/project/find.ts', imports: './missing.js' },
];

/** What the violating files import, where it is ours. `rule.ts` closes the cycle. */
const OTHER_FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module", "devDependencies": { "vitest": "4" } }',
  'tsconfig.json': '{ "compilerOptions": { "module": "NodeNext", "moduleResolution": "NodeNext" } }',
  'node_modules/vitest/package.json': '{ "name": "vitest", "type": "module", "exports": "./index.js" }',
  'node_modules/vitest/index.js': '',
  'src/model/rule.ts': "import './finding.js';",
  'src/rules/index.ts': '',
  'src/project/read.ts': '',
  'src/project/precise/open-precise-project.ts': '',
  'src/pipeline.ts': '',
  'src/stores/runtime/engine.ts': '',
  'src/cli/arguments.ts': '',
  'src/analyzers/syntax/names.ts': '',
  'src/analyzers/2-link/link.ts': '',
};

describe('a forbidden import', () => {
  it('is forbidden for types as well', async () => {
    const from = 'src/analyzers/4-reach/index.ts';
    const text = "import type { Linked } from '../2-link/link.js';\nexport type Reached = Linked;";
    expect(await rulesBrokenBy(from, text)).toContain('stages-do-not-import-each-other');
  });

  it.each(VIOLATIONS)('$from importing $imports breaks $rule', async ({ rule, from, imports }) => {
    expect(await rulesBrokenBy(from, `import '${imports}';`)).toContain(rule);
  });
});

async function rulesBrokenBy(from: string, text: string): Promise<string[]> {
  const folder = folderWith({ ...OTHER_FILES, [from]: text });
  try {
    const { violations } = (await cruised(folder)).summary;
    return violations.filter((violation) => violation.from === from).map((violation) => violation.rule.name);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function cruised(folder: string): Promise<ICruiseResult> {
  const { enhancedResolveOptions, ...options } = CONFIGURATION;
  const { output } = await cruise(['src'], { ...options, validate: true, baseDir: folder }, enhancedResolveOptions);
  if (typeof output === 'string') throw new Error(output);
  return output;
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

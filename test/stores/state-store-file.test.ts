import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { deploymentNeeds } from '../../src/stores/deployment-needs.js';
import { stateStoreFile, type StateStoreOptions } from '../../src/stores/state-store-file.js';
import { generatedProject, type GeneratedProject } from './generated-project.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCRIPT = new URL('../../scripts/write-store-sources.mjs', import.meta.url).href;

const STORES: readonly Pick<StateStoreOptions, 'store' | 'client'>[] = [
  { store: 'redis', client: 'ioredis' },
  { store: 'redis', client: 'redis' },
  { store: 'dynamodb' },
  { store: 'postgres' },
];

describe('the file that a project receives', () => {
  const projects: GeneratedProject[] = [];
  afterAll(() => projects.forEach((project) => project.remove()));

  it('is made of the runtime as it is', async () => {
    const { runtimeSources } = (await import(SCRIPT)) as { runtimeSources: () => Promise<string> };
    const written = readFileSync(join(ROOT, 'src/stores/runtime-sources.ts'), 'utf8');
    expect(written === (await runtimeSources()), 'run `npm run stores`').toBe(true);
  });

  it('compiles under every strict option, for each store', () => {
    const made = STORES.map((store) => generatedProject({ ...store, format: 'ts' }));
    projects.push(...made);
    const files = made.map(({ folder }) => join(folder, 'state-store.ts'));
    const program = ts.createProgram(files, {
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noPropertyAccessFromIndexSignature: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noImplicitReturns: true,
      noImplicitOverride: true,
      erasableSyntaxOnly: true,
      isolatedModules: true,
      verbatimModuleSyntax: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2020,
      lib: ['lib.es2020.d.ts'],
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      types: ['node'],
      typeRoots: [join(realpathSync(join(ROOT, 'node_modules')), '@types')],
    });
    const messages = ts.getPreEmitDiagnostics(program).map(({ messageText, file, start }) => {
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1;
      return `${file?.fileName ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
    expect(messages).toEqual([]);
  }, 120_000);

  it.each(STORES)('keeps comments and holds nothing of another store: $store $client', (store) => {
    for (const format of ['ts', 'esm', 'cjs'] as const) {
      const { text } = stateStoreFile({ ...store, format, namespace: 'bakery' });
      expect(text).toContain('A container may have been frozen');
      expect(text).toContain("packageName: 'bakery'");
      const clients = ['ioredis', 'redis', 'pg', '@aws-sdk/lib-dynamodb'].filter((name) => text.includes(`'${name}'`));
      const own = { redis: store.client, dynamodb: '@aws-sdk/lib-dynamodb', postgres: 'pg' }[store.store];
      expect(clients.filter((name) => name !== 'redis' || store.client === 'redis')).toEqual([own]);
      expect(text).not.toMatch(/\.\/[a-z-]+\.js'/);
    }
  });

  it('names the ranges that these tests run with', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    for (const store of STORES) {
      const { dependencies } = stateStoreFile({ ...store, format: 'ts', namespace: 'bakery' });
      const needed = dependencies.filter(({ name }) => name !== '@types/node');
      expect(needed.map(({ name, range }) => [name, range])).toEqual(
        needed.map(({ name }) => [name, devDependencies[name]]),
      );
      expect(stateStoreFile({ ...store, format: 'esm', namespace: 'bakery' }).dependencies).toEqual(
        dependencies.filter(({ isDevelopment }) => !isDevelopment),
      );
    }
  });

  it.each([
    ['ts', undefined, 'state-store.ts'],
    ['esm', undefined, 'state-store.js'],
    ['esm', 'mjs', 'state-store.mjs'],
    ['cjs', 'cjs', 'state-store.cjs'],
  ] as const)('of the format %s with the extension %s is %s', (format, extension, fileName) => {
    const options = { store: 'postgres', format, namespace: `o'neill "bakery"` } as const;
    const file = stateStoreFile(extension === undefined ? options : { ...options, extension });
    expect(file.fileName).toBe(fileName);
    expect(file.text).toContain(`packageName: 'o\\'neill "bakery"'`);
  });
});

describe('what a deployed function needs', () => {
  it('is the variables that the file names', () => {
    for (const { store } of STORES) {
      const { text } = stateStoreFile({ store, format: 'esm', namespace: 'bakery' });
      for (const { name } of deploymentNeeds(store).variables)
        expect(text).toContain(`required('${name}'`.slice(0, -1));
    }
  });

  it('is a table with the keys and the rights that the file uses', () => {
    const { table, actions } = deploymentNeeds('dynamodb');
    const { text } = stateStoreFile({ store: 'dynamodb', format: 'esm', namespace: 'bakery' });
    const commands = [...text.matchAll(/new (\w+)Command\(/g)].map(([, name]) => name);
    const action: Readonly<Record<string, string>> = { BatchWrite: 'BatchWriteItem', Query: 'Query' };
    const used = commands.map((name) => `dynamodb:${action[name!] ?? `${name}Item`}`);
    expect([...new Set(used)].sort()).toEqual([...actions].sort());
    for (const snippet of [table!.cloudFormation, table!.terraform]) {
      for (const name of ['pk', 'sk', 'ttl']) expect(snippet).toMatch(new RegExp(`\\b${name}\\b`));
    }
    for (const policy of [table!.cloudFormationPolicy, table!.terraformPolicy]) {
      for (const name of actions) expect(policy).toContain(name);
    }
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isManifestName, readDeployment } from '../../../src/project/manifests/index.js';
import { deploymentOf, lineOf, linesOf } from './memory-repository.js';

const BAKERY = fileURLToPath(new URL('../../fixtures/manifests/bakery', import.meta.url));

describe('readDeployment', () => {
  it('reads a repository on disk and names only relative paths', () => {
    const result = readDeployment({
      root: BAKERY,
      manifests: ['tsconfig.json', 'serverless.yml', 'infra/main.tf'],
      sources: new Set(['src/sell.js', 'src/handlers/bake.ts']),
    });
    expect(result).toEqual({
      deployment: {
        functions: [
          {
            name: 'sell',
            declaredIn: 'infra/main.tf',
            line: 1,
            host: 'aws-lambda',
            target: 'lambda',
            detectedBy: 'main.tf: aws_lambda_function.sell',
            source: { kind: 'export', file: 'src/sell.js', exportName: 'handler' },
          },
          {
            name: 'bake',
            declaredIn: 'serverless.yml',
            line: 6,
            host: 'aws-lambda',
            target: 'lambda',
            detectedBy: 'serverless.yml: functions.bake.handler',
            source: { kind: 'export', file: 'src/handlers/bake.ts', exportName: 'handler' },
          },
          {
            name: 'weigh',
            declaredIn: 'serverless.yml',
            line: 8,
            host: 'aws-lambda',
            target: 'lambda',
            detectedBy: 'serverless.yml: functions.weigh.handler',
            source: { kind: 'none', reason: 'runtime python3.12' },
          },
        ],
        scopes: [{ folder: '', target: 'lambda', detectedBy: 'serverless.yml' }],
      },
      diagnostics: [{ code: 'manifest-error', file: 'infra/main.tf', message: 'line 1: a block is not closed' }],
    });
  });

  it('gives the same for any order of the input', () => {
    const sources = ['src/sell.js', 'src/handlers/bake.ts'];
    const manifests = ['infra/main.tf', 'serverless.yml'];
    const forwards = readDeployment({ root: BAKERY, manifests, sources: new Set(sources) });
    const backwards = readDeployment({
      root: BAKERY,
      manifests: [...manifests].reverse(),
      sources: new Set([...sources].reverse()),
    });
    expect(JSON.stringify(backwards)).toBe(JSON.stringify(forwards));
  });

  it('lets the manifest that declares a function in the repository decide between two of one folder', () => {
    const files = {
      'vercel.json': '{}',
      'api/hello.ts': '',
      'serverless.yml': 'provider: aws\nfunctions:\n  gone: { handler: gone.handler }\n',
    };
    expect(deploymentOf(files).scopes).toEqual([{ folder: '', target: 'vercel', detectedBy: 'vercel.json' }]);
  });

  it('turns a manifest that is nested too deeply into a diagnostic', () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    const result = deploymentOf({ 'vercel.json': deep, 'wrangler.toml': 'main = "a.ts"', 'a.ts': '' });
    expect(result.functions.map(lineOf)).toEqual(['worker → a.ts']);
    expect(result.diagnostics).toHaveLength(1);
  });

  it('ends where values double with every level', () => {
    const doubling = (form: (name: string) => string): readonly string[] =>
      Array.from({ length: 40 }, (_, i) => form(`x${i + 1}`).replaceAll('NEXT', `x${i}`));
    const code = doubling((name) => `const ${name} = NEXT + NEXT;`).join('\n');
    const locals = doubling((name) => `  ${name} = "\${local.NEXT}\${local.NEXT}"`).join('\n');
    const custom = doubling((name) => `  ${name}: "\${self:custom.NEXT}\${self:custom.NEXT}"`).join('\n');
    const files = {
      'cdk.json': '{}',
      'stack.ts': `import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';\nconst x0 = 'a';\n${code}\nnew NodejsFunction(this, 'Code', { entry: x40 });`,
      'main.tf': `locals {\n  x0 = "a"\n${locals}\n}\nresource "aws_lambda_function" "Terraform" {\n  handler = local.x40\n}\n`,
      'serverless.yml': `provider: aws\ncustom:\n  x0: a\n${custom}\nfunctions:\n  Serverless: { handler: "\${self:custom.x40}" }\n`,
    };
    expect(linesOf(files).map((line) => line.replace(/(is built from).*/, '$1 …'))).toEqual([
      'Terraform ✗ handler is built from …',
      'Serverless ✗ handler is built from …',
      'Code ✗ entry is built from …',
    ]);
  });
});

describe('a repository with links', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manifests-'));
    mkdirSync(join(folder, 'repository'));
    writeFileSync(join(folder, 'outside.yml'), 'provider: aws\nfunctions:\n  secret: { handler: a.handler }\n');
    writeFileSync(
      join(folder, 'repository', 'inside.yml'),
      'provider: aws\nfunctions:\n  open: { handler: a.handler }\n',
    );
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads links that stay inside and ignores those that lead out', () => {
    symlinkSync('../outside.yml', join(folder, 'repository', 'serverless.yml'));
    symlinkSync('inside.yml', join(folder, 'repository', 'serverless.prod.yml'));
    const { deployment } = readDeployment({
      root: join(folder, 'repository'),
      manifests: ['serverless.yml', 'serverless.prod.yml', '../outside.yml'],
      sources: new Set(['a.js']),
    });
    expect(deployment.functions.map((fn) => fn.name)).toEqual(['open']);
  });
});

describe('isManifestName', () => {
  it('tells by the name', () => {
    const names = ['serverless.yml', 'a/template.yaml', 'main.tf', 'wrangler.jsonc', 'Dockerfile.web', 'package.json'];
    expect(names.filter(isManifestName)).toEqual(names);
    expect(['src/index.ts', 'README.md', 'wrangler.e2e.jsonc.bak', 'notes.txt'].filter(isManifestName)).toEqual([]);
  });
});

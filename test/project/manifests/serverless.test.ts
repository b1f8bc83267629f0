import { describe, expect, it } from 'vitest';
import { deploymentOf, linesOf, scopesOf } from './memory-repository.js';

describe('Serverless Framework', () => {
  it('maps handlers of serverless.yml and fills in its variables', () => {
    const files = {
      'services/shop/serverless.yml': `service: shop
custom:
  dir: src/handlers
  runtimes: { prod: nodejs20.x }
  entry: \${opt:entry}
provider:
  name: aws
  runtime: \${self:custom.runtimes.\${sls:stage}, 'nodejs22.x'}
functions:
  sell:
    handler: \${self:custom.dir}/sell.handler
  bake: { handler: dist/bake.main }
  count: { handler: count.handler, runtime: python3.12 }
  pack: { handler: "\${self:custom.entry}.handler" }
  ship: { image: ship }
  audit: \${file(./audit.yml):audit}
`,
      'services/shop/audit.yml': 'audit:\n  handler: src/handlers/audit.run\n',
      'services/shop/src/handlers/sell.ts': '',
      'services/shop/src/bake.ts': '',
      'services/shop/src/handlers/audit/index.ts': '',
    };
    expect(linesOf(files)).toEqual([
      'audit → services/shop/src/handlers/audit/index.ts#run',
      'sell → services/shop/src/handlers/sell.ts#handler',
      'bake → services/shop/src/bake.ts#main',
      'count ✗ runtime python3.12',
      'pack ✗ handler is built from ${self:custom.entry}.handler',
      'ship ✗ container image',
    ]);
    expect(scopesOf(files)).toEqual(['services/shop: lambda (services/shop/serverless.yml)']);
    expect(deploymentOf(files).functions[1]).toMatchObject({
      declaredIn: 'services/shop/serverless.yml',
      line: 10,
      detectedBy: 'serverless.yml: functions.sell.handler',
    });
  });

  it('reads lists of functions and of files', () => {
    const files = {
      'serverless.yml':
        'provider: aws\nfunctions:\n  - ${file(./fn/a.yml)}\n  - b:\n      handler: fn/b.handler\n  - ${file(./fn/missing.yml)}\n',
      'fn/a.yml': 'a:\n  handler: fn/a.handler\n',
      'fn/a.js': '',
      'fn/b.js': '',
    };
    expect(linesOf(files)).toEqual([
      'a → fn/a.js#handler',
      'b → fn/b.js#handler',
      '${file(./fn/missing.yml)} ✗ functions come from ${file(./fn/missing.yml)}',
    ]);
  });

  it('reads serverless.ts without running it: imported functions and the folder helper', () => {
    const files = {
      'serverless.ts': `import type { AWS } from '@serverless/typescript';
import { hello, bye as goodbye } from './src/functions';
const prefix = 'src';
const serverlessConfiguration: AWS = {
  service: 'greeter',
  provider: { name: 'aws', runtime: 'nodejs20.x' },
  functions: { hello, goodbye, plain: { handler: \`\${prefix}/plain.main\` } },
};
throw new Error('this must never run');
module.exports = serverlessConfiguration;
`,
      'src/functions/index.ts':
        "export { default as hello } from './hello';\nexport { default as bye } from './bye';\n",
      'src/functions/hello/index.ts':
        "import { handlerPath } from '../../libs/handler-resolver';\nexport default { handler: `${handlerPath(__dirname)}/handler.main`, events: [] };\n",
      'src/functions/hello/handler.ts': '',
      'src/functions/bye/index.ts':
        "import { handlerPath } from '@libs/handler-resolver';\nexport default { handler: `${handlerPath(__dirname)}/handler.main` };\n",
      'src/functions/bye/handler.ts': '',
      'src/plain.ts': '',
    };
    expect(linesOf(files)).toEqual([
      'plain → src/plain.ts#main',
      'goodbye → src/functions/bye/handler.ts#main',
      'hello → src/functions/hello/handler.ts#main',
    ]);
  });

  it('says that a computed configuration cannot be read', () => {
    expect(deploymentOf({ 'serverless.js': 'module.exports = makeConfig();\n' }).diagnostics).toEqual([
      'manifest-error serverless.js line 1: the configuration is computed, not an object literal',
    ]);
  });

  it('knows other providers', () => {
    const google = {
      'serverless.yml': 'provider: { name: google, runtime: nodejs20 }\nfunctions:\n  first: { handler: http }\n',
      'package.json': '{ "main": "lib/index.js" }',
      'src/index.ts': '',
    };
    expect(deploymentOf(google).functions[0]).toMatchObject({
      host: 'google-cloud-functions',
      target: 'cloud-run',
      source: { kind: 'export', file: 'src/index.ts', exportName: 'http' },
    });
  });

  it('maps the command of an image that the service builds itself', () => {
    const files = {
      'serverless.yml':
        'provider:\n  name: aws\n  ecr: { images: { app: { path: ./app } } }\nfunctions:\n  web: { image: { name: app, command: [server.handler] } }\n',
      'app/server.js': '',
    };
    expect(linesOf(files)).toEqual(['web → app/server.js#handler']);
  });
});

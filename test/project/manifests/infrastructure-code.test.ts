import { describe, expect, it } from 'vitest';
import { readInfrastructureCode } from '../../../src/project/manifests/infrastructure-code.js';
import { createManifestContext } from '../../../src/project/manifests/manifest-context.js';
import { type Files, lineOf, linesOf, memoryFiles, scopesOf } from './memory-repository.js';

const PACKAGE = { 'package.json': '{ "dependencies": { "aws-cdk-lib": "2" } }', 'cdk.json': '{}' };

function stack(body: string): string {
  return `import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
export class ShopStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
${body}
  }
}
`;
}

describe('AWS CDK', () => {
  it('maps NodejsFunction by its entry, and by the file beside the stack without one', () => {
    const files = {
      ...PACKAGE,
      'lib/shop-stack.ts': stack(`
    const folder = path.join(__dirname, '..', 'lambda');
    new NodejsFunction(this, 'Sell', { entry: path.join(folder, 'sell.ts'), handler: 'main' });
    new NodejsFunction(this, 'Bake', { entry: \`\${folder}/bake.ts\` });
    new NodejsFunction(this, 'Relative', { entry: 'lambda/relative.ts' });
    new NodejsFunction(this, 'beside');
    new NodejsFunction(this, 'Lost', { entry: 'lambda/lost.ts' });
    new NodejsFunction(this, 'Dynamic', { entry: process.env.ENTRY });`),
      'lib/shop-stack.beside.ts': '',
      'lambda/sell.ts': '',
      'lambda/bake.ts': '',
      'lambda/relative.ts': '',
    };
    expect(linesOf(files)).toEqual([
      'Sell → lambda/sell.ts#main',
      'Bake → lambda/bake.ts#handler',
      'Relative → lambda/relative.ts#handler',
      'beside → lib/shop-stack.beside.ts#handler',
      'Lost ✗ no source file for lambda/lost.ts',
      'Dynamic ✗ entry is built from process.env.ENTRY',
    ]);
    expect(scopesOf(files)).toEqual(['.: lambda (cdk.json)']);
  });

  it('maps lambda.Function by its code, its runtime and its handler', () => {
    const files = {
      ...PACKAGE,
      'lib/shop-stack.ts': stack(`
    new lambda.Function(this, 'Asset', { runtime: lambda.Runtime.NODEJS_22_X, code: lambda.Code.fromAsset('dist/api'), handler: 'index.run' });
    new lambda.Function(this, 'Snake', { runtime: lambda.Runtime.PYTHON_3_12, code: lambda.Code.fromAsset('py'), handler: 'a.b' });
    new lambda.Function(this, 'Inline', { runtime: lambda.Runtime.NODEJS_22_X, code: lambda.Code.fromInline('x'), handler: 'index.handler' });
    new lambda.Function(this, 'Bucket', { runtime: lambda.Runtime.NODEJS_22_X, code: lambda.Code.fromBucket(b, 'k'), handler: 'index.handler' });
    new lambda.DockerImageFunction(this, 'Image', { code: lambda.DockerImageCode.fromImageAsset('image', { cmd: ['app.go'] }) });`),
      'src/api/index.ts': '',
      'image/app.js': '',
    };
    expect(linesOf(files)).toEqual([
      'Asset → src/api/index.ts#run',
      'Snake ✗ runtime python3.12',
      'Inline ✗ inline code',
      'Bucket ✗ code is in a bucket',
      'Image → image/app.js#go',
    ]);
  });

  it('gives one function per round of a loop and per branch of a condition', () => {
    const files = {
      ...PACKAGE,
      'lib/shop-stack.ts': stack(`
    for (const name of ['buy', 'sell']) new NodejsFunction(this, name, { entry: \`lambda/\${name}.ts\` });
    ['ship'].forEach((name) => { new NodejsFunction(this, 'Ship', { entry: path.resolve(__dirname, '../lambda', name + '.ts') }); });
    new NodejsFunction(this, 'Either', { entry: process.env.W ? 'lambda/buy.ts' : 'lambda/ship.ts' });`),
      'lambda/buy.ts': '',
      'lambda/sell.ts': '',
      'lambda/ship.ts': '',
    };
    expect(linesOf(files)).toEqual([
      'buy → lambda/buy.ts#handler',
      'sell → lambda/sell.ts#handler',
      'Ship → lambda/ship.ts#handler',
      'Either → lambda/buy.ts#handler',
      'Either → lambda/ship.ts#handler',
    ]);
  });

  it('follows constructs of the project that pass properties through, where they are used', () => {
    const files = {
      ...PACKAGE,
      'lib/traced-function.ts': `import { Construct } from 'constructs';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Code } from 'aws-cdk-lib/aws-lambda';
export class TracedFunction extends Construct {
  constructor(scope, id, props) {
    super(scope, id);
    const code = Code.fromAsset(props.outDir);
    new NodejsFunction(this, props.name, { code, handler: props.handler });
  }
}
export class LoggedFunction extends NodejsFunction {
  constructor(scope, id, props) { const { name } = props; super(scope, id, { ...props, handler: 'handler', functionName: name }); }
}
export function makeFunction(scope, name: string, { file, handler = 'handler' }) {
  return new NodejsFunction(scope, name, { entry: \`src/\${file}.ts\`, handler });
}
`,
      'lib/shop-stack.ts': `import { Stack } from 'aws-cdk-lib';
import { LoggedFunction, makeFunction, TracedFunction } from './traced-function.js';
export class ShopStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    this.sell(props);
    new LoggedFunction(this, 'Bake', { entry: 'src/bake.ts', name: props.name });
    makeFunction(this, 'Count', { file: 'count' });
  }
  sell(props) { new TracedFunction(this, 'Sell', { name: props.name, outDir: './out/sell', handler: 'index.handler' }); }
}
`,
      'bin/app.ts':
        "import { App } from 'aws-cdk-lib';\nimport { ShopStack } from '../lib/shop-stack';\nnew ShopStack(new App(), 'Shop', { name: 'x' });\n",
      'scripts/build-sell.js':
        "require('esbuild').build({ entryPoints: ['./src/handlers/sell-bread.ts'], bundle: true, outfile: 'out/sell/index.js' });\n",
      'src/handlers/sell-bread.ts': '',
      'src/bake.ts': '',
      'src/count.ts': '',
    };
    expect(linesOf(files)).toEqual([
      'Bake → src/bake.ts#handler',
      'Count → src/count.ts#handler',
      'Sell → src/handlers/sell-bread.ts#handler',
    ]);
  });

  it('names functions of other languages where their wrapper is used', () => {
    const files = {
      ...PACKAGE,
      'lib/rust.ts': `import { Construct } from 'constructs';
import { RustFunction } from 'cargo-lambda-cdk';
export class Rusty extends Construct {
  constructor(scope, id, props) { super(scope, id); new RustFunction(this, props.name, { manifestPath: props.manifestPath }); }
}
`,
      'lib/shop-stack.ts':
        "import { Stack } from 'aws-cdk-lib';\nimport { Rusty } from './rust';\nnew Rusty(this, 'Weigh', { name: 'weigh', manifestPath: 'weigh/Cargo.toml' });\n",
    };
    expect(linesOf(files)).toEqual(['Weigh ✗ runtime rust']);
  });

  it('accepts a construct of a package where its properties lead to a source', () => {
    const files = {
      ...PACKAGE,
      'lib/stack.ts': `import { Stack } from 'aws-cdk-lib';
import { ApiGatewayToLambda } from '@aws-solutions-constructs/aws-apigateway-lambda';
import { TracedFunction } from 'our-constructs';
new ApiGatewayToLambda(this, 'Api', { lambdaFunctionProps: { handler: 'index.handler', code: Code.fromAsset('lambda') } });
new TracedFunction(this, 'Traced', { entry: 'lambda/traced.ts' });
new TracedFunction(this, 'Unrelated', { entry: 'lambda/nowhere.ts' });
`,
      'lambda/index.ts': '',
      'lambda/traced.ts': '',
    };
    expect(linesOf(files)).toEqual(['Api → lambda/index.ts#handler', 'Traced → lambda/traced.ts#handler']);
  });

  it('evaluates folders of ES modules', () => {
    const files = {
      ...PACKAGE,
      'infra/stack.ts': `import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
const __filename = fileURLToPath(import.meta.url);
const __dirname = dirname(__filename);
new NodejsFunction(stack, 'A', { entry: join(__dirname, '../fn/a.ts') });
new NodejsFunction(stack, 'B', { entry: join(import.meta.dirname, '..', 'fn', 'b.ts') });
new NodejsFunction(stack, 'C', { entry: fileURLToPath(new URL('../fn/c.ts', import.meta.url)) });
`,
      'fn/a.ts': '',
      'fn/b.ts': '',
      'fn/c.ts': '',
    };
    expect(linesOf(files)).toEqual(['A → fn/a.ts#handler', 'B → fn/b.ts#handler', 'C → fn/c.ts#handler']);
  });

  it('does not look into sources that mention no infrastructure, nor end on a constant that means itself', () => {
    expect(read("new NodejsFunction(this, 'A', { entry: 'a.ts' });", { 'a.ts': '' })).toEqual([]);
    const text =
      "import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';\nconst x = x + 'a';\nnew NodejsFunction(this, 'A', { entry: x });";
    expect(read(text, {})).toEqual(["A ✗ entry is built from x + 'a'"]);
  });
});

describe('SST', () => {
  it('reads the constructs of version 2', () => {
    const text = `import { Api, Cron, Function, StackContext } from 'sst/constructs';
export function API({ stack }: StackContext) {
  new Function(stack, 'Sell', { handler: 'src/sell.main' });
  const api = new Api(stack, 'Api', {
    routes: { 'GET /': 'src/list.handler', 'POST /': { function: { handler: 'src/add.handler' } } },
  });
  new Cron(stack, 'Nightly', { schedule: 'rate(1 day)', job: 'src/missing.handler' });
}
`;
    const sources = {
      'package.json': '{}',
      'sst.config.ts': '',
      'src/sell.ts': '',
      'src/list.ts': '',
      'src/add.ts': '',
    };
    expect(read(text, sources)).toEqual([
      'Sell → src/sell.ts#main',
      'Api GET / → src/list.ts#handler',
      'Api POST / → src/add.ts#handler',
      'Nightly ✗ no source file for src/missing',
    ]);
  });

  it('reads the constructs and subscriptions of version 3', () => {
    const files = {
      'package.json': '{ "dependencies": { "sst": "3" } }',
      'sst.config.ts': `export default $config({
  async run() {
    new sst.aws.Function('Sell', { handler: 'src/sell.handler' });
    const api = new sst.aws.ApiGatewayV2('Api');
    api.route('GET /', 'src/list.handler');
    const queue = new sst.aws.Queue('Orders');
    queue.subscribe({ handler: 'src/bake.handler', timeout: '1 minute' });
    new sst.aws.Function('Snake', { handler: 'py/x.handler', runtime: 'python3.11' });
    new sst.cloudflare.Worker('Edge', { handler: 'src/edge.ts' });
  },
});
`,
      'src/sell.ts': '',
      'src/list.ts': '',
      'src/bake.ts': '',
      'src/edge.ts': '',
    };
    expect(linesOf(files)).toEqual([
      'Sell → src/sell.ts#handler',
      'GET / → src/list.ts#handler',
      'subscribe → src/bake.ts#handler',
      'Snake ✗ runtime python3.11',
      'Edge → src/edge.ts',
    ]);
  });
});

function read(text: string, files: Files): readonly string[] {
  const all = { ...files, 'lib/stack.ts': text };
  const context = createManifestContext(new Set(Object.keys(all)), [], memoryFiles(all));
  return readInfrastructureCode(text, 'lib/stack.ts', context).map(lineOf);
}

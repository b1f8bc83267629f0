import { describe, expect, it } from 'vitest';
import { deploymentOf, linesOf, scopesOf } from './memory-repository.js';

const BAKERY = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Runtime: { Type: String, Default: nodejs22.x }
Globals:
  Function:
    Runtime: !Ref Runtime
    CodeUri: services/
Resources:
  Table: { Type: AWS::DynamoDB::Table }
  BakeFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: bake/app.handler
      Environment: { Variables: { TABLE: !GetAtt Table.Arn } }
  SellFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: dist
      Handler: sell.main
  ResizeFunction:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.handler, Runtime: python3.12 }
  GreetFunction:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs22.x
      Code: { ZipFile: 'exports.handler = async () => 1' }
  DynamicFunction:
    Type: AWS::Serverless::Function
    Properties: { Handler: !Sub "\${Stage}.handler" }
  LostFunction:
    Type: AWS::Serverless::Function
    Properties: { Handler: lost/app.handler }
`;

describe('AWS SAM and CloudFormation', () => {
  it('gives every function, mapped or with a reason', () => {
    const files = { 'template.yaml': BAKERY, 'services/bake/app.ts': '', 'src/sell.ts': '' };
    expect(linesOf(files)).toEqual([
      'BakeFunction → services/bake/app.ts#handler',
      'SellFunction → src/sell.ts#main',
      'ResizeFunction ✗ runtime python3.12',
      'GreetFunction ✗ inline code',
      'DynamicFunction ✗ handler is built from ${Stage}.handler',
      'LostFunction ✗ no source file for services/lost/app',
    ]);
    const [bake] = deploymentOf(files).functions;
    expect(bake).toMatchObject({
      declaredIn: 'template.yaml',
      line: 11,
      host: 'aws-lambda',
      target: 'lambda',
      detectedBy: 'template.yaml: Resources.BakeFunction',
    });
    expect(scopesOf(files)).toEqual(['.: lambda (template.yaml)']);
  });

  it('follows the entry points of esbuild, which flattens folders', () => {
    const template = `Resources:
  Put:
    Type: AWS::Serverless::Function
    Properties: { Handler: put-item.handler, Runtime: nodejs22.x, CodeUri: api }
    Metadata:
      BuildMethod: esbuild
      BuildProperties: { EntryPoints: [handlers/put-item.ts] }
`;
    expect(linesOf({ 'template.yml': template, 'api/handlers/put-item.ts': '' })).toEqual([
      'Put → api/handlers/put-item.ts#handler',
    ]);
  });

  it('reads the command of an image, and says so where there is none', () => {
    const template = `Resources:
  Local:
    Type: AWS::Serverless::Function
    Properties: { PackageType: Image }
    Metadata: { DockerContext: ./hello }
  Remote:
    Type: AWS::Lambda::Function
    Properties: { Code: { ImageUri: "123.dkr.ecr.eu-west-1.amazonaws.com/x:1" } }
`;
    const dockerfile = 'FROM public.ecr.aws/lambda/nodejs:22\nCOPY app.mjs ./\nCMD ["app.run"]\n';
    expect(linesOf({ 'template.yaml': template, 'hello/Dockerfile': dockerfile, 'hello/app.mjs': '' })).toEqual([
      'Local → hello/app.mjs#run',
      'Remote ✗ container image',
    ]);
  });

  it('marks functions on managed instances, which are concurrent', () => {
    const template = `{ "Resources": { "Api": { "Type": "AWS::Serverless::Function", "Properties": {
      "Handler": "api.handler", "CapacityProviderConfig": { "Arn": { "Fn::GetAtt": ["P", "Arn"] } } } } } }`;
    expect(deploymentOf({ 'stack.template': template, 'api.js': '' }).functions[0]).toMatchObject({
      target: 'lambda-managed',
      source: { kind: 'export', file: 'api.js', exportName: 'handler' },
    });
  });

  it('finds what an archive was packed from', () => {
    const template = (uri: string): string =>
      `Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties: { Handler: fn/a.handler, CodeUri: "${uri}" }\n`;
    expect(linesOf({ 'template.yaml': template('/Users/me/app/.serverless/app.zip'), 'fn/a.js': '' })).toEqual([
      'A → fn/a.js#handler',
    ]);
    expect(linesOf({ 'template.yaml': template('.serverless/app.zip'), 'fn/a.js': '' })).toEqual([
      'A → fn/a.js#handler',
    ]);
  });

  it('follows the shell script that starts a server behind the web adapter', () => {
    const files = {
      'template.yaml':
        'Resources:\n  Web:\n    Type: AWS::Serverless::Function\n    Properties: { Handler: run.sh, CodeUri: dist, Runtime: nodejs22.x }\n',
      'run.sh': '#!/bin/bash\n# node comment.js\nexec node --enable-source-maps server.js\n',
      'package.json': '{}',
      'src/server.ts': '',
    };
    expect(linesOf(files)).toEqual(['Web → src/server.ts']);
  });

  it('accepts a closing brace that is not indented, as the deployment tools do', () => {
    const template = `Globals:
  Function:
    VpcConfig: !If [Use, {
      Ids: !Ref ids
    }, !Ref AWS::NoValue]
Resources:
  A:
    Type: AWS::Serverless::Function
    Properties: { Handler: a.handler }
`;
    expect(linesOf({ 'template.yaml': template, 'a.js': '' })).toEqual(['A → a.js#handler']);
  });

  it('reports a template that does not parse, with its line, and reads the others', () => {
    const broken = 'Resources:\n  A:\n    Type: AWS::Serverless::Function\n  B: [\n';
    const whole = 'Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties: { Handler: a.handler }\n';
    const result = deploymentOf({ 'bad/template.yaml': broken, 'good/template.yaml': whole, 'good/a.js': '' });
    expect(result.functions.map((fn) => fn.declaredIn)).toEqual(['good/template.yaml']);
    expect(result.diagnostics).toHaveLength(1);
    expect(result.diagnostics[0]).toMatch(/^manifest-error bad\/template\.yaml line [45]: /);
  });

  it('is not confused by names of the object prototype, nor by aliases that multiply', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
    );
    const template = `l0: &l0 [x]\n${levels.join('\n')}\nResources:\n  __proto__:\n    Type: AWS::Lambda::Function\n    Properties: { Handler: a.handler, Code: *l12 }\n  constructor:\n    Type: AWS::Lambda::Function\n    Properties: { Handler: a.handler }\n`;
    expect(linesOf({ 'template.yaml': template, 'a.js': '' })).toEqual([
      '__proto__ → a.js#handler',
      'constructor → a.js#handler',
    ]);
  });
});

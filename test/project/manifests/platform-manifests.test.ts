import { describe, expect, it } from 'vitest';
import { deploymentOf, linesOf, scopesOf } from './memory-repository.js';

describe('Cloudflare', () => {
  it('reads wrangler.toml and wrangler.jsonc, with other mains per environment', () => {
    const files = {
      'a/wrangler.toml':
        'name = "edge"\nmain = "src/index.ts"\n[[durable_objects.bindings]]\nname = "R"\nclass_name = "Room"\n[[durable_objects.bindings]]\nname = "D"\nclass_name = "Desk"\nscript_name = "front"\n[env.next]\nmain = "src/next.ts"\n',
      'a/src/index.ts': '',
      'a/src/next.ts': '',
      'b/wrangler.jsonc': '// a comment\n{ "name": "built", "main": "./dist/_worker.js", }',
      'c/wrangler.toml': 'name = "py"\nmain = "src/entry.py"\n',
      'd/wrangler.json': '{ "assets": { "directory": "public" } }',
    };
    expect(linesOf(files)).toEqual([
      'edge → a/src/index.ts',
      'Room → a/src/index.ts#Room',
      'edge-next → a/src/next.ts',
      'built ✗ no source file for ./dist/_worker.js',
      'py ✗ runtime python',
    ]);
    expect(deploymentOf(files).functions[0]).toMatchObject({
      line: 2,
      host: 'cloudflare',
      target: 'cloudflare',
      detectedBy: 'wrangler.toml: main',
    });
    expect(scopesOf(files).map((scope) => scope.split(' ')[0])).toEqual(['a:', 'b:', 'c:', 'd:']);
  });

  it('reads the functions of a Pages project', () => {
    const files = {
      'wrangler.toml': 'name = "site"\npages_build_output_dir = "dist"\n',
      'functions/api/[id].ts': '',
      'functions/index.ts': '',
    };
    expect(linesOf(files)).toEqual(['/ → functions/index.ts', '/api/[id] → functions/api/[id].ts']);
  });

  it('reports TOML that does not parse with its line', () => {
    expect(deploymentOf({ 'wrangler.toml': 'name = "x"\nmain = = 1\n' }).diagnostics[0]).toMatch(
      /^manifest-error wrangler\.toml line 2: /,
    );
  });
});

describe('Vercel', () => {
  it('takes every file of api/, in any language, except private ones', () => {
    const files = {
      'vercel.json': '{}',
      'api/users/[id].ts': '',
      'api/_lib/db.ts': '',
      'api/hello.py': '',
      'lib/util.ts': '',
    };
    expect(linesOf(files)).toEqual(['api/hello.py ✗ runtime python', 'api/users/[id].ts → api/users/[id].ts']);
    expect(scopesOf(files)).toEqual(['.: vercel (vercel.json)']);
  });

  it('leaves api/ alone where a framework routes it or `builds` names the functions', () => {
    const next = { 'vercel.json': '{}', 'package.json': '{ "dependencies": { "next": "15" } }', 'api/x.ts': '' };
    expect(linesOf(next)).toEqual([]);
    const builds = {
      'vercel.json':
        '{ "builds": [{ "src": "server.js", "use": "@vercel/node" }, { "src": "www/**", "use": "@vercel/static" }] }',
      'server.js': '',
      'api/routes.js': '',
    };
    expect(linesOf(builds)).toEqual(['server.js → server.js']);
  });

  it('reads patterns of `functions` and services', () => {
    const files = {
      'vercel.json': JSON.stringify({
        functions: { 'edge/*.ts': { memory: 128 }, 'gone.ts': {}, 'app/page.tsx': {} },
        services: { api: { root: 'backend', entrypoint: 'server.ts' }, py: { root: 'py', entrypoint: 'main:app' } },
      }),
      'edge/a.ts': '',
      'backend/server.ts': '',
    };
    expect(linesOf(files)).toEqual([
      'api → backend/server.ts',
      'edge/a.ts → edge/a.ts',
      'gone.ts ✗ no source file for gone.ts',
      'py ✗ runtime python',
    ]);
    expect(scopesOf(files)).toEqual([
      '.: vercel (vercel.json)',
      'backend: vercel (vercel.json)',
      'py: vercel (vercel.json)',
    ]);
  });

  it('takes api/ of a package that depends on vercel', () => {
    const files = { 'web/package.json': '{ "devDependencies": { "vercel": "41" } }', 'web/api/a.ts': '' };
    expect(linesOf(files)).toEqual(['api/a.ts → web/api/a.ts']);
    expect(scopesOf(files)).toEqual(['web: vercel (web/package.json)']);
  });
});

describe('Netlify', () => {
  it('takes files and folders of the functions folder, and edge functions', () => {
    const files = {
      'netlify.toml': '[build]\n  functions = "fn"\n',
      'fn/hello.js': 'exports.handler = async () => {};',
      'fn/modern.mts': 'export default async () => new Response();',
      'fn/send/send.ts': 'export const handler = schedule();',
      'fn/send/template.ts': 'export const handler = 1;',
      'fn/shared.js': 'module.exports = { connect };',
      'netlify/edge-functions/geo.ts': '',
    };
    expect(linesOf(files)).toEqual([
      'geo → netlify/edge-functions/geo.ts',
      'hello → fn/hello.js#handler',
      'modern → fn/modern.mts',
      'send → fn/send/send.ts#handler',
      'shared ✗ exports no handler',
    ]);
    expect(linesOf({ 'netlify.toml': '', 'netlify/functions/a.js': 'exports.handler = 1' })).toEqual([
      'a → netlify/functions/a.js#handler',
    ]);
  });
});

describe('Firebase', () => {
  it('maps each codebase to the source of its main file', () => {
    const files = {
      'firebase.json':
        '{ "functions": [{ "source": "ts", "codebase": "shop" }, { "source": "py", "codebase": "ml" }] }',
      'ts/package.json': '{ "main": "lib/index.js" }',
      'ts/tsconfig.json': '{ "compilerOptions": { "outDir": "lib", }, "include": ["src"] } // comment',
      'ts/src/index.ts': '',
      'py/requirements.txt': '',
    };
    expect(linesOf(files)).toEqual(['ml ✗ runtime python', 'shop → ts/src/index.ts']);
    expect(scopesOf(files)).toEqual(['.: firebase (firebase.json)']);
  });

  it('deploys functions/ where firebase.json does not mention it, and nothing for hosting alone', () => {
    const files = {
      'firebase.json': '{ "firestore": {} }',
      'functions/package.json': '{ "dependencies": { "firebase-functions": "6" } }',
      'functions/index.js': '',
    };
    expect(linesOf(files)).toEqual(['functions → functions/index.js']);
    expect(deploymentOf({ 'firebase.json': '{ "hosting": {} }' })).toEqual({
      functions: [],
      scopes: [],
      diagnostics: [],
    });
  });
});

describe('Azure Functions', () => {
  it('maps function.json through build output', () => {
    const files = {
      'host.json': '{}',
      'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "." } }',
      'stats/function.json':
        '{ "bindings": [{ "type": "httpTrigger" }], "scriptFile": "../dist/stats/index.js", "entryPoint": "run" }',
      'stats/index.ts': '',
      'plain/function.json': '{ "bindings": [{ "type": "timerTrigger" }] }',
      'plain/index.js': '',
      'snake/function.json': '{ "bindings": [{ "type": "httpTrigger" }], "scriptFile": "__init__.py" }',
      'other/function.json': '{ "name": "not Azure" }',
    };
    expect(linesOf(files)).toEqual(['plain → plain/index.js', 'snake ✗ runtime python', 'stats → stats/index.ts#run']);
    expect(scopesOf(files)).toEqual(['.: azure (host.json)']);
  });

  it('finds the files that `main` loads', () => {
    const files = {
      'api/host.json': '{}',
      'api/package.json':
        '{ "main": "dist/src/{index.js,functions/*.js}", "dependencies": { "@azure/functions": "4" } }',
      'api/tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "." } }',
      'api/src/index.ts': '',
      'api/src/functions/get.ts': '',
      'api/src/functions/deep/not.ts': '',
      'api/src/db.ts': '',
    };
    expect(linesOf(files)).toEqual(['get → api/src/functions/get.ts', 'index → api/src/index.ts']);
  });
});

describe('Google Cloud Functions and containers', () => {
  it('reads the target of the functions framework', () => {
    const files = {
      'package.json': '{ "main": "index.js", "scripts": { "start": "functions-framework --target=helloWorld" } }',
      'index.js': '',
    };
    expect(linesOf(files)).toEqual(['helloWorld → index.js#helloWorld']);
    expect(scopesOf(files)).toEqual(['.: cloud-run (package.json)']);
  });

  it('takes a Dockerfile that starts something for a container, unless another manifest owns the folder', () => {
    const dockerfile = 'FROM node:22\nCMD ["node", "server.js"]\n';
    expect(scopesOf({ Dockerfile: dockerfile, 'server.js': '' })).toEqual(['.: container (Dockerfile)']);
    expect(scopesOf({ Dockerfile: 'FROM node:22\nRUN npm test\n' })).toEqual([]);
    expect(scopesOf({ Dockerfile: dockerfile, 'serverless.yml': 'provider: aws\nfunctions: {}\n' })).toEqual([
      '.: lambda (serverless.yml)',
    ]);
    expect(scopesOf({ 'fn/Dockerfile': 'FROM public.ecr.aws/lambda/nodejs:22\nCMD ["app.handler"]' })).toEqual([
      'fn: lambda (fn/Dockerfile)',
    ]);
    expect(scopesOf({ 'docker/Dockerfile': dockerfile, 'server.js': '' })).toEqual([
      '.: container (docker/Dockerfile)',
    ]);
  });

  it('knows processes and Cloud Run', () => {
    expect(scopesOf({ Procfile: 'web: node .', 'b/fly.toml': '', 'c/app.yaml': 'runtime: nodejs22\n' })).toEqual([
      '.: container (Procfile)',
      'b: container (b/fly.toml)',
      'c: container (c/app.yaml)',
    ]);
    const build = "steps:\n- name: gcloud\n  args:\n  - 'run'\n  - 'deploy'\n  - 'api'\n";
    expect(scopesOf({ 'cloudbuild.yaml': build, Dockerfile: 'FROM node\nCMD node .\n' })).toEqual([
      '.: cloud-run (cloudbuild.yaml)',
    ]);
  });
});

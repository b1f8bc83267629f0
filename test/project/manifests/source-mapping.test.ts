import { describe, expect, it } from 'vitest';
import { createManifestContext } from '../../../src/project/manifests/manifest-context.js';
import { findSource } from '../../../src/project/manifests/source-mapping.js';
import { type Files, memoryFiles } from './memory-repository.js';

describe('findSource', () => {
  it('adds endings and index, and prefers a source to its compiled twin', () => {
    expect(find('src/api', { 'src/api.mts': '' })).toBe('src/api.mts');
    expect(find('src/api', { 'src/api/index.cjs': '' })).toBe('src/api/index.cjs');
    expect(find('src/api.js', { 'src/api.js': '', 'src/api.ts': '' })).toBe('src/api.ts');
    expect(find('src/api.mjs', { 'src/api.js': '', 'src/api.mjs': '' })).toBe('src/api.mjs');
    expect(find('src/api', {})).toBeNull();
  });

  it('goes back from outDir to rootDir, through extended configurations', () => {
    const files = {
      'tsconfig.base.json': '{ "compilerOptions": { "outDir": "compiled", "rootDir": "code" } }',
      'tsconfig.json': '{ "extends": "./tsconfig.base" }',
      'code/fn/a.ts': '',
    };
    expect(find('compiled/fn/a', files)).toBe('code/fn/a.ts');
  });

  it('prefers what the compiler options say to a committed output', () => {
    const files = {
      'tsconfig.json': '{ "compilerOptions": { "outDir": "lib" }, "include": ["src/**/*"] }',
      'lib/index.js': '',
      'src/index.ts': '',
    };
    expect(find('lib/index', files)).toBe('src/index.ts');
  });

  it('reads bundler configurations, scripts and command lines', () => {
    const webpack = `const path = require('path');
module.exports = { entry: { api: './code/api-entry.ts' }, output: { path: path.join(__dirname, 'bundle'), filename: '[name].js' } };`;
    expect(find('bundle/api', { 'webpack.config.js': webpack, 'package.json': '{}', 'code/api-entry.ts': '' })).toBe(
      'code/api-entry.ts',
    );
    const esbuild = "build({ entryPoints: ['fns/a/main.ts', 'fns/b/main.ts'], outdir: 'zip' });";
    const sources = { 'package.json': '{}', 'fns/a/main.ts': '', 'fns/b/main.ts': '' };
    expect(find('zip/b/main', { 'build.mjs': esbuild, ...sources })).toBe('fns/b/main.ts');
    const scripts = '{ "scripts": { "build": "esbuild app/start.ts --bundle --outfile=zip/index.js" } }';
    expect(find('zip/index', { 'package.json': scripts, 'app/start.ts': '' })).toBe('app/start.ts');
  });

  it('knows the usual output folders, and flattened bundles', () => {
    expect(find('.webpack/service/src/a', { 'src/a.ts': '' })).toBe('src/a.ts');
    expect(find('dist/handlers/a', { 'src/handlers/a.ts': '' })).toBe('src/handlers/a.ts');
    expect(find('out/resize/index', { 'src/images/resize.ts': '' })).toBe('src/images/resize.ts');
    expect(find('out/resize/index', { 'src/a/resize.ts': '', 'src/b/resize.ts': '' })).toBeNull();
  });
});

function find(path: string, files: Files): string | null {
  return findSource(path, createManifestContext(new Set(Object.keys(files)), [], memoryFiles(files)));
}

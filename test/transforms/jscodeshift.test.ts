import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type jscodeshiftType from 'jscodeshift';
import type { API, FileInfo, Options } from 'jscodeshift';
import { describe, expect, test } from 'vitest';
import { planMigration } from '../../src/migration/plan-migration.js';
import { makeTree } from '../project/make-tree.js';

const require = createRequire(import.meta.url);
const FOLDER = fileURLToPath(new URL('../../jscodeshift/', import.meta.url));
const jscodeshift = require('jscodeshift') as typeof jscodeshiftType;

type Transform = (file: FileInfo, api: API, options: Options) => string | undefined;

const { withRanges } = require(join(FOLDER, 'with-ranges.cjs')) as { withRanges: (transform: unknown) => Transform };
const api = { jscodeshift, j: jscodeshift, stats: () => {}, report: () => {} } as unknown as API;

describe('withRanges', () => {
  const run = (
    change: (root: ReturnType<typeof jscodeshift>) => void,
    source: string,
    path = 'shop.js',
  ): string | undefined =>
    withRanges((file: FileInfo, given: API) => {
      const root = given.jscodeshift(file.source);
      change(root);
      return root.toSource();
    })({ source, path }, api, {});

  const rename = (root: ReturnType<typeof jscodeshift>): void => {
    root.find(jscodeshift.Identifier, { name: 'carts' }).forEach(({ node }) => {
      node.name = 'baskets';
    });
  };

  test('renames with nothing else touched: hashbang, directives, tabs, CRLF, mark, odd layout, comments', () => {
    const source =
      "\uFEFF#!/usr/bin/env node\r\n'use strict';\r\n/*! licence */\r\nconst   carts = { a : 1 }; // odd\r\n\tf( carts [ 0 ] )\r\n";
    expect(run(rename, source)).toBe(source.replaceAll('carts', 'baskets'));
  });

  test('makes a function async and awaits a call, and keeps what stands in it', () => {
    const source = 'function  total( x ) {\n\t// the sum\n\treturn sum(\n\t\tx, // all\n\t)\n}\n';
    const changed = run((root) => {
      root.find(jscodeshift.FunctionDeclaration).forEach(({ node }) => {
        node.async = true;
      });
      root.find(jscodeshift.CallExpression).replaceWith(({ node }) => jscodeshift.awaitExpression(node));
    }, source);
    expect(changed).toBe('async function  total( x ) {\n\t// the sum\n\treturn await sum(\n\t\tx, // all\n\t)\n}\n');
  });

  test('inserts and removes statements as whole lines', () => {
    const source = "import a from 'a';\n\n// first\nconst x = 1;\nconst y = 2; // second\n";
    const changed = run((root) => {
      const specifier = jscodeshift.importDefaultSpecifier(jscodeshift.identifier('b'));
      root
        .find(jscodeshift.ImportDeclaration)
        .insertAfter(jscodeshift.importDeclaration([specifier], jscodeshift.stringLiteral('b')));
      root.find(jscodeshift.VariableDeclaration).at(0).remove();
    }, source);
    expect(changed).toBe("import a from 'a';\nimport b from 'b';\n\n// first\nconst y = 2; // second\n");
  });

  test('says nothing where nothing changed', () => {
    expect(run(() => {}, 'const   x = 1\n')).toBeUndefined();
  });

  test('refuses a file in which a comment would be lost', () => {
    const source = 'const total = a /* gross */ + b;\n';
    expect(() =>
      run((root) => {
        root.find(jscodeshift.BinaryExpression).replaceWith(() => jscodeshift.identifier('sum'));
      }, source),
    ).toThrow('a comment would be lost');
  });
});

describe('apply-plan', () => {
  test('applies a saved plan through the real jscodeshift', async () => {
    const source =
      "const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');\n\nexports.handler = async (event) => {\n  const s3 = new S3Client({});\n  return s3.send(new GetObjectCommand({ Bucket: 'cakes', Key: event.key }));\n};\n";
    const root = makeTree({ 'package.json': { name: 'bakery' }, 'handler.js': source });
    const { plan, changed } = await planMigration({ root, paths: [] });
    expect(plan.steps).toHaveLength(1);
    const saved = join(makeTree({ 'plan.json': plan }), 'plan.json');
    const binary = join(require.resolve('jscodeshift/package.json'), '../bin/jscodeshift.js');
    const transform = join(FOLDER, 'apply-plan.cjs');
    execFileSync(process.execPath, [
      binary,
      '--run-in-band',
      '-t',
      transform,
      `--plan=${saved}`,
      `--root=${root}`,
      join(root, 'handler.js'),
    ]);
    const written = readFileSync(join(root, 'handler.js'), 'utf8');
    expect(written).toBe(changed[0]?.after.text);
    expect(written).not.toBe(source);
  });
});

describe('transforms of one file', () => {
  test('hoist-client through the real jscodeshift', () => {
    const source =
      "const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');\n\nexports.handler = async (event) => {\n  const s3 = new S3Client({});\n  return s3.send(new GetObjectCommand({ Bucket: 'cakes', Key: event.key }));\n};\n";
    const root = makeTree({ 'package.json': { name: 'bakery' }, 'handler.js': source });
    const binary = join(require.resolve('jscodeshift/package.json'), '../bin/jscodeshift.js');
    execFileSync(process.execPath, [
      binary,
      '--no-babel',
      '--run-in-band',
      '-t',
      join(FOLDER, 'hoist-client.cjs'),
      join(root, 'handler.js'),
    ]);
    expect(readFileSync(join(root, 'handler.js'), 'utf8')).toContain(
      '\n\nconst s3 = new S3Client({});\n\nexports.handler',
    );
  });
});

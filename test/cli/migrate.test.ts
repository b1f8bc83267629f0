import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.js';
import { makeTree } from '../project/make-tree.js';
import { run } from './fake-context.js';

const HANDLER = `const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');

let visits = 0;

exports.handler = async (event) => {
  visits += 1;
  const s3 = new S3Client({});
  const object = await s3.send(new GetObjectCommand({ Bucket: 'cakes', Key: event.key }));
  return { statusCode: 200, body: String(object.ContentLength + visits) };
};
`;

const CLIENT_ONLY = HANDLER.replace(/.*visits \+= 1;\n|let visits = 0;\n\n/g, '').replace(' + visits', '');

const schema = JSON.parse(readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

function shop(handler = HANDLER): string {
  return makeTree({
    'handler.js': handler,
    'package.json': { name: 'shop', dependencies: { '@aws-sdk/client-s3': '^3.0.0' } },
  });
}

const text = (root: string): string => readFileSync(join(root, 'handler.js'), 'utf8');
const git = (root: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=baker', '-c', 'user.email=baker@bakery.local', ...args], {
    cwd: root,
    encoding: 'utf8',
  });

describe('migrate', { timeout: 60_000 }, () => {
  test('without --write: shows the diff, what is left and why, and changes nothing', async () => {
    const root = shop();
    const { code, out, err } = await run(['migrate', '--only', 'hoist-client'], { cwd: root });
    expect(err).toBe('');
    expect(code).toBe(1);
    expect(out).toContain('+const s3 = new S3Client({});\n');
    expect(out).toContain('-  const s3 = new S3Client({});\n');
    expect(out).toMatch(/not migrated\n {2}handler\.js:3:5 {2}in-memory-counter/);
    expect(text(root)).toBe(HANDLER);
    expect(existsSync(join(root, '.stateless-migrate'))).toBe(false);
  });

  test('--format json keeps to the published schema, and so do the edits to the text', async () => {
    const root = shop();
    const { out } = await run(['migrate', '--format', 'json', '--only', 'hoist-client,await-commit'], { cwd: root });
    const plan = JSON.parse(out) as Plan;
    expect(validate(plan), JSON.stringify(validate.errors)).toBe(true);
    expect(plan.steps.map(({ id }) => id)).toEqual(['hoist-client:handler.js:7:14']);
    for (const edit of plan.steps.flatMap(({ edits }) => edits)) {
      if (edit.kind === 'replace-text') expect(HANDLER.slice(edit.start, edit.end)).toBe(edit.expected);
    }
    expect(validate({ ...plan, store: 'memory' })).toBe(false);
  });

  test('--write writes what the diff showed, a second run has nothing to do, undo takes it back', async () => {
    const root = shop(CLIENT_ONLY);
    const written = await run(['migrate', '--write'], { cwd: root });
    expect(written.err).toBe('');
    expect(written.code).toBe(0);
    expect(written.out).toContain('undo: npx stateless-migrate undo 1');
    expect(text(root)).toContain('\n\nconst s3 = new S3Client({});\n\nexports.handler');
    const again = await run(['migrate', '--write'], { cwd: root });
    expect(again.out).toContain('0 steps');
    expect(again.out).not.toContain('wrote');
    const undone = await run(['undo'], { cwd: root });
    expect(undone.code).toBe(0);
    expect(text(root)).toBe(CLIENT_ONLY);
    expect((await run(['undo'], { cwd: root })).code).toBe(2);
  });

  test('--check exits 1 where a step could be applied and 0 where none could, and writes nothing', async () => {
    const root = shop();
    expect((await run(['migrate', '--check'], { cwd: root })).code).toBe(1);
    expect(text(root)).toBe(HANDLER);
    expect((await run(['migrate', '--check', '--only', 'await-commit'], { cwd: root })).code).toBe(0);
  });

  test('--patch writes what git applies to the same result', async () => {
    const root = shop(CLIENT_ONLY);
    git(root, 'init', '-q');
    expect((await run(['migrate', '--patch', 'hoist.patch'], { cwd: root })).code).toBe(0);
    git(root, 'apply', 'hoist.patch');
    const patched = text(root);
    writeFileSync(join(root, 'handler.js'), CLIENT_ONLY);
    await run(['migrate', '--write', '--force'], { cwd: root });
    expect(text(root)).toBe(patched);
    expect(patched).not.toBe(CLIENT_ONLY);
  });

  test('refuses where git could not give the file back, unless forced; other files do not matter', async () => {
    const root = shop(CLIENT_ONLY);
    git(root, 'init', '-q');
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'bakery');
    writeFileSync(join(root, 'notes.txt'), 'mine');
    writeFileSync(join(root, 'handler.js'), `${CLIENT_ONLY}// mine\n`);
    const refused = await run(['migrate', '--write'], { cwd: root, env: { PATH: process.env['PATH'] ?? '' } });
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('not committed in files that would be written: handler.js');
    expect(text(root)).toBe(`${CLIENT_ONLY}// mine\n`);
    git(root, 'checkout', '-q', 'handler.js');
    const written = await run(['migrate', '--write'], { cwd: root, env: { PATH: process.env['PATH'] ?? '' } });
    expect(written.code).toBe(0);
  });

  test('--todo leaves one comment, also when run twice', async () => {
    const root = shop();
    await run(['migrate', '--write', '--todo', '--only', 'hoist-client'], { cwd: root });
    await run(['migrate', '--write', '--todo', '--only', 'hoist-client'], { cwd: root });
    expect(text(root).match(/^\/\/ stateless-todo in-memory-counter: .*\nlet visits/gm)).toHaveLength(1);
  });

  test('--interactive asks for each step; without a terminal it never asks', async () => {
    const root = shop(CLIENT_ONLY);
    expect((await run(['migrate', '--interactive'], { cwd: root })).code).toBe(2);
    const asked: string[] = [];
    const answers = ['w', 'n'];
    const ask = (question: string): Promise<string> => Promise.resolve(answers[asked.push(question) - 1] ?? 'q');
    await run(['migrate', '--interactive'], { cwd: root, ask });
    expect(asked).toHaveLength(2);
    expect(text(root)).toBe(CLIENT_ONLY);
    await run(['migrate', '--interactive'], { cwd: root, ask: () => Promise.resolve('y') });
    expect(text(root)).not.toBe(CLIENT_ONLY);
  });

  test('says what is wrong with the command line', async () => {
    expect((await run(['migrate', '--only', 'hoist-clients'])).err).toContain('did you mean `hoist-client`?');
    expect((await run(['migrate', '--session-ttl', 'soon'])).err).toContain('whole seconds');
    expect((await run(['migrate', '--check', '--write'])).code).toBe(2);
    expect((await run(['migrate', '--store', 'memcached'])).code).toBe(2);
  });
});

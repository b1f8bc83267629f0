// Shows what a change to the analysis does to real code: audits a pinned list of public repositories with two versions of
// the tool, and prints the findings that went and the findings that came.
//
//     npm run ecosystem -- <folder of checkouts> --before <folder of another version, built> [--only <part of a name>]
//
// The checkouts are local: a folder `owner__name` for each repository of scripts/ecosystem.json, at its commit.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { before: { type: 'string' }, only: { type: 'string' } },
});
const [checkouts] = positionals;
if (!checkouts || !values.before) {
  console.error('usage: npm run ecosystem -- <folder of checkouts> --before <folder of another version, built>');
  process.exit(2);
}

const list = JSON.parse(readFileSync(join(HERE, 'scripts/ecosystem.json'), 'utf8'));
const wanted = list.filter(({ repository }) => repository.includes(values.only ?? ''));
const changes = wanted.flatMap((item) => compare(item));
const gone = changes.reduce((sum, { lost }) => sum + lost, 0);
const come = changes.reduce((sum, { found }) => sum + found, 0);
console.log(`\n${changes.length} repositories: ${gone} findings went, ${come} came`);

/** Prints what differs in one repository. */
function compare({ repository, commit }) {
  const folder = join(checkouts, repository.replace('/', '__'));
  if (!existsSync(folder)) {
    console.log(`${repository}: no checkout`);
    return [];
  }
  const head = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).stdout.trim();
  if (head !== '' && head !== commit)
    console.log(`${repository}: at ${head.slice(0, 10)}, the list names ${commit.slice(0, 10)}`);
  const before = findingsOf(values.before, folder);
  const after = findingsOf(HERE, folder);
  const lost = [...before].filter(([key]) => !after.has(key));
  const found = [...after].filter(([key]) => !before.has(key));
  if (lost.length + found.length > 0) console.log(`\n${repository} (${before.size} → ${after.size} findings)`);
  for (const [key, message] of lost) console.log(`- ${key}  ${message}`);
  for (const [key, message] of found) console.log(`+ ${key}  ${message}`);
  return [{ lost: lost.length, found: found.length }];
}

/** Findings by rule, severity and place. */
function findingsOf(version, folder) {
  const cli = join(version, 'bin/stateless-migrate.js');
  const run = spawnSync(process.execPath, [cli, 'audit', '.', '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (!run.stdout) throw new Error(`${cli} gave no report for ${folder}: ${run.stderr}`);
  return new Map(
    JSON.parse(run.stdout).findings.map(({ rule, severity, file, line, message }) => [
      `${severity} ${rule} ${file}:${line}`,
      message,
    ]),
  );
}

// Runs the fixtures of idioms in containers, holds what happens against what the audit says, and writes the table into
// the documentation. `node scripts/confusion-table.mjs [first letters …]`; needs `npm run build`, and takes a while.
import { createServer } from 'node:http';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audit, verify } from '../dist/index.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IDIOMS = join(ROOT, 'test/fixtures/idioms');
const PAGE = join(ROOT, 'docs/verify-idioms.md');
const STEPS = 40;
const RUNS = Number(process.env.RUNS ?? 2);
const work = mkdtempSync(join(tmpdir(), 'confusion-'));
const letters = process.argv.slice(2);

/** Answers every request with what depends on the request alone. */
const echo = createServer((request, response) => {
  const segments = request.url.split('?')[0].split('/').filter(Boolean);
  const { authorization = null } = request.headers;
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      id: segments.at(-1) ?? '',
      name: `name of ${request.url}`,
      url: request.url,
      authorization,
      loans: request.url.length,
    }),
  );
});
await new Promise((resolve) => echo.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${echo.address().port}`;

const rows = [];
for (const idiom of readdirSync(IDIOMS).sort(byIdiom)) {
  if (letters.length > 0 && !letters.some((letter) => idiom.startsWith(letter))) continue;
  const cases = readdirSync(join(IDIOMS, idiom)).sort();
  for (const start of ['reports', 'ok']) {
    const name = cases.find((one) => one.startsWith(start));
    if (name === undefined) continue;
    const row = await judge(`${idiom}/${name}`, start);
    rows.push(row);
    console.log(`${row.fixture}: ${row.audit} / ${row.verify} ${row.detail}`);
  }
}
echo.close();
rmSync(work, { recursive: true, force: true });
if (letters.length === 0 || process.env.WRITE === '1') writeFileSync(PAGE, page());

async function judge(fixture, start) {
  const root = join(work, fixture.replaceAll('/', '-'));
  cpSync(join(IDIOMS, fixture), root, { recursive: true });
  installStandIns(root);
  const { report } = await audit({ root, paths: [], ...targetOf(root) });
  const found = report.findings.filter(({ severity }) => severity !== 'note');
  const said = found.length > 0 ? 'harmful' : 'benign';
  const base = { fixture, start, audit: said };
  const files = [...new Set(report.entryPoints.map(({ file }) => file))];
  const functions = report.entryPoints
    .filter(({ host }) => host === 'aws-lambda')
    .map(({ file, name }) => `${file}#${name}`);
  const entries = functions.length > 0 ? [...new Set(functions)] : files.slice(0, 1);
  if (entries.length === 0) return { ...base, verify: 'not run', detail: 'no entry point' };
  try {
    const result = await verify({
      root,
      entries,
      runs: RUNS,
      steps: STEPS,
      timeBudgetMs: 15_000,
      eventTimeoutMs: 3000,
      env: { ...urlsOf(root), SHELF_FOLDER: join(work, 'shelf') },
      callerEnv: process.env,
      ...targetOf(root),
    });
    const suspects = new Set(found.flatMap(({ binding }) => binding ?? []));
    const named = result.divergences.map(
      ({ binding, schedule }) => `${binding ?? 'unexplained'} in ${schedule.length} events`,
    );
    const isNamed = result.divergences.some(({ bindings }) => bindings.some((id) => suspects.has(id)));
    const tolerated = result.tolerated.map(({ binding, classification }) => `allowed: ${binding} (${classification})`);
    const effect =
      result.outcome === 'divergence'
        ? isNamed || said === 'benign'
          ? 'divergence'
          : 'divergence, other binding'
        : 'none';
    return { ...base, verify: effect, detail: [...named, ...tolerated].join('; ') };
  } catch (error) {
    return {
      ...base,
      verify: 'not run',
      detail: String(error.message)
        .split('\n')[0]
        .slice(0, 110)
        .replace(/verify-[\w-]+/g, '…'),
    };
  }
}

function installStandIns(root) {
  const packages = join(root, 'node_modules');
  mkdirSync(join(packages, '@aws-sdk'), { recursive: true });
  const standIns = join(ROOT, 'test/verify/stand-ins');
  for (const name of ['shelf', '@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb']) {
    if (name === 'shelf') symlinkSync(join(standIns, name), join(packages, name));
    else symlinkSync(join(standIns, name), join(packages, name));
  }
  for (const name of ['express', 'fastify', 'koa', 'hono', '@hono/node-server']) {
    mkdirSync(join(packages, name, '..'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
  }
}

function targetOf(root) {
  const file = join(root, 'expect.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Every variable that names a server leads to the one that echoes. */
function urlsOf(folder) {
  const found = {};
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.[cm]?[jt]sx?$/.test(entry.name) || entry.parentPath.includes('node_modules')) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const [, name] of text.matchAll(/process\.env\.(\w+)/g))
      found[name] = /URL|HOST|ENDPOINT/.test(name) ? url : name.toLowerCase();
  }
  return found;
}

function byIdiom(a, b) {
  return a[0].localeCompare(b[0]) || Number.parseInt(a.slice(1), 10) - Number.parseInt(b.slice(1), 10);
}

function page() {
  const ran = rows.filter(({ verify }) => verify !== 'not run');
  const count = (said, shown) =>
    ran.filter((row) => row.audit === said && (shown ? row.verify !== 'none' : row.verify === 'none')).length;
  const disagreements = ran.filter((row) => (row.audit === 'harmful') === (row.verify === 'none'));
  const missing = rows.filter(({ verify }) => verify === 'not run');
  return `# The audit against what runs

Written by \`scripts/confusion-table.mjs\`: of the idioms of the catalogue (groups ${groups()}) the first reporting and the first silent fixture, run in
simulated containers (a container per event, and ${RUNS} random schedules of ${STEPS} events), with events made from what
the program reads. Packages that are not installed, services that are not there and events that cannot be guessed keep a
fixture from running; those are listed below and count for neither side.

| | divergence seen | none seen |
|---|---|---|
| the audit reports an error or a warning | ${count('harmful', true)} | ${count('harmful', false)} |
| the audit reports neither | ${count('benign', true)} | ${count('benign', false)} |

## Where they disagree

A finding without a divergence is no contradiction where the defect does not show in answers: memory that only grows,
connections, telemetry, writes that are lost after the response, state of two requests at once.

| fixture | audit | seen | |
|---|---|---|---|
${disagreements.map(lineOf).join('\n')}

## Where both see it

| fixture | audit | seen | witness |
|---|---|---|---|
${ran
  .filter((row) => row.audit === 'harmful' && row.verify !== 'none')
  .map(lineOf)
  .join('\n')}

## Not run

| fixture | audit | | why |
|---|---|---|---|
${missing.map(lineOf).join('\n')}
`;
}

function lineOf({ fixture, audit: said, verify: shown, detail }) {
  return `| ${fixture} | ${said} | ${shown} | ${detail.replaceAll('|', '\\|')} |`;
}

function groups() {
  return [...new Set(rows.map(({ fixture }) => fixture[0]))].join(', ');
}

// Holds audits of local checkouts against hand labels of real module state, and writes docs/precision.md.
//
//     node scripts/write-precision.mjs <labels.jsonl> <folder of checkouts>
//
// Labels: one object a line {repo, commit, file, line, name, label, verdict}. Checkouts: a folder `owner__name` for each
// repository. It is run by hand, after `npm run build`; labels and checkouts are no part of this repository.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CLI = join(ROOT, 'bin/stateless-migrate.js');
const [labelsFile, checkouts] = process.argv.slice(2);
if (!labelsFile || !checkouts) {
  console.error('usage: node scripts/write-precision.mjs <labels.jsonl> <folder of checkouts>');
  process.exit(2);
}

/** What a label may be called by an audit; a label that is missing here says nothing about the class. */
const CLASSES = {
  'infra-eager': ['client', 'memo', 'configuration'],
  'infra-lazy': ['lazy-client', 'memo', 'client'],
  'config-immutable': ['configuration', 'registry', 'memo'],
  'init-populated': ['registry', 'configuration', 'memo'],
  'memo-derived': ['memo', 'lazy-client', 'bounded-cache'],
  'cold-start-flag': ['cold-start-flag'],
  'ttl-cache': ['ttl-cache', 'mis-keyed-cache', 'memo'],
  'bounded-cache': ['bounded-cache'],
  'unbounded-cache': ['unbounded-cache', 'mis-keyed-cache', 'session-store'],
  counter: ['counter', 'accumulator'],
  accumulator: ['accumulator', 'counter', 'queue', 'session-store'],
  'session-store': ['session-store', 'accumulator', 'library-state', 'unbounded-cache'],
  'request-leak': ['request-state', 'mis-keyed-cache', 'lazy-client'],
  flag: ['flag', 'cold-start-flag', 'memo', 'lazy-client'],
  'queue-buffer': ['queue', 'accumulator'],
  'init-nondeterminism': ['init-snapshot'],
  'regex-lastindex': ['regex-cursor', 'configuration'],
  'timer-or-listener': ['timer', 'listener', 'library-state'],
};
const CREATIONS = new Set(['hoistable-client', 'non-hoistable-client']);
const NO_VERDICT = new Set(['test-only']);
const near = (a, b) => Math.abs(a - b) <= 3;

const text = readFileSync(labelsFile, 'utf8');
const labels = text
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .filter(({ label }) => !NO_VERDICT.has(label));
const repositories = [...new Set(labels.map(({ repo }) => repo))];
const judged = repositories.flatMap((repo) => judge(repo));

function judge(repo) {
  const folder = join(checkouts, repo.replace('/', '__'));
  const mine = labels.filter((label) => label.repo === repo);
  const run = existsSync(folder)
    ? spawnSync(process.execPath, [CLI, 'audit', '.', '--format', 'json'], {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 2 ** 30,
      })
    : null;
  console.log(`${repo}: ${run === null ? 'no checkout' : `exit code ${run.status}`}`);
  const report = run?.stdout ? JSON.parse(run.stdout) : { bindings: [], findings: [] };
  return mine.map((label) => (CREATIONS.has(label.label) ? ofCreation(label, report) : ofBinding(label, report)));
}

function ofCreation(label, { findings }) {
  const found = findings.some(
    ({ rule, severity, file, line }) =>
      rule === 'client-per-invocation' && severity !== 'note' && file === label.file && near(line, label.line),
  );
  return { label, creation: true, found };
}

function ofBinding(label, { bindings, findings }) {
  const here = bindings.filter(({ file }) => file === label.file);
  const short = label.name.split(/[.#/]/).at(-1);
  const isNamed = ({ name }) =>
    name === short || name.endsWith(`.${short}`) || name.endsWith(`#${short}`) || label.name.endsWith(`.${name}`);
  const found =
    here.find(({ name, line }) => name === label.name && near(line, label.line)) ??
    here.find(({ name }) => name === label.name) ??
    here.find((binding) => near(binding.line, label.line) && isNamed(binding));
  const finding = findings.find(
    ({ file, line, severity }) => file === label.file && near(line, label.line) && severity !== 'note',
  );
  const verdict = found?.verdict ?? (finding ? (finding.severity === 'error' ? 'harmful' : 'review') : 'not listed');
  return {
    label,
    creation: false,
    verdict,
    classification: found?.classification ?? null,
    rule: finding?.rule ?? null,
  };
}

function page() {
  const bindings = judged.filter(({ creation }) => !creation);
  const creations = judged.filter(({ creation }) => creation);
  return [
    '# Precision',
    '',
    '<!-- Written by scripts/write-precision.mjs. -->',
    '',
    `Audits of ${repositories.length} public repositories, held against ${judged.length} labels that were set by hand at fixed commits`,
    `(labels: ${createHash('sha256').update(text).digest('hex').slice(0, 12)}). The labels are no part of this repository. Continuous integration does not`,
    'measure this; whoever changes the analysis does.',
    '',
    '## In all',
    '',
    ...inAll(bindings, creations),
    '',
    '## By classification',
    '',
    'Precision: of the labelled bindings that the audit calls so, those whose label allows it. Recall: of the labels that ask',
    'for it (or for a class that counts as the same), those that the audit calls so.',
    '',
    ...byClassification(bindings),
    '',
    '## By rule',
    '',
    'Labelled places with a warning or an error of the rule, by what the label says of them.',
    '',
    ...byRule(bindings),
    '',
    '## Fixtures of idioms',
    '',
    ...fixtures(),
    '',
    '## Known to be missed, or wrong',
    '',
    ...KNOWN,
    '',
  ].join('\n');
}

function inAll(bindings, creations) {
  const of = (verdict) => bindings.filter(({ label }) => label.verdict === verdict);
  const harmful = of('harmful');
  const benign = of('benign');
  const said = bindings.filter(({ verdict }) => verdict === 'harmful');
  const hoistable = creations.filter(({ label }) => label.label === 'hoistable-client');
  const fixed = creations.filter(({ label }) => label.label !== 'hoistable-client');
  const classed = bindings.filter(({ label, classification }) => CLASSES[label.label] && classification);
  return table(
    ['measure', 'value'],
    [
      ['harmful bindings that are called harmful', share(harmful, ({ verdict }) => verdict === 'harmful')],
      ['bindings called harmful whose label is not benign', share(said, ({ label }) => label.verdict !== 'benign')],
      [
        'benign bindings without a warning or error',
        share(benign, ({ verdict }) => /^(benign|not listed)$/.test(verdict)),
      ],
      ['benign bindings called harmful', String(benign.filter(({ verdict }) => verdict === 'harmful').length)],
      ['labelled bindings that are listed', share(bindings, ({ verdict }) => verdict !== 'not listed')],
      ['classifications that fit', share(classed, fits)],
      ['clients made per invocation that are reported', share(hoistable, ({ found }) => found)],
      ['clients that depend on their invocation and are left alone', share(fixed, ({ found }) => !found)],
    ],
  );
}

function byClassification(bindings) {
  const classed = bindings.filter(({ label, classification }) => CLASSES[label.label] && classification);
  const names = [...new Set(classed.map(({ classification }) => classification))].sort();
  const rows = names.map((name) => {
    const called = classed.filter(({ classification }) => classification === name);
    const asked = classed.filter(({ label }) => CLASSES[label.label][0] === name);
    return [`\`${name}\``, share(called, fits), asked.length === 0 ? '–' : share(asked, fits)];
  });
  return table(['classification', 'precision', 'recall'], rows);
}

function fits({ label, classification }) {
  return CLASSES[label.label].includes(classification);
}

function byRule(bindings) {
  const reported = bindings.filter(({ rule }) => rule !== null);
  const names = [...new Set(reported.map(({ rule }) => rule))].sort();
  const rows = names.map((name) => {
    const mine = reported.filter(({ rule }) => rule === name);
    const count = (verdict) => String(mine.filter(({ label }) => label.verdict === verdict).length);
    return [`\`${name}\``, count('harmful'), count('debatable'), count('benign')];
  });
  return table(['rule', 'harmful', 'debatable', 'benign'], rows);
}

function fixtures() {
  const base = join(ROOT, 'test/fixtures/idioms');
  const cases = readdirSync(base).flatMap((idiom) => readdirSync(join(base, idiom)).map((name) => `${idiom}/${name}`));
  const open = JSON.parse(readFileSync(join(ROOT, 'test/idioms/open-gaps.json'), 'utf8'));
  const row = (what, start) => {
    const all = cases.filter((name) => name.split('/')[1].startsWith(start));
    const missed = all.filter((name) => open.includes(name));
    return [
      what,
      String(all.length),
      String(all.length - missed.length),
      missed.map((name) => `\`${name}\``).join(', ') || '–',
    ];
  };
  return table(
    ['fixtures', 'number', 'judged as they say', 'not yet'],
    [row('that ask for a finding', 'reports'), row('that ask for silence', 'ok')],
  );
}

function share(items, holds) {
  const right = items.filter(holds).length;
  return items.length === 0 ? '–' : `${(right / items.length).toFixed(3)} (${right} of ${items.length})`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

const KNOWN = [
  '- **Code that only a configured adapter reaches.** An in-process message queue or event bus that a server picks by an',
  '  option is not seen to be used, and what it holds is called benign with the reason "no entry point reaches it".',
  '- **Methods called by a computed name** (`app[method].call(app, …)`): what they reach is not reached.',
  '- **A value that depends on the invocation only where several callers meet.** The flow does not tell callers apart; where',
  '  too many parts of the input meet in one value, nothing is claimed about keys.',
  '- **Fields of one long-lived object that are set on every call, some of them under a condition** count as state of a',
  '  request even where all callers pass what the condition asks for.',
  '- **Statistics of a cache** count as counters where some function gives them out.',
];

writeFileSync(join(ROOT, 'docs/precision.md'), page());

// `npm run bench -- <checkout>`: the audit beside a bare parse and a linter, as whole processes. See bench/README.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { discover } from '../dist/project/discover.js';
import { comparisonTable } from './comparison-table.mjs';

const FIGURES_AT = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, 'without-lint': { type: 'boolean', default: false } },
});
const [checkout] = positionals;
const runs = Number(values.runs);
if (checkout === undefined || !(runs >= 1)) {
  console.error('usage: npm run bench -- <checkout> [--runs <number>] [--without-lint]');
  process.exitCode = 2;
} else {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    compare(realpathSync(checkout), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compare(root, folder) {
  const { files } = discover({ root, paths: [] });
  const list = join(folder, 'files.json');
  writeFileSync(list, JSON.stringify(files.map((path) => join(root, path))));
  const bytes = files.reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
  console.log(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, ${runs} runs, Node.js ${process.version}\n`);

  const audit = [script('../bin/stateless-migrate.js'), 'audit', '--root', root, '--format', 'json'];
  const contenders = [
    { name: 'bare parse', command: [script('parse-files.mjs'), list], samples: [] },
    { name: 'audit', command: [...audit, '--fail-on', 'never'], samples: [] },
    { name: 'lint, one rule', command: [script('lint-files.mjs'), list], samples: [] },
  ].slice(0, values['without-lint'] ? 2 : 3);
  // Interleaved: what slows the machine for a while slows all of them.
  for (let run = 0; run < runs; run++)
    for (const { command, samples } of contenders) samples.push(measure(command, folder));
  console.log(comparisonTable(contenders));
}

function script(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Runs one process to its end. The process itself says what it used. */
function measure(command, cwd) {
  const start = performance.now();
  const { status, stderr, output } = spawnSync(process.execPath, ['--import', usageModule(), ...command], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    maxBuffer: Infinity,
  });
  const wall = performance.now() - start;
  if (status !== 0) throw new Error(`${command.join(' ')}\n${stderr}`);
  return { wall, ...JSON.parse(output[FIGURES_AT]) };
}

function usageModule() {
  return new URL('report-usage.mjs', import.meta.url).href;
}

// `node bench/containers.mjs [containers] [events]`: what a container and a warm event cost. Needs `npm run build`.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startContainer } from '../dist/verify/containers/container.js';
import { curatedEnvironment } from '../dist/verify/containers/environment.js';
import { openPool } from '../dist/verify/containers/pool.js';
import { openReaper } from '../dist/verify/containers/reaper.js';

const [containers = 60, events = 2000] = process.argv.slice(2).map(Number);
const AT = Date.UTC(2026, 0, 5);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bench-containers-')));
const file = join(folder, 'handler.cjs');
writeFileSync(file, 'exports.handler = async (event) => ({ sold: event.loaves });');
const env = curatedEnvironment(process.env, { withStores: false, own: {} });
const reaper = openReaper(env);
const pool = openPool({ cwd: folder, env, reaper }, 2 * availableParallelism());

const start = (ordinal) =>
  startContainer(pool, {
    ordinal,
    seed: 'bench',
    at: AT,
    entries: [{ file, exportName: 'handler', kind: null }],
    env: {},
    initTimeoutMs: 10_000,
    eventTimeoutMs: 10_000,
  }).then(({ container }) => container);
const send = (container, step) => container.invoke({ entry: 0, event: { loaves: step }, seed: 'bench', at: AT, step });

console.log(`load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} processors, Node.js ${process.version}`);
const startedAt = performance.now();
await Promise.all(
  Array.from({ length: availableParallelism() }, async (_, lane) => {
    for (let ordinal = lane; ordinal < containers; ordinal += availableParallelism()) {
      const container = await start(ordinal);
      await send(container, 0);
      await container.stop();
    }
  }),
);
console.log(
  `${(containers / ((performance.now() - startedAt) / 1000)).toFixed(1)} containers a second, each started, asked once, stopped`,
);

const warm = await start(0);
for (let step = 0; step < 200; step++) await send(warm, step);
const samples = [];
for (let step = 0; step < events; step++) {
  const from = performance.now();
  warm.thaw();
  await send(warm, step);
  warm.freeze();
  samples.push(performance.now() - from);
}
samples.sort((a, b) => a - b);
const at = (part) => samples[Math.floor(samples.length * part)].toFixed(3);
console.log(`warm event with thaw and freeze: median ${at(0.5)} ms, 90 % ${at(0.9)} ms`);
await warm.stop();
await pool.close();
await reaper.close();
rmSync(folder, { recursive: true });

import { spread } from './statistics.mjs';

/**
 * What one process used, once: milliseconds and megabytes.
 * @typedef {{ readonly wall: number, readonly cpu: number, readonly rss: number }} Sample
 * @typedef {{ readonly name: string, readonly samples: readonly Sample[] }} Contender
 */

/** @type {readonly { key: keyof Sample, title: string, show: (value: number) => string }[]} */
const MEASURES = [
  { key: 'wall', title: 'wall, s', show: (ms) => (ms / 1000).toFixed(2) },
  { key: 'cpu', title: 'CPU, s', show: (ms) => (ms / 1000).toFixed(2) },
  { key: 'rss', title: 'peak RSS, MB', show: (mb) => mb.toFixed(0) },
];

/**
 * A Markdown table: min / median / max of each measure, and the ratio of its median to that of the first contender.
 * @param {readonly Contender[]} contenders
 */
export function comparisonTable(contenders) {
  const rows = contenders.map(({ name, samples }) => [
    name,
    ...MEASURES.flatMap(({ key, show }) => {
      const own = spread(samples.map((sample) => sample[key]));
      const first = spread((contenders[0]?.samples ?? []).map((sample) => sample[key]));
      const range = [own.min, own.median, own.max].map(show).join(' / ');
      return [range, `${(own.median / first.median).toFixed(2)} ×`];
    }),
  ]);
  const head = ['', ...MEASURES.flatMap(({ title }) => [title, 'ratio'])];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

// Loaded into each measured process: at its end, it writes what the process used to a pipe of the parent.
import { writeSync } from 'node:fs';

const FIGURES_AT = 3;

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(FIGURES_AT, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e3, rss: maxRSS / 1024 }));
});

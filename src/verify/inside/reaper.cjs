'use strict';
// Knows the process groups of all containers and ends them when the parent is gone, however it went: a frozen container
// cannot end itself. One command a line on standard input: `+123` or `-123`, and `/tmp/…` for a folder to remove then.
const { rmSync } = require('node:fs');

const groups = new Set();
const folders = new Set();
let pending = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
  const lines = (pending + text).split('\n');
  pending = lines.pop();
  for (const line of lines) {
    if (line[0] === '/') folders.add(line);
    else if (line[0] === '+') groups.add(Number(line.slice(1)));
    else groups.delete(Number(line.slice(1)));
  }
});
process.stdin.on('close', () => {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      continue;
    }
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.exit(0);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

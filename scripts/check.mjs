// Everything that has to hold before a commit. All steps run, so that one run shows all that is wrong.
import { spawnSync } from 'node:child_process';

const STEPS = ['build', 'types', 'lint', 'imports', 'unused', 'test:only', 'audit:self'];

const failed = [];
for (const step of STEPS) {
  console.log(`\n── ${step}`);
  const { status } = spawnSync('npm', ['run', '--silent', step], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status === 0) continue;
  failed.push(step);
  // Tests and the own audit need what was built.
  if (step === 'build') break;
}

console.log(failed.length === 0 ? `\n✔ ${STEPS.join(', ')}` : `\n✖ failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

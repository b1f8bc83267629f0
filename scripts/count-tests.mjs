// Prints `N passed, N failed` from vitest's JSON result. No result, or a run without a test, is a failure.
import { readFileSync } from 'node:fs';

const { passed, failed } = countsOf(process.argv[2]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function countsOf(path) {
  let result;
  try {
    result = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    console.error('The tests did not run: there is no result of theirs.');
    return { passed: 0, failed: 0 };
  }
  // A test file that could not be loaded has no tests that could fail; it counts as one failure.
  const unloaded = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return { passed: result.numPassedTests, failed: result.numFailedTests + unloaded.length };
}

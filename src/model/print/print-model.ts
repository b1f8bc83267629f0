import { assertNever } from '../../support/invariant.js';
import type { StageResult } from '../stage.js';
import { printModule } from './print-module.js';
import { printClassified, printDetected, printLinked, printReached } from './print-program.js';
import { printReport } from './print-report.js';

/**
 * What a stage knows, as compact text: the same for the same input, and only what the stage adds to the one before. For
 * people who look for the stage that got something wrong, and for snapshots in tests.
 */
export function printModel(given: StageResult): string {
  return `── ${given.stage}\n${linesOf(given)
    .map((line) => `${line}\n`)
    .join('')}`;
}

function linesOf(given: StageResult): string[] {
  switch (given.stage) {
    case 'bind':
      return given.result.flatMap(printModule);
    case 'link':
      return printLinked(given.result);
    case 'detect':
      return printDetected(given.result);
    case 'reach':
      return printReached(given.result);
    case 'classify':
      return printClassified(given.result);
    case 'report':
      return printReport(given.result);
    default:
      return assertNever(given);
  }
}

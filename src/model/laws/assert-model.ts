import { assertNever } from '../../support/invariant.js';
import type { StageResult } from '../stage.js';
import { assertEvidence } from './assert-evidence.js';
import { assertPlain } from './assert-plain.js';
import { assertDetected, assertLinked, assertReached } from './assert-program.js';
import { assertModules } from './assert-modules.js';
import { assertRelativePaths } from './assert-relative-paths.js';
import { assertReport } from './assert-report.js';
import { breach } from './breach.js';

/**
 * Throws InvariantError where the result of a stage breaks a law: M1 plain data, M2 every reference resolves, M4 no gap is
 * dropped, M5 no classification without evidence, M6 no absolute path. (M3, that inputs are not rewritten, is
 * `freezeModel`.) Costs more than the stage itself: for `--debug` and for tests.
 *
 * @param root the audited folder, absolute: it must not appear in a result
 */
export function assertModel(given: StageResult, root: string): void {
  const fail = breach(given.stage);
  assertPlain(given.result, fail);
  assertRelativePaths(given.result, root, fail);
  switch (given.stage) {
    case 'bind':
      assertModules(given.result, fail);
      return;
    case 'link':
      assertLinked(given.result, fail);
      return;
    case 'detect':
      assertDetected(given.result, fail);
      return;
    case 'reach':
      assertReached(given.result, fail);
      return;
    case 'classify':
      assertEvidence(given.result, fail);
      return;
    case 'report':
      assertReport(given.result, fail);
      return;
    default:
      assertNever(given);
  }
}

import type { ClassifiedPlace } from '../../../model/classified-program.js';
import type { Target } from '../../../model/target.js';
import type { Judge } from '../judge.js';
import type { StateUse } from '../state/collect-accesses.js';
import type { HeldObjects } from '../state/hold-objects.js';
import { judgeAfterResponse } from './after-response.js';
import { judgeAtExit } from './at-exit.js';
import { openCommits } from './commit-index.js';
import { judgeFiles } from '../files/local-files.js';
import { judgeReadModifyWrite } from './read-modify-write.js';
import { judgeSubscriptions } from './subscriptions.js';
import { judgeSwallowed } from './swallowed.js';
import { judgeTimers } from './timers.js';
import { judgeUnawaited } from './unawaited.js';
import { judgeWorkers } from './workers.js';

/** Places where an invocation's effects are lost, doubled, or kept where the next invocation does not find them. */
export function judgeCommits(
  judge: Judge,
  held: HeldObjects,
  uses: readonly StateUse[],
  targetOfModule: (module: number) => Target,
): ClassifiedPlace[] {
  const commits = openCommits(judge, held, uses, targetOfModule);
  return [
    ...judgeUnawaited(commits),
    ...judgeAfterResponse(commits),
    ...judgeAtExit(commits),
    ...judgeSwallowed(commits),
    ...judgeWorkers(commits),
    ...judgeTimers(commits),
    ...judgeSubscriptions(commits),
    ...judgeReadModifyWrite(commits),
    ...judgeFiles(commits),
  ];
}

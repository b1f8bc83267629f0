import type { Host } from '../../../model/deployment.js';
import type { CallSite } from '../../../model/flow.js';
import { PLATFORMS } from '../../../model/platforms.js';
import { walkExpr } from '../../../model/walk-code.js';
import type { Sink } from '../sinks/sink-model.js';
import type { Commits } from './commits.js';
import { handsOver } from './fate-of-promise.js';
import { pendingInCallback, promisedBy } from './pending-commit.js';

/** Hosts whose own runtimes have no context that takes promises. */
const WITHOUT_CONTEXT: ReadonlySet<Host> = new Set([
  'aws-lambda',
  'azure-functions',
  'google-cloud-functions',
  'firebase',
  'twilio',
]);

/**
 * What is handed to `waitUntil` or `after` on a platform that has no such thing; null where the platform waits. The method
 * of some context counts on the hosts that have none; elsewhere an adapter may have put it there.
 */
export function handedOver(commits: Commits, site: CallSite): Sink | null {
  if (!handsOver(site)) return null;
  const entries = commits.entriesOf(site.fn);
  const imported = site.externals.some((origin) => /^(@vercel\/functions|next\/server)\./.test(origin));
  const lacks = entries.some(
    ({ host, target }) => !PLATFORMS[target].waitUntil && (imported || WITHOUT_CONTEXT.has(host)),
  );
  return lacks ? sinkIn(commits, site) : null;
}

function sinkIn(commits: Commits, site: CallSite): Sink | null {
  let found = pendingInCallback(commits, site);
  for (const arg of site.expr.args) {
    walkExpr(arg, (part) => {
      const inner = commits.judge.siteOf.get(part);
      if (found === null && inner) found = promisedBy(commits, inner)?.sink ?? null;
    });
  }
  return found;
}

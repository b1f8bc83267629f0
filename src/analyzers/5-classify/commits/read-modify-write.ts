import type { ClassifiedPlace } from '../../../model/classified-program.js';
import type { Expr } from '../../../model/code.js';
import type { CallSite } from '../../../model/flow.js';
import { parentOf } from '../../../model/program-index.js';
import { placeOf, walkDeep } from '../judge.js';
import type { Commits } from './commits.js';
import { isInvoked } from './commit-index.js';
import { durableReadOf, durableSetOf } from './durable-items.js';
import type { DurableAccess } from './durable-items.js';
import { placeAt } from './place.js';
import { sameExpr } from '../same-expr.js';

/** An item of a durable store that is read, changed and written back as a whole, without a condition. */
export function judgeReadModifyWrite(commits: Commits): ClassifiedPlace[] {
  const places: ClassifiedPlace[] = [];
  commits.sitesIn.forEach((sites, fn) => {
    if (!sites || !isInvoked(commits, fn)) return;
    const writes = sites.flatMap((site) => {
      const write = durableSetOf(commits, site);
      return write ? [{ site, write }] : [];
    });
    if (writes.length === 0 || isInTransaction(commits, fn)) return;
    for (const { site, write } of writes) {
      const read = sites.find((candidate) => isReadBefore(commits, candidate, site, write));
      if (read) places.push(placeOfWrite(commits, site, write, read));
    }
  });
  return places;
}

/** The same item was read before, and what is written is made from it. */
function isReadBefore(commits: Commits, candidate: CallSite, site: CallSite, write: DurableAccess): boolean {
  if (candidate === site || candidate.expr.pos >= site.expr.pos) return false;
  const read = durableReadOf(commits, candidate);
  if (!read || read.family !== write.family || !sameItem(read, write)) return false;
  return write.values.some((value) => isMadeFrom(commits, site.fn, value, candidate.expr));
}

function sameItem(read: DurableAccess, write: DurableAccess): boolean {
  if (read.table !== null && write.table !== null && !sameExpr(read.table, write.table)) return false;
  // What is written is the very document that was read.
  if (write.keys.length === 0) return true;
  return read.keys.some((key) => write.keys.some((other) => sameExpr(key, other)));
}

function isMadeFrom(commits: Commits, fn: number, value: Expr, source: Expr): boolean {
  let found = false;
  walkDeep(
    commits.judge,
    fn,
    value,
    (part) => {
      if (part === source) found = true;
    },
    4,
  );
  return found;
}

/** Inside a callback that some `transaction` runs. */
function isInTransaction(commits: Commits, start: number): boolean {
  const { callsTo, flow, index } = commits.judge.program;
  for (let fn = start; fn >= 0; fn = parentOf(index, fn)) {
    const runs = (callsTo[fn] ?? []).some(({ site }) =>
      /transaction|executeWrite|withLock|runExclusive/i.test(flow.calls[site]?.name ?? ''),
    );
    if (runs) return true;
  }
  return false;
}

function placeOfWrite(commits: Commits, site: CallSite, write: DurableAccess, read: CallSite): ClassifiedPlace {
  const awaited = placeOf(commits.judge, read.fn, read.expr)?.parent?.k === 'await';
  const message = `\`${write.shown}\` writes back what \`${read.name ?? 'a read'}\` has read${awaited ? '' : ' before'}: of two invocations for one key at the same time, the second removes what the first has changed`;
  return placeAt(commits, site, { rule: 'lossy-read-modify-write', grade: 'low', confidence: 'medium', message });
}

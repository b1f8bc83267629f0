import type { Expr } from '../../../model/code.js';
import { pathTo } from '../../../model/reached-program.js';
import type { Commits } from '../commits/commits.js';
import { reachedFrom } from '../commits/written-state.js';
import { placeOf, walkDeep } from '../judge.js';
import type { Condition } from '../surroundings.js';
import { fileAccessOf } from './file-access.js';
import type { FileUse } from './file-use.js';

/** Whether a write certainly comes before a read in the same invocation. */
export function precedes(commits: Commits, write: FileUse, read: FileUse): boolean {
  const { judge } = commits;
  if (write.fn === read.fn) return comesFirst(commits, write.fn, write.access.site.expr, read.access.site.expr);
  return pathTo(judge.program, read.fn, 'invoke').some((edge) => {
    const call = judge.program.flow.calls[edge.site];
    if (!call) return false;
    if (write.fn === edge.from) return comesFirst(commits, edge.from, write.access.site.expr, call.expr);
    return (commits.sitesIn[edge.from] ?? []).some(
      (other) =>
        other !== call &&
        other.targets.some((target) => reachedFrom(commits, target).has(write.fn)) &&
        comesFirst(commits, edge.from, other.expr, call.expr),
    );
  });
}

/** Earlier in the text of one function, under no condition that the other does not stand under as well. */
function comesFirst(commits: Commits, fn: number, first: Expr, second: Expr): boolean {
  const a = placeOf(commits.judge, fn, first);
  const b = placeOf(commits.judge, fn, second);
  if (!a || !b || a.order >= b.order || a.part === 'catch') return false;
  const over = new Set<Expr>();
  for (let condition = b.conditions; condition; condition = condition.outer) over.add(condition.test);
  for (let condition = a.conditions; condition; condition = condition.outer)
    if (!condition.exit && !over.has(condition.test)) return false;
  return true;
}

/** Under `if (!existsSync(file))`, or where reading it has failed; here, or wherever the function is called. */
export function isWhereMissing(commits: Commits, use: FileUse): boolean {
  if (asksForFile(commits, use.fn, use.access.site.expr)) return true;
  const { callsTo, flow } = commits.judge.program;
  const callers = (callsTo[use.fn] ?? []).filter(({ timing }) => timing === 'now');
  return (
    callers.length > 0 &&
    callers.every((edge) => {
      const call = flow.calls[edge.site];
      return call !== undefined && asksForFile(commits, call.fn, call.expr);
    })
  );
}

function asksForFile(commits: Commits, fn: number, expr: Expr): boolean {
  const { judge } = commits;
  const place = placeOf(judge, fn, expr);
  if (place?.part === 'catch') return true;
  return someCondition(place?.conditions ?? null, (condition) => {
    let asks = false;
    walkDeep(judge, fn, condition.test, (part) => {
      const site = judge.siteOf.get(part);
      if (site && asksAccess(commits, part)) asks = true;
    });
    return asks;
  });
}

/** `existsSync(file)`, or a function of the program that asks for it. */
function asksAccess(commits: Commits, part: Expr): boolean {
  const site = commits.judge.siteOf.get(part);
  if (!site) return false;
  if (fileAccessOf(site)?.kind === 'exists') return true;
  return site.targets.some((target) =>
    (commits.sitesIn[target] ?? []).some((inner) => fileAccessOf(inner)?.kind === 'exists'),
  );
}

/** `if (process.env.NODE_ENV === 'development')`: no deployed environment comes here. */
export function isOnlyForDevelopment(commits: Commits, use: FileUse): boolean {
  const place = placeOf(commits.judge, use.fn, use.access.site.expr);
  return someCondition(place?.conditions ?? null, ({ test, exit }) => {
    let asks = false;
    walkDeep(commits.judge, use.fn, test, (part) => {
      if (
        part.k === 'member' &&
        /^(NODE_ENV|IS_OFFLINE|IS_LOCAL|AWS_SAM_LOCAL|FUNCTIONS_EMULATOR)$/.test(part.name ?? '')
      )
        asks = true;
    });
    return asks && !exit;
  });
}

function someCondition(start: Condition | null, holds: (condition: Condition) => boolean): boolean {
  for (let condition = start; condition; condition = condition.outer) if (holds(condition)) return true;
  return false;
}

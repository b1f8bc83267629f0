import { functionAt } from '../../../model/program-index.js';
import { runsIn } from '../../../model/reached-program.js';
import type { StateAccess } from '../../../model/state.js';
import { walkDeep } from '../judge.js';
import { isFirstValue, isWrite } from '../slots.js';
import type { StateUse } from '../state/collect-accesses.js';
import type { Commits } from './commits.js';

/** Names of the state that invocations write, by the functions that use it. */
export function writtenStateByFunction(commits: Commits): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const use of commits.uses) {
    if (!isWrittenByInvocations(commits, use)) continue;
    for (const access of use.accesses) if (!found.has(access.fn)) found.set(access.fn, use.root.name);
  }
  return found;
}

function isWrittenByInvocations(commits: Commits, use: StateUse): boolean {
  return use.accesses.some(
    (access) => isWrite(access) && access.phases.has('invoke') && !isFirstValue(commits.judge, access),
  );
}

/** State that some of these functions assign and that invocations read; null where there is none. */
export function refreshedState(commits: Commits, functions: ReadonlySet<number>): string | null {
  for (const use of commits.uses) {
    const refreshed = use.accesses.some(
      (access) =>
        access.kind === 'assign' &&
        functions.has(access.fn) &&
        access.phases.has('background') &&
        isFetched(commits, access),
    );
    if (!refreshed || isOwnedByInvocations(commits, use)) continue;
    const read = use.accesses.some(({ kind, phases }) => (kind === 'read' || kind === 'size') && phases.has('invoke'));
    if (read) return use.root.name;
  }
  return null;
}

/** `config = await load()`, and `load().then((loaded) => { config = loaded; })`. */
function isFetched(commits: Commits, { fn, value }: StateAccess): boolean {
  if (value === null) return false;
  let awaited = false;
  walkDeep(commits.judge, fn, value, (part) => {
    if (part.k === 'await') awaited = true;
  });
  if (awaited || value.k !== 'name') return awaited;
  const { callsTo, flow, index } = commits.judge.program;
  const isParam = functionAt(index, fn).params.some(({ binding }) => binding === value.binding);
  return isParam && (callsTo[fn] ?? []).some(({ site }) => flow.calls[site]?.name === 'then');
}

/** State that invocations write as well is judged where it is declared. */
function isOwnedByInvocations(commits: Commits, use: StateUse): boolean {
  return use.accesses.some(
    (access) =>
      isWrite(access) && access.phases.has('invoke') && !runsIn(commits.judge.program, access.fn, 'background'),
  );
}

/** A function and everything that it may call while it runs. */
export function reachedFrom(commits: Commits, start: number): ReadonlySet<number> {
  const seen = new Set([start]);
  const pending = [start];
  for (let fn = pending.pop(); fn !== undefined && seen.size < MOST_FUNCTIONS; fn = pending.pop()) {
    for (const { to, timing } of commits.judge.program.callsFrom[fn] ?? []) {
      if (timing !== 'now' || seen.has(to)) continue;
      seen.add(to);
      pending.push(to);
    }
  }
  return seen;
}

const MOST_FUNCTIONS = 400;

import type { FindingIdentity } from '../model/baseline.js';
import { compareText } from '../support/compare.js';

export interface BaselineMatch {
  /** Positions, in the list of findings, of those that the baseline knows. */
  readonly known: ReadonlySet<number>;
  /** Entries that no finding matches. */
  readonly vanished: readonly FindingIdentity[];
  /** Entries of files that are there and were not analysed: nobody knows whether their findings are. */
  readonly unseen: readonly FindingIdentity[];
}

/** What became of a file that the baseline names. */
export type FileState = 'analysed' | 'not analysed' | 'gone';

/**
 * Matches findings with the entries of a baseline, one to one: a new finding is new however many others are gone. A file
 * that was renamed keeps its findings, where its old name is gone and nothing else fits.
 */
export function matchBaseline(
  findings: readonly FindingIdentity[],
  entries: readonly FindingIdentity[],
  stateOf: (file: string) => FileState,
): BaselineMatch {
  const open = new Map(entries.map((entry) => [keyOf(entry), entry]));
  const known = new Set<number>();
  for (const [position, finding] of findings.entries()) if (open.delete(keyOf(finding))) known.add(position);
  const homeless = [...open.values()].filter((entry) => stateOf(entry.file) === 'gone');
  const entryOf = uniqueBy(homeless, keyWithoutFile);
  const rest = [...findings.keys()].filter((position) => !known.has(position));
  for (const [key, position] of uniqueBy(rest, (at) => keyWithoutFile(findings[at] as FindingIdentity))) {
    const entry = entryOf.get(key);
    if (entry === undefined) continue;
    open.delete(keyOf(entry));
    known.add(position);
  }
  const left = [...open.values()].sort(compareIdentities);
  const isUnseen = ({ file }: FindingIdentity): boolean => stateOf(file) === 'not analysed';
  return { known, vanished: left.filter((entry) => !isUnseen(entry)), unseen: left.filter(isUnseen) };
}

/** The order of the lines of a baseline. */
export function compareIdentities(a: FindingIdentity, b: FindingIdentity): number {
  return (
    compareText(a.file, b.file) ||
    compareText(a.rule, b.rule) ||
    compareText(a.scope, b.scope) ||
    compareText(a.code, b.code) ||
    a.nth - b.nth
  );
}

function keyOf(identity: FindingIdentity): string {
  return JSON.stringify([identity.file, keyWithoutFile(identity)]);
}

function keyWithoutFile({ rule, scope, code, nth }: FindingIdentity): string {
  return JSON.stringify([rule, scope, code, nth]);
}

/** Items by key, without those that share one. */
function uniqueBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T> {
  const found = new Map<string, T>();
  const shared = new Set<string>();
  for (const item of items) {
    const own = key(item);
    if (found.has(own)) shared.add(own);
    found.set(own, item);
  }
  for (const own of shared) found.delete(own);
  return found;
}

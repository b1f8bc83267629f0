import type { NotMigrated } from '../model/plan.js';
import type { ReportedFinding } from '../model/report.js';

/** Findings of the texts after the steps, at the places where they stand before: that is what the user has open. */
export function atOriginalPlaces(
  left: readonly NotMigrated[],
  before: readonly ReportedFinding[],
  after: readonly ReportedFinding[],
): NotMigrated[] {
  const open = new Set(before);
  const places = new Map<string, ReportedFinding>();
  const pair = (isSame: (had: ReportedFinding, has: ReportedFinding) => boolean): void => {
    for (const has of after) {
      if (places.has(keyOf(has))) continue;
      const had = [...open].find((one) => one.rule === has.rule && one.file === has.file && isSame(one, has));
      if (had === undefined) continue;
      open.delete(had);
      places.set(keyOf(has), had);
    }
  };
  pair((had, has) => had.fingerprint === has.fingerprint);
  pair((had, has) => had.binding !== null && had.binding === has.binding);
  pair((had, has) => had.scope === has.scope);
  return left.map((one) => {
    const had = places.get(keyOf(one));
    return had === undefined ? one : { ...one, line: had.line, column: had.column };
  });
}

function keyOf({ rule, file, line, column }: Pick<NotMigrated, 'rule' | 'file' | 'line' | 'column'>): string {
  return `${rule}\0${file}\0${line}\0${column}`;
}

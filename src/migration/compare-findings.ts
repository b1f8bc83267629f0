import type { Finding } from '../model/finding.js';
import type { Candidate } from '../planner/index.js';
import type { ProgramAudit } from '../pipeline.js';

export interface FindingDifference {
  readonly reason: string;
  readonly file: string | null;
  readonly step: string | null;
}

/** What is wrong with the findings after the steps: one that should be gone, or one that was not there. Null for nothing. */
export function compareFindings(
  before: ProgramAudit,
  after: ProgramAudit,
  steps: readonly Candidate[],
): FindingDifference | null {
  const had = countKeys(before.report.findings);
  const has = countKeys(after.report.findings);
  const left = new Map([...had].map(([key, { count }]) => [key, count]));
  for (const { tasks } of steps) {
    for (const finding of tasks.flatMap(({ findings }) => findings))
      left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) - 1);
  }
  for (const { id, tasks } of steps) {
    for (const { findings } of tasks) {
      const still = findings.find((finding) => (has.get(keyOf(finding))?.count ?? 0) > (left.get(keyOf(finding)) ?? 0));
      if (still) return { reason: `the audit would still report ${still.rule}`, file: still.file, step: id };
    }
  }
  for (const [key, { finding, count }] of has) {
    if (count <= (had.get(key)?.count ?? 0)) continue;
    const where = `${finding.file}:${finding.line}`;
    return {
      reason: `the audit would newly report ${finding.rule} (${where}: ${finding.message})`,
      file: finding.file,
      step: null,
    };
  }
  const broken = after.report.diagnostics.find(({ code, file }) => {
    return code === 'parse-error' && !before.report.diagnostics.some((one) => one.code === code && one.file === file);
  });
  return broken ? { reason: `${broken.file ?? ''}: ${broken.message}`, file: broken.file, step: null } : null;
}

function countKeys(findings: readonly Finding[]): Map<string, { readonly finding: Finding; readonly count: number }> {
  const counts = new Map<string, { finding: Finding; count: number }>();
  for (const finding of findings) {
    const key = keyOf(finding);
    counts.set(key, { finding, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return counts;
}

/** Lines move; what a finding is about does not. */
function keyOf({ rule, file, binding, scope }: Finding): string {
  return JSON.stringify([rule, file, binding ?? '', scope]);
}

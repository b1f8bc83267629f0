import type { ClassifiedProgram } from '../model/classified-program.js';
import type { AuditReport, ReportedFinding } from '../model/report.js';
import type { Task } from '../transforms/transform.js';

/** What is to be repaired: findings about one binding together, those about places one by one. Suppressed ones are left. */
export function tasksOf(program: ClassifiedProgram, report: AuditReport): Task[] {
  const byBinding = new Map(program.bindings.map((binding) => [binding.root.id, binding]));
  const tasks = new Map<string, Task>();
  for (const finding of report.findings) {
    if (finding.suppressed !== null) continue;
    const place = program.places.find((one) => isAt(one, finding)) ?? null;
    const binding = finding.binding === null ? null : (byBinding.get(finding.binding) ?? null);
    const id = place === null && binding !== null ? binding.root.id : placeId(finding);
    const known = tasks.get(id);
    if (known) tasks.set(id, { ...known, findings: [...known.findings, finding] });
    else tasks.set(id, { id, findings: [finding], binding, place });
  }
  return [...tasks.values()];
}

function isAt(
  place: { readonly rule: string; readonly file: string; readonly line: number; readonly column: number },
  finding: ReportedFinding,
): boolean {
  return (
    place.rule === finding.rule &&
    place.file === finding.file &&
    place.line === finding.line &&
    place.column === finding.column
  );
}

function placeId({ file, line, column }: ReportedFinding): string {
  return `${file}:${line}:${column}`;
}

import { CATEGORY_OF } from '../model/classification.js';
import type { ClassifiedProgram } from '../model/classified-program.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { AuditReport, ReportedBinding, ReportedFinding, ReportSummary } from '../model/report.js';
import type { Target } from '../model/target.js';
import { targetOf } from '../model/target-of.js';
import { compareText } from '../support/compare.js';
import { gapDiagnostics } from './gap-diagnostics.js';
import { countFindings } from './select-findings.js';

export interface ReportInput {
  readonly program: ClassifiedProgram;
  readonly gated: {
    readonly findings: readonly ReportedFinding[];
    readonly off: number;
    readonly diagnostics: readonly Diagnostic[];
    readonly baseline: { readonly vanished: readonly unknown[] };
  };
  readonly diagnostics: readonly Diagnostic[];
  /** Who named the target, where an option did. */
  readonly targetSource: string;
  /** With `--changed`: the commit that files are compared with. */
  readonly changedSince: string | null;
  readonly affected: AffectedPart;
  readonly version: string;
  readonly files: number;
  readonly leftOut: Readonly<Record<string, number>>;
}

/** What the report is limited to. */
interface AffectedPart {
  readonly concerns: (file: string, through: readonly string[]) => boolean;
  readonly files: number;
  readonly reached: number;
}

/** Puts together the report of an audit. */
export function auditReport(input: ReportInput): AuditReport {
  const { program, gated, affected } = input;
  const diagnostics = [...input.diagnostics, ...gated.diagnostics, ...gapDiagnostics(program)];
  const { target, detectedBy } = overallTarget(program, input.targetSource);
  const listed = program.bindings.filter(({ file, evidence }) =>
    affected.concerns(
      file,
      evidence.map((item) => item.file),
    ),
  );
  const bindings = listed.map((binding): ReportedBinding => ({
    file: binding.file,
    line: binding.line,
    column: binding.column,
    name: binding.root.name,
    declaration: binding.root.declaration,
    classification: binding.classification,
    category: CATEGORY_OF[binding.classification],
    verdict: binding.verdict,
    confidence: binding.confidence,
    target: binding.target,
    evidence: binding.evidence,
  }));
  return {
    $schema: 'stateless-migrate/report.schema.json',
    schemaVersion: 1,
    tool: { name: 'stateless-migrate', version: input.version },
    target,
    targetDetectedBy: detectedBy,
    summary: summaryOf(input, bindings),
    entryPoints: program.entries
      .filter(({ file }) => affected.concerns(file, []))
      .map(({ file, line, name, host, target: own, detectedBy: by }) => ({
        file,
        line,
        name,
        host,
        target: own,
        detectedBy: by,
      })),
    bindings,
    findings: gated.findings,
    notAnalysed: program.notAnalysed,
    diagnostics: sortDiagnostics(diagnostics.filter((diagnostic) => isAboutAffected(diagnostic, affected))),
    changed:
      input.changedSince === null
        ? null
        : { since: input.changedSince, files: affected.files, reached: affected.reached },
  };
}

function summaryOf(input: ReportInput, bindings: readonly ReportedBinding[]): ReportSummary {
  const verdicts = (verdict: string): number => bindings.filter((binding) => binding.verdict === verdict).length;
  return {
    files: input.files,
    bindings: bindings.length,
    harmful: verdicts('harmful'),
    review: verdicts('review'),
    benign: verdicts('benign'),
    ...countFindings(input.gated.findings),
    vanished: input.gated.baseline.vanished.length,
    off: input.gated.off,
    leftOut: Object.fromEntries(Object.entries(input.leftOut).sort(([a], [b]) => compareText(a, b))),
  };
}

function overallTarget(program: ClassifiedProgram, source: string): { target: Target | 'mixed'; detectedBy: string } {
  if (program.targetOption !== null) return { target: program.targetOption, detectedBy: source };
  const targets = new Set(program.entries.map(({ target }) => target));
  if (targets.size > 1) return { target: 'mixed', detectedBy: 'entry points' };
  const [entry] = program.entries;
  if (!entry) return targetOf('', null, program.scopes, null);
  const found = targetOf(entry.file, entry.host, program.scopes, null);
  return { target: found.target, detectedBy: found.detectedBy };
}

/** What is wrong with a manifest concerns every file. */
function isAboutAffected({ code, file }: Diagnostic, { concerns }: AffectedPart): boolean {
  return file === null || code === 'manifest-error' || code === 'tsconfig-error' || concerns(file, []);
}

function sortDiagnostics(list: readonly Diagnostic[]): Diagnostic[] {
  return [...list].sort(
    (a, b) =>
      compareText(a.file ?? '', b.file ?? '') || compareText(a.code, b.code) || compareText(a.message, b.message),
  );
}

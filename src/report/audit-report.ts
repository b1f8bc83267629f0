import { CATEGORY_OF } from '../model/classification.js';
import type { ClassifiedProgram } from '../model/classified-program.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Finding } from '../model/finding.js';
import type { AuditReport, ReportedBinding, ReportSummary } from '../model/report.js';
import type { Target } from '../model/target.js';
import { targetOf } from '../model/target-of.js';
import { compareText } from '../support/compare.js';
import { gapDiagnostics } from './gap-diagnostics.js';

export interface ReportInput {
  readonly program: ClassifiedProgram;
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  readonly version: string;
  readonly files: number;
  readonly leftOut: Readonly<Record<string, number>>;
}

/** Puts together the report of an audit. */
export function auditReport(input: ReportInput): AuditReport {
  const { program, findings } = input;
  const { target, detectedBy } = overallTarget(program);
  const bindings = program.bindings.map((binding): ReportedBinding => ({
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
    entryPoints: program.entries.map(({ file, line, name, host, target: own, detectedBy: by }) => ({
      file,
      line,
      name,
      host,
      target: own,
      detectedBy: by,
    })),
    bindings,
    findings,
    notAnalysed: program.notAnalysed,
    diagnostics: sortDiagnostics([...input.diagnostics, ...gapDiagnostics(program)]),
  };
}

function summaryOf(input: ReportInput, bindings: readonly ReportedBinding[]): ReportSummary {
  const verdicts = (verdict: string): number => bindings.filter((binding) => binding.verdict === verdict).length;
  const severities = (severity: string): number =>
    input.findings.filter((finding) => finding.severity === severity).length;
  return {
    files: input.files,
    bindings: bindings.length,
    harmful: verdicts('harmful'),
    review: verdicts('review'),
    benign: verdicts('benign'),
    findings: { error: severities('error'), warning: severities('warning'), note: severities('note') },
    leftOut: Object.fromEntries(Object.entries(input.leftOut).sort(([a], [b]) => compareText(a, b))),
  };
}

function overallTarget(program: ClassifiedProgram): { target: Target | 'mixed'; detectedBy: string } {
  if (program.targetOption !== null) return { target: program.targetOption, detectedBy: '--target' };
  const targets = new Set(program.entries.map(({ target }) => target));
  if (targets.size > 1) return { target: 'mixed', detectedBy: 'entry points' };
  const [entry] = program.entries;
  if (!entry) return targetOf('', null, program.scopes, null);
  const found = targetOf(entry.file, entry.host, program.scopes, null);
  return { target: found.target, detectedBy: found.detectedBy };
}

function sortDiagnostics(list: readonly Diagnostic[]): Diagnostic[] {
  return [...list].sort(
    (a, b) =>
      compareText(a.file ?? '', b.file ?? '') || compareText(a.code, b.code) || compareText(a.message, b.message),
  );
}

import type { Evidence } from '../model/classification.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { NotAnalysed } from '../model/entry-point.js';
import type {
  AuditReport,
  ReportedBinding,
  ReportedEntryPoint,
  ReportedFinding,
  ReportSummary,
} from '../model/report.js';
import { compareText } from '../support/compare.js';
import { escapeJsonText } from './escape.js';

/** The report as JSON: keys in the order of the schema whatever order the record was built in, two spaces, one newline. */
export function jsonReport(report: AuditReport): string {
  return toJson(ordered(withOrderedParts(report), REPORT_KEYS));
}

/** JSON as every command prints it: safe on a terminal, a newline at the end. */
export function toJson(value: unknown): string {
  return `${escapeJsonText(JSON.stringify(value, null, 2))}\n`;
}

const REPORT_KEYS = [
  '$schema',
  'schemaVersion',
  'tool',
  'target',
  'targetDetectedBy',
  'summary',
  'entryPoints',
  'bindings',
  'findings',
  'notAnalysed',
  'diagnostics',
  'changed',
] as const satisfies readonly (keyof AuditReport)[];

const SUMMARY_KEYS = [
  'files',
  'bindings',
  'harmful',
  'review',
  'benign',
  'findings',
  'suppressed',
  'inBaseline',
  'vanished',
  'off',
  'leftOut',
] as const satisfies readonly (keyof ReportSummary)[];

const ENTRY_KEYS = [
  'file',
  'line',
  'name',
  'host',
  'target',
  'detectedBy',
] as const satisfies readonly (keyof ReportedEntryPoint)[];

const BINDING_KEYS = [
  'file',
  'line',
  'column',
  'name',
  'declaration',
  'classification',
  'category',
  'verdict',
  'confidence',
  'target',
  'evidence',
] as const satisfies readonly (keyof ReportedBinding)[];

const EVIDENCE_KEYS = ['message', 'file', 'line', 'column'] as const satisfies readonly (keyof Evidence)[];

const FINDING_KEYS = [
  'rule',
  'severity',
  'message',
  'file',
  'line',
  'column',
  'binding',
  'scope',
  'confidence',
  'entryPath',
  'reachedFrom',
  'witness',
  'seen',
  'fingerprint',
  'fix',
  'suppressed',
  'inBaseline',
] as const satisfies readonly (keyof ReportedFinding)[];

const NOT_ANALYSED_KEYS = ['name', 'declaredIn', 'reason'] as const satisfies readonly (keyof NotAnalysed)[];
const DIAGNOSTIC_KEYS = ['code', 'file', 'message'] as const satisfies readonly (keyof Diagnostic)[];

function withOrderedParts(report: AuditReport): AuditReport {
  const counts = ordered(report.summary.findings, ['error', 'warning', 'note']);
  const summary = { ...report.summary, findings: counts, leftOut: ordered(report.summary.leftOut, []) };
  return {
    ...report,
    tool: ordered(report.tool, ['name', 'version']),
    summary: ordered(summary, SUMMARY_KEYS),
    entryPoints: report.entryPoints.map((entry) => ordered(entry, ENTRY_KEYS)),
    bindings: report.bindings.map((binding) =>
      ordered({ ...binding, evidence: binding.evidence.map((item) => ordered(item, EVIDENCE_KEYS)) }, BINDING_KEYS),
    ),
    findings: report.findings.map((finding) =>
      ordered(
        {
          ...finding,
          fix: finding.fix && ordered(finding.fix, ['transform', 'applicability', 'why']),
          suppressed: finding.suppressed && ordered(finding.suppressed, ['reason', 'line']),
        },
        FINDING_KEYS,
      ),
    ),
    notAnalysed: report.notAnalysed.map((item) => ordered(item, NOT_ANALYSED_KEYS)),
    diagnostics: report.diagnostics.map((diagnostic) => ordered(diagnostic, DIAGNOSTIC_KEYS)),
    changed: report.changed && ordered(report.changed, ['since', 'files', 'reached']),
  };
}

/** A copy whose keys stand as in `keys`, the rest after them in order of text: nothing is dropped. */
function ordered<T extends object>(value: T, keys: readonly (keyof T & string)[]): T {
  const known = new Set<string>(keys);
  const present = keys.filter((key) => Object.hasOwn(value, key));
  const others = Object.keys(value)
    .filter((key) => !known.has(key))
    .sort(compareText) as (keyof T & string)[];
  return Object.fromEntries([...present, ...others].map((key) => [key, value[key]])) as T;
}

/** The public API. */
export { audit } from './pipeline.js';
export type { AuditOptions, AuditResult, Progress } from './pipeline.js';
export type { Category, ClassificationName, Confidence, Evidence, Verdict } from './model/classification.js';
export type { Diagnostic, DiagnosticCode } from './model/diagnostic.js';
export type { EntryPoint, NotAnalysed } from './model/entry-point.js';
export type { Applicability, Finding, Severity } from './model/finding.js';
export type { AuditReport, ReportedBinding, ReportedEntryPoint, ReportSummary } from './model/report.js';
export { TARGETS } from './model/target.js';
export type { PlatformFacts, Target } from './model/target.js';
export { PLATFORMS } from './model/platforms.js';
export { RULES } from './rules/index.js';
export type { RuleDescription } from './rules/rule.js';
export { UserError } from './support/user-error.js';

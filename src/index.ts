/** The public API. */
import type { Verification } from './model/verification.js';
import type { Applied } from './migration/apply-plan.js';
import type { MigrateOptions } from './migration/options.js';
import type { Plan } from './model/plan.js';
import type { AuditOptions, AuditResult } from './pipeline.js';
import type { VerifyOptions } from './verify/verify-options.js';

/** Runs the whole audit. Throws UserError where the input cannot be audited at all. */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  // Whoever imports only `defineConfig` does not wait for the analysis to load.
  const pipeline = await import('./pipeline.js');
  return pipeline.audit(options);
}

/** Runs a program in simulated short-lived containers. Throws UserError where it cannot be run at all. */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const verifier = await import('./verify/index.js');
  return verifier.verify(options);
}

/** Plans every repair that passes all checks. Nothing is written. Throws UserError where the input cannot be audited. */
export async function plan(options: MigrateOptions): Promise<Plan> {
  const { planMigration } = await import('./migration/plan-migration.js');
  return (await planMigration(options)).plan;
}

/** Writes a plan below a root: all of it or nothing. Throws UserError where a file changed since it was planned. */
export async function apply(plan: Plan, root: string): Promise<Applied> {
  const { applyPlan } = await import('./migration/apply-plan.js');
  return applyPlan(plan, root);
}

export type { Applied } from './migration/apply-plan.js';
export type { MigrateOptions } from './migration/options.js';
export type { AddDependency, AddImport, AddedName, CreateFile, Edit, ReplaceText } from './model/edit.js';
export type {
  FindingRef,
  FunctionRequirement,
  Guarantee,
  NotMigrated,
  Plan,
  PlannedDependency,
  PlanStep,
  PlanSummary,
  RippleNode,
  RoundTrips,
  ShapeChoice,
} from './model/plan.js';
export type { AuditOptions, AuditResult, Progress } from './pipeline.js';
export { defineConfig } from './define-config.js';
export type { UserConfiguration, UserRules } from './define-config.js';
export { baselineText, parseBaseline } from './gate/baseline-text.js';
export type { BaselineState } from './gate/index.js';
export type { FindingIdentity } from './model/baseline.js';
export type { Configuration, RuleOverride, RuleSetting, RuleSettings, Store } from './model/configuration.js';
export type { Category, ClassificationName, Confidence, Evidence, Verdict } from './model/classification.js';
export type { Diagnostic, DiagnosticCode } from './model/diagnostic.js';
export type { EntryPoint, NotAnalysed } from './model/entry-point.js';
export type { Applicability, Finding, Severity } from './model/finding.js';
export type {
  AppliedSuppression,
  AuditReport,
  ChangedScope,
  ReportedBinding,
  ReportedEntryPoint,
  ReportedFinding,
  ReportSummary,
} from './model/report.js';
export { TARGETS } from './model/target.js';
export type { PlatformFacts, Target } from './model/target.js';
export type {
  BindingOutcome,
  Divergence,
  Mode,
  ModeSummary,
  Oracle,
  ScheduledEvent,
  Verification,
} from './model/verification.js';
export { PLATFORMS } from './model/platforms.js';
export { RULES } from './rules/index.js';
export type { RuleId } from './rules/index.js';
export type { RuleDescription } from './rules/rule.js';
export type { VerifiedStore, VerifyOptions, VerifyProgress } from './verify/verify-options.js';
export { UserError } from './support/user-error.js';

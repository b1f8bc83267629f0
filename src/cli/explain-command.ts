import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { AuditReport, ReportedBinding } from '../model/report.js';
import { explainBinding } from '../report/explain.js';
import { explainRule } from '../report/rule-page.js';
import { RULES } from '../rules/index.js';
import { UserError } from '../support/user-error.js';
import { auditScope, type AuditScope } from './audit-scope.js';
import type { CliContext } from './context.js';
import type { ExitCode } from './exit-code.js';
import type { FlagValues } from './flag-values.js';
import { didYouMean } from '../support/nearest.js';
import { rulePage } from './own-files.js';
import { paintFor } from './paint-for.js';
import { runAudit } from './run-audit.js';

/** `explain <rule or file#binding>`. */
export async function explainCommand(subject: string, flags: FlagValues, context: CliContext): Promise<ExitCode> {
  const paint = paintFor(context.stdout, context.env, flags.on('color'));
  const rule = RULES.find((candidate) => candidate.id === subject);
  if (rule) {
    context.stdout.write(explainRule(rule, rulePage(context.packageRoot, rule.id), paint));
    return 0;
  }
  if (!subject.includes('#')) throw neitherRuleNorBinding(subject, context.cwd);
  const scope = auditScope([], flags.value('root'), context.cwd);
  const { report } = await runAudit(scope, flags, context);
  const binding = findBinding(subject, report, scope, context.cwd);
  const findings = report.findings.filter((finding) => finding.binding === idOf(binding));
  context.stdout.write(explainBinding({ binding, findings, texts: textsOf(binding, scope) }, paint));
  return 0;
}

function neitherRuleNorBinding(subject: string, cwd: string): UserError {
  if (existsSync(resolve(cwd, subject))) {
    const hint = `\`stateless-migrate ${subject} --all\` lists its bindings; explain one as file#name`;
    return new UserError(`\`${subject}\` is a path, not a rule or a binding`, hint);
  }
  const fallback = '`stateless-migrate rules` lists the rules; a binding is named as file#name';
  const ids = RULES.map((rule) => rule.id);
  return new UserError(`unknown rule \`${subject}\``, didYouMean(subject, ids, fallback));
}

function idOf(binding: ReportedBinding): string {
  return `${binding.file}#${binding.name}`;
}

/** By the name in the report, else by the path from the working directory. */
function findBinding(subject: string, report: AuditReport, { root }: AuditScope, cwd: string): ReportedBinding {
  const asWritten = subject.replace(/^\.\//, '');
  const fromCwd = relative(root, resolve(cwd, subject)).split(sep).join('/');
  const found =
    report.bindings.find((binding) => idOf(binding) === asWritten) ??
    report.bindings.find((binding) => idOf(binding) === fromCwd);
  if (found) return found;
  const ids = report.bindings.map(idOf);
  throw new UserError(
    `no binding \`${subject}\` is listed`,
    didYouMean(asWritten, ids, '`stateless-migrate --all` lists every binding'),
  );
}

/** The texts that the evidence points into. One that cannot be read is left out: the place is named all the same. */
function textsOf(binding: ReportedBinding, { root }: AuditScope): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { file } of binding.evidence) {
    try {
      texts.set(file, readFileSync(join(root, file), 'utf8').replace(/^\uFEFF/, ''));
    } catch {
      texts.delete(file);
    }
  }
  return texts;
}

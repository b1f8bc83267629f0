import type { Evidence } from '../model/classification.js';
import type { ReportedBinding, ReportedFinding } from '../model/report.js';
import { lineStartsOf } from '../support/text-position.js';
import { escapeControls } from './escape.js';
import { ORACLE_OF } from './oracle.js';
import type { Paint } from './paint.js';
import { findingDetails } from './pretty-findings.js';
import { fixWords, paintSeverity, paintVerdict } from './wording.js';

/** Longest excerpt of a source line. */
const EXCERPT = 160;

export interface BindingToExplain {
  readonly binding: ReportedBinding;
  /** The findings about it. */
  readonly findings: readonly ReportedFinding[];
  /** Text by file, for the excerpts; a file that is missing here is shown without. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Why a binding is classified as it is: verdict, oracle, each piece of evidence with its source line, findings, fix. */
export function explainBinding({ binding, findings, texts }: BindingToExplain, paint: Paint): string {
  const sections = [
    head(binding, paint),
    evidence(binding, texts, paint),
    findings.length === 0 ? 'no finding' : findings.map((finding) => about(finding, paint)).join('\n\n'),
    next(findings, paint),
  ];
  return `${sections.filter((section) => section !== null).join('\n\n')}\n`;
}

function head(binding: ReportedBinding, paint: Paint): string {
  const verdict = paintVerdict(binding.verdict, binding.verdict, paint);
  return [
    `${paint.bold(escapeControls(`${binding.file}#${binding.name}`))} (${binding.declaration}, ${binding.line}:${binding.column})`,
    `  ${verdict}: ${binding.classification}, ${binding.category} · confidence ${binding.confidence} · target ${binding.target}`,
    `  held against: ${ORACLE_OF[binding.category]}`,
  ].join('\n');
}

function evidence(binding: ReportedBinding, texts: ReadonlyMap<string, string>, paint: Paint): string {
  const items = binding.evidence.flatMap((item, index) => [
    `  ${index + 1}. ${escapeControls(item.message)}`,
    `     ${paint.dim(escapeControls(`${item.file}:${item.line}:${item.column}`))}`,
    ...excerpt(item, texts).map((line) => `     ${line}`),
  ]);
  return [paint.bold('evidence'), ...items].join('\n');
}

/** The line that the evidence points at, with a mark under the column. */
function excerpt({ file, line, column }: Evidence, texts: ReadonlyMap<string, string>): string[] {
  const text = texts.get(file);
  if (text === undefined) return [];
  const starts = lineStartsOf(text);
  const start = starts[line - 1];
  if (start === undefined) return [];
  const source = text.slice(start, starts[line] ?? text.length).replace(/[\r\n\u2028\u2029]/g, '');
  const gutter = `${line} | `;
  const lead = escapeControls(source.slice(0, column - 1).replaceAll('\t', '  '));
  const shown = `${lead}${escapeControls(source.slice(column - 1).replaceAll('\t', '  '))}`;
  if (lead.length >= EXCERPT) return [escapeControls(`${gutter}… ${shown.slice(lead.length, lead.length + EXCERPT)}`)];
  return [escapeControls(`${gutter}${shown.slice(0, EXCERPT)}`), `${' '.repeat(gutter.length + lead.length)}^`];
}

function about(finding: ReportedFinding, paint: Paint): string {
  const fix = fixWords(finding);
  return [
    `${paintSeverity(finding.severity, finding.severity, paint)} ${paint.bold(escapeControls(finding.rule))} ${finding.line}:${finding.column}`,
    `  ${escapeControls(finding.message)}`,
    ...findingDetails(finding).map((line) => `  ${line}`),
    ...(fix === null ? [] : [`  fix: ${escapeControls(fix)}`]),
    ...whyItDoesNotCount(finding).map((line) => `  ${line}`),
  ].join('\n');
}

function whyItDoesNotCount({ suppressed, inBaseline, file }: ReportedFinding): string[] {
  if (inBaseline) return ['does not count: it is in the baseline'];
  if (suppressed === null) return [];
  return [escapeControls(`does not count: suppressed by ${file}:${suppressed.line}: ${suppressed.reason}`)];
}

function next(findings: readonly ReportedFinding[], paint: Paint): string | null {
  const first = findings[0];
  return first ? paint.dim(`the rule: npx stateless-migrate explain ${escapeControls(first.rule)}`) : null;
}

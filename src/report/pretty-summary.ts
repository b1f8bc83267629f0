import type { Category } from '../model/classification.js';
import type { AuditReport } from '../model/report.js';
import { compareText } from '../support/compare.js';
import { escapeControls } from './escape.js';
import type { Paint } from './paint.js';
import { plural } from './wording.js';

/** `target lambda (serverless.yml) · 214 files · 12 entry points · 41 bindings: 33 constant, 5 clients, 2 harmful`. */
export function summaryLine(report: AuditReport, paint: Paint): string {
  const { summary, entryPoints } = report;
  const parts = [
    `${targetWords(report, paint)} (${escapeControls(report.targetDetectedBy)})`,
    plural(summary.files, 'file'),
    plural(entryPoints.length, 'entry point'),
    bindingWords(report, paint),
  ];
  return parts.join(' · ');
}

function targetWords(report: AuditReport, paint: Paint): string {
  if (report.target !== 'mixed') return `target ${paint.bold(report.target)}`;
  const targets = [...report.entryPoints, ...report.bindings].map((item) => item.target);
  const names = [...new Set(targets)].sort(compareText).map((target) => paint.bold(target));
  return names.length === 0 ? 'targets mixed' : `targets ${names.join(', ')}`;
}

/** Words for benign bindings of each category; harmful ones and ones to review are counted apart. */
const BENIGN_WORDS: Readonly<Record<Category, (count: number) => string>> = {
  configuration: (count) => `${count} constant`,
  infrastructure: (count) => plural(count, 'client or memo', 'clients and memos'),
  cache: (count) => plural(count, 'cache'),
  'business-state': (count) => plural(count, 'harmless state value'),
  lifecycle: (count) => `${count} lifecycle`,
  undetermined: (count) => `${count} undetermined`,
};

function bindingWords({ summary, bindings }: AuditReport, paint: Paint): string {
  const total = plural(summary.bindings, 'binding');
  const words = (Object.keys(BENIGN_WORDS) as Category[]).flatMap((category) => {
    const count = bindings.filter((b) => b.verdict === 'benign' && b.category === category).length;
    return count === 0 ? [] : [BENIGN_WORDS[category](count)];
  });
  if (summary.review > 0) words.push(paint.yellow(`${summary.review} to review`));
  if (summary.harmful > 0) words.push(paint.red(`${summary.harmful} harmful`));
  return words.length === 0 ? total : `${total}: ${words.join(', ')}`;
}

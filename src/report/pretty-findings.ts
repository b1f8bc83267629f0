import type { Finding, SeenWitness } from '../model/finding.js';
import { escapeControls } from './escape.js';
import type { Paint } from './paint.js';
import { paintSeverity } from './wording.js';

/** How many further entry points are named before the rest is counted. */
const NAMED_ENTRIES = 3;

/** One section per file: each finding with place, severity, rule and mechanism; below it the path and the witness. */
export function findingSections(findings: readonly Finding[], paint: Paint): string[] {
  return [...groupByFile(findings)].map(([file, group]) =>
    [paint.bold(escapeControls(file)), ...table(group, paint)].join('\n'),
  );
}

/** Items by their file, in the order in which the files first occur. */
export function groupByFile<T extends { readonly file: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.file);
    if (group) group.push(item);
    else groups.set(item.file, [item]);
  }
  return groups;
}

function table(findings: readonly Finding[], paint: Paint): string[] {
  const place = ({ line, column }: Finding): string => `${line}:${column}`;
  const placeWidth = Math.max(...findings.map((finding) => place(finding).length));
  const ruleWidth = Math.max(...findings.map((finding) => escapeControls(finding.rule).length));
  const indent = ' '.repeat(2 + placeWidth + 2);
  return findings.flatMap((finding) => [
    [
      `  ${place(finding).padEnd(placeWidth)}`,
      paintSeverity(finding.severity, finding.severity.padEnd('warning'.length), paint),
      paint.bold(escapeControls(finding.rule).padEnd(ruleWidth)),
      `${escapeControls(finding.message)}${finding.fix?.applicability === 'safe' ? paint.dim('  fixable') : ''}`,
    ].join('  '),
    ...findingDetails(finding).map((line) => paint.dim(`${indent}${line}`)),
  ]);
}

/** The path from the entry point, what else leads there, and the two-invocation witness. */
export function findingDetails(finding: Finding): string[] {
  const lines: string[] = [];
  if (finding.entryPath.length > 0) lines.push(finding.entryPath.join(' → '));
  if (finding.reachedFrom.length > 0) lines.push(`also reached from ${alsoReachedFrom(finding.reachedFrom)}`);
  if (finding.witness !== null) lines.push(finding.witness);
  if (finding.seen) lines.push(seenWords(finding.seen));
  return lines.map(escapeControls);
}

function seenWords({ message, path, expected, got }: SeenWitness): string {
  const place = path === '' ? 'the answer' : `answer${path}`;
  return `seen: ${message}: ${place} is ${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`;
}

function alsoReachedFrom(names: readonly string[]): string {
  const more = names.length - NAMED_ENTRIES;
  return names.slice(0, NAMED_ENTRIES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

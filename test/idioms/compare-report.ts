import type { Finding } from '../../src/model/finding.js';
import type { AuditReport, ReportedBinding } from '../../src/model/report.js';
import type { ExpectedBinding, ExpectedFinding, Expectations } from './expectations.js';

/** The parts of a report that a fixture speaks about. */
export type ComparedReport = Pick<AuditReport, 'entryPoints' | 'bindings' | 'diagnostics'> & {
  readonly findings: readonly Finding[];
};

/** One sentence for each difference between what a fixture expects and what the audit reports; empty where they agree. */
export function compareReport(expected: Expectations, report: ComparedReport): string[] {
  return [
    ...brokenRun(report),
    ...compareFindings(expected, report.findings),
    ...expected.bindings.flatMap((binding) => compareBinding(binding, report.bindings)),
  ];
}

/** Without entry point or text nothing is ever reported, and every silent fixture would pass. */
function brokenRun(report: ComparedReport): string[] {
  const broken = report.diagnostics.filter(({ code }) => code === 'parse-error' || code === 'internal-error');
  return [
    ...(report.entryPoints.length === 0 ? ['no entry point was detected'] : []),
    ...broken.map(({ code, file, message }) => `${code} in ${file ?? 'the run'}: ${message}`),
  ];
}

function compareFindings(expected: Expectations, findings: readonly Finding[]): string[] {
  const met = new Set<ExpectedFinding>();
  const surplus = findings.filter((finding) => !claim(finding, expected, met));
  const metGroups = new Set([...met].map(({ group }) => group));
  const missing = expected.findings.filter((one) => (one.group === null ? !met.has(one) : !metGroups.has(one.group)));
  const forbidden = findings.filter((one) => expected.silent.some((place) => samePlace(place, one)));
  return [
    ...missing.map((one) => `missing finding ${one.rules.join('|')} ${one.severities.join('|')} at ${placeOf(one)}`),
    ...surplus
      .filter(({ severity }) => severity !== 'note')
      .map((one) => `surplus finding ${one.rule} ${one.severity} at ${placeOf(one)}: ${one.message}`),
    ...forbidden.map((one) => `finding ${one.rule} ${one.severity} at ${placeOf(one)}, which must be silent`),
  ];
}

/** Each expectation takes one finding, so that a defect reported twice is a surplus. */
function claim(finding: Finding, expected: Expectations, met: Set<ExpectedFinding>): boolean {
  const taken = expected.findings.find((one) => !met.has(one) && matches(one, finding));
  if (taken !== undefined) met.add(taken);
  return taken !== undefined || expected.allowed.some((one) => matches(one, finding));
}

function matches(one: ExpectedFinding, finding: Finding): boolean {
  return samePlace(one, finding) && accepts(one.rules, finding.rule) && one.severities.includes(finding.severity);
}

function compareBinding(expected: ExpectedBinding, bindings: readonly ReportedBinding[]): string[] {
  const title = `binding ${expected.name} at ${placeOf(expected)}`;
  const found = bindings.find((one) => one.name === expected.name && samePlace(one, expected));
  if (found === undefined) return [`${title} is not listed`];
  const isRight = accepts(expected.classifications, found.classification) && accepts(expected.verdicts, found.verdict);
  const wanted = `${expected.classifications.join('|')} ${expected.verdicts.join('|')}`;
  return isRight ? [] : [`${title} is ${found.classification} ${found.verdict}, not ${wanted}`];
}

interface Place {
  readonly file: string;
  readonly line: number;
}

function accepts(list: readonly string[], item: string): boolean {
  return list.includes('*') || list.includes(item);
}

function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line;
}

function placeOf({ file, line }: Place): string {
  return `${file}:${line}`;
}

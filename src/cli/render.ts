import type { Severity } from '../model/finding.js';
import type { AuditReport } from '../model/report.js';
import { compactReport } from '../report/compact.js';
import { jsonReport } from '../report/json.js';
import type { Paint } from '../report/paint.js';
import { prettyReport } from '../report/pretty.js';
import { listFrom } from '../report/select-findings.js';
import { assertNever } from '../support/invariant.js';

/** Every form that `--format` and `--output` know, the default first. */
export const FORMATS = ['pretty', 'compact', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export interface RenderOptions {
  readonly paint: Paint;
  /** As the user gave it: a person is spared the notes by default, a program gets all. */
  readonly severity: Severity | undefined;
  readonly all: boolean;
  readonly deselected: number;
}

/** The report in one of the forms. */
export function render(format: Format, report: AuditReport, options: RenderOptions): string {
  const lowest = options.severity ?? 'warning';
  switch (format) {
    case 'pretty':
      return prettyReport(report, { ...options, lowest });
    case 'compact':
      return compactReport(report, lowest);
    case 'json':
      return jsonReport(options.severity === undefined ? report : listFrom(report, options.severity));
    default:
      return assertNever(format);
  }
}

export function isFormat(text: string): text is Format {
  return FORMATS.some((format) => format === text);
}

import type { Finding, Severity } from '../model/finding.js';
import { SEVERITIES } from '../model/finding.js';
import type { Verdict } from '../model/classification.js';
import { assertNever } from '../support/invariant.js';
import { escapeControls } from './escape.js';
import type { Paint } from './paint.js';

/** `1 file`, `2 files`, `2 caches`. */
export function plural(count: number, singular: string, many = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : many}`;
}

/** Is `severity` as high as `lowest`, or higher? */
export function atLeast(severity: Severity, lowest: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(lowest);
}

export function paintSeverity(severity: Severity, text: string, paint: Paint): string {
  switch (severity) {
    case 'error':
      return paint.red(text);
    case 'warning':
      return paint.yellow(text);
    case 'note':
      return paint.cyan(text);
    default:
      return assertNever(severity);
  }
}

export function paintVerdict(verdict: Verdict, text: string, paint: Paint): string {
  switch (verdict) {
    case 'harmful':
      return paint.red(text);
    case 'review':
      return paint.yellow(text);
    case 'benign':
      return paint.green(text);
    default:
      return assertNever(verdict);
  }
}

/** What can be done about a finding, in a few words; null where nothing is known. */
export function fixWords(finding: Finding): string | null {
  if (finding.fix === null) return null;
  const why = finding.fix.why === null ? '' : `: ${finding.fix.why}`;
  switch (finding.fix.applicability) {
    case 'safe':
      return `${finding.fix.transform} (safe)${why}`;
    case 'unsafe':
      return `${finding.fix.transform} (unsafe)${why}`;
    case 'manual':
      return `${finding.fix.transform} (by hand)${why}`;
    default:
      return assertNever(finding.fix.applicability);
  }
}

/**
 * A word that a POSIX shell reads as exactly `text`, for commands that people copy: names come from the repository.
 * Null where the text cannot be printed as it is.
 */
export function shellWord(text: string): string | null {
  if (escapeControls(text) !== text) return null;
  return /^[\w./@:+=-][\w./@:+=#-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

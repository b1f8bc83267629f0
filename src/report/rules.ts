import type { Severity } from '../model/finding.js';
import { toJson } from './json.js';
import type { Paint } from './paint.js';
import { paintSeverity } from './wording.js';

/** What the list of rules shows of one. */
export interface ListedRule {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
}

/** The rules as a table: id, highest severity, mechanism. */
export function rulesTable(rules: readonly ListedRule[], paint: Paint): string {
  const width = Math.max(...rules.map((rule) => rule.id.length));
  const rows = rules.map(
    ({ id, severity, summary }) =>
      `${paint.bold(id.padEnd(width))}  ${paintSeverity(severity, severity.padEnd('warning'.length), paint)}  ${summary}\n`,
  );
  return `${rows.join('')}\n${rules.length} rules · why: npx stateless-migrate explain <rule>\n`;
}

/** The rules as JSON: a list of `{ id, severity, summary }`. */
export function rulesJson(rules: readonly ListedRule[]): string {
  return toJson(rules.map(({ id, severity, summary }) => ({ id, severity, summary })));
}

import { createHash } from 'node:crypto';

/** Stable identity of a finding: it survives moved lines, and changes when it is another defect. */
export function fingerprintOf(rule: string, file: string, scope: string, snippet: string): string {
  const text = [rule, file, scope, snippet.replace(/\s+/g, ' ')].join('\0');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

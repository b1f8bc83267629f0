import { createHash } from 'node:crypto';
import type { FindingIdentity } from '../model/baseline.js';
import type { DraftFinding } from '../model/draft-finding.js';
import type { Finding } from '../model/finding.js';
import type { CodeAround, FindCodeAround } from '../model/project.js';

/** A finding that can be told from every other one, now and after the code around it changed. */
export interface IdentifiedFinding {
  readonly finding: Finding;
  readonly identity: FindingIdentity;
  /** Null where the code is not there any more. */
  readonly around: CodeAround | null;
  readonly through: readonly string[];
}

/** Gives each finding its identity. `drafts` stand in the order of files and positions: so equal ones are numbered. */
export function identify(drafts: readonly DraftFinding[], codeAround: FindCodeAround): IdentifiedFinding[] {
  const seen = new Map<string, number>();
  return drafts.map(({ through, ...draft }) => {
    const around = codeAround(draft);
    const { file, rule, scope } = draft;
    const code = digest([around?.text ?? '']);
    const key = JSON.stringify([file, rule, scope, code]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    const fingerprint = digest([rule, file, scope, code, String(nth)]);
    return { finding: { ...draft, fingerprint }, identity: { file, rule, scope, code, nth }, around, through };
  });
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

import type { FindingIdentity } from '../model/baseline.js';
import { UserError } from '../support/user-error.js';
import { compareIdentities } from './match-baseline.js';

const VERSION = 1;

/** A baseline as text: JSON with one line per finding, sorted, so that two branches that change it rarely conflict. */
export function baselineText(entries: readonly FindingIdentity[]): string {
  const lines = [...entries].sort(compareIdentities).map((entry) => `\n    ${JSON.stringify(lineOf(entry))}`);
  const list = lines.length === 0 ? '[]' : `[${lines.join(',')}\n  ]`;
  return `{\n  "version": ${VERSION},\n  "findings": ${list}\n}\n`;
}

function lineOf({ file, rule, scope, code, nth }: FindingIdentity): object {
  return { file, rule, scope, code, ...(nth === 1 ? {} : { nth }) };
}

/** Reads a baseline, however it is laid out. Throws UserError, which names the file, where it is none. */
export function parseBaseline(text: string, file: string): FindingIdentity[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const isConflict = /^(<{7}|={7}|>{7})/m.test(text);
    const cause = isConflict ? 'it holds conflict markers of git' : wordsOf(error);
    throw new UserError(`\`${file}\` is not valid JSON: ${cause}`, REPAIR);
  }
  if (!isRecord(value) || !Array.isArray(value['findings'])) {
    throw new UserError(`\`${file}\` is not a baseline: it has no list \`findings\``, REPAIR);
  }
  if (value['version'] !== VERSION) {
    const hint = `this version of stateless-migrate reads version ${VERSION}`;
    throw new UserError(`\`${file}\` has the version ${JSON.stringify(value['version'])}`, hint);
  }
  return (value['findings'] as unknown[]).map((entry, position) => readEntry(entry, position, file));
}

const REPAIR = 'restore it, or write it anew with `stateless-migrate baseline`';

function wordsOf(error: unknown): string {
  return error instanceof SyntaxError ? error.message : 'it is nested too deeply';
}

function readEntry(entry: unknown, position: number, file: string): FindingIdentity {
  const fields = isRecord(entry) ? entry : {};
  const { nth = 1 } = fields;
  const texts = (['file', 'rule', 'scope', 'code'] as const).map((name) => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value === 'string') return value;
    throw new UserError(`\`${file}\` is not a baseline: findings[${position}] has no text \`${name}\``, REPAIR);
  }) as [string, string, string, string];
  if (typeof nth !== 'number' || !Number.isSafeInteger(nth) || nth < 1) {
    throw new UserError(`\`${file}\` is not a baseline: findings[${position}].nth is no number from 1`, REPAIR);
  }
  return { file: texts[0], rule: texts[1], scope: texts[2], code: texts[3], nth };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

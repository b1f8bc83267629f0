import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORY_OF } from '../../src/model/classification.js';
import { SEVERITIES } from '../../src/model/finding.js';
import { TARGETS, type Target } from '../../src/model/target.js';
import { RULES } from '../../src/rules/index.js';

/** `// finding: in-memory-counter|in-memory-accumulator error` at a line. */
export interface ExpectedFinding {
  readonly file: string;
  readonly line: number;
  /** `// finding(visits): …` on several lines: a finding on one of them is enough, one on each is fine. */
  readonly group: string | null;
  /** `['*']` for any rule. */
  readonly rules: readonly string[];
  readonly severities: readonly string[];
}

/** `// binding: hits counter|accumulator harmful` at a line. */
export interface ExpectedBinding {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** `['*']` for any classification. */
  readonly classifications: readonly string[];
  readonly verdicts: readonly string[];
}

/** What the comments and the `expect.json` of one fixture folder say. */
export interface Expectations {
  readonly target: Target | null;
  readonly findings: readonly ExpectedFinding[];
  /** `// allowed: cache-without-ttl`: may be reported at this line, need not be. */
  readonly allowed: readonly ExpectedFinding[];
  /** `// finding: none`: lines at which not even a note may stand. */
  readonly silent: readonly { readonly file: string; readonly line: number }[];
  readonly bindings: readonly ExpectedBinding[];
}

/** Reads the expectations of a folder. Throws on a comment that looks like one and does not parse. */
export function readExpectations(root: string): Expectations {
  const found = { findings: [], allowed: [], silent: [], bindings: [] } as Collected;
  for (const file of sourceFiles(root)) {
    const lines = readFileSync(join(root, file), 'utf8').split(/\r?\n/);
    lines.forEach((text, index) => readLine({ file, line: lineMeant(lines, index) }, text, found));
  }
  return { target: readTarget(root), ...found };
}

interface Place {
  readonly file: string;
  readonly line: number;
}

interface Collected {
  findings: ExpectedFinding[];
  allowed: ExpectedFinding[];
  silent: Place[];
  bindings: ExpectedBinding[];
}

const COMMENT = /\/\/ *((?:finding|binding|allowed)\b.*)$/;
const SOURCE = /\.[cm]?[jt]sx?$/;
const VERDICTS: readonly string[] = ['harmful', 'review', 'benign'];

function sourceFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => SOURCE.test(path))
    .sort();
}

/** A comment beside code speaks of its line, a comment alone on its line of the next line that holds code. */
function lineMeant(lines: readonly string[], index: number): number {
  const isComment = (text: string | undefined): boolean => text?.trimStart().startsWith('//') ?? false;
  let meant = index;
  while (isComment(lines[meant])) meant++;
  return meant + 1;
}

function readLine(place: Place, text: string, found: Collected): void {
  const comment = COMMENT.exec(text)?.[1];
  if (comment === undefined) return;
  for (const clause of comment.split(';')) readClause(place, clause.trim(), found);
}

function readClause(place: Place, clause: string, found: Collected): void {
  const parts = /^(finding|binding|allowed)(?:\((\w+)\))?: (.+)$/.exec(clause);
  const words = parts?.[3]?.split(/ +/) ?? [];
  const complain = (): Error => new Error(`${place.file}:${place.line}: not an expectation: ${clause}`);
  const list = (text: string | undefined, known: readonly string[]): string[] => {
    const items = text?.split('|') ?? [];
    if (items.length === 0 || items.some((item) => item !== '*' && !known.includes(item))) throw complain();
    return items;
  };
  if (parts?.[1] === 'binding' && words.length === 3) {
    const classifications = list(words[1], Object.keys(CATEGORY_OF));
    found.bindings.push({ ...place, name: words[0] ?? '', classifications, verdicts: list(words[2], VERDICTS) });
  } else if (parts?.[1] === 'finding' && words[0] === 'none' && words.length === 1) {
    found.silent.push(place);
  } else if (parts?.[1] !== undefined && parts[1] !== 'binding' && words.length <= 2) {
    const rules = list(
      words[0],
      RULES.map((rule) => rule.id),
    );
    const severities = words[1] === undefined ? ['error', 'warning'] : list(words[1], SEVERITIES);
    (parts[1] === 'finding' ? found.findings : found.allowed).push({
      ...place,
      group: parts[2] ?? null,
      rules,
      severities,
    });
  } else {
    throw complain();
  }
}

function readTarget(root: string): Target | null {
  if (!readdirSync(root).includes('expect.json')) return null;
  const settings: unknown = JSON.parse(readFileSync(join(root, 'expect.json'), 'utf8'));
  const wanted = settings !== null && typeof settings === 'object' && 'target' in settings ? settings.target : null;
  const target = TARGETS.find((name) => name === wanted);
  if (target === undefined) throw new Error(`${root}/expect.json: unknown target`);
  return target;
}

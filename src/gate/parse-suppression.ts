import { didYouMean } from '../support/nearest.js';

export type SuppressionKind = 'next-line' | 'line' | 'file';

/** What a suppression comment says. What is wrong with it is a sentence; what is right has its effect all the same. */
export interface ParsedSuppression {
  readonly kind: SuppressionKind;
  readonly rules: readonly string[];
  readonly reason: string;
  readonly problems: readonly string[];
}

const KINDS: readonly SuppressionKind[] = ['next-line', 'line', 'file'];
const PREFIX = 'stateless-ignore';

/** Reads `stateless-ignore-next-line in-memory-counter, mutable-flag -- reason`. */
export function parseSuppression(text: string, ruleIds: readonly string[]): ParsedSuppression {
  const word = /^[\w-]+/.exec(text)?.[0] ?? '';
  const kind = KINDS.find((candidate) => word === `${PREFIX}-${candidate}`);
  if (kind === undefined) return nothing(unknownWord(word));
  const [listed = '', reason = ''] = splitReason(text.slice(word.length));
  const named = listed
    .split(',')
    .map((rule) => rule.trim())
    .filter((rule) => rule !== '');
  if (named.length === 0) return nothing(`${word} names no rule: write \`${word} <rule> -- <reason>\``);
  if (reason === '') return nothing(`${word} gives no reason: write \`${word} ${named.join(', ')} -- <reason>\``);
  const rules = named.filter((rule) => ruleIds.includes(rule));
  const unknown = named.filter((rule) => !ruleIds.includes(rule));
  return { kind, rules: [...new Set(rules)], reason, problems: unknown.map((rule) => unknownRule(rule, ruleIds)) };
}

function nothing(problem: string): ParsedSuppression {
  return { kind: 'line', rules: [], reason: '', problems: [problem] };
}

/** Two or more dashes between blanks begin the reason, as in other linters. */
function splitReason(text: string): string[] {
  const dashes = /(^|\s)-{2,}(\s|$)/.exec(text);
  if (dashes === null) return [text];
  return [text.slice(0, dashes.index), text.slice(dashes.index + dashes[0].length).trim()];
}

function unknownWord(word: string): string {
  const words = KINDS.map((kind) => `${PREFIX}-${kind}`);
  return `unknown word ${word}: ${didYouMean(word, words, `one of ${words.join(', ')}`)}`;
}

function unknownRule(rule: string, ruleIds: readonly string[]): string {
  return `unknown rule \`${rule}\`: ${didYouMean(rule, ruleIds, '`stateless-migrate rules` lists them')}`;
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const SECTIONS = [
  'What it does',
  'Why it is wrong on compute that forgets',
  'Reported',
  'Silent',
  'How it decides',
  'Known problems',
  'Fix',
] as const;

/** An example of a page: one file, audited alone. */
export interface CodeBlock {
  readonly section: string;
  readonly language: 'ts' | 'js';
  readonly code: string;
  /** Lines (from 1) that carry `// finding: <rule>` for the rule of the page. */
  readonly marked: readonly number[];
}

export interface RulePage {
  readonly text: string;
  readonly title: string;
  /** Described here, not reported yet. */
  readonly pending: boolean;
  readonly sections: readonly string[];
  readonly blocks: readonly CodeBlock[];
}

/** Reads `docs/rules/<rule>.md`. */
export function readRulePage(rule: string): RulePage {
  const text = readFileSync(fileURLToPath(new URL(`../../docs/rules/${rule}.md`, import.meta.url)), 'utf8');
  const parts = text.split(/^## /m);
  return {
    text,
    title: /^# (.+)$/m.exec(parts[0] ?? '')?.[1] ?? '',
    pending: /^> Status: described here, not reported yet\.$/m.test(parts[0] ?? ''),
    sections: parts.slice(1).map((part) => part.slice(0, part.indexOf('\n')).trim()),
    blocks: parts.slice(1).flatMap((part) => blocksOf(rule, part)),
  };
}

function blocksOf(rule: string, part: string): CodeBlock[] {
  const section = part.slice(0, part.indexOf('\n')).trim();
  return [...part.matchAll(/^```(ts|js)\n([^]*?)^```$/gm)].map(([, language, code = '']) => ({
    section,
    language: language as 'ts' | 'js',
    code,
    marked: code.split('\n').flatMap((line, index) => (line.endsWith(`// finding: ${rule}`) ? [index + 1] : [])),
  }));
}

import { escapeControls } from './escape.js';
import type { Paint } from './paint.js';
import type { ListedRule } from './rules.js';
import { paintSeverity } from './wording.js';

/** A rule for the terminal: its page where it has one, else its summary; and how to list its findings. */
export function explainRule(rule: ListedRule, page: string | null, paint: Paint): string {
  const head = `${paint.bold(rule.id)} · ${paintSeverity(rule.severity, rule.severity, paint)}`;
  const body = page === null ? `${rule.summary}\n` : plainMarkdown(withoutTitle(page), paint);
  return `${head}\n\n${body}\n${paint.dim(`findings: npx stateless-migrate --rule ${rule.id} --severity note`)}\n`;
}

/** Markdown as plain text: headings bold, code indented, links with their address; words and lists as they are. */
export function plainMarkdown(markdown: string, paint: Paint): string {
  const lines: string[] = [];
  let fenced = false;
  for (const line of markdown.split(/\r\n|\n|\r/)) {
    if (/^ {0,3}(```|~~~)/.test(line)) {
      fenced = !fenced;
      continue;
    }
    if (fenced) lines.push(line === '' ? '' : `    ${escapeControls(line.replaceAll('\t', '  '))}`);
    else lines.push(plainLine(line, paint));
  }
  return `${withoutDoubleBlanks(lines).join('\n')}\n`;
}

function withoutTitle(page: string): string {
  return page.replace(/^\uFEFF?# [^\n]*\n/, '');
}

function plainLine(line: string, paint: Paint): string {
  const heading = /^#{1,6} (.*)$/.exec(line);
  const text = escapeControls((heading?.[1] ?? line).replaceAll('\t', '  '))
    .replace(/<!--.{0,500}?-->/g, '')
    .replace(/\[([^[\]]{1,200})\]\(([^()\s]{1,300})\)/g, (_, label: string, address: string) =>
      /^https?:/.test(address) ? `${label} (${address})` : label,
    )
    .replace(/\*\*([^*]{1,300})\*\*/g, (_, strong: string) => paint.bold(strong));
  return heading ? paint.bold(text) : text;
}

function withoutDoubleBlanks(lines: readonly string[]): string[] {
  const kept = lines.filter((line, index) => line.trim() !== '' || (index > 0 && lines[index - 1]?.trim() !== ''));
  while (kept[0]?.trim() === '') kept.shift();
  while (kept.at(-1)?.trim() === '') kept.pop();
  return kept;
}

/** The same program written by someone with other habits. Made mechanically, of every fixture. */
export interface Variant {
  readonly name: string;
  readonly applies: (text: string, path: string) => boolean;
  readonly change: (text: string) => string;
}

const always = (): boolean => true;

export const VARIANTS: readonly Variant[] = [
  { name: 'as-written', applies: always, change: (text) => text },
  { name: 'crlf', applies: always, change: (text) => text.replace(/\n/g, '\r\n') },
  {
    name: 'tabs',
    applies: always,
    change: (text) => text.replace(/^(?: {2})+/gm, (indent) => '\t'.repeat(indent.length / 2)),
  },
  { name: 'bom', applies: always, change: (text) => `\uFEFF${text}` },
  { name: 'hashbang', applies: (text) => !text.startsWith('#!'), change: (text) => `#!/usr/bin/env node\n${text}` },
  { name: 'no-semicolons', applies: (text) => !/^\s*[([`]/m.test(text), change: (text) => text.replace(/;$/gm, '') },
  {
    name: 'double-quotes',
    // A file without any quote says nothing about its style.
    applies: (text) => !text.includes('"') && text.includes("'"),
    change: (text) => text.replace(/'([^'\n]*)'/g, '"$1"'),
  },
];

export const isSource = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path) && !path.includes('state-store.');

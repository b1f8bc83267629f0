/** How a file is written, so that new code in it looks like the old. */
export interface FileStyle {
  /** What `import` or `require` is written as: `esm` also for TypeScript that compiles to CommonJS. */
  readonly modules: 'esm' | 'commonjs';
  readonly eol: '\n' | '\r\n' | '\r';
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** One level: `  `, four spaces, a tab. */
  readonly indent: string;
  /** Whether relative imports carry an extension, and which: `.js`, `.ts`, `.mjs`; empty for none. */
  readonly importExtension: string;
  /** Trailing commas in literals over several lines. */
  readonly trailingCommas: boolean;
  readonly language: 'javascript' | 'typescript';
}

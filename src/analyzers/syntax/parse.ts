import {
  JSDocParsingMode,
  ScriptKind,
  ScriptTarget,
  createSourceFile,
  flattenDiagnosticMessageText,
  preProcessFile,
} from './compiler.js';
import type { ts } from './compiler.js';

/** Parses one file of any supported extension, without parent pointers and without JSDoc. Never throws on bad syntax. */
export function parse(path: string, text: string): ts.SourceFile {
  return createSourceFile(
    path,
    text,
    { languageVersion: ScriptTarget.Latest, jsDocParsingMode: JSDocParsingMode.ParseNone },
    false,
    scriptKindOf(path, text),
  );
}

/** The first syntax error of a file, or null. `.js` files that use type syntax count as erroneous only if they do not parse. */
export function firstParseError(file: ts.SourceFile): { message: string; pos: number } | null {
  const errors = (file as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics;
  const first = errors[0];
  return first ? { message: flattenDiagnosticMessageText(first.messageText, ' '), pos: first.start } : null;
}

/** Specifiers of imports and requires, found by scanning alone: for a text that does not parse. */
export function specifiersIn(text: string): string[] {
  try {
    return preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  } catch {
    return [];
  }
}

/** JavaScript may hold JSX under any name; TypeScript only in .tsx, where `<T>x` is not a cast. */
function scriptKindOf(path: string, text: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ScriptKind.TSX;
  if (/\.[mc]?ts$/.test(path)) return ScriptKind.TS;
  return text.includes('@flow') ? ScriptKind.TSX : ScriptKind.JSX;
}

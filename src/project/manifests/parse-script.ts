import { ScriptKind, ScriptTarget, createSourceFile } from '../compiler.js';
import type { ts } from '../compiler.js';

/** The syntax tree of a script. Null where it is nested too deeply to be parsed. */
export function parseScript(text: string, path: string): ts.SourceFile | null {
  try {
    return createSourceFile(path, text, ScriptTarget.Latest, true, scriptKindOf(path));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function scriptKindOf(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ScriptKind.TSX;
  if (/\.[cm]?ts$/.test(path)) return ScriptKind.TS;
  return ScriptKind.JSX;
}

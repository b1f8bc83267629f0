import { ts } from '@ts-morph/common';

/** The syntax tree of a script. Null where it is nested too deeply to be parsed. */
export function parseScript(text: string, path: string): ts.SourceFile | null {
  try {
    return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, scriptKindOf(path));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function scriptKindOf(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  if (/\.[cm]?ts$/.test(path)) return ts.ScriptKind.TS;
  return ts.ScriptKind.JSX;
}

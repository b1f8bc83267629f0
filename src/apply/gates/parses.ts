import { parse, type ParserOptions, type ParserPlugin } from '@babel/parser';
import { parseScript } from '../../project/manifests/parse-script.js';
import type { ts } from '../../project/compiler.js';

/** Two parsers take the new text. One that took not even the old text has no say, as long as the other did. */
export function parsesAsBefore(path: string, before: string | null, after: string): string | null {
  const typescript = typescriptError(path, after);
  if (typescript !== null) return `it would not parse any more (${typescript})`;
  const second = secondError(path, after);
  if (second === null || (before !== null && secondError(path, before) !== null)) return null;
  return `a second parser would reject it (${second})`;
}

function typescriptError(path: string, text: string): string | null {
  const tree = parseScript(text, path);
  if (tree === null) return 'nested too deeply';
  const [first] = (tree as ts.SourceFile & { parseDiagnostics?: readonly ts.Diagnostic[] }).parseDiagnostics ?? [];
  if (first === undefined) return null;
  return typeof first.messageText === 'string' ? first.messageText : first.messageText.messageText;
}

function secondError(path: string, text: string): string | null {
  let error: string | null = null;
  for (const options of optionsFor(path)) {
    try {
      parse(text, options);
      return null;
    } catch (thrown) {
      error ??= thrown instanceof Error ? thrown.message : String(thrown);
    }
  }
  return error;
}

/** The comments of a text, in order; null where it does not parse. */
export function commentsOf(path: string, text: string): string[] | null {
  for (const options of optionsFor(path)) {
    try {
      return (parse(text, options).comments ?? []).map(({ type, value }) => `${type}:${value}`);
    } catch {
      continue;
    }
  }
  return null;
}

/** First what the extension says; code in the wild also has legacy decorators, Flow, and scripts. */
function optionsFor(path: string): ParserOptions[] {
  const common: ParserPlugin[] = ['explicitResourceManagement', 'importAttributes', 'decoratorAutoAccessors'];
  const typed: ParserPlugin[] = path.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'];
  const variants: ParserPlugin[][] = /\.[cm]?tsx?$/.test(path)
    ? [
        [...typed, 'decorators-legacy'],
        [...typed, 'decorators'],
      ]
    : [
        ['jsx', 'decorators'],
        ['jsx', 'decorators-legacy'],
        ['jsx', 'flow', 'decorators-legacy'],
      ];
  return variants.flatMap((plugins) =>
    (['unambiguous', 'script'] as const).map((sourceType) => ({
      sourceType,
      plugins: [
        ...common.filter((name) => name !== 'decoratorAutoAccessors' || plugins.includes('decorators')),
        ...plugins,
      ],
      allowReturnOutsideFunction: sourceType === 'script',
      allowUndeclaredExports: true,
      allowSuperOutsideMethod: false,
      attachComment: false,
    })),
  );
}

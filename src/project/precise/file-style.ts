import type { FileStyle } from '../../model/file-style.js';
import { SyntaxKind, forEachChild } from '../compiler.js';
import type { ts } from '../compiler.js';

/** How a file is written. What it does not show is taken from what most files of its kind do. */
export function fileStyle(tree: ts.SourceFile, isModuleByDefault: boolean, importExtension: string): FileStyle {
  const seen = lookThrough(tree);
  const language = /\.[cm]?tsx?$/.test(tree.fileName) ? 'typescript' : 'javascript';
  return {
    modules: modulesOf(tree, seen, language === 'typescript' || isModuleByDefault),
    eol: eolOf(tree.text),
    quote: seen.double > seen.single ? '"' : "'",
    semicolons: seen.withSemicolon >= seen.withoutSemicolon,
    indent: indentOf(tree),
    importExtension: extensionOf(seen, importExtension),
    trailingCommas: seen.trailing > seen.plain,
    language,
  };
}

interface Seen {
  single: number;
  double: number;
  withSemicolon: number;
  withoutSemicolon: number;
  trailing: number;
  plain: number;
  requires: number;
  readonly relative: string[];
}

const MOST_NODES = 20_000;

/** Counts without recursion: files nest deeper than the stack. */
function lookThrough(tree: ts.SourceFile): Seen {
  const seen: Seen = {
    single: 0,
    double: 0,
    withSemicolon: 0,
    withoutSemicolon: 0,
    trailing: 0,
    plain: 0,
    requires: 0,
    relative: [],
  };
  const open: ts.Node[] = [tree];
  for (let count = 0; open.length > 0 && count < MOST_NODES; count++) {
    const node = open.pop() as ts.Node;
    see(node, tree, seen);
    forEachChild(node, (child) => void open.push(child));
  }
  return seen;
}

function see(node: ts.Node, tree: ts.SourceFile, seen: Seen): void {
  if (node.kind === SyntaxKind.StringLiteral) seeString(node as ts.StringLiteral, tree, seen);
  if (ENDED.has(node.kind)) {
    if (tree.text[node.end - 1] === ';') seen.withSemicolon++;
    else seen.withoutSemicolon++;
  }
  if (node.kind !== SyntaxKind.ObjectLiteralExpression && node.kind !== SyntaxKind.ArrayLiteralExpression) return;
  const list = listOf(node);
  if (list.length === 0 || !tree.text.slice(list.end, node.end).includes('\n')) return;
  if (list.hasTrailingComma) seen.trailing++;
  else seen.plain++;
}

const ENDED: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.ExpressionStatement,
  SyntaxKind.VariableStatement,
  SyntaxKind.ReturnStatement,
  SyntaxKind.ImportDeclaration,
]);

function seeString(node: ts.StringLiteral, tree: ts.SourceFile, seen: Seen): void {
  if (node.parent.kind === SyntaxKind.JsxAttribute) return;
  if (tree.text[node.getStart(tree)] === '"') seen.double++;
  else seen.single++;
  seeSpecifier(node, seen);
}

function listOf(node: ts.Node): ts.NodeArray<ts.Node> {
  return node.kind === SyntaxKind.ObjectLiteralExpression
    ? (node as ts.ObjectLiteralExpression).properties
    : (node as ts.ArrayLiteralExpression).elements;
}

function seeSpecifier(node: ts.StringLiteral, seen: Seen): void {
  const { parent } = node;
  const isRequire =
    parent.kind === SyntaxKind.CallExpression &&
    (parent as ts.CallExpression).expression.kind === SyntaxKind.Identifier &&
    ((parent as ts.CallExpression).expression as ts.Identifier).text === 'require';
  if (isRequire) seen.requires++;
  const isImport = parent.kind === SyntaxKind.ImportDeclaration || parent.kind === SyntaxKind.ExportDeclaration;
  if ((isRequire || isImport) && node.text.startsWith('.')) seen.relative.push(node.text);
}

function modulesOf(tree: ts.SourceFile, seen: Seen, byDefault: boolean): FileStyle['modules'] {
  if (/\.[cm]ts$|\.mjs$/.test(tree.fileName)) return 'esm';
  if (tree.fileName.endsWith('.cjs')) return 'commonjs';
  if (tree.statements.some(isEsm)) return 'esm';
  const assigns = /\b(?:module\.exports|exports\.[\w$]+)\s*=/.test(tree.text);
  if (seen.requires > 0 || assigns) return 'commonjs';
  return byDefault ? 'esm' : 'commonjs';
}

function isEsm(statement: ts.Statement): boolean {
  switch (statement.kind) {
    case SyntaxKind.ImportDeclaration:
    case SyntaxKind.ExportDeclaration:
    case SyntaxKind.ExportAssignment:
      return true;
    default: {
      const modifiers = (statement as { modifiers?: readonly ts.ModifierLike[] }).modifiers ?? [];
      return modifiers.some(({ kind }) => kind === SyntaxKind.ExportKeyword);
    }
  }
}

function eolOf(text: string): FileStyle['eol'] {
  let crlf = 0;
  let lf = 0;
  let cr = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) {
      crlf++;
      i++;
    } else if (code === 10) lf++;
    else if (code === 13) cr++;
  }
  if (crlf > lf && crlf >= cr) return '\r\n';
  return cr > lf ? '\r' : '\n';
}

/** The indentation that the first levels of the file show: the commonest step from one line to the next. */
function indentOf(tree: ts.SourceFile): string {
  const counts = new Map<string, number>();
  let previous = '';
  for (const line of tree.text.slice(0, 50_000).split(/\r\n|\n|\r/)) {
    if (line.trim() === '' || /^\s*\*/.test(line)) continue;
    const own = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (own.length > previous.length && own.startsWith(previous)) {
      const step = own.slice(previous.length);
      if (step === '\t' || /^ {2,8}$/.test(step)) counts.set(step, (counts.get(step) ?? 0) + 1);
    }
    previous = own;
  }
  const [best] = [...counts].sort(([a, n], [b, m]) => m - n || a.length - b.length);
  return best?.[0] ?? '  ';
}

function extensionOf(seen: Seen, byDefault: string): string {
  if (seen.relative.length === 0) return byDefault;
  const counts = new Map<string, number>();
  for (const specifier of seen.relative) {
    const extension = /\.[cm]?[jt]sx?$/.exec(specifier)?.[0] ?? '';
    counts.set(extension, (counts.get(extension) ?? 0) + 1);
  }
  return [...counts].sort(([, n], [, m]) => m - n)[0]?.[0] ?? byDefault;
}

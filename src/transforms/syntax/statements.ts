import type { ts } from '../../project/precise/precise-project.js';

type Compiler = typeof ts;

/** The nearest function around a node; null at module scope. */
export function functionAround(compiler: Compiler, node: ts.Node): ts.FunctionLikeDeclaration | null {
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent) {
    if (compiler.isFunctionLike(at) && 'body' in at) return at;
  }
  return null;
}

/** The statement that holds a node, directly below a block or the file. */
export function statementAround(compiler: Compiler, node: ts.Node): ts.Statement | null {
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    const { parent } = at as ts.Node & { parent?: ts.Node };
    if (
      parent &&
      (compiler.isBlock(parent) || compiler.isSourceFile(parent) || compiler.isCaseOrDefaultClause(parent))
    ) {
      return at as ts.Statement;
    }
  }
  return null;
}

/** Whether a statement runs in every call of its function up to there: it stands in the body itself, or in a `try` there. */
export function runsAlways(compiler: Compiler, statement: ts.Statement): boolean {
  let at: ts.Node = statement.parent;
  while (!compiler.isFunctionLike(at.parent) && !compiler.isSourceFile(at)) {
    const isTry = compiler.isTryStatement(at.parent) && at.parent.tryBlock === at;
    const isInTry = compiler.isTryStatement(at);
    if (!isTry && !isInTry && !(compiler.isBlock(at) && compiler.isBlock(at.parent))) return false;
    at = at.parent;
  }
  return true;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a statement takes up: whole lines with their line end where it stands alone on them, and its comment above. */
export function linesOf(tree: ts.SourceFile, statement: ts.Node): Span & { readonly isWhole: boolean } {
  const { text } = tree;
  const start = statement.getStart(tree);
  const lineStart = lineStartBefore(text, start);
  const rest = /^[ \t]*(?:\r\n|\n|\r|$)/.exec(text.slice(statement.end));
  if (text.slice(lineStart, start).trim() !== '' || rest === null) {
    const blank = /^[ \t]+/.exec(text.slice(statement.end))?.[0].length ?? 0;
    return { start, end: statement.end + blank, isWhole: false };
  }
  return { start: lineStart, end: statement.end + rest[0].length, isWhole: true };
}

export function lineStartBefore(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** Start of the line above the one that starts at an offset; the offset itself where there is none. */
export function lineStartAbove(text: string, lineStart: number): number {
  if (lineStart === 0) return 0;
  const isCrlf = text[lineStart - 1] === '\n' && text[lineStart - 2] === '\r';
  return lineStartBefore(text, lineStart - (isCrlf ? 2 : 1));
}

/** Takes the indentation of the first line off all lines. */
export function dedent(text: string, indent: string): string {
  return text
    .split(/\r\n|\n|\r/)
    .map((line, index) => (index > 0 && line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}

/** Whether a line break stands inside a string or template below the node: its lines must not be moved sideways. */
export function hasRawLines(compiler: Compiler, node: ts.Node): boolean {
  let found = false;
  const visit = (child: ts.Node): void => {
    if (found) return;
    const isText =
      compiler.isTemplateLiteral(child) || compiler.isTemplateLiteralToken(child) || compiler.isJsxText(child);
    if (isText && /[\r\n]/.test(child.getText())) found = true;
    else compiler.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

/** Every name that a file uses anywhere, so that a new one meets none of them. */
export function namesIn(compiler: Compiler, tree: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const open: ts.Node[] = [tree];
  for (let node = open.pop(); node; node = open.pop()) {
    if (compiler.isIdentifier(node)) names.add(node.text);
    compiler.forEachChild(node, (child) => void open.push(child));
  }
  return names;
}

/** `wanted`, or with the first free number behind it. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n++) if (!taken.has(`${wanted}${n}`)) return `${wanted}${n}`;
}

/** Whether a function is declared `async`. */
export function isAsync(compiler: typeof ts, node: ts.Node): boolean {
  return compiler.canHaveModifiers(node)
    ? (compiler.getModifiers(node) ?? []).some(({ kind }) => kind === compiler.SyntaxKind.AsyncKeyword)
    : false;
}

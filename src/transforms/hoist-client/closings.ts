import type { ReplaceText } from '../../model/edit.js';
import type { Reference, ts } from '../../project/precise/precise-project.js';
import { hasRawLines, linesOf } from '../syntax/statements.js';
import type { TransformContext } from '../transform.js';

const CLOSES = /^(?:end|close|quit|disconnect|destroy|\$disconnect)$/;

export type Closings =
  { readonly edits: readonly ReplaceText[]; readonly count: number } | { readonly refused: string };

/** Takes out the statements by which an invocation closes a client that others will use. */
export function closingsOf(
  context: TransformContext,
  file: string,
  references: readonly Reference[],
  also: ReadonlySet<string> = new Set(),
): Closings {
  const { ts: compiler } = context.precise;
  const edits: ReplaceText[] = [];
  const gone = new Set<ts.Node>();
  let count = 0;
  for (const { node } of references) {
    const member = node.parent;
    if (!compiler.isPropertyAccessExpression(member) || member.expression !== node) continue;
    if (!CLOSES.test(member.name.text) && !also.has(member.name.text)) continue;
    const statement = closingStatement(compiler, member);
    if (statement === null) {
      return { refused: `\`${member.getText()}()\` is part of a larger expression, so it cannot simply go` };
    }
    gone.add(statement);
    count++;
  }
  const tree = context.precise.sourceFile(file);
  if (tree === null) return { refused: 'the file is not there' };
  const done = new Set<ts.Node>();
  for (const statement of gone) {
    const clause = emptiedFinally(compiler, statement, gone);
    if (clause !== null) {
      if (done.has(clause)) continue;
      done.add(clause);
      const made = withoutFinally(context, file, tree, clause);
      if (made === null) return { refused: 'the `try` around its closing cannot be taken apart' };
      edits.push(...made);
      continue;
    }
    const { start, end } = linesOf(tree, statement);
    edits.push(context.edit.replace(file, start, end, commentsOf(compiler, tree, statement, end)));
  }
  return { edits, count };
}

/** `await pool.end();`, `pool.end();`, `void pool.end();`, also with a `catch` behind it. */
function closingStatement(compiler: typeof ts, member: ts.PropertyAccessExpression): ts.Statement | null {
  let at: ts.Node = member.parent;
  if (!compiler.isCallExpression(at) || at.expression !== member) return null;
  while (
    compiler.isPropertyAccessExpression(at.parent) &&
    at.parent.name.text === 'catch' &&
    compiler.isCallExpression(at.parent.parent)
  ) {
    at = at.parent.parent;
  }
  if (compiler.isAwaitExpression(at.parent) || compiler.isVoidExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (!compiler.isExpressionStatement(parent)) return null;
  return compiler.isBlock(parent.parent) || compiler.isCaseOrDefaultClause(parent.parent) ? parent : null;
}

/** The `try` whose `finally` held nothing but what goes. */
function emptiedFinally(compiler: typeof ts, statement: ts.Node, gone: ReadonlySet<ts.Node>): ts.TryStatement | null {
  const block = statement.parent;
  const owner = block.parent;
  if (!compiler.isBlock(block) || !compiler.isTryStatement(owner) || owner.finallyBlock !== block) return null;
  return block.statements.every((one) => gone.has(one)) && !/\/[/*]/.test(block.getText()) ? owner : null;
}

function withoutFinally(
  context: TransformContext,
  file: string,
  tree: ts.SourceFile,
  owner: ts.TryStatement,
): ReplaceText[] | null {
  const { edit, precise } = context;
  const { tryBlock, catchClause, finallyBlock } = owner;
  if (!finallyBlock) return null;
  if (catchClause) return [edit.replace(file, catchClause.end, finallyBlock.end, '')];
  // Names in the block would meet those around it.
  const declares = tryBlock.statements.some(
    (one) => !precise.ts.isVariableStatement(one) && precise.ts.isDeclarationStatement(one),
  );
  if (declares || hasRawLines(precise.ts, tryBlock) || tryBlock.statements.length === 0) return null;
  const between = tree.text.slice(tryBlock.end, finallyBlock.getStart(tree));
  const lines = linesOf(tree, owner);
  const opening = /^try\s*\{[ \t]*(?:\r\n|\n|\r)/.exec(tree.text.slice(owner.getStart(tree)));
  if (!lines.isWhole || opening === null || /\/[/*]/.test(between)) return null;
  const inner = tree.text.slice(owner.getStart(tree) + opening[0].length, tryBlock.end - 1).replace(/[ \t]*$/, '');
  const { indent } = precise.style(file);
  const eol = precise.style(file).eol;
  const text = inner
    .split(eol)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join(eol);
  return [edit.replace(file, lines.start, lines.end, text)];
}

/** Comments above a statement that goes stay where they are; one behind it on the line stays as a line. */
function commentsOf(compiler: typeof ts, tree: ts.SourceFile, statement: ts.Node, end: number): string {
  const trailing = compiler.getTrailingCommentRanges(tree.text, statement.end) ?? [];
  return trailing.some((comment) => comment.end <= end) ? tree.text.slice(statement.end, end) : '';
}
